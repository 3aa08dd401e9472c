"""What can go wrong in campaigns."""

from facevalue.kit.errors import FacevalueError


class NotFound(FacevalueError):
    """No such campaign or post, or one of another brand: which of the two is not told."""

    code = "not_found"
    status = 404
    title = "There is no such thing here"


class InvalidPlan(FacevalueError):
    """A campaign whose dates, caps or prices contradict each other or are out of range."""

    code = "invalid_plan"
    status = 422
    title = "The campaign cannot be planned like this"


class WrongStatus(FacevalueError):
    """The campaign is in a status in which this cannot be done."""

    code = "wrong_status"
    status = 409
    title = "The campaign is not in a status for this"


class NotPublishable(FacevalueError):
    """A post does not fit the campaign's dates, apps or rate card."""

    code = "not_publishable"
    status = 409
    title = "The campaign does not take this post"


class CapExceeded(FacevalueError):
    """The escrow would pass the campaign's cap for a post or for a creator. Nothing was published."""

    code = "cap_exceeded"
    status = 409
    title = "This is more than the campaign allows"


class BudgetExceeded(FacevalueError):
    """The campaign has fewer tokens left than this needs. Nothing was published."""

    code = "budget_exceeded"
    status = 409
    title = "The campaign's budget does not suffice"


class PostConflict(FacevalueError):
    """A post with this id was published before, with other contents."""

    code = "idempotency_conflict"
    status = 409
    title = "This was done before, with other contents"
