"""From the accounts of one occurrence to its incident: a view that can be computed again at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from marsad.model.account import Account
from marsad.model.incident import Incident, Link
from marsad.reconcile.agreed import Votes, datings, kinds, participants, placings
from marsad.reconcile.cluster import ordered
from marsad.reconcile.compare import explain, score
from marsad.reconcile.independence import voices
from marsad.reconcile.overlay import Judged
from marsad.reconcile.ranges import ranges
from marsad.reconcile.sketch import Sketch


def incident(accounts: Sequence[Account], sketches: Mapping[str, Sketch], judged: Judged = ()) -> Incident:
    """Give the incident of some accounts, as persons judged its claims; each account must have its sketch."""
    told = sorted(accounts, key=_age)
    heard = voices(told)
    votes = Votes(heard)
    dates, places, acts = datings(told, votes), placings(told, votes), kinds(told, votes)
    found, own, left_out = ranges(told, heard, judged)
    return Incident(
        id=told[0].id,
        accounts=tuple(account.id for account in told),
        documents=_each(account.provenance.document for account in told),
        names=_each(account.provenance.name for account in told),
        claims=_each(claim.id for account in told for claim in account.claims),
        foreground=any(account.foreground for account in told),
        dating=dates[0] if dates else None,
        placing=places[0] if places else None,
        kind=acts[0] if acts else None,
        participants=participants(told, votes),
        ranges=found,
        own=own,
        left_out=left_out,
        voices=heard,
        links=links([sketches[account.id] for account in told]),
        dates=dates[1:],
        places=places[1:],
        kinds=acts[1:],
        recalled=recalled(told, sketches),
    )


def recalled(accounts: Iterable[Account], sketches: Mapping[str, Sketch]) -> tuple[str, ...]:
    """Give the names of documents that only come back to an occurrence days later; none where no document reports it at once."""
    told = list(accounts)
    news = {account.provenance.name for account in told if not sketches[account.id].recalls}
    return _each(account.provenance.name for account in told if news and account.provenance.name not in news)


def links(sketches: Sequence[Sketch]) -> tuple[Link, ...]:
    """Give the best links that hold the accounts together: one less than there are accounts."""
    by_id = {each.id: each for each in sketches}
    if len(by_id) < 2:
        return ()
    pairs = {ordered(a, b): score(by_id[a], by_id[b]) for a, b in combinations(by_id, 2)}
    group = {each: {each} for each in by_id}
    found: list[Link] = []
    for first, second in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        if group[first] is not group[second]:
            found.append(explain(by_id[first], by_id[second]))
            merged = group[first] | group[second]
            group |= dict.fromkeys(merged, merged)
    return tuple(found)


def _age(account: Account) -> tuple[date, str]:
    """Order accounts by the day of publication: the first names the incident, and later reports do not change its name."""
    return account.provenance.published or date.max, account.id


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
