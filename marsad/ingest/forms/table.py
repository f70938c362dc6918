"""Tables of reports as CSV or TSV: one report a row, read row by row, so they may be of any size."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.ingest.encoding import encoding_of
from marsad.ingest.fault import Fault
from marsad.ingest.forms.columns import roles
from marsad.ingest.piece import Cut, Piece
from marsad.ingest.records import report_of
from marsad.ingest.report import Found
from marsad.ingest.taking import looked_at

_DELIMITERS = "\t;,|"
_MARK = "\ufeff"
_SAMPLE = 1_000_000
_CHUNK = 1_000_000


def cut_table(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Cut a table into its rows, each with its own bytes; a row that can't be read is a fault and the rest goes on."""
    head, stream = looked_at(stream, _SAMPLE)
    if not head.strip():
        raise SourceError("the file is empty")
    encoding = encoding_of(head)
    rows = _Rows(io.TextIOWrapper(stream, encoding, "surrogateescape", newline=""), limit)
    try:
        columns = rows.header()
        roles(columns)
        layout = (encoding, rows.delimiter, *columns)
        yield from (_piece(name, row, number, layout) for number, row in rows)
    except UnicodeError as fault:
        raise SourceError(f"it is not valid {encoding} throughout ({getattr(fault, 'reason', fault)})") from None
    finally:
        rows.lines.detach()  # whoever opened the stream closes it


def _piece(name: str, row: str, number: int, layout: tuple[str, ...]) -> Cut:
    if not row:
        return Fault(
            name, f"row {number} is longer than the limit for one report, or a quotation mark in it is never closed"
        )
    return Piece(name, row.encode(layout[0], "surrogateescape"), "row", number, layout=layout)


class _Rows:
    """The rows of a table as they are written, with the numbers that a spreadsheet shows; a row may run over lines."""

    def __init__(self, lines: io.TextIOWrapper, limit: int) -> None:
        self.lines = lines
        self.delimiter = ","
        self._limit = limit
        self._taken: list[str] = []
        self._size = 0
        self._ended = False

    def header(self) -> Sequence[str]:
        """Read the names of the columns, and which mark parts them."""
        line = self.lines.readline(self._limit).removeprefix(_MARK)
        self.delimiter = max(_DELIMITERS, key=line.count)
        return next(csv.reader([line], delimiter=self.delimiter), [])

    def __iter__(self) -> Iterator[tuple[int, str]]:
        number = 1
        reader = self._reader()
        while True:
            number += 1
            self._taken, self._size = [], 0
            try:
                with _wide(self._limit):
                    cells = next(reader, None)
            except (csv.Error, SourceError):
                yield number, ""
                reader = self._reader()
                continue
            if cells is None:
                return
            if any(cells):
                yield number, "".join(self._taken) if self._is_closed() else ""

    def _is_closed(self) -> bool:
        """Say whether every quotation mark of the row is closed; the library lets one that is not run into the rows behind it."""
        if len(self._taken) == 1 and not self._ended:
            return True
        try:
            with _wide(self._limit):
                return bool(list(csv.reader(self._taken, delimiter=self.delimiter, strict=True)))
        except csv.Error:
            return False

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self.delimiter)

    def _feed(self) -> Iterator[str]:
        """Give lines to the library and remember those of the row that it reads; no row is longer than the limit."""
        while line := self.lines.readline(self._limit + 1):
            self._taken.append(line)
            self._size += len(line)
            if self._size > self._limit:
                self._taken = []
                while line and not line.endswith(("\n", "\r")):
                    line = self.lines.readline(_CHUNK)
                raise SourceError("too long")
            yield line
        self._ended = True


@contextmanager
def _wide(limit: int) -> Iterator[None]:
    """Let cells be as long as a report may be, while a row is read."""
    before = csv.field_size_limit(limit + 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def open_row(piece: Piece) -> Iterator[Found]:
    """Read the report of a row."""
    encoding, delimiter, *columns = piece.layout
    try:
        text = piece.data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise SourceError(f"row {piece.number}: byte {fault.start} is not valid {encoding}") from None
    cells = _cells(text, delimiter, piece.number)
    if len(cells) > len(columns):
        raise SourceError(f"row {piece.number} has {len(cells)} cells where the header has {len(columns)}")
    told = {field: cells[place] for field, place in roles(columns).items() if place < len(cells)}
    yield from report_of(told, piece, f"row {piece.number}", "text/csv")


def _cells(text: str, delimiter: str, number: int) -> list[str]:
    try:
        with _wide(len(text)):
            return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (csv.Error, StopIteration) as fault:
        raise SourceError(f"row {number} can't be read ({fault})") from None
