"""The entries of a fetched feed, by the reader of feed files: each as the feed itself tells it, with where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from urllib.parse import urljoin

from marsad.errors import SourceError
from marsad.ingest.encoding import decode
from marsad.ingest.fault import Fault
from marsad.ingest.forms.feed import cut_feed, opened
from marsad.ingest.html import is_page
from marsad.ingest.piece import Piece
from marsad.ingest.report import Report
from marsad.ingest.web.answer import Answer

_LARGEST = 5_000_000
_MOST = 1000
_NEVER = frozenset({"image", "audio", "video", "font"})
_FULL = 300  # letters of an entry's own text that make a report


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what the feed itself tells, where it leads (None: nowhere), and what tells that it was changed."""

    told: Report
    link: str | None
    changed: str | None

    @property
    def name(self) -> str:
        """Give what it is known by: where it leads, or what the feed calls it."""
        return self.link or self.told.name

    @property
    def is_bare(self) -> bool:
        """Say whether the feed gives it neither a title nor a date, so that nothing but its own name tells it from another."""
        return not (self.changed or self.told.title)

    def own(self) -> Report:
        """Give the report that the feed itself holds; a mere summary is a `SourceError`."""
        if len(self.told.text) < _FULL:
            raise SourceError("the feed itself holds no more than a summary of it")
        return replace(self.told, name=self.name, url=self.link)


def entries(answer: Answer) -> Iterator[Entry | Fault]:
    """Give the entries of a feed, in its order; what is no feed, or too large, or defines entities is a `SourceError`."""
    _refuse(answer)
    cuts = cut_feed(answer.url, BytesIO(answer.body), _LARGEST)
    for number, cut in enumerate(cuts, 1):
        if number > _MOST:
            yield Fault(answer.url, f"it holds more than {_MOST:,} entries; those after them were left out")
            return
        if isinstance(cut, Piece):
            yield from _entry(cut)
        elif isinstance(cut, Fault):
            yield cut


def _refuse(answer: Answer) -> None:
    """Refuse what its server calls a picture, a sound or a film, and what is a web page."""
    if kind_of(answer).partition("/")[0] in _NEVER:
        raise SourceError(f"its server says that it is {kind_of(answer)}, and no feed; is the address right?")
    if not answer.body.strip():
        raise SourceError("its server sent nothing")
    if is_page(decode(answer.body)):
        raise SourceError("it is a web page and no feed; its feed (RSS or Atom) has an address of its own")


def _entry(piece: Piece) -> Iterator[Entry | Fault]:
    try:
        stated, reports = opened(piece)
        link = _absolute(stated.link, piece.name)
        yield from (Entry(found, link, stated.changed) for found in reports if isinstance(found, Report))
    except SourceError as refusal:
        yield Fault(piece.name, str(refusal))


def _absolute(written: str | None, base: str) -> str | None:
    try:
        return urljoin(base, written) if written else None
    except ValueError:
        return written


def kind_of(answer: Answer) -> str:
    """Give the kind that a server says its answer is of; nothing where it does not say."""
    return str(answer.headers.get("content-type", "")).partition(";")[0].strip().lower()
