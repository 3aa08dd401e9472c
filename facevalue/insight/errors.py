"""What can go wrong with the store of figures."""

from facevalue.kit.errors import FacevalueError


class StoreLocked(FacevalueError):
    """Another process has the store open: figures are written and read by one process."""

    code = "insight_store_locked"
    status = 503
    title = "The store of figures is in use by another process"


class StoreUnreadable(FacevalueError):
    """The file is no store of figures, is damaged, or cannot be opened. Once removed, it is made again from the facts."""

    code = "insight_store_unreadable"
    status = 503
    title = "The store of figures cannot be read"


class UnknownTransfer(FacevalueError):
    """The wallet has no such transfer."""

    code = "unknown_transfer"
    status = 404
    title = "There is no such transfer"


class ReceiptNotReady(FacevalueError):
    """The figures have not met what a transfer pays: they follow settlement by a tenth of a second."""

    code = "receipt_not_ready"
    status = 503
    title = "The receipt is being written"
