"""The one base error. Rooms subclass it; faces translate it once into problem details (RFC 9457)."""

from typing import Any, ClassVar


class FacevalueError(Exception):
    """Something that a caller did or met, told in one sentence. `extra` holds plain JSON values for the answer."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request cannot be carried out"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra


class StorageUnavailable(FacevalueError):
    """The database refuses writes: the disk is full, read-only, or the server is gone. Nothing was written."""

    code = "storage_unavailable"
    status = 503
    title = "The service cannot store anything at the moment"
