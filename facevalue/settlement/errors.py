"""What can go wrong at settlement's doors."""

from facevalue.kit.errors import FacevalueError


class LeaseLost(FacevalueError):
    """Another worker settles some of these slots by now; nothing was written."""

    code = "lease_lost"
    status = 503
    title = "Another worker took the slots over"
