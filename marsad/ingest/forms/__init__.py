"""The kinds of input: which endings each has, how it is cut into pieces, and what opens a piece."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import PurePath
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.ingest import html, records
from marsad.ingest.encoding import decode
from marsad.ingest.forms import feed, parquet, pdf, record, table, telegram, telegram_page, wacz, warc, word
from marsad.ingest.inflate import MAGIC as GZIP
from marsad.ingest.inflate import inflated
from marsad.ingest.piece import Cut, Kind, Piece
from marsad.ingest.report import Found, Report
from marsad.ingest.taking import looked_at, movable, put_back, taken
from marsad.ingest.zipped import MAGIC as ZIP
from marsad.ingest.zipped import names_in

Cutter = Callable[[str, BinaryIO, int], Iterator[Cut]]
_FEED = re.compile(rb"<(?:!DOCTYPE\s+)?(?:\w+:)?(?:rss|feed|RDF)[\s>]")


def _whole(name: str, stream: BinaryIO, limit: int, kind: Kind = "text") -> Iterator[Cut]:
    """Take a file as one piece."""
    yield Piece(name, taken(stream, limit), kind)


def _lines(name: str, stream: BinaryIO, limit: int, otherwise: Kind = "json") -> Iterator[Cut]:
    """Cut into lines what holds an object a line, and take anything else as one piece."""
    first = stream.readline(limit + 1)
    if records.opens_lines(first, named=False):
        rest = iter(lambda: stream.readline(limit + 1), b"")
        yield from records.cut_lines(name, chain([first], rest), limit)
    else:
        yield from _whole(name, put_back(first, stream), limit, otherwise)


def _named_lines(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Cut a file that is called JSON Lines, the first line of which may be the broken one."""
    first = stream.readline(limit + 1)
    stream = put_back(first, stream)
    if records.opens_lines(first, named=True):
        yield from records.cut_lines(name, iter(lambda: stream.readline(limit + 1), b""), limit)
    else:
        yield from _whole(name, stream, limit, "json")


def _json(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    head, stream = looked_at(stream)
    cutter = telegram.cut_export if telegram.is_export(head) else _lines
    yield from cutter(name, stream, limit)


def _pages(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    head, stream = looked_at(stream)
    if telegram_page.is_chat(head):
        yield from telegram_page.cut_chat(name, stream, limit)
    else:
        yield from _whole(name, stream, limit, "page")


def _zip(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Tell a Word document from a package of web archives by what it holds."""
    stream = movable(stream)
    names = names_in(stream)
    if "word/document.xml" in names:
        yield from _whole(name, stream, limit, "word")
    elif any(each.endswith((".warc", ".warc.gz")) for each in names):
        yield from wacz.cut_wacz(name, stream, limit)
    else:
        raise SourceError("it is a zip archive, and neither a Word document nor a WACZ; unpack it and give the folder")


def _any(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Cut what no ending tells the kind of, by how it begins."""
    head, stream = looked_at(stream)
    cutter = next((each for magic, each in _BEGINNINGS if head.startswith(magic)), None)
    if cutter is None and _opens_feed(head):
        cutter = feed.cut_feed
    if cutter is None and telegram.is_export(head):
        cutter = telegram.cut_export
    if cutter is None and telegram_page.is_chat(head):
        cutter = telegram_page.cut_chat
    yield from cutter(name, stream, limit) if cutter else _lines(name, stream, limit, "any")


def _opens_feed(head: bytes) -> bool:
    return (
        head.removeprefix(BOM_UTF8).lstrip().startswith(b"<")
        and b"<html" not in head.lower()
        and bool(_FEED.search(head))
    )


def _inflating(inner: Cutter) -> Cutter:
    """Give the cutter of the same kind that is compressed; what is compressed twice is refused."""

    def cut(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
        head, stream = looked_at(inflated(stream))
        if head.startswith(GZIP):
            raise SourceError("it is compressed twice over; inflate it once")
        yield from inner(name, stream, limit)

    return cut


_BEGINNINGS: tuple[tuple[bytes, Cutter], ...] = (
    (pdf.MAGIC, partial(_whole, kind="pdf")),
    (warc.MAGIC, warc.cut_warc),
    (parquet.MAGIC, parquet.cut_parquet),
    (ZIP, _zip),
    (GZIP, _inflating(_any)),
)
_PLAIN: Mapping[str, Cutter] = (
    dict.fromkeys((".txt", ".text", ".md"), _whole)
    | dict.fromkeys((".html", ".htm", ".xhtml"), _pages)
    | dict.fromkeys((".jsonl", ".ndjson"), _named_lines)
    | dict.fromkeys((".rss", ".atom", ".xml"), feed.cut_feed)
    | dict.fromkeys((".csv", ".tsv"), table.cut_table)
    | {".json": _json, ".warc": warc.cut_warc, ".pdf": partial(_whole, kind="pdf")}
)
CUTTERS: Mapping[str, Cutter] = (
    dict(_PLAIN)
    | {f"{ending}.gz": _inflating(cutter) for ending, cutter in _PLAIN.items()}
    | {".gz": _inflating(_any), ".warc.gz": warc.cut_warc}
    | {".docx": partial(_whole, kind="word"), ".parquet": parquet.cut_parquet, ".wacz": wacz.cut_wacz}
)
"""The cutter of every ending that Marsad reads."""


def ending_of(name: str) -> str:
    """Give the ending that tells the kind of a file: its last, or its last two where it is compressed."""
    last, before = PurePath(name).suffix.lower(), PurePath(PurePath(name).stem).suffix.lower()
    return before + last if before + last in CUTTERS else last


def cutter_of(ending: str) -> Cutter:
    """Give what cuts a file of an ending; a file of another one is looked at."""
    return CUTTERS.get(ending, _any)


def _any_piece(piece: Piece) -> Iterator[Found]:
    """Open what no ending tells the kind of."""
    text = decode(piece.data)
    if records.opens_as_json(text):
        yield from records.from_text(piece.name, text)
    else:
        yield _written(piece, text)


def _text(piece: Piece) -> Iterator[Found]:
    yield _written(piece, decode(piece.data))


def _written(piece: Piece, text: str) -> Report:
    """Read a text, and a page by how it begins."""
    if html.is_page(text):
        return html.from_page(piece.name, text, piece.data)
    return Report(piece.name, text, original=piece.data)


def _page(piece: Piece) -> Iterator[Found]:
    yield html.from_page(piece.name, decode(piece.data), piece.data)


def _json_text(piece: Piece) -> Iterator[Found]:
    yield from records.from_text(piece.name, decode(piece.data))


OPENERS: Mapping[Kind, Callable[[Piece], Iterator[Found]]] = {
    "any": _any_piece,
    "text": _text,
    "page": _page,
    "json": _json_text,
    "line": records.open_line,
    "row": table.open_row,
    "cells": parquet.open_cells,
    "entry": feed.open_entry,
    "record": record.open_record,
    "message": telegram.open_message,
    "post": telegram_page.open_post,
    "word": word.open_word,
    "pdf": pdf.open_pdf,
}
"""What opens a piece of each kind."""
