"""A report as an input gave it, and the `Document` that is stored of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marsad.errors import SourceError
from marsad.ingest.language import refusal
from marsad.model.document import Document, document_id
from marsad.model.span import Span


@dataclass(frozen=True, slots=True)
class Report:
    """What an input said, letter for letter; not yet checked for language or emptiness."""

    name: str
    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None


def to_document(report: Report) -> Document:
    """Store the report; a `SourceError` says in one sentence why it can't be."""
    text, title = _compose(report.title, report.text)
    _refuse(text)
    return Document(
        id=document_id(text),
        text=text,
        name=report.name,
        title=title,
        published=report.published,
        outlet=report.outlet,
        url=report.url,
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
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SourceError(
            f"letter {error.start} is half a surrogate pair and can't be stored; write it whole"
        ) from None
    foreign = refusal(text)
    if foreign:
        raise SourceError(foreign)
