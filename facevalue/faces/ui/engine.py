"""What runs in this process besides the pages, as they reach it: the log, for what people do, and the figures."""

from dataclasses import dataclass

from facevalue.insight.queries import Store
from facevalue.kit.errors import FacevalueError
from facevalue.social.actions import Network


class EngineMissing(FacevalueError):
    """This process serves pages alone."""

    code = "engine_missing"
    status = 503
    title = "This can only be done where the engine runs"


@dataclass(frozen=True, slots=True)
class Engine:
    """`network` takes what people do; `store` holds what became of it."""

    network: Network
    store: Store


# Whoever runs the engine in this process sets it.
provider: Engine | None = None


def engine() -> Engine:
    """Raises EngineMissing."""
    if provider is None:
        raise EngineMissing("These pages are served without the engine: open them at the address of `facevalue up`")
    return provider
