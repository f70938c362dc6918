"""The newest claims of a speaker, by name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from marsad.model.person import Person
from marsad.store.claims import Claim, to_claim
from marsad.store.rights import seen_document
from marsad.store.schema import claim_sources, claims, documents, receipts, sources


@dataclass(frozen=True, slots=True)
class Spoken:
    """A claim that goes back to a speaker, with the report that it stands in."""

    claim: Claim
    outlet: str | None
    name: str
    published: str | None


def said_by(connection: Connection, name: str, person: Person, limit: int) -> tuple[Spoken, ...]:
    """Give the claims of a speaker that a person may see, those read last first."""
    keys = list(connection.execute(select(sources.c.key).where(sources.c.name == name)).scalars())
    asked = (
        select(claims.c.kind, claims.c.payload, documents.c.outlet, receipts.c.name, documents.c.published)
        .select_from(claim_sources)
        .join(claims, (claims.c.seq == claim_sources.c.seq) & (claims.c.id == claim_sources.c.claim))
        .join(documents, documents.c.id == claims.c.document)
        .join(receipts, receipts.c.seq == documents.c.seq)
        .where(claim_sources.c.source.in_(keys), claims.c.current == 1, claims.c.expunged.is_(None))
        .where(seen_document(person, claims.c.document))
        .order_by(claim_sources.c.seq.desc(), claim_sources.c.claim)
        .limit(limit)
    )
    return tuple(Spoken(to_claim(kind, payload), *rest) for kind, payload, *rest in connection.execute(asked))
