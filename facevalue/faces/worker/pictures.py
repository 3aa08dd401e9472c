"""The pictures' loop: files that nobody waited for when a post was composed."""

from contextlib import ExitStack

from facevalue.faces.worker.loops import Idle, Turn


def finish(stack: ExitStack) -> Turn:
    """Makes what rendering left for later, one picture at a time; Django has to be ready."""
    from django.db import connections

    from facevalue.studio import actions

    idle = Idle(0.2, 2.0)
    stack.callback(connections.close_all)
    return lambda: idle.worked() if actions.render_rest(1) else idle.rested()
