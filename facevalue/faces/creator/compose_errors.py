"""What can go wrong between a phone and the composer's endpoints."""

from facevalue.kit.errors import FacevalueError


class NotLoggedIn(FacevalueError):
    """Nobody is logged in, or a key that was handed over has expired."""

    code = "not_logged_in"
    status = 401
    title = "This needs somebody who is logged in"


class OtherAccount(FacevalueError):
    """The post waits for one account, and the phone is logged in with another."""

    code = "other_account"
    status = 401
    title = "This was composed with another account"


class ForeignPage(FacevalueError):
    """The request comes from a page of somebody else's."""

    code = "foreign_page"
    status = 403
    title = "Only the app's own pages may ask for this"


class UploadGone(FacevalueError):
    """There is no such upload of this person (any more): begin another."""

    code = "upload_gone"
    status = 410
    title = "The upload is gone"


class Unreadable(FacevalueError):
    """A header or the body is not what it has to be."""

    code = "unreadable"
    status = 422
    title = "The request cannot be read"


class NotOffered(FacevalueError):
    """The campaign takes no posts in this app now, or there is none."""

    code = "not_offered"
    status = 404
    title = "This campaign takes no pictures here now"


class PhotoMissing(FacevalueError):
    """The form came without a photo."""

    code = "photo_missing"
    status = 422
    title = "A photo is missing"


class NotPartner(FacevalueError):
    """A page of an origin that the app's operator has not allowed."""

    code = "not_partner"
    status = 403
    title = "This site may not show the composer"
