"""Claims that people put down by hand: made anew from the judgement that says so whenever its document is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from marsad.errors import ModelError
from marsad.model.claim import BY_HAND, HarmClaim, Statement, Victims
from marsad.model.document import Document
from marsad.model.judgement import Judgement
from marsad.model.span import Span
from marsad.model.value import Count
from marsad.reconcile.correcting import corrected

_LONGEST = 2000


def claim_id(judgement: Judgement) -> str:
    """Give the id of the claim that a judgement puts down."""
    return hashlib.sha256(f"{BY_HAND}\0{judgement.id}".encode()).hexdigest()[:16]


def added(document: Document, judgements: Iterable[Judgement]) -> tuple[HarmClaim, ...]:
    """Give the claims that standing judgements put down in a document."""
    return tuple(
        written(document, each) for each in judgements if each.verdict == "add" and document.id in each.subjects
    )


def written(document: Document, judgement: Judgement) -> HarmClaim:
    """Make the claim that a judgement puts down; one that makes no sense is refused in one sentence."""
    fields: dict[str, str] = dict(judgement.corrections)
    quote = document.quote(_span(document, fields.pop("start", ""), fields.pop("end", "")))
    if "outcome" not in fields:
        raise ModelError("a claim needs an outcome: say what came to the people that it tells of")
    bare = HarmClaim(
        id=claim_id(judgement),
        document=document.id,
        knowledge=BY_HAND,
        statement=Statement(quote, (), "asserted", None, None, BY_HAND),
        outcome="killed",
        count=Count(None, None, "vague"),
        number=quote,
        figure=quote,
        victims=Victims(quote, "unknown"),
        scope="incident",
    )
    return corrected(bare, fields)


def _span(document: Document, start: str, end: str) -> Span:
    if not (start.isdecimal() and end.isdecimal()) or int(start) >= int(end):
        raise ModelError("a claim needs the letters that it rests on: select some words of the report")
    span = Span(int(start), int(end))
    if len(span) > _LONGEST:
        raise ModelError(f"a claim rests on a few words: select no more than {_LONGEST} letters")
    if not document.quote(span).text.strip():
        raise ModelError("a claim can't rest on a blank: select some words of the report")
    return span
