"""What the gateway refuses, each with its code and status. `app` turns them into problem details (RFC 9457)."""

from facevalue.kit.errors import FacevalueError


class MalformedBody(FacevalueError):
    """The body cannot be cut into lines."""

    code = "malformed_body"
    title = "The body cannot be read"


class EmptyBody(FacevalueError):
    """There is no line."""

    code = "empty_body"
    title = "The body holds no engagement"


class NothingAccepted(FacevalueError):
    """Every line was rejected; `rejected` says why."""

    code = "nothing_accepted"
    status = 422
    title = "No line could be accepted"


class TooManyLines(FacevalueError):
    """More lines than one request may hold."""

    code = "too_many_lines"
    status = 413
    title = "The request holds too many engagements"


class BodyTooLarge(FacevalueError):
    """More bytes than one request may hold."""

    code = "body_too_large"
    status = 413
    title = "The body is too large"


class UnsupportedMedia(FacevalueError):
    """Neither NDJSON nor JSON, or compressed."""

    code = "unsupported_media"
    status = 415
    title = "The body has a type that is not read here"


class InvalidKey(FacevalueError):
    """The Idempotency-Key header is unusable."""

    code = "invalid_idempotency_key"
    title = "The Idempotency-Key header cannot be used"


class Unauthorized(FacevalueError):
    """No API key, or one that is not (or no longer) valid."""

    code = "unauthorized"
    status = 401
    title = "A valid API key is needed"


class Forbidden(FacevalueError):
    """The API key lacks a scope."""

    code = "forbidden"
    status = 403
    title = "The API key does not allow this"


class NotFound(FacevalueError):
    """No such thing, or none that the caller may know of."""

    code = "not_found"
    status = 404
    title = "There is nothing here"


class MethodNotAllowed(FacevalueError):
    """The path exists, the method does not; `allow` names those that do."""

    code = "method_not_allowed"
    status = 405
    title = "This method is not offered here"


class RateLimited(FacevalueError):
    """More than the API key may do; `retry_after_s` says when to come back."""

    code = "rate_limited"
    status = 429
    title = "Too much at once"


class Overloaded(FacevalueError):
    """The gateway has taken on as much as it can hold; `retry_after_s` says when to come back."""

    code = "overloaded"
    status = 503
    title = "The service is busy"


class Unexpected(FacevalueError):
    """A fault of ours. The request id leads to it in the server's log."""

    code = "unexpected"
    status = 500
    title = "Something went wrong on our side"


class BodyTimeout(FacevalueError):
    """The body did not arrive in time."""

    code = "body_timeout"
    status = 408
    title = "The body arrived too slowly"
