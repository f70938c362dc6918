"""Claims that people put down by hand: made anew from the judgement that says so whenever its document is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from marsad.errors import ModelError
from marsad.model.claim import BY_HAND, Claims, HarmClaim, Statement, Victims
from marsad.model.document import Document
from marsad.model.judgement import Judgement
from marsad.model.span import Span
from marsad.model.value import Count
from marsad.reconcile.correcting import corrected

_LONGEST = 2000


def claim_id(judgement: Judgement) -> str:
    """Give the id of the claim that a judgement puts down."""
    return hashlib.sha256(f"{BY_HAND}\0{judgement.id}".encode()).hexdigest()[:16]


def added(document: Document, judgements: Iterable[Judgement], read: Claims) -> tuple[HarmClaim, ...]:
    """Give the claims that standing judgements put down in a document, of which `read` was read."""
    return tuple(
        replace(written(document, each), event=_occurrence(dict(each.corrections).get("beside", ""), read))
        for each in judgements
        if each.verdict == "add" and document.id in each.subjects
    )


def _occurrence(beside: str, read: Claims) -> str | None:
    """Name what the harms of an occurrence hang on, by where the letters of one of its claims begin; None where nothing begins there."""
    told = tuple(harm for harm in read.harms if not harm.is_by_hand)
    act = next((act.id for act in read.acts if str(act.trigger.span.start) == beside), None)
    harm = next((each for each in told if str(each.number.span.start) == beside and each.scope == "incident"), None)
    whole = next((each for each in told if harm and each.id == harm.part_of), None)
    return act or (harm.event or (whole.event if whole else None) or harm.part_of or harm.id if harm else None)


def written(document: Document, judgement: Judgement) -> HarmClaim:
    """Make the claim that a judgement puts down; one that makes no sense is refused in one sentence."""
    fields: dict[str, str] = dict(judgement.corrections)
    if not fields.pop("beside", "0").isdecimal():
        raise ModelError("the occurrence of a claim is told by the number of a letter of the report")
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
