"""ACLED's event layout: one row an event, the most conservative number of dead, and no id that looks like ACLED's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from marsad.export.entry import Row
from marsad.export.figures import LOWEST
from marsad.export.losing import note_losses
from marsad.export.notes import notes
from marsad.export.seen import Job, Seen, unset
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.incident import Kind
from marsad.model.value import ActorRef

TABLE = "events"
_SAME = ("event_date", "location", "actor1", "actor2", "event_type", "sub_event_type")
_WHERE = ("latitude", "longitude", "admin1", "country")
_STATES = ("state", "state-military", "state-police")
_CIVILIANS = "civilians"


def rows(incidents: Iterable[Seen], job: Job) -> Iterator[tuple[str, Row]]:
    """Give ACLED's rows by day; incidents that ACLED would take as one event stand in one row."""
    events: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for seen in incidents:
        reason = _refused(seen, job)
        if reason:
            job.loss.leave_out(reason, seen.id)
            continue
        row = _row(seen, job)
        events.setdefault(tuple(row[name] for name in (*_SAME, *_WHERE)), []).append(row)
        note_losses(seen, job)
    joined = [_aggregated(same, job) for same in events.values()]
    joined.sort(key=lambda row: (str(row["event_date"]), str(row["event_id_cnty"])))
    yield from ((TABLE, row) for row in _told_apart(joined))


def _told_apart(events: list[dict[str, object]]) -> Iterator[Row]:
    """Give each event a location that tells it from others of its day: places of one name carry their province, or a number."""
    names = Counter(tuple(row[name] for name in _SAME) for row in events)
    taken: Counter[tuple[object, ...]] = Counter()
    for row in events:
        if names[tuple(row[name] for name in _SAME)] > 1:
            row["location"] = f"{row['location']} - {row['admin1'] or row['country'] or 'unknown province'}"
        taken[key := tuple(row[name] for name in _SAME)] += 1
        if taken[key] > 1:
            row["location"] = f"{row['location']} ({taken[key]})"
        yield row


def _refused(seen: Seen, job: Job) -> str | None:
    """Give the reason for which an incident can't be a row, None where it can."""
    reason = unset(seen, job.crosswalk.number("month_days"))
    if reason:
        return reason
    if seen.entry.incident.kind is None:
        return "no kind of act"
    if "killed" in seen.figures.held:
        return "small number"
    return "number not known" if _fatalities(seen, job) is None else None


def _fatalities(seen: Seen, job: Job) -> int | None:
    """Give the most conservative number; nobody is said to be killed is 0, killed without a number is not known."""
    if not seen.figures.tells("killed"):
        return 0
    known = seen.figures.best("killed", "all", LOWEST)
    unknown = job.crosswalk.settings["unknown_number"].value
    return known if known is not None or not unknown else int(unknown)


def _row(seen: Seen, job: Job) -> dict[str, object]:
    return {
        "event_id_cnty": seen.id,
        **_time(seen, job),
        **_kind(seen, job),
        **_actors(seen, job),
        **_place(seen, job),
        "source": "; ".join(seen.outlets),
        "notes": notes(seen, LOWEST),
        "fatalities": _fatalities(seen, job),
        "timestamp": _timestamp(job.context.day),
    }


def _timestamp(day: date | None) -> int | None:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) if day else None


