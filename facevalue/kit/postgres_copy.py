"""Columns to PostgreSQL's binary COPY format, where every row has the same layout, and from its binary arrays, by numpy.

https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"; `array_send` in PostgreSQL's arrayfuncs.c.
"""

from typing import Any

import numpy as np

from facevalue.kit.columns import Column, Columns

_SIGNATURE = b"PGCOPY\n\xff\r\n\0"
_HEADER = _SIGNATURE + bytes(8)
_TRAILER = b"\xff\xff"
_ARRAY_HEADER_BYTES = 20  # dimensions, whether there are NULLs, type of the elements, count, lower bound
_INTEGER_TYPES = {21: 2, 23: 4, 20: 8}


def encode(widths: dict[str, int], columns: Columns) -> bytes:
    """The COPY data of integer columns; `widths` in bytes (2, 4 or 8) for each column, in table order."""
    rows = np.zeros(len(next(iter(columns.values()))), _row_layout(list(widths.values())))
    rows["fields"] = len(widths)
    for place, (name, width) in enumerate(widths.items()):
        rows[f"length_{place}"] = width
        rows[f"value_{place}"] = columns[name]
    return b"".join((_HEADER, rows.tobytes(), _TRAILER))


def decode_array(data: bytes | None) -> Column:
    """The int64 column of an array of integers in binary format, None being empty. Raises ValueError for a NULL among them."""
    if data is None:
        return np.zeros(0, np.int64)
    has_null, element_type, count = (int.from_bytes(data[start : start + 4], "big") for start in (4, 8, 12))
    if has_null or element_type not in _INTEGER_TYPES:
        raise ValueError("a NULL among the columns, or something else than an integer")
    element = np.dtype([("length", ">i4"), ("value", f">i{_INTEGER_TYPES[element_type]}")])
    return np.frombuffer(data, element, count, _ARRAY_HEADER_BYTES)["value"].astype(np.int64)


def _row_layout(widths: list[int]) -> np.dtype[Any]:
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for place, width in enumerate(widths):
        fields += [(f"length_{place}", ">i4"), (f"value_{place}", f">i{width}")]
    return np.dtype(fields)
