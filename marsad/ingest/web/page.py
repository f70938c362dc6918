"""From what a server sent to a `Document`: the page by the ordinary reader, with the record of its fetching as its original."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from marsad.errors import SourceError
from marsad.ingest import html
from marsad.ingest.encoding import decode
from marsad.ingest.feed import Entry
from marsad.ingest.report import Report, to_document
from marsad.ingest.web.answer import Answer
from marsad.ingest.web.warc import recorded
from marsad.model.document import Document

_FULL = 300  # letters of an entry's own text that make a report
_READ = ("text/html", "application/xhtml+xml", "text/plain", "")
_NEVER = ("image", "audio", "video", "font")


def page_document(answer: Answer, at: datetime, stated: Entry | None = None, outlet: str | None = None) -> Document:
    """Read a fetched page; `at` is when it was fetched. What the page does not say itself, its feed's entry says."""
    kind = kind_of(answer)
    if kind not in _READ:
        raise SourceError(f"{answer.url}: it is {kind}, and no web page; save it and read the file")
    text = decode(answer.body)
    report = (
        html.from_page(answer.url, text) if kind != "text/plain" or html.is_page(text) else Report(answer.url, text)
    )
    return _stored(
        replace(report, url=answer.url, original=recorded(answer, at), media="application/warc"), stated, outlet
    )


def entry_document(entry: Entry, outlet: str | None) -> Document:
    """Read what a feed itself says of an entry; a mere summary is a `SourceError`."""
    if len(entry.text) < _FULL:
        raise SourceError("the feed itself holds no more than a summary of it")
    name = entry.link or entry.id
    report = Report(name, entry.text, entry.title, url=entry.link, original=entry.text.encode())
    return _stored(report, entry, outlet)


def _stored(report: Report, stated: Entry | None, outlet: str | None) -> Document:
    title, published = (stated.title, stated.published) if stated else (None, None)
    return to_document(
        replace(
            report,
            title=report.title or title,
            published=report.published or published,
            outlet=report.outlet or outlet,
        )
    )


def kind_of(answer: Answer) -> str:
    """Give the kind that a server says its answer is of; nothing where it does not say."""
    return str(answer.headers.get("content-type", "")).partition(";")[0].strip().lower()


def refuse_media(answer: Answer) -> None:
    """Refuse, as a feed, what its server calls a picture, a sound or a film."""
    kind = kind_of(answer)
    if kind.partition("/")[0] in _NEVER:
        raise SourceError(f"{answer.url}: its server says that it is {kind}, and no feed; is the address right?")
