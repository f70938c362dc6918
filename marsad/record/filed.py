"""What a store keeps of an account beside its claims: where it comes from, and what linking needs of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from marsad.model.account import Account, Provenance
from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.codec import pack, unpack
from marsad.reconcile.accounts import assembled
from marsad.reconcile.block import stand
from marsad.reconcile.sketch import Sketch, sketch
from marsad.store.accounts import AccountRecord, Cell, Kept, accounts_by_id
from marsad.store.claims import claims_in


@dataclass(frozen=True, slots=True)
class Filed:
    """An account as it is filed."""

    provenance: Provenance
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Of an account as it is filed, the sketch alone: the rest is passed over, for all accounts of a record are read for it."""

    sketch: Sketch


@dataclass(frozen=True, slots=True)
class _Telling:
    """How a report tells it."""

    foreground: bool
    lead: bool


@dataclass(frozen=True, slots=True)
class _Whence:
    """Of an account as it is filed, all that goes with its claims."""

    provenance: Provenance
    sketch: _Telling


def file(account: Account) -> AccountRecord:
    """Give an account as the store keeps it."""
    own = sketch(account)
    here, place = stand(own), own.place
    return AccountRecord(
        account.id,
        account.provenance.document,
        tuple(claim.id for claim in account.claims),
        pack(Filed(account.provenance, own)),
        own.first,
        own.last,
        place.lat if place else None,
        place.lon if place else None,
        account.foreground,
        tuple(Cell(name, day) for name, day in here.cells()) if here else (),
    )


def filed(payload: bytes) -> Filed:
    """Give back what was filed of an account."""
    return unpack(Filed, payload)


def drawn(kept: Kept) -> Sketch:
    """Give back the sketch of an account."""
    return sketched(kept.payload)


def sketched(payload: bytes) -> Sketch:
    """Give back the sketch out of what was filed of an account."""
    return unpack(_Drawn, payload).sketch


def loaded(connection: Connection, ids: Iterable[str]) -> Iterator[Account]:
    """Give whole accounts, with their claims, in the order of their ids."""
    kept = accounts_by_id(connection, ids)
    claims: dict[str, list[ActClaim | HarmClaim]] = {each.id: [] for each in kept}
    for account, claim in claims_in(connection, claims):
        claims[account].append(claim)
    for each in kept:
        whence = unpack(_Whence, each.payload)
        told = whence.sketch
        yield assembled(each.id, whence.provenance, claims[each.id], foreground=told.foreground, lead=told.lead)
