"""Running totals: each speaker's series over a period, its states in order, and what is to be checked in them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marsad.model.account import Account, Provenance
from marsad.model.claim import HarmClaim
from marsad.model.judgement import Judgement
from marsad.model.tally import Tally, TallyState
from marsad.reconcile.arithmetic import checks, exclude_each_other
from marsad.reconcile.copies import outlet_of
from marsad.reconcile.itemised import compare
from marsad.reconcile.overlay import overlay
from marsad.reconcile.speakers import canonical, speaker

__all__ = ["compare", "tallies", "tally_of"]

Key = tuple[str, ...]
_ARMED = ("combatant", "police")


@dataclass(frozen=True, slots=True)
class Stated:
    """A harm claim, as persons corrected it, with the document it stands in."""

    harm: HarmClaim
    provenance: Provenance

    @property
    def as_of(self) -> date | None:
        """The last day that a total counts, where it says so; else the day that it was published."""
        when = self.harm.statement.when
        return (when.time.end if when else None) or self.provenance.published

    @property
    def said_by(self) -> Key:
        """Name the speaker: one that is not named, and an outlet of no name, is known within its outlet alone."""
        who = speaker(self.harm, {})
        if who.sort == "named":
            return ("named", who.name)
        if who.sort == "own" and self.provenance.outlet:
            return ("named", canonical(self.provenance.outlet))
        return (who.sort, outlet_of(self.provenance), who.name)

    @property
    def series(self) -> Key:
        """Name the series that a total belongs to: one speaker, outcome, group of people, area and start."""
        where, since = self.harm.statement.where, self.harm.since
        place = (where.place.id or where.place.name) if where else ""
        return (*self.said_by, *self.people, place, since.isoformat() if since else "")

    @property
    def key(self) -> str:
        """Give the id of the tally that the series is."""
        return hashlib.sha256("\0".join(self.series).encode()).hexdigest()[:16]

    @property
    def people(self) -> Key:
        """Name what came to whom: the outcome, and the people as far as they are told from others."""
        victims = self.harm.victims
        actor = victims.actor.name if victims.actor and victims.status in _ARMED else ""
        return (self.harm.outcome, victims.status, victims.demographic or "", actor)

    @property
    def news(self) -> Key:
        """Name what a report says of single occasions that may have added to a total of its speaker and people."""
        return (self.provenance.document, *self.said_by, *self.people)


def tallies(accounts: Iterable[Account], judgements: Iterable[Judgement] = ()) -> tuple[Tally, ...]:
    """Give the running totals that the accounts tell, one for each series, in the order of their ids.

    Two speakers are never merged, nor two starts: a count that begins anew is a series of its own.
    """
    stated = _stated(accounts, judgements)
    totals = [each for each in stated if each.harm.scope == "cumulative"]
    of = {each.harm.id: each.series for each in totals}
    series: defaultdict[Key, list[Stated]] = defaultdict(list)
    for each in totals:
        if of.get(each.harm.part_of or "") != each.series:  # some of the people of a total are no later state of it
            series[each.series].append(each)
    parts: defaultdict[str, list[HarmClaim]] = defaultdict(list)
    for each in totals:
        if each.harm.part_of:
            parts[each.harm.part_of].append(each.harm)
    daily = _daily(stated)
    return tuple(sorted((_tally(series[key], parts, daily) for key in series), key=lambda tally: tally.id))


def tally_of(harm: HarmClaim, provenance: Provenance) -> str:
    """Give the id of the tally that a running total belongs to."""
    return Stated(harm, provenance).key


def _stated(accounts: Iterable[Account], judgements: Iterable[Judgement]) -> list[Stated]:
    """Give every harm claim that stands, once, oldest first."""
    judged = overlay(judgements)
    found = {
        harm.id: Stated(harm, account.provenance)
        for account in accounts
        for harm in map(judged.on, account.harms)
        if harm.statement.stance != "denied" and harm.id not in judged.rejected
    }
    return sorted(found.values(), key=lambda each: (each.as_of or date.min, each.provenance.document, each.harm.id))


def _daily(stated: Iterable[Stated]) -> Mapping[Key, list[HarmClaim]]:
    """Give what a report says of single occasions, by document, speaker and people: what a day added to a total is among it."""
    found: defaultdict[Key, list[HarmClaim]] = defaultdict(list)
    for each in stated:
        if each.harm.scope == "incident" and each.harm.part_of is None:
            found[each.news].append(each.harm)
    return found


def _tally(
    stated: Sequence[Stated], parts: Mapping[str, list[HarmClaim]], daily: Mapping[Key, list[HarmClaim]]
) -> Tally:
    first = stated[0]
    harm, victims = first.harm, first.harm.victims
    return Tally(
        id=first.key,
        speaker=next((each.harm.statement.sources[0].source for each in stated if each.harm.statement.sources), None),
        outlet=_outlet(stated),
        outcome=harm.outcome,
        status=victims.status,
        demographic=victims.demographic,
        actor=victims.actor if victims.status in _ARMED else None,
        place=harm.statement.where.place if harm.statement.where else None,
        since=harm.since,
        states=tuple(_state(each, parts.get(each.harm.id, ())) for each in stated),
        checks=checks(
            [(each.as_of, each.harm) for each in stated],
            parts,
            {each.harm.id: daily.get(each.news, []) for each in stated},
        ),
    )


def _outlet(stated: Sequence[Stated]) -> str | None:
    """Give the outlet of a total that nobody is named for."""
    first = stated[0]
    named = any(each.harm.statement.sources for each in stated) and first.said_by[0] == "named"
    return None if named else first.provenance.outlet


def _state(stated: Stated, parts: Sequence[HarmClaim]) -> TallyState:
    found = tuple(sorted(part.id for part in parts))
    return TallyState(
        stated.as_of, stated.harm.count, stated.harm.id, stated.provenance.document, found, exclude_each_other(parts)
    )
