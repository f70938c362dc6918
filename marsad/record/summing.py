"""What the board keeps for running totals: what each incident comes to, and each series by what lists ask for; and the two held together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection

from marsad.export.summary import RULE
from marsad.model.incident import Incident
from marsad.model.person import Person
from marsad.model.tally import Check, Tally
from marsad.reconcile.amounts import Amount
from marsad.reconcile.itemised import compare_sum, group_of, last_of
from marsad.store.sums import Scope, put_counted, put_series, tallies_by_id, tallies_since, total


def update_sums(connection: Connection, done: int) -> None:
    """Bring the series of the board up to date with what was written after a log entry."""
    changed = tallies_since(connection, done)
    put_series(connection, changed, [series_row(each) for each in tallies_by_id(connection, changed)])


def put_sums(connection: Connection, incidents: Iterable[Incident]) -> None:
    """Put on the board what incidents come to; one without a day is of no window."""
    told = tuple(incidents)
    put_counted(connection, [each.id for each in told], [row for each in told for row in counted_rows(each)])


def counted_rows(found: Incident) -> Iterator[dict[str, object]]:
    """Give what an incident comes to, by outcome and group, under the rule of the short form."""
    if found.dating is None:
        return
    place = found.placing.place if found.placing else None
    for each in found.ranges:
        if each.rule.partition("@")[0] == RULE:
            yield {
                "incident": found.id,
                "outcome": each.outcome,
                "people": each.group,
                "country": place.country if place else None,
                "admin1": place.admin1 if place else None,
                "place": place.name if place else None,
                "spot": place.id if place else None,
                "day_first": found.dating.start.isoformat(),
                "day_last": found.dating.end.isoformat(),
                "low": each.low.value,
                "high": each.high.value,
                "open": int(each.high.open or each.high.value is None),
            }


def series_row(tally: Tally) -> dict[str, object]:
    """Give a running total as the board keeps it."""
    days = [each.as_of for each in tally.states if each.as_of]
    return {
        "tally": tally.id,
        "speaker": speaker_of(tally) or "",
        "outcome": tally.outcome,
        "people": group_of(tally),
        "country": tally.place.country if tally.place else None,
        "since": tally.since.isoformat() if tally.since else None,
        "as_of": max(days).isoformat() if days else None,
        "states": len(tally.states),
        "faults": sum(not each.holds for each in tally.checks),
    }


def speaker_of(tally: Tally) -> str | None:
    """Name who counts: a speaker, else the outlet in its own voice."""
    return tally.speaker.name if tally.speaker else tally.outlet


def scope_of(tally: Tally, person: Person) -> Scope:
    """Say which incidents a running total should be the sum of."""
    return Scope(tally.outcome, group_of(tally), tally.place, person)


def against(connection: Connection, tally: Tally, person: Person) -> Check:
    """Compare a running total with the incidents of its window, area and group, as far as a person may see them."""

    def summed(since: date, until: date) -> tuple[Amount, int]:
        found = total(connection, scope_of(tally, person), since, until)
        return Amount(found.low, found.high, found.open), found.incidents

    return compare_sum(tally, summed)


def window(tally: Tally) -> tuple[date, date] | None:
    """Give the days that a running total counts, None where it does not say."""
    last = last_of(tally)
    return (tally.since, last.as_of) if tally.since and last and last.as_of else None
