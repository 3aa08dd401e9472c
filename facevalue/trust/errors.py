"""What can go wrong in trust. Creators, brands and staff read these sentences."""

from facevalue.kit.errors import FacevalueError


class NotFound(FacevalueError):
    """No such submission or case, or one of somebody else: which of the two is not told."""

    code = "not_found"
    status = 404
    title = "There is no such thing here"


class KeyConflict(FacevalueError):
    """The key was used before, for something else."""

    code = "idempotency_conflict"
    status = 409
    title = "This was done before, with other contents"


class SubmittedBefore(FacevalueError):
    """The same composition is out, or waits, already."""

    code = "submitted_before"
    status = 409
    title = "This picture was submitted before"


class InvalidText(FacevalueError):
    """A text that is missing or too long. `field` names it."""

    code = "invalid_text"
    status = 422
    title = "A text is missing or too long"


class WrongState(FacevalueError):
    """The submission or case is in a state in which this cannot be done."""

    code = "wrong_state"
    status = 409
    title = "This cannot be done any more"


class NeedsAnother(FacevalueError):
    """Whoever decided before cannot decide this too."""

    code = "needs_another"
    status = 409
    title = "This needs another person"


class InvalidRules(FacevalueError):
    """A rule set that is not one. `path` says where, such as `$.faces.min`."""

    code = "invalid_rules"
    status = 422
    title = "The rules cannot be read"


class NotReplayed(FacevalueError):
    """Rules go live only after it was shown what they would have decided."""

    code = "not_replayed"
    status = 409
    title = "Replay the rules first"
