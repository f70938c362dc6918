"""Feeds (RSS, Atom): one report an entry. A feed that defines entities is refused, and nothing outside it is ever opened."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO
from xml.parsers import expat

from marsad.errors import SourceError
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.html import plain
from marsad.ingest.piece import Cut, Piece
from marsad.ingest.published import day
from marsad.ingest.report import Found, Report
from marsad.ingest.taking import taken

_ROOTS = frozenset({"rss", "feed", "RDF"})
_ENTRIES = frozenset({"item", "entry"})
_DEEPEST = 250
_MOST_TAGS = 10_000
_LONGEST_OPENING = 16_384
_LONGEST_HEAD = 65_536
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def cut_feed(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Cut a feed into its entries, each with its own bytes; of a broken feed those before the break are given."""
    data = taken(stream, limit)
    if data.startswith(_UTF16):
        raise SourceError("it is written in UTF-16; save it as UTF-8")
    cutting = _Cutting()
    broken = cutting.through(data)
    if cutting.root not in _ROOTS:
        raise SourceError(broken or f"it is XML, but no feed: it opens with <{cutting.root}>, not <rss> or <feed>")
    if cutting.opening > _LONGEST_OPENING:
        raise SourceError("what stands before its first entry is no feed's opening: it is too long")
    closing = "".join(f"</{tag}>" for tag in reversed(cutting.around))
    opening = data[: cutting.opening].decode("latin-1")
    outlet = _outlet(data[: cutting.spans[0][0]], closing) if cutting.spans else None
    for number, (start, end) in enumerate(cutting.spans, start=1):
        yield Piece(name, data[start:end], "entry", number, outlet=outlet, layout=(opening, closing, cutting.root))
    if broken:
        yield Fault(name, f"{broken}; of its entries {len(cutting.spans)} before that place were read")
    elif not cutting.spans:
        raise SourceError("the feed holds no entry")


@dataclass(frozen=True, slots=True)
class Stated:
    """Where an entry leads, as its feed writes it, and when it says that it was changed last; None where it does not say."""

    link: str | None
    changed: str | None


def open_entry(piece: Piece) -> Iterator[Found]:
    """Read the report of an entry: all of its content where the feed gives it, else its summary."""
    return opened(piece)[1]


def opened(piece: Piece) -> tuple[Stated, Iterator[Found]]:
    """Read an entry: what it states of itself, and the report of it."""
    entry = _entry(piece)
    plainly = dict(entry)  # without the library's own guesses at what else a key might be called
    link, changed = _said(plainly, "link"), _said(plainly, "updated") or _said(plainly, "published")
    return Stated(link, changed), _report(entry, piece)


def _report(entry: Any, piece: Piece) -> Iterator[Found]:
    root = piece.layout[2]
    title = " ".join(plain(_said(entry, "title") or "").split()) or None
    link = _said(entry, "link")
    name = _said(entry, "id") or link or f"{piece.name}, entry {piece.number}"
    published, complaint = _published(entry, root)
    if complaint:
        yield Notice(name, f"entry {piece.number}: {complaint}")
    body, url = plain(_body(entry)), link if link and link.startswith(("http://", "https://")) else None
    yield Report(name, body, title, published, piece.outlet, url, piece.data, "application/xml")


def _entry(piece: Piece) -> Any:
    """Let the library read the one entry of a piece, within what its feed puts around it."""
    tags = piece.data.count(b"<")
    if tags > _MOST_TAGS:
        raise SourceError(f"entry {piece.number} holds {tags:,} tags, and the limit is {_MOST_TAGS:,}")
    opening, closing, _ = piece.layout
    entries = _parsed(opening.encode("latin-1") + piece.data + closing.encode("latin-1")).entries
    if not entries:
        raise SourceError(f"entry {piece.number} can't be read")
    return entries[0]


@dataclass(slots=True)
class _Cutting:
    """One walk through a feed that notes where its entries stand."""

    root: str = ""
    opening: int = 0
    around: tuple[str, ...] = ()
    spans: list[tuple[int, int]] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _start: int = -1
    _depth: int = -1
    _ended: bool = False

    def through(self, data: bytes) -> str:
        """Walk through all of it; gives what is wrong with it, if anything is."""
        parser = expat.ParserCreate()
        parser.UseForeignDTD(True)  # so that `&nbsp;` and its like, which no feed defines, do not end the reading
        parser.EntityDeclHandler = _refuse_entity
        parser.StartElementHandler = lambda tag, _: self._begin(tag, parser.CurrentByteIndex)
        parser.EndElementHandler = lambda tag: self._end(parser.CurrentByteIndex, data)
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as fault:
            what = expat.errors.messages.get(getattr(fault, "code", 0), str(fault))
            return (
                f"line {parser.CurrentLineNumber}, column {parser.CurrentColumnNumber + 1}: it is no good XML ({what})"
            )
        return ""

    def _begin(self, tag: str, at: int) -> None:
        depth, local = len(self._open), tag.rpartition(":")[2]
        if not depth:
            self.root = local
        if not self._ended and depth == (2 if self.root == "rss" else 1):
            self.opening, self.around, self._ended = at, tuple(self._open), True
        if self._start < 0 and local in _ENTRIES and tuple(self._open) == self.around:
            self._start, self._depth = at, depth
        self._open.append(tag)
        if depth > _DEEPEST:
            raise SourceError(f"its tags stand more than {_DEEPEST} deep in each other")

    def _end(self, at: int, data: bytes) -> None:
        self._open.pop()
        if self._start >= 0 and len(self._open) == self._depth:
            self.spans.append((self._start, data.index(b">", at) + 1))
            self._start = -1


def _refuse_entity(*_: object) -> None:
    raise SourceError("it defines entities, which can blow up to any size; take the definitions out of it")


def _parsed(data: bytes) -> Any:
    """Let the library read XML; it is given a stream, since a text might be an address to it."""
    import feedparser  # noqa: PLC0415  # slow to import, and other kinds need it not

    return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)


def _outlet(head: bytes, closing: str) -> str | None:
    """Name the outlet as the feed titles itself."""
    if len(head) > _LONGEST_HEAD:
        return None
    return " ".join(plain(_said(_parsed(head + closing.encode("latin-1")).feed, "title") or "").split()) or None


def _said(entry: Any, key: str) -> str | None:
    said = entry.get(key)
    return said.strip() or None if isinstance(said, str) else None


def _body(entry: Any) -> str:
    """Give the content or, where there is none, the summary: the longest of what is given as text."""
    contents = [each.get("value") or "" for each in entry.get("content", ())]
    return max((*contents, "" if any(contents) else entry.get("summary") or ""), key=len)


def _published(entry: Any, root: str) -> tuple[date | None, str]:
    """Read the day of publication; in RSS the date of Dublin Core is one, in Atom a change (`updated`) is none."""
    told = _said(entry, "published") or (None if root == "feed" or "updated" not in entry else _said(entry, "updated"))
    try:
        return (day(told) if told else None), ""
    except ValueError as fault:
        return None, f"its day of publication is left out: {fault}"
