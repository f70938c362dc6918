"""Tables of reports as Parquet: one report a row; a row has no bytes of its own, so it is kept as the JSON of its fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from marsad.errors import SourceError
from marsad.ingest.fault import Fault
from marsad.ingest.forms.columns import roles
from marsad.ingest.piece import Cut, Piece
from marsad.ingest.records import report_of
from marsad.ingest.report import Found
from marsad.ingest.taking import megabytes, movable

MAGIC = b"PAR1"
_AT_ONCE = 64
_LARGEST_GROUP = 1_000_000_000
_LARGEST_LIST = 50_000_000


def cut_parquet(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Cut a table into its rows, a few at a time."""
    import pyarrow as pa  # noqa: PLC0415  # slow to import, and other kinds need it not
    import pyarrow.parquet as pq  # noqa: PLC0415  # likewise

    try:
        table = pq.ParquetFile(
            movable(stream), thrift_string_size_limit=_LARGEST_LIST, thrift_container_size_limit=_LARGEST_LIST
        )
        names = list(table.schema_arrow.names)
        found = {field: names[place] for field, place in roles(names).items()}
        _refuse_large(table.metadata)
        number = 0
        for batch in table.iter_batches(_AT_ONCE, columns=sorted(set(found.values())), use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield _piece(name, number, {field: _plain(row[column]) for field, column in found.items()}, limit)
    except (pa.ArrowException, OSError, OverflowError, ValueError) as fault:
        raise SourceError(f"it can't be read as Parquet ({str(fault).splitlines()[0][:120]})") from None
    if not number:
        raise SourceError("the table holds no row")


def _refuse_large(metadata: Any) -> None:
    largest = max((metadata.row_group(each).total_byte_size for each in range(metadata.num_row_groups)), default=0)
    if largest > _LARGEST_GROUP:
        raise SourceError(f"one group of its rows is {megabytes(largest)} large; write it with smaller row groups")


def _plain(value: object) -> object:
    """Write a day or a time as ISO 8601; what is no text, number or day is left out."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float) or value is None else None


def _piece(name: str, number: int, told: dict[str, object], limit: int) -> Cut:
    data = json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    if len(data) > limit:
        return Fault(name, f"row {number} is longer than the limit of {limit:,} bytes for one report; it was left out")
    return Piece(name, data, "cells", number)


def open_cells(piece: Piece) -> Iterator[Found]:
    """Read the report of a row."""
    yield from report_of(json.loads(piece.data), piece, f"row {piece.number}", "application/json")
