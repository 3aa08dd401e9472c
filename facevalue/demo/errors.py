"""What can go wrong with the demo."""

from facevalue.kit.errors import FacevalueError


class FolderInUse(FacevalueError):
    """The data folder or database belongs to something real, and the demo stays away from it."""

    code = "folder_in_use"
    status = 409
    title = "The demo world needs a folder of its own"
