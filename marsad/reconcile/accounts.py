"""From the claims of one report to its accounts: what it tells of each occurrence, headline and body together."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from marsad.model.account import Account, Provenance
from marsad.model.claim import ActClaim, Claims, HarmClaim
from marsad.model.span import Span
from marsad.reconcile.cluster import cluster, ordered
from marsad.reconcile.compare import score
from marsad.reconcile.place import apart
from marsad.reconcile.sketch import sketch
from marsad.reconcile.weights import WITHIN


def accounts(claims: Claims, provenance: Provenance) -> tuple[Account, ...]:
    """Split a report's claims into accounts, in the order of the text; running totals stand in an account of their own."""
    units = {unit.id: unit for unit in _units(claims, provenance)}
    sketches = {each: sketch(unit) for each, unit in units.items()}
    scored = {ordered(a, b): score(sketches[a], sketches[b], WITHIN) for a, b in combinations(sketches, 2)}
    found = [_joined([units[each] for each in group]) for group in cluster(sketches, scored, weights=WITHIN)]
    totals = tuple(harm for harm in claims.harms if harm.scope == "cumulative")
    if totals:
        found.append(_account(provenance, (), totals, foreground=False))
    told = sorted(found, key=_start)
    return tuple(replace(account, lead=at == 0) for at, account in enumerate(told))


def assembled(
    key: str, provenance: Provenance, claims: Iterable[ActClaim | HarmClaim], *, foreground: bool, lead: bool
) -> Account:
    """Put an account together again out of its claims, in whatever order they come."""
    told = sorted(claims, key=_place_in_text)
    acts = tuple(claim for claim in told if isinstance(claim, ActClaim))
    harms = tuple(claim for claim in told if isinstance(claim, HarmClaim))
    return Account(key, provenance, acts, harms, foreground, lead)


def is_running(account: Account) -> bool:
    """Say whether an account holds nothing but running totals, which belong to no single occurrence."""
    return not account.acts and all(harm.scope == "cumulative" for harm in account.harms)


def _units(claims: Claims, provenance: Provenance) -> Iterable[Account]:
    """Give each act with its harms, and the harms that hang on no act that is told or lie far from it, by what they hang on."""
    harms: dict[str, list[HarmClaim]] = defaultdict(list)
    parents = {harm.id: harm for harm in claims.harms}
    acts = {act.id: act for act in claims.acts}
    for harm in claims.harms:
        if harm.scope == "incident":
            whole = parents.get(harm.part_of or "", harm)
            event = harm.event or whole.event or ""
            far = event in acts and _is_elsewhere(acts[event], harm)
            harms[_spot(harm) if far else event or whole.id].append(harm)
    for act in claims.acts:
        yield _account(provenance, (act,), tuple(harms.pop(act.id, ())), foreground=act.foreground)
    for loose in harms.values():
        yield _account(provenance, (), tuple(loose), foreground=True)


def _is_elsewhere(act: ActClaim, harm: HarmClaim) -> bool:
    there, here = act.statement.where, harm.statement.where
    return there is not None and here is not None and apart(there.place, here.place)


def _spot(harm: HarmClaim) -> str:
    return f"at {harm.statement.where.place.id or harm.statement.where.place.name}" if harm.statement.where else ""


def _joined(units: list[Account]) -> Account:
    acts = sorted((act for unit in units for act in unit.acts), key=_place_in_text)
    harms = sorted((harm for unit in units for harm in unit.harms), key=_place_in_text)
    foreground = any(unit.foreground for unit in units)
    return _account(units[0].provenance, tuple(acts), tuple(harms), foreground=foreground)


def _account(
    provenance: Provenance, acts: tuple[ActClaim, ...], harms: tuple[HarmClaim, ...], *, foreground: bool
) -> Account:
    claims: tuple[ActClaim | HarmClaim, ...] = (*acts, *harms)
    head = min(claims, key=_place_in_text)
    kind = "act" if isinstance(head, ActClaim) else head.scope
    text = "\0".join((provenance.document, kind, str(_letters(head))))
    return Account(hashlib.sha256(text.encode()).hexdigest()[:16], provenance, acts, harms, foreground)


def _letters(claim: ActClaim | HarmClaim) -> Span:
    return claim.trigger.span if isinstance(claim, ActClaim) else claim.number.span


def _place_in_text(claim: ActClaim | HarmClaim) -> tuple[int, int, str]:
    letters = _letters(claim)
    return letters.start, letters.end, claim.id


def _start(account: Account) -> tuple[tuple[int, int, str], str]:
    return min(_place_in_text(claim) for claim in account.claims), account.id
