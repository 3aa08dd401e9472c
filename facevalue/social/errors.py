"""What can go wrong at social's doors."""

from facevalue.kit.errors import FacevalueError


class DeliveryConflict(FacevalueError):
    """This source used the same key before, for another body."""

    code = "idempotency_conflict"
    status = 409
    title = "The idempotency key was used for another body"


class UnknownPost(FacevalueError):
    """There is no such post for this person in this app: unknown, hidden, or of somebody whom a block keeps apart."""

    code = "unknown_post"
    status = 404
    title = "There is no such post"


class PostNotReady(FacevalueError):
    """The post was published a moment ago, and the log has not met it yet. Nothing was written."""

    code = "post_not_ready"
    status = 503
    title = "The post is being published"


class UnknownComment(FacevalueError):
    """The person has written no such comment."""

    code = "unknown_comment"
    status = 404
    title = "There is no such comment"


class InvalidText(FacevalueError):
    """A text is empty or too long."""

    code = "invalid_text"
    status = 422
    title = "The text cannot be taken as it is"


class InvalidEngagement(FacevalueError):
    """Something that cannot be meant, such as following oneself."""

    code = "invalid_engagement"
    status = 422
    title = "This cannot be done"


class KeptApart(FacevalueError):
    """One of the two has blocked the other."""

    code = "kept_apart"
    status = 403
    title = "A block stands between the two"


class Busy(FacevalueError):
    """Too many people do something at once, or the disk is slow. Nothing was written."""

    code = "busy"
    status = 503
    title = "Too much is going on at the moment"
