"""Running totals of the record: the series that new reports continue, or all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from marsad.model.account import Account
from marsad.model.claim import HarmClaim
from marsad.model.judgement import Judgement
from marsad.model.tally import Tally
from marsad.reconcile.tallies import tallies
from marsad.store.documents import provenances
from marsad.store.running import SERIES, documents_of_series, harms_of


def totals(connection: Connection, series: Iterable[str], judged: Iterable[Judgement]) -> Iterator[Tally]:
    """Give the tallies of some series, out of all that the documents that tell of them say."""
    wanted = {each.removeprefix(SERIES) for each in series}
    told = accounts(connection, documents_of_series(connection, series))
    yield from (tally for tally in tallies(told, judged) if tally.id in wanted)


def accounts(connection: Connection, documents: Iterable[str]) -> Iterator[Account]:
    """Give every claim of harm of some documents, one account a document."""
    keys = sorted(documents)
    harms: defaultdict[str, list[HarmClaim]] = defaultdict(list)
    for document, harm in harms_of(connection, keys):
        harms[document].append(harm)
    for provenance in provenances(connection, keys):
        yield Account(provenance.document, provenance, (), tuple(harms[provenance.document]), foreground=False)
