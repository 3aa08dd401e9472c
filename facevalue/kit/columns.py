"""Columns: a table as one numpy array per column, and its compact form in bytes."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import zstandard

Column = np.ndarray[tuple[int], np.dtype[Any]]
Columns = dict[str, Column]

_HEADER_BYTES = 4
_compressor_level = 1


def pack(columns: Mapping[str, Column]) -> bytes:
    """Equal-length integer columns as bytes: a JSON header of (name, dtype), then the columns one after another, by zstd."""
    header = msgspec.json.encode([(name, column.dtype.str) for name, column in columns.items()])
    parts = [len(header).to_bytes(_HEADER_BYTES, "little"), header]
    parts += [np.ascontiguousarray(column).tobytes() for column in columns.values()]
    return zstandard.ZstdCompressor(level=_compressor_level).compress(b"".join(parts))


def unpack(body: bytes) -> Columns:
    """The columns of `pack`, read-only views on one buffer."""
    raw = zstandard.ZstdDecompressor().decompress(body)
    header_end = _HEADER_BYTES + int.from_bytes(raw[:_HEADER_BYTES], "little")
    fields = [(name, np.dtype(code)) for name, code in msgspec.json.decode(raw[_HEADER_BYTES:header_end])]
    row_bytes = sum(dtype.itemsize for _, dtype in fields)
    count = (len(raw) - header_end) // row_bytes if row_bytes else 0
    columns, offset = {}, header_end
    for name, dtype in fields:
        columns[name] = np.frombuffer(raw, dtype, count, offset)
        offset += count * dtype.itemsize
    return columns


def take(columns: Mapping[str, Column], rows: Column | slice) -> Columns:
    """The same columns at `rows`: an index array, a mask or a slice."""
    return {name: column[rows] for name, column in columns.items()}


def concatenate(tables: list[Columns]) -> Columns:
    """Tables of the same columns, one below the other. At least one table."""
    if len(tables) == 1:
        return tables[0]
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
