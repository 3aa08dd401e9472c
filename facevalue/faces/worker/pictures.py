"""The pictures' loop: files that nobody waited for when a post was composed."""

from contextlib import ExitStack

from facevalue.faces.worker.loops import Idle, Turn
from facevalue.kit.db import translated


def finish(stack: ExitStack) -> Turn:
    """Makes what rendering left for later, one picture at a time; Django has to be ready. Raises StorageUnavailable."""
    from django.db import OperationalError, connections

    from facevalue.studio import actions

    idle = Idle(0.2, 2.0)
    stack.callback(connections.close_all)

    def turn() -> float:
        with translated():
            try:
                return idle.worked() if actions.render_rest(1) else idle.rested()
            except OperationalError as error:
                raise error.__cause__ or error from error

    return turn
