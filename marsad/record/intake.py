"""Taking reports in: each is read, its claims are parted into accounts, and all of it is kept, some reports at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from marsad.knowledge.known import Knowledge
from marsad.model.account import Provenance
from marsad.model.document import Document
from marsad.model.judgement import Judgement
from marsad.pipeline import read
from marsad.reconcile.accounts import accounts, is_running
from marsad.reconcile.independence import fingerprint
from marsad.reconcile.overlay import overlay, standing
from marsad.reconcile.tallies import tally_of
from marsad.record.added import added
from marsad.record.filed import file
from marsad.store import Read, Store, put_readings
from marsad.store.batches import batches
from marsad.store.judgements import all_judgements

_AT_ONCE = 20
Tick = Callable[[str], None]


@dataclass(slots=True)
class Taken:
    """What became of the reports: how many were new, known, read again or refused as expunged, and those that failed."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def take_in(store: Store, documents: Iterable[Document], knowledge: Knowledge, actor: str, tick: Tick) -> Taken:
    """Read documents and keep them; what is cut off leaves whole reports behind, and taking in the same again goes on."""
    taken = Taken()
    for batch in batches(documents, _AT_ONCE):
        readings = []
        for document in batch:
            tick(document.name)
            try:
                readings.append(reading(document, knowledge))
            except Exception as fault:  # noqa: BLE001  whatever it is, the rest of the batch must not be lost
                taken.failed.append(f"{document.name}: Marsad failed on this report ({type(fault).__name__}: {fault})")
        with store.transaction(actor) as writing:
            judged = tuple(all_judgements(writing.connection))
            taken.outcomes.update(put_readings(writing, (_as_judged(each, judged) for each in readings)))
    return taken


def reading(document: Document, knowledge: Knowledge, judged: Sequence[Judgement] = ()) -> Read:
    """Give all that is kept of one report, under what people decided of it."""
    analysed, claims = read(document, knowledge)
    return filed_under(Read(document, analysed.knowledge, claims, analysed.mentions), judged)


def filed_under(told: Read, judged: Sequence[Judgement]) -> Read:
    """Part the claims of a report into accounts as people decided; the claims that they put down by hand are among them.

    The claims themselves are kept as they were read. What linking needs of them is drawn as they stand, so that a corrected day or
    place moves the incident.
    """
    document, whence = told.document, provenance(told.document)
    by_hand = added(document, standing(judged), told.claims)
    claims = replace(told.claims, harms=(*(each for each in told.claims.harms if not each.is_by_hand), *by_hand))
    acts, harms = overlay(judged).over(claims.acts, claims.harms)
    stands = accounts(replace(claims, acts=acts, harms=harms), whence)
    kept = tuple(file(account) for account in stands if not is_running(account))
    series = {harm.id: tally_of(harm, whence) for harm in harms if harm.scope == "cumulative"}
    return replace(told, claims=claims, accounts=kept, series=series)


def _as_judged(told: Read, judged: Sequence[Judgement]) -> Read:
    """File a report under what people decided of it, if anybody did."""
    claims = told.claims
    own = {told.document.id, *(act.id for act in claims.acts), *(harm.id for harm in claims.harms)}
    decided = any(not own.isdisjoint(each.subjects) for each in judged)
    return filed_under(told, judged) if decided else told


def provenance(document: Document) -> Provenance:
    """Say where the accounts of a document come from."""
    return Provenance(
        document.id,
        document.name,
        document.published,
        document.outlet,
        document.url,
        fingerprint(document.text),
        document.media,
    )
