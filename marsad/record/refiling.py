"""Filing a report anew after somebody decided of it: its claims stay, and its accounts are drawn as they stand now."""

from __future__ import annotations

from sqlalchemy import Connection

from marsad.model.claim import ActClaim, Claims, HarmClaim
from marsad.model.judgement import Judgement
from marsad.reconcile.correcting import corrected
from marsad.record.added import written
from marsad.record.intake import filed_under
from marsad.store import Read, Writing, put_readings
from marsad.store.claims import claims_by_id, claims_of
from marsad.store.documents import document
from marsad.store.judgements import all_judgements
from marsad.store.mentions import mentions_of
from marsad.store.readings import kept_reading

_FILED = ("accept", "correct", "add")


def check(connection: Connection, judgement: Judgement) -> None:
    """Refuse values that make no sense of what they are given to, in one sentence."""
    if judgement.verdict == "add":
        for key in judgement.subjects:
            written(document(connection, key), judgement)
    if judgement.verdict == "correct":
        for claim in claims_by_id(connection, judgement.subjects):
            corrected(claim, dict(judgement.corrections))


def refile(writing: Writing, judgement: Judgement) -> None:
    """File the reports that a judgement tells of anew; where nothing comes out otherwise, nothing is written."""
    writing.flush()
    judged = tuple(all_judgements(writing.connection))
    documents = _documents(writing.connection, judgement, judged)
    kept = (_kept(writing.connection, key) for key in sorted(documents))
    put_readings(writing, [filed_under(each, judged) for each in kept if each])


def _documents(connection: Connection, judgement: Judgement, judged: tuple[Judgement, ...]) -> set[str]:
    """Give the reports that a judgement changes the filing of; one that takes another back changes that of the other."""
    if judgement.verdict == "withdraw":
        back = [each for each in judged if each.id in judgement.subjects]
        return {key for each in back for key in _documents(connection, each, judged)}
    if judgement.verdict == "add":
        return set(judgement.subjects)
    if judgement.verdict not in _FILED:
        return set()
    return {claim.document for claim in claims_by_id(connection, judgement.subjects)}


def _kept(connection: Connection, key: str) -> Read | None:
    """Give what is kept of a report; None for one that was expunged."""
    found = kept_reading(connection, key)
    if found is None:
        return None
    report = document(connection, key)
    told = claims_of(connection, key)
    acts = tuple(each for each in told if isinstance(each, ActClaim))
    harms = tuple(each for each in told if isinstance(each, HarmClaim))
    claims = Claims(report.id, report.name, report.published, found.relevant, acts, harms)
    return Read(report, found.knowledge, claims, mentions_of(connection, key))
