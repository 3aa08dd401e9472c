"""What can go wrong at social's doors."""

from facevalue.kit.errors import FacevalueError


class DeliveryConflict(FacevalueError):
    """This source used the same key before, for another body."""

    code = "idempotency_conflict"
    status = 409
    title = "The idempotency key was used for another body"
