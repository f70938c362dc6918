"""What a store keeps of an account beside its claims: where it comes from, and what linking needs of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from marsad.model.account import Account, Provenance
from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.codec import pack, unpack
from marsad.reconcile.accounts import assembled, is_running
from marsad.reconcile.block import stand
from marsad.reconcile.sketch import Sketch, sketch
from marsad.store.accounts import AccountRecord, Cell, Kept, accounts_by_id
from marsad.store.claims import claims_in


@dataclass(frozen=True, slots=True)
class Filed:
    """An account as it is filed; `sketch` is None for running totals, which are never linked."""

    provenance: Provenance
    lead: bool
    foreground: bool
    sketch: Sketch | None


def file(account: Account) -> AccountRecord:
    """Give an account as the store keeps it."""
    drawn = None if is_running(account) else sketch(account)
    here = stand(drawn) if drawn else None
    place = drawn.place if drawn else None
    return AccountRecord(
        account.id,
        account.provenance.document,
        tuple(claim.id for claim in account.claims),
        pack(Filed(account.provenance, account.lead, account.foreground, drawn)),
        drawn.first if drawn else None,
        drawn.last if drawn else None,
        place.lat if place else None,
        place.lon if place else None,
        account.foreground,
        tuple(Cell(name, day) for name, day in here.cells()) if here else (),
    )


def filed(kept: Kept) -> Filed:
    """Give back what was filed of an account."""
    return unpack(Filed, kept.payload)


def loaded(connection: Connection, ids: Iterable[str]) -> Iterator[Account]:
    """Give whole accounts, with their claims, in the order of their ids."""
    kept = accounts_by_id(connection, ids)
    claims: dict[str, list[ActClaim | HarmClaim]] = {each.id: [] for each in kept}
    for account, claim in claims_in(connection, claims):
        claims[account].append(claim)
    for each in kept:
        whole = filed(each)
        yield assembled(each.id, whole.provenance, claims[each.id], foreground=whole.foreground, lead=whole.lead)
