"""Columns to and from PostgreSQL's binary COPY format, built by numpy: every row has the same layout.

https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
"""

from typing import Any

import numpy as np

from facevalue.kit.columns import Columns

_SIGNATURE = b"PGCOPY\n\xff\r\n\0"
_HEADER = _SIGNATURE + bytes(8)
_TRAILER = b"\xff\xff"


def encode(widths: dict[str, int], columns: Columns) -> bytes:
    """The COPY data of integer columns; `widths` in bytes (2, 4 or 8) for each column, in table order."""
    rows = np.zeros(len(next(iter(columns.values()))), _row_layout(list(widths.values())))
    rows["fields"] = len(widths)
    for place, (name, width) in enumerate(widths.items()):
        rows[f"length_{place}"] = width
        rows[f"value_{place}"] = columns[name]
    return b"".join((_HEADER, rows.tobytes(), _TRAILER))


def decode(names: list[str], data: bytes) -> Columns:
    """The int64 columns of COPY data whose fields are integers, none NULL. Raises ValueError for a NULL."""
    if len(data) == len(_HEADER) + len(_TRAILER):
        return {name: np.zeros(0, np.int64) for name in names}
    widths, offset = [], len(_HEADER) + 2
    for _ in names:
        widths.append(int.from_bytes(data[offset : offset + 4], "big", signed=True))
        offset += 4 + max(0, widths[-1])
    layout = _row_layout(widths) if min(widths) > 0 else np.dtype("u1")
    count, rest = divmod(len(data) - len(_HEADER) - len(_TRAILER), layout.itemsize)
    rows = np.frombuffer(data, layout, count, len(_HEADER))
    if rest or layout.names is None or any((rows[f"length_{place}"] != width).any() for place, width in enumerate(widths)):
        raise ValueError("a NULL among the columns")
    return {name: rows[f"value_{place}"].astype(np.int64) for place, name in enumerate(names)}


def _row_layout(widths: list[int]) -> np.dtype[Any]:
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for place, width in enumerate(widths):
        fields += [(f"length_{place}", ">i4"), (f"value_{place}", f">i{width}")]
    return np.dtype(fields)
