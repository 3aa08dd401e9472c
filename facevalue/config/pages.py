"""Django inside the server: its pages, in threads of their own, with the figures of this process."""

from collections.abc import Mapping
from contextlib import ExitStack, closing
from typing import Any, cast

import msgspec
from a2wsgi import WSGIMiddleware
from starlette.types import ASGIApp

from facevalue.config.folder import Folder
from facevalue.config.spool import Spool
from facevalue.faces.gateway.figures import read_totals
from facevalue.faces.worker import loops, pictures
from facevalue.insight.queries import Store
from facevalue.social.actions import Network

THREADS = 4
# Where the composer's scripts send photos, which go on where they were cut off.
UPLOADS = "/compose/uploads/"


def mount(stack: ExitStack, folder: Folder, store: Store) -> ASGIApp:
    """The pages as an application, whose threads the stack ends."""
    from facevalue.config.wsgi import application
    from facevalue.faces.brand import live
    from facevalue.faces.ui import engine

    def totals(campaign: int, now_ms: int) -> Mapping[str, Any]:
        with closing(folder.open_aside()) as db:
            return dict(msgspec.to_builtins(read_totals(db, store, campaign, now_ms)))

    live.provider = totals
    network = Network(folder.open_aside, folder.open_log)
    stack.callback(network.close)
    engine.provider = engine.Engine(network, store)
    finishing = loops.Loop("pictures", pictures.finish)
    stack.callback(finishing.stop)
    finishing.start()
    pages = WSGIMiddleware(cast(Any, application), workers=THREADS)
    # A thread that ends closes its connection to the database.
    stack.callback(pages.executor.shutdown)
    return Spool(cast(ASGIApp, pages), takes_parts=lambda path: path.startswith(UPLOADS))
