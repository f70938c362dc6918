"""What a search shows beside the reports: claims that hold the words, and the places, doers and sources that are called so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from marsad.export.entry import Claim
from marsad.knowledge.finding import Kind, find
from marsad.knowledge.known import Knowledge
from marsad.model.person import Person
from marsad.record.wording import stems_of
from marsad.store.claims import claims_of
from marsad.store.finding import Match
from marsad.store.shown import Facet, Filter, conditions, shown
from marsad.store.speaking import Spoken, said_by

_MOST = 6
_EACH = 5


@dataclass(frozen=True, slots=True)
class Named:
    """Something that is called as the query says: its neutral name, and the newest of what the record has of it."""

    kind: Kind
    name: str
    incidents: tuple[Facet, ...]
    claims: tuple[Spoken, ...]


def quoting(connection: Connection, match: Match) -> tuple[Claim, ...]:
    """Give the claims of a report whose letters hold some of what was found in it."""
    return tuple(
        claim
        for claim in claims_of(connection, match.document)
        if any(claim.statement.evidence.span.overlaps(span) for span in match.spans)
    )


def named(connection: Connection, knowledge: Knowledge, query: str, person: Person) -> tuple[Named, ...]:
    """Give the places, doers and sources that the whole query names, in Arabic letters or by their neutral English names."""
    found = []
    for kind in ("place", "actor", "source"):
        for name in _names(knowledge, kind, query):
            told = Named(
                kind, name, _incidents(connection, kind, name, person), _claims(connection, kind, name, person)
            )
            if told.incidents or told.claims:
                found.append(told)
    return tuple(found)


def _names(knowledge: Knowledge, kind: Kind, query: str) -> Iterable[str]:
    """Give the neutral names, each once: of what is called exactly so first."""
    asked = dict.fromkeys([query.strip().strip('"'), *stems_of(query, knowledge)])
    met = (each.name for words in asked for each in find(knowledge, kind, words))
    return list(dict.fromkeys(met))[:_MOST]


def _incidents(connection: Connection, kind: Kind, name: str, person: Person) -> tuple[Facet, ...]:
    if kind == "source":
        return ()
    wanted = Filter(place=name) if kind == "place" else Filter(actor=name)
    return shown(connection, conditions(connection, wanted, person), limit=_EACH)


def _claims(connection: Connection, kind: Kind, name: str, person: Person) -> tuple[Spoken, ...]:
    return said_by(connection, name, person, _EACH) if kind == "source" else ()
