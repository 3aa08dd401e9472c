"""What can go wrong in the studio. Whoever uploads reads these sentences, so each names its cause."""

from facevalue.kit.errors import FacevalueError


class NotFound(FacevalueError):
    """No such asset, upload, photo or composition, or one of somebody else: which of the two is not told."""

    code = "not_found"
    status = 404
    title = "There is no such thing here"


class NotAPicture(FacevalueError):
    """The file is none of the kinds that are taken, is cut off, is more than one thing at once, or moves."""

    code = "not_a_picture"
    status = 422
    title = "This file cannot be used as a picture"


class PictureTooLarge(FacevalueError):
    """More bytes, or more pixels when unpacked, than are taken."""

    code = "picture_too_large"
    status = 413
    title = "This picture is too large"


class UnsafeDrawing(FacevalueError):
    """An SVG file that does more than draw: it runs scripts, or fetches from elsewhere."""

    code = "unsafe_drawing"
    status = 422
    title = "This SVG file does more than draw"


class AssetUnfit(FacevalueError):
    """The picture cannot be what it is uploaded as, such as a frame without a hole."""

    code = "asset_unfit"
    status = 422
    title = "This picture does not do as an asset"


class WrongStatus(FacevalueError):
    """The asset's version is in a status in which this cannot be done."""

    code = "wrong_status"
    status = 409
    title = "The asset is not in a status for this"


class UploadConflict(FacevalueError):
    """The chunk does not continue the upload. `received` tells where to go on."""

    code = "upload_conflict"
    status = 409
    title = "The upload does not go on here"


class TooManyUploads(FacevalueError):
    """The person has begun as many uploads as may lie unfinished."""

    code = "too_many_uploads"
    status = 429
    title = "Too many unfinished uploads"


class KeyConflict(FacevalueError):
    """The key was used before, for something else."""

    code = "idempotency_conflict"
    status = 409
    title = "This was done before, with other contents"


class InvalidComposition(FacevalueError):
    """A placement out of range, too many stickers, or an asset that cannot be used (any more)."""

    code = "invalid_composition"
    status = 422
    title = "The picture cannot be composed like this"


class ModelMissing(FacevalueError):
    """A network that the build brings is not there."""

    code = "model_missing"
    status = 503
    title = "Pictures cannot be looked at at the moment"
