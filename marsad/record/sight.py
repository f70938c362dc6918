"""An incident laid out for a person: its claims side by side by source, its ranges under every rule, and the claims behind each end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from marsad.export.entry import Claim, Entry
from marsad.export.grades import harm_status, strike_status
from marsad.export.profile import Profile
from marsad.export.seen import seen
from marsad.export.summary import has_harm
from marsad.model.account import Provenance
from marsad.model.claim import HarmClaim
from marsad.model.incident import Incident, Range, Voice
from marsad.reconcile.rules import RULES
from marsad.record.second import Otherwise, otherwise
from marsad.store.claims import claims_ever
from marsad.store.documents import provenances
from marsad.store.shown import Standing, standings

WHOLE = Profile("record", grid=0, finest="site", private=True)
"""What people who work here see of an incident: all of it."""

_CITING = ("low", "best", "high")


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as the page shows it: its number on the page, its report, how far its review is, and why no range counts it.

    `second` is how second readers read it otherwise.
    """

    number: int
    claim: Claim
    account: str | None
    provenance: Provenance
    standing: Standing | None
    left_out: str | None
    second: tuple[Otherwise, ...] = ()

    @property
    def is_harm(self) -> bool:
        """Say whether it counts people."""
        return isinstance(self.claim, HarmClaim)


@dataclass(frozen=True, slots=True)
class Column:
    """An independent source with all that goes back to it; `name` is None where it is an outlet's own word."""

    voice: Voice
    name: str | None
    outlets: tuple[str, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One outcome and group of people with its range under each rule, in the order of the rules; None where a rule gives none."""

    outcome: str
    group: str
    ranges: tuple[Range | None, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """An incident with all that its page shows; `missing` are claims of it that were taken out of the record."""

    incident: Incident
    told: tuple[Told, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    grade: str | None
    strike: str | None
    missing: int

    @property
    def numbers(self) -> Mapping[str, int]:
        """Give the number that each claim has on the page."""
        return {each.claim.id: each.number for each in self.told}

    @property
    def accounts(self) -> tuple[tuple[str, tuple[Told, ...]], ...]:
        """Give the accounts with their claims, in the order of the incident."""
        return tuple((key, tuple(each for each in self.told if each.account == key)) for key in self.incident.accounts)


def sight(connection: Connection, incident: Incident) -> Sight:
    """Lay out an incident, of now or of an earlier time; its claims are looked up by id, whichever reading they are of."""
    claims = {claim.id: (account, claim) for account, claim in claims_ever(connection, incident.claims)}
    whence = {each.document: each for each in provenances(connection, incident.documents)}
    there = [key for key in incident.claims if key in claims and claims[key][1].document in whence]
    state, left = standings(connection, there), {each.claim: each.reason for each in incident.left_out}
    second = otherwise(connection, [claims[key][1] for key in there])
    told = tuple(
        Told(
            n, claim, account, whence[claim.document], state.get(claim.id), left.get(claim.id), second.get(claim.id, ())
        )
        for n, (account, claim) in enumerate((claims[key] for key in there), 1)
    )
    whole = seen(Entry(incident, {each.claim.id: each.claim for each in told}, whence), WHOLE)
    return Sight(
        incident,
        told,
        _columns(incident, told),
        _lines(incident),
        harm_status(whole) if has_harm(incident) else None,
        strike_status(whole) if incident.kind else None,
        len(incident.claims) - len(there),
    )


def _columns(incident: Incident, told: Iterable[Told]) -> tuple[Column, ...]:
    """Give the sources, those with most claims of harm first."""
    by_id = {each.claim.id: each for each in told}
    found = [_column(voice, [by_id[key] for key in voice.claims if key in by_id]) for voice in incident.voices]
    return tuple(sorted(found, key=lambda each: (-sum(one.is_harm for one in each.told), -len(each.told))))


def _column(voice: Voice, told: list[Told]) -> Column:
    outlets = tuple(dict.fromkeys(each.provenance.outlet for each in told if each.provenance.outlet))
    ordered = sorted(told, key=lambda each: (not each.is_harm, each.number))
    return Column(voice, voice.origin.name if voice.origin else None, outlets, tuple(ordered))


def _lines(incident: Incident) -> tuple[Line, ...]:
    found = {(each.outcome, each.group, each.rule): each for each in incident.ranges}
    lines = dict.fromkeys((each.outcome, each.group) for each in incident.ranges)
    return tuple(
        Line(outcome, group, tuple(found.get((outcome, group, rule.name)) for rule in RULES))
        for outcome, group in lines
    )
