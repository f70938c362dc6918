"""One claim on the reviewer's desk: its letters, its report, what may be shown of what others said, and what lies near."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from marsad.export.entry import Claim
from marsad.model.document import Document
from marsad.model.judgement import Judgement
from marsad.model.person import Person
from marsad.model.span import Span
from marsad.reconcile.overlay import standing
from marsad.record.asread import as_read
from marsad.record.marking import Piece, marks, pieces
from marsad.record.queueing import Review, reviews
from marsad.record.second import Otherwise, otherwise, second_readings
from marsad.record.subjects import judged_claim
from marsad.store.accounts import accounts_of_claims
from marsad.store.beside import Beside, beside
from marsad.store.documents import document
from marsad.store.judged import Signed, judgements_about, judgements_by_id
from marsad.store.queue import Waiting

_AROUND = 6000  # letters of a long report before and after the sentence
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of a claim: how far its review is, what of it a person may see, and which of that still stands."""

    review: Review
    shown: tuple[Signed, ...]
    holding: frozenset[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """A claim with all that it takes to decide of it; `outside` are the letters of it that lie out of its sentence.

    `second` is how second readers read it otherwise, `proposed` how many claims they propose that its report has beside.
    """

    waiting: Waiting
    claim: Claim
    report: Document
    sentence: tuple[Piece, ...]
    outside: tuple[Piece, ...]
    around: tuple[Piece, ...]
    fields: dict[str, str]
    heard: Heard
    account: str | None
    near: tuple[Beside, ...]
    second: tuple[Otherwise, ...] = ()
    proposed: int = 0


def desk(connection: Connection, person: Person, waits: Waiting) -> Desk:
    """Lay a claim of the queue on a person's desk."""
    claim = judged_claim(connection, waits.claim)
    report, said, found = document(connection, claim.document), claim.statement.evidence.span, marks(claim)
    accounts = accounts_of_claims(connection, [claim.id])
    around = Span(max(0, said.start - _AROUND), min(len(report.text), said.end + _AROUND))
    outside = {each.span: each for each in found if not each.span.overlaps(said)}
    return Desk(
        waits,
        claim,
        report,
        pieces(report.text, said, found),
        tuple(Piece(report.quote(span).text, (each.field,)) for span, each in outside.items()),
        pieces(report.text, around, found),
        as_read(claim),
        heard(judgements_about(connection, [claim.id]), claim.id, person),
        accounts[0] if accounts and waits.incident else None,
        tuple(beside(connection, person, waits.incident, _NEAR)) if waits.incident else (),
        otherwise(connection, [claim]).get(claim.id, ()),
        sum(len(each.proposals) for each in second_readings(connection, claim.document)),
    )


def heard(told: Iterable[Signed], claim: str, person: Person) -> Heard:
    """Say what of the judgements on a claim a person may see: a second judges without knowing what the first said.

    One's own are always seen; all, once two agree or one settled it, and while two disagree by them and by reviewers.
    """
    signed = tuple(told)
    review = reviews(signed).get(claim, Review("open", ""))
    spoke = any(each.judgement.by == person.name for each in signed)
    everything = review.state == "settled" or (review.state == "disputed" and (spoke or person.may("reviewer")))
    own = {each.judgement.id for each in signed if each.judgement.by == person.name}
    shown = tuple(each for each in signed if everything or each.judgement.id in own)
    return Heard(review, shown, frozenset(each.id for each in standing(each.judgement for each in signed)))


def may_know(connection: Connection, person: Person, judgement: Judgement) -> bool:
    """Say whether a person may know what a judgement says: not where they may yet be the second to judge its claim."""
    if judgement.by == person.name or judgement.verdict in ("same", "different", "add"):
        return True
    if judgement.verdict == "withdraw":
        return all(
            may_know(connection, person, each.judgement) for each in judgements_by_id(connection, judgement.subjects)
        )
    shown = (heard(judgements_about(connection, [claim]), claim, person).shown for claim in judgement.subjects)
    return all(any(each.judgement.id == judgement.id for each in found) for found in shown)
