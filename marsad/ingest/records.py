"""Reports as JSON: one object a line (JSON Lines), one object, or a list of objects."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marsad.errors import SourceError
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.piece import Piece
from marsad.ingest.published import day
from marsad.ingest.report import Found, Report
from marsad.model.document import Media

_BLANKS = re.compile(r"[ \t\r\n]*")
_DEEPEST = 100  # lists and objects in each other


@dataclass(frozen=True, slots=True)
class _Record:
    """One JSON value, and the very bytes that it was written as."""

    content: object
    original: bytes


def cut_lines(name: str, lines: Iterable[bytes], limit: int) -> Iterator[Piece | Fault]:
    """Cut into one report a line; a line that is longer than `limit` is a fault and the rest goes on."""
    empty = True
    for number, line in enumerate(_whole_lines(lines, limit), start=1):
        if not line.strip():
            continue
        empty = False
        if len(line) > limit:
            yield Fault(
                name, f"line {number} is longer than the limit of {limit:,} bytes for one report; it was left out"
            )
        else:
            yield Piece(name, line.rstrip(b"\r\n"), "line", number)
    if empty:
        raise SourceError("the file is empty")


def open_line(piece: Piece) -> Iterator[Found]:
    """Read the report of a line."""
    record = _parse(_utf8(piece.data, piece.number), piece.number)
    yield from _report(_Record(record, piece.data), piece.name, f"line {piece.number}")


def from_text(name: str, text: str) -> Iterator[Found]:
    """Read a whole JSON text: a report, or a list of reports."""
    content = _parse(text)
    if content == []:
        raise SourceError("the list holds no report")
    records = _parts(text) if isinstance(content, list) else [_Record(content, text.encode("utf-8", "replace"))]
    for number, record in enumerate(records, start=1):
        yield from _report(record, name, f"report {number}")


def opens_as_json(text: str) -> bool:
    """Say whether a text opens as JSON does: an Arabic text may well begin with a bracket, but not with both."""
    head = "".join(text[:200].split())
    return head.startswith(('{"', "[{", "[]"))


def opens_lines(first: bytes, *, named: bool) -> bool:
    """Tell by the first line, broken or not, whether there is an object a line; `named`: the file is called so.

    A list, and an object whose bracket stands alone, are read as a whole.
    """
    line = first.removeprefix(BOM_UTF8).strip()
    return (line != b"{" and not line.startswith(b"[")) if named else line.startswith(b"{") and line.endswith(b"}")


def _whole_lines(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Pass each line on, and of a line that came in several pieces the first alone: it is too long to be read."""
    unfinished = False
    for piece in pieces:
        if not unfinished:
            yield piece
        unfinished = len(piece) > limit and not piece.endswith(b"\n")


def _utf8(line: bytes, number: int) -> str:
    """Decode a line; JSON is UTF-8 by its standard, so nothing else is tried."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"line {number}: byte {error.start} is not valid UTF-8, as JSON must be") from None


def _parse(text: str, line: int = 0) -> Any:  # JSON can hold anything; `_report` checks it
    """Parse JSON; the `SourceError` names line and column of the first thing wrong (`line`: where the text stands)."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {line or error.lineno}, column {error.colno}"
        raise SourceError(f"{place}: this is not JSON ({error.msg})") from None
    except (ValueError, RecursionError):
        raise _too_deep(line) from None
    if not _is_shallow(content, _DEEPEST):
        raise _too_deep(line)
    return content


def _too_deep(line: int) -> SourceError:
    return SourceError(f"line {line or 1}: this JSON holds a number too long or lists too deep")


def _is_shallow(content: object, most: int) -> bool:
    """Say whether lists and objects lie no deeper in each other; Python's own bound is another wherever it is asked."""
    if isinstance(content, dict | list):
        inner = content.values() if isinstance(content, dict) else content
        return most > 0 and all(_is_shallow(each, most - 1) for each in inner if isinstance(each, dict | list))
    return True


def _parts(text: str) -> Iterator[_Record]:
    """Give each item of a JSON list that is known to be whole, with its own letters in UTF-8."""
    decoder = json.JSONDecoder()
    at = text.index("[") + 1
    while True:
        start = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
        content, end = decoder.raw_decode(text, start)
        yield _Record(content, text[start:end].encode("utf-8", "replace"))
        at = _BLANKS.match(text, end).end() + 1  # type: ignore[union-attr]
        if text[at - 1] == "]":
            return


def _report(given: _Record, file: str, where: str) -> Iterator[Found]:
    """Turn one JSON object into a report."""
    if isinstance(given.content, dict):
        yield from report_of(given.content, Piece(file, given.original, "line"), where)
    else:
        yield Fault(file, f'{where}: a report is an object such as {{"id": …, "text": …}}')


def report_of(
    record: Mapping[str, Any], piece: Piece, where: str, media: Media = "application/json"
) -> Iterator[Found]:
    """Turn named fields into a report, with a notice for each metadatum that had to be left out."""
    name = _name(record.get("id"), piece.name, where)
    text = record.get("text")
    if not isinstance(text, str):
        yield Fault(name, f'{where}: the report has no "text"')
        return
    title, outlet, url = (_string(record.get(key)) for key in ("title", "outlet", "url"))
    published, complaint = _published(record.get("published"))
    if complaint:
        yield Notice(name, f"{where}: {complaint}")
    yield Report(name, text, title, published, outlet, url, piece.data, media)


def _name(given: object, file: str, where: str) -> str:
    """Call a report by its id, or by its place where it has none."""
    return str(given) if isinstance(given, str | int) and str(given).strip() else f"{file}, {where}"


def _string(given: object) -> str | None:
    """Keep a metadatum that is text and says something."""
    return given if isinstance(given, str) and given.strip() else None


def _published(given: object) -> tuple[date | None, str]:
    """Read the day of publication; a day that can't be read is left out and complained of, never guessed."""
    if given is None or given == "":
        return None, ""
    try:
        return day(str(given)), ""
    except ValueError as error:
        return None, f'"published" is left out: {error}'
