"""The rows of incidents and running totals: flat columns to ask, ranges as a list, and the whole as a record would keep it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

import pyarrow as pa

from marsad.engine.flat import WORKING, typed
from marsad.engine.folder import Folder
from marsad.engine.terms import terms_of
from marsad.errors import MarsadError
from marsad.export.entry import Context
from marsad.export.incidents import TABLE, rows
from marsad.export.loss import Loss
from marsad.export.seen import Job, seen
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.codec import pack
from marsad.model.incident import Bound, Incident, Range
from marsad.model.tally import Tally
from marsad.reconcile.overlay import overlay
from marsad.reconcile.view import incident
from marsad.record.building import Portion, accounts_of
from marsad.record.desk import entry

INCIDENTS = "incidents"
TALLIES = "tallies"
_RANGE = pa.struct(
    [
        ("outcome", pa.string()),
        ("group", pa.string()),
        ("rule", pa.string()),
        ("low", pa.int64()),
        ("best", pa.int64()),
        ("high", pa.int64()),
        ("sources", pa.int32()),
    ]
)
_OWN = [("ranges", pa.list_(_RANGE)), ("accounts", pa.list_(pa.string())), ("incident", pa.binary())]
_TALLY = pa.schema(
    [
        ("id", pa.string()),
        ("speaker", pa.string()),
        ("outlet", pa.string()),
        ("outcome", pa.string()),
        ("status", pa.string()),
        ("demographic", pa.string()),
        ("place", pa.string()),
        ("since", pa.date32()),
        ("states", pa.int32()),
        ("as_of", pa.date32()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("tally", pa.binary()),
    ]
)


@dataclass(frozen=True, slots=True)
class Making:
    """What the incidents of a run are made under."""

    context: Context

    @classmethod
    def of(cls, folder: Folder) -> Self:
        """Take it from the terms of the run."""
        terms = terms_of(folder)
        if terms is None:
            raise MarsadError(f"{folder.terms}: is missing; give the command of the run again")
        return cls(Context(terms.marsad, terms.knowledge))

    def job(self) -> Job:
        """Give what turns incidents into rows."""
        known = crosswalk("record")
        return Job(known, WORKING, self.context, Loss(known))


def incident_schema() -> pa.Schema:
    """Give the columns of incidents: those of the export, and the whole beside them."""
    flat = typed(crosswalk("record").tables[TABLE])
    for name, kind in _OWN:
        flat = flat.append(pa.field(name, kind))
    return flat


def incident_rows(portion: Portion, making: Making, tick: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Make the incidents of a portion, in the order of its groups."""
    job, judged = making.job(), overlay(())
    for group in portion.groups:
        told, sketches = accounts_of(group, portion)
        made = incident(told, sketches, judged)
        tick(made.id)
        for _, row in rows([seen(entry(made, told), job.profile)], job):
            yield {**row, "id": made.id, **_whole(made)}


def _whole(made: Incident) -> dict[str, Any]:
    return {"ranges": [_range(each) for each in made.ranges], "accounts": list(made.accounts), "incident": pack(made)}


def _range(found: Range) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "group": found.group,
        "rule": found.rule,
        "low": _value(found.low),
        "best": _value(found.best),
        "high": _value(found.high),
        "sources": found.sources,
    }


def _value(bound: Bound | None) -> int | None:
    return bound.value if bound else None


def tally_schema() -> pa.Schema:
    """Give the columns of running totals."""
    return _TALLY


def tally_row(tally: Tally) -> dict[str, Any]:
    """Give the row of a running total: its last state in columns, and the whole beside them."""
    last = tally.states[-1] if tally.states else None
    return {
        "id": tally.id,
        "speaker": tally.speaker.name if tally.speaker else None,
        "outlet": tally.outlet,
        "outcome": tally.outcome,
        "status": tally.status,
        "demographic": tally.demographic,
        "place": tally.place.name if tally.place else None,
        "since": tally.since,
        "states": len(tally.states),
        "as_of": last.as_of if last else None,
        "low": last.count.low if last else None,
        "high": last.count.high if last else None,
        "tally": pack(tally),
    }