def _time(seen: Seen, job: Job) -> dict[str, object]:
    dating = seen.entry.incident.dating
    assert dating is not None  # noqa: S101  `_refused` has seen to it
    days = (dating.end - dating.start).days + 1
    day, precision = dating.start, 1 if days == 1 and dating.basis == "stated" else 2
    if days > job.crosswalk.number("week_days"):
        middle = dating.start + timedelta(days=days // 2)
        day, precision = middle.replace(day=job.crosswalk.number("month_mid_point")), 3
    return {"event_date": day, "year": day.year, "time_precision": precision}


def _kind(seen: Seen, job: Job) -> dict[str, object]:
    kind = seen.entry.incident.kind
    assert kind is not None  # noqa: S101  `_refused` has seen to it
    targeted = job.crosswalk.to("targeting", kind.type)
    aimed = targeted == "always" or (targeted == "civilians alone" and _civilians_alone(seen, kind))
    return {
        "disorder_type": job.crosswalk.to("disorder_type", kind.sub_type),
        "event_type": job.crosswalk.to("event_type", kind.sub_type),
        "sub_event_type": kind.sub_type,
        "civilian_targeting": next(iter(job.crosswalk.lists("civilian_targeting"))) if aimed else "",
    }


def _civilians_alone(seen: Seen, kind: Kind) -> bool:
    against = seen.second or _harmed(seen, kind.type)
    return bool(against) and all(actor.kind == _CIVILIANS for actor in against)


def _actors(seen: Seen, job: Job) -> dict[str, object]:
    """Fill the two sides; one that no claim names is written as ACLED writes it, civilians where civilians were harmed."""
    kind = seen.entry.incident.kind
    type_ = kind.type if kind else ""
    unnamed = job.crosswalk.to("unnamed", type_)
    first = seen.first or ((ActorRef(unnamed, kind=job.crosswalk.to("unnamed_kind", type_)),) if unnamed else ())
    second = seen.second or _harmed(seen, type_)
    if not first:
        first, second = second, ()
    inter = [_inter(side[0], seen, job) if side else "0" for side in (first, second)]
    return {
        "actor1": _name(first[0], seen) if first else "",
        "assoc_actor_1": "; ".join(_name(actor, seen) for actor in first[1:]),
        "inter1": int(inter[0]) if first else None,
        "actor2": _name(second[0], seen) if second else "",
        "assoc_actor_2": "; ".join(_name(actor, seen) for actor in second[1:]),
        "inter2": int(inter[1]) if first else None,
        "interaction": _interaction(inter, seen, job) if first else None,
    }


def _harmed(seen: Seen, type_: str) -> tuple[ActorRef, ...]:
    told = type_ == "Violence against civilians" or seen.civilians_harmed
    return (ActorRef("Civilians", kind=_CIVILIANS),) if told and type_ not in ("Protests", "Riots") else ()


def _name(actor: ActorRef, seen: Seen) -> str:
    """Give an actor's name; groups that have none of their own carry the country behind it."""
    plain = actor.kind in (_CIVILIANS, "unidentified", "protesters", "rioters")
    return f"{actor.name} ({seen.country})" if plain and seen.country and "(" not in actor.name else actor.name


def _inter(actor: ActorRef, seen: Seen, job: Job) -> str:
    country = seen.spot.country if seen.spot else None
    if actor.kind in _STATES and actor.country and country and actor.country != country:
        return job.crosswalk.settings["foreign_inter"].value
    known = job.crosswalk.to("inter", actor.kind)
    if not known:
        job.loss.lose("actor of unknown kind", seen.id)
    return known or job.crosswalk.settings["unknown_inter"].value


def _interaction(inter: list[str], seen: Seen, job: Job) -> int | None:
    made = interaction(*inter)
    if made not in job.crosswalk.lists("interaction"):
        job.loss.lose("unlisted interaction", seen.id)
        return None
    return int(made)


def interaction(first: str, second: str) -> str:
    """Join two codes to one, the smaller first; a side that stands alone has a nought behind it."""
    return f"{first}0" if second == "0" else "".join(sorted((first, second)))


def _place(seen: Seen, job: Job) -> dict[str, object]:
    spot, countries = seen.spot, crosswalk("countries")
    assert spot is not None  # noqa: S101  `_refused` has seen to it
    code = countries.to("numeric", spot.country)
    return {
        "iso": int(code) if code else None,
        "region": countries.to("acled_region", spot.country),
        "country": seen.country,
        "admin1": spot.admin1,
        "location": spot.name,
        "latitude": spot.lat,
        "longitude": spot.lon,
        "geo_precision": _precision(seen),
    }


def _precision(seen: Seen) -> int:
    spot = seen.spot
    if spot is None or spot.precision in ("province", "country") or spot.blur > _NEAR_KM:
        return 3
    return 1 if spot.precision in ("site", "town") and spot.exact and not spot.blur else 2


_NEAR_KM = 25.0


_NOTED = 10
"""So many notes stand in a joined row: a spreadsheet's cell holds 32,767 letters."""


def _aggregated(same: list[dict[str, object]], job: Job) -> dict[str, object]:
    """Join the rows that ACLED would not tell apart; their dead are added, for they are different incidents."""
    if len(same) == 1:
        return same[0]
    same = sorted(same, key=lambda row: str(row["event_id_cnty"]))
    names = tuple(str(row["event_id_cnty"]) for row in same)
    job.loss.aggregate(names[0], names)
    return {
        **same[0],
        "time_precision": max(int(str(row["time_precision"])) for row in same),
        "geo_precision": max(int(str(row["geo_precision"])) for row in same),
        "fatalities": sum(int(str(row["fatalities"])) for row in same),
        "source": "; ".join(dict.fromkeys(name for row in same for name in str(row["source"]).split("; ") if name)),
        "notes": " ".join(
            [f"{len(same)} incidents of one day, place, kind and pair of actors; the loss report lists them."]
            + [str(row["notes"]) for row in same[:_NOTED]]
        ),
    }
