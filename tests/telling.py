"""Builders of claims and accounts for tests: what a report tells, in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from marsad.model.account import Account, Provenance
from marsad.model.claim import HarmClaim, Party, Said, Statement, Victims
from marsad.model.span import Quote, Span
from marsad.model.value import ActorRef, Count, Qualifier, SourceRef
from marsad.reconcile.fingerprint import fingerprint

WORD = Quote(Span(0, 4), "قتلى")
OBSERVATORY = SourceRef("Syrian Observatory for Human Rights", "sources/monitors/sohr", "monitor")
AGENCY = SourceRef("Agence France-Presse", "sources/agencies/afp", "agency")
LOCALS = SourceRef("local sources", "ar/attribution/sources", "local", named=False)
ARMY = ActorRef("Military Forces of Russia", "ar/actors/army", "state-military", "RU", "combatant")


def count(low: int | None, high: int | None) -> Count:
    """Give a count with the qualifier that its bounds have."""
    qualifiers: dict[tuple[bool, bool], Qualifier] = {
        (True, True): "vague",
        (False, True): "at_least",
        (True, False): "at_most",
    }
    return Count(low, high, qualifiers.get((low is None, high is None), "exact" if low == high else "range"))


def killed(id_: str, low: int | None, high: int | None = -1, status: Any = "unknown", **more: Any) -> HarmClaim:
    """Build a claim of people killed; `high` is `low` unless it is given, `by` are its sources, innermost first."""
    high = low if high == -1 else high
    by = more.pop("by", ())
    stance = more.pop("stance", "asserted")
    actor, demographic = more.pop("actor", None), more.pop("demographic", None)
    at = int(more.pop("at", 0))
    number = Quote(Span(at, at + 4), "قتلى")
    harm = HarmClaim(
        id=id_, document="", knowledge="k", outcome="killed", count=count(low, high), number=number, figure=number,
        statement=Statement(WORD, tuple(Said(source, WORD) for source in by), stance, None, None, "r"),
        victims=Victims(WORD, status, demographic, actor), scope="incident",
    )  # fmt: skip
    return replace(harm, **more)


def by(actor: ActorRef) -> tuple[Party, ...]:
    """Give an actor as the one who did it."""
    return (Party(actor, "initiator", WORD),)


def report(id_: str, *harms: HarmClaim, outlet: str | None = None, day: int | None = None, text: str = "") -> Account:
    """Build the account of one report of its own outlet, published on a day of May 2021."""
    published = date(2021, 5, day) if day else None
    provenance = Provenance(id_, id_, published, outlet or f"outlet of {id_}", None, fingerprint(text))
    return Account(f"account of {id_}", provenance, (), tuple(replace(harm, document=id_) for harm in harms))
