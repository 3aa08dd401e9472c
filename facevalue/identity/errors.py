"""What can go wrong in identity."""

from facevalue.kit.errors import FacevalueError


class NotFound(FacevalueError):
    """No such thing, or none that this person may know of: which of the two is not told."""

    code = "not_found"
    status = 404
    title = "There is no such thing here"


class NotAllowed(FacevalueError):
    """The person may see the organisation, but not do this in it."""

    code = "not_allowed"
    status = 403
    title = "This needs another role"


class EmailTaken(FacevalueError):
    """Somebody logs in with this address already."""

    code = "email_taken"
    status = 409
    title = "This e-mail address belongs to somebody already"


class PhoneTaken(FacevalueError):
    """Somebody else has this phone number."""

    code = "phone_taken"
    status = 409
    title = "The phone number is in use"


class HostTaken(FacevalueError):
    """An app answers at this host name already."""

    code = "host_taken"
    status = 409
    title = "This host name belongs to an app already"


class UnknownScope(FacevalueError):
    """A credential was asked for with a scope that does not exist, or with none."""

    code = "unknown_scope"
    status = 422
    title = "A credential needs scopes that exist"


class WrongKind(FacevalueError):
    """The organisation is of another kind than this needs, such as an agency where a brand has to be."""

    code = "wrong_kind"
    status = 422
    title = "This needs an organisation of another kind"


class UnsoundTheme(FacevalueError):
    """A theme has values that no page could use; `fields` says which and why."""

    code = "unsound_theme"
    status = 422
    title = "This theme cannot be used"


class LowContrast(FacevalueError):
    """A theme has pairs of colours that cannot be read; `pairs` says which, and what each would need."""

    code = "low_contrast"
    status = 422
    title = "Some colours of this theme cannot be told apart"


class TooOften(FacevalueError):
    """Somebody seems to guess, or to have messages sent for nothing; `retry_after_s` tells when it may go on."""

    code = "too_often"
    status = 429
    title = "That was too often"


class NoSuchAddress(FacevalueError):
    """A text is no phone number or e-mail address at which the app could reach somebody."""

    code = "no_such_address"
    status = 422
    title = "Nobody can be reached there"


class TooYoung(FacevalueError):
    """The app takes older people only."""

    code = "too_young"
    status = 403
    title = "This app is for older people"


class UnusableAnswer(FacevalueError):
    """What somebody told about themselves cannot be; `field` says what."""

    code = "unusable_answer"
    status = 422
    title = "This cannot be an answer"


class StillNeeded(FacevalueError):
    """An organisation would have nobody left who may give roles in it."""

    code = "still_needed"
    status = 409
    title = "An organisation still needs this person"


class LastWay(FacevalueError):
    """Without it nobody could log in as this person any more."""

    code = "last_way"
    status = 409
    title = "This is the only way in"
