"""A report as an input gave it, and the `Document` that is stored of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from marsad.errors import SourceError
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.language import refusal
from marsad.ingest.published import is_likely
from marsad.model.document import Document, Media, document_id
from marsad.model.span import Span

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Report:
    """What an input said, letter for letter; not yet checked for language or emptiness.

    `original` are the bytes that said it: the file, or the record of a JSON file.
    """

    name: str
    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    original: bytes = b""
    media: Media = "text/plain"


Found = Report | Fault | Notice


def to_document(report: Report) -> Document:
    """Store the report; a `SourceError` says in one sentence why it can't be."""
    text, title = _compose(report.title, report.text)
    _refuse(text)
    _refuse_unwritable(name=report.name, outlet=report.outlet, address=report.url)
    if report.published and not is_likely(report.published):
        raise SourceError(
            f"its day of publication, {report.published}, is none that a report can be of; correct it or leave it out"
        )
    return Document(
        id=document_id(text, title, report.published, report.outlet, report.url),
        text=text,
        name=report.name,
        title=title,
        published=report.published,
        outlet=report.outlet,
        url=report.url,
        original=report.original,
        media=report.media,
    )


def _compose(title: str | None, body: str) -> tuple[str, Span | None]:
    """Put the title before the body, unless the body opens with it as a line of its own.

    Nothing inside either is changed, so a quote of the title or the body is a quote of the whole.
    """
    head = (title or "").strip()
    if not head:
        return body, None
    start = len(body) - len(body.lstrip())
    end = start + len(head)
    if body.startswith(head, start) and body[end : end + 1] in {"", "\n", "\r"}:
        return body, Span(start, end)
    return (f"{head}\n\n{body}" if body.strip() else head), Span(0, len(head))


def _refuse(text: str) -> None:
    """Raise a `SourceError` for a text that is empty, can't be stored, or is not in Arabic."""
    if not text.strip():
        raise SourceError("there is no text in it")
    _refuse_unwritable(text=text)
    foreign = refusal(text)
    if foreign:
        raise SourceError(foreign)


def _refuse_unwritable(**parts: str | None) -> None:
    """Raise a `SourceError` for a letter that no database can hold: half a surrogate pair, or zero."""
    for part, said in parts.items():
        odd = _UNWRITABLE.search(said or "")
        if odd:
            what = "zero" if odd[0] == "\0" else "half a surrogate pair"
            raise SourceError(f"letter {odd.start()} of its {part} is {what} and can't be stored; write it whole")
