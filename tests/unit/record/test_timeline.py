"""Time: what happened, what was read, and what can't be told apart."""

from __future__ import annotations

from datetime import date

from marsad.record.timeline import timeline
from marsad.store.mapping import Counted, Days


def told(first: str, last: str | None = None, incidents: int = 1, low: int = 0, high: int = 0) -> Days:
    return Days(first, last or first, Counted(incidents, low, high, 0))


def test_an_empty_day_that_was_read_is_told_from_one_that_was_not() -> None:
    found = timeline([told("2018-05-01")], {"2018-05-01": 2, "2018-05-02": 1, "2018-05-04": 1})
    assert found is not None
    assert [(each.sure, each.read) for each in found.buckets] == [(1, 1), (0, 1), (0, 0), (0, 1)]


def test_what_is_dated_more_loosely_than_a_bucket_is_kept_apart() -> None:
    days = [told("2018-05-07", "2018-05-09"), told("2018-05-07", "2018-05-20")]
    found = timeline(days, {"2018-05-07": 1}, "week")
    assert found is not None
    bucket = found.buckets[0]
    assert (bucket.start.isoformat(), bucket.sure, bucket.loose) == ("2018-05-07", 1, 1)


def test_a_lone_old_day_does_not_stretch_the_window_and_is_counted() -> None:
    found = timeline([told("1967-06-05", incidents=3), told("2018-05-02")], {"2018-05-01": 1, "2018-05-03": 1})
    assert found is not None
    assert (found.buckets[0].start, len(found.buckets), found.earlier) == (date(2018, 5, 1), 3, 3)


def test_a_window_of_centuries_is_not_drawn_day_by_day() -> None:
    found = timeline([told("2018-05-02")], {}, "day", date(1, 1, 1), date(9999, 12, 31))
    assert found is not None
    assert (found.step, len(found.buckets)) == ("month", 201 * 12)


def test_every_incident_is_in_a_bucket_or_counted_beside_them() -> None:
    days = [told("2016-01-01"), told("2018-04-01", "2018-05-02"), told("2018-05-02", incidents=4), told("2030-01-01")]
    for step in ("day", "week", "month"):
        found = timeline(days, {"2018-05-01": 1}, step)
        assert found is not None
        assert sum(each.sure + each.loose for each in found.buckets) + found.earlier + found.later == 7


def test_nothing_read_and_nothing_told_is_no_timeline() -> None:
    assert timeline([], {}) is None
