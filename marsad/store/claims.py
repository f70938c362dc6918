"""Claims as they are kept: each as its own bytes, with what queries ask for beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Select, func, select

from marsad.errors import StoreError
from marsad.model.claim import ActClaim, HarmClaim, Statement
from marsad.model.codec import pack, unpack
from marsad.model.value import SourceRef
from marsad.store.batches import batches
from marsad.store.schema import claim_sources, claims, sources
from marsad.store.seal import Row, digest
from marsad.store.streaming import stream

Claim = HarmClaim | ActClaim
ClaimPayload = tuple[str, bytes]
"""A claim as it is kept: its kind and its bytes."""
_KINDS: dict[str, type[HarmClaim | ActClaim]] = {"harm": HarmClaim, "act": ActClaim}


def claim_row(claim: Claim, account: str | None) -> Row:
    """Give the row of a claim and of the account that it is part of."""
    harm = claim if isinstance(claim, HarmClaim) else None
    first, last = _days(claim.statement)
    return {
        "id": claim.id,
        "document": claim.document,
        "account": account,
        "knowledge": claim.knowledge,
        "kind": "harm" if harm else "act",
        "type": claim.outcome if isinstance(claim, HarmClaim) else claim.sub_type,
        "day_first": first,
        "day_last": last,
        "low": harm.count.low if harm else None,
        "high": harm.count.high if harm else None,
        "payload": pack(claim),
        "current": 1,
    }


def _days(statement: Statement) -> tuple[str | None, str | None]:
    time = statement.when.time if statement.when else None
    first, last = (time.start, time.end) if time else (None, None)
    return first.isoformat() if first else None, last.isoformat() if last else None


def source_row(source: SourceRef) -> Row:
    """Give the row of a speaker; its key is a hash of the rest."""
    payload = pack(source)
    return {"key": source_key(payload), "name": source.name, "payload": payload}


def source_key(payload: bytes) -> str:
    """Give the key of a speaker as it is kept."""
    return digest(payload)[:16]


def to_claim(kind: str, payload: bytes) -> Claim:
    """Give a claim back."""
    return unpack(_KINDS[kind], payload)


def _selected() -> Select[str, bytes]:
    return select(claims.c.kind, claims.c.payload).where(claims.c.expunged.is_(None))


def current_claims(connection: Connection) -> Iterator[Claim]:
    """Give the claims of the newest reading of each document, in the order of their ids."""
    asked = _selected().where(claims.c.current == 1).order_by(claims.c.id)
    for kind, payload in stream(connection, asked):
        yield to_claim(kind, payload)


def claims_of(connection: Connection, document: str) -> tuple[Claim, ...]:
    """Give the claims of the newest reading of one document, in the order of their ids."""
    asked = _selected().where(claims.c.document == document, claims.c.current == 1).order_by(claims.c.id)
    return tuple(to_claim(*row) for row in connection.execute(asked))


def claims_in(connection: Connection, accounts: Iterable[str]) -> Iterator[tuple[str, Claim]]:
    """Give the current claims of some accounts, each with the id of its account."""
    return ((account, to_claim(*payload)) for account, payload in payloads_in(connection, accounts))


def payloads_in(connection: Connection, accounts: Iterable[str]) -> Iterator[tuple[str, ClaimPayload]]:
    """Give the current claims of some accounts as they are kept, each with the id of its account."""
    asked = select(claims.c.account, claims.c.kind, claims.c.payload)
    there = asked.where(claims.c.expunged.is_(None), claims.c.current == 1)
    for part in batches(sorted(set(accounts)), 500):
        for account, kind, payload in connection.execute(there.where(claims.c.account.in_(part))).all():
            yield account, (kind, bytes(payload))


def claims_by_id(connection: Connection, ids: Iterable[str]) -> list[Claim]:
    """Give current claims by their ids, in that order; what is not there is left out."""
    asked = _selected().where(claims.c.current == 1).order_by(claims.c.id)
    parts = batches(sorted(set(ids)), 500)
    return [to_claim(*row) for part in parts for row in connection.execute(asked.where(claims.c.id.in_(part)))]


def claim(connection: Connection, key: str) -> Claim:
    """Give one claim, of the newest reading that has it; a `StoreError` where there is none."""
    row = connection.execute(_selected().where(claims.c.id == key).order_by(claims.c.seq.desc())).first()
    if not row:
        gone = connection.execute(select(claims.c.document).where(claims.c.id == key)).scalar()
        why = f"its document {gone} was expunged" if gone else "there is none in this record"
        raise StoreError(f"claim {key}: {why}")
    return to_claim(*row)


def speakers(connection: Connection) -> tuple[tuple[SourceRef, int], ...]:
    """Give every speaker of the current claims with the number of claims, by name."""
    asked = (
        select(sources.c.payload, func.count(claims.c.id.distinct()))
        .join(claim_sources, claim_sources.c.source == sources.c.key)
        .join(claims, (claims.c.seq == claim_sources.c.seq) & (claims.c.id == claim_sources.c.claim))
        .where(claims.c.current == 1, claims.c.expunged.is_(None))
        .group_by(sources.c.key, sources.c.name, sources.c.payload)
        .order_by(sources.c.name, sources.c.key)
    )
    return tuple((unpack(SourceRef, payload), int(number)) for payload, number in connection.execute(asked))
