"""Taking reports in: each is read, its claims are parted into accounts, and all of it is kept, some reports at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from marsad.knowledge.known import Knowledge
from marsad.model.account import Provenance
from marsad.model.document import Document
from marsad.pipeline import read
from marsad.reconcile.accounts import accounts, is_running
from marsad.reconcile.independence import fingerprint
from marsad.reconcile.tallies import tally_of
from marsad.record.filed import file
from marsad.store import Read, Store, put_readings
from marsad.store.batches import batches

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
            taken.outcomes.update(put_readings(writing, readings))
    return taken


def reading(document: Document, knowledge: Knowledge) -> Read:
    """Give all that is kept of one report."""
    analysed, claims = read(document, knowledge)
    whence = provenance(document)
    told = accounts(claims, whence)
    kept = tuple(file(account) for account in told if not is_running(account))
    series = {harm.id: tally_of(harm, whence) for harm in claims.harms if harm.scope == "cumulative"}
    return Read(document, analysed.knowledge, claims, analysed.mentions, kept, series)


def provenance(document: Document) -> Provenance:
    """Say where the accounts of a document come from."""
    return Provenance(
        document.id, document.name, document.published, document.outlet, document.url, fingerprint(document.text)
    )
