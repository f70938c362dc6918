"""Incidents and running totals of a run, straight from its parts: linked in memory by their sketches, made out of the parts bucket by bucket."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from marsad.engine.flat import parquet
from marsad.engine.folder import DRAFT, Folder, put, unwritable
from marsad.engine.incidents import INCIDENTS, TALLIES, Making, incident_rows, incident_schema, tally_row, tally_schema
from marsad.engine.load import checked, documents
from marsad.engine.lock import alone
from marsad.engine.manifest import Made
from marsad.engine.packed import Linked, linked
from marsad.errors import MarsadError
from marsad.model.account import Account, Provenance
from marsad.model.codec import pack, unpack
from marsad.model.tally import Tally
from marsad.reconcile.block import links
from marsad.reconcile.cluster import cluster
from marsad.reconcile.decisions import verdicts
from marsad.reconcile.sketch import Sketch
from marsad.reconcile.tallies import tallies
from marsad.record.building import Portion
from marsad.record.filed import sketched
from marsad.store.batches import batches
from marsad.store.claims import ClaimPayload

_BUCKET = 4000
"""Incidents whose accounts are in memory together, and of which one part is made."""
Groups = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """An account on its way to its bucket, with its claims."""

    id: str
    payload: bytes
    claims: tuple[ClaimPayload, ...]


@dataclass(slots=True)
class _Sums:
    """What running totals are made of: of each document that tells of one, all its harms; a document is called by its first name."""

    told: dict[str, Account] = field(default_factory=dict)
    series: set[str] = field(default_factory=set)

    def add(self, row: dict[str, Any], found: Linked) -> None:
        """Take a document in, if it tells of a running total."""
        if not found.series:
            return
        self.series.update(found.series.values())
        key, published = str(row["id"]), row["published"]
        whence = Provenance(
            key,
            row["name"],
            published if isinstance(published, date) else None,
            row["outlet"],
            row["url"],
            media=row["media"],
        )
        self.told.setdefault(key, Account(key, whence, (), found.harms(), foreground=False))

    def tallies(self) -> list[Tally]:
        """Give the running totals, in the order of their ids."""
        told = [self.told[key] for key in sorted(self.told)]
        return sorted((each for each in tallies(told, ()) if each.id in self.series), key=lambda each: each.id)


def reconcile(folder: Folder, out: Path, tick: Callable[[str], None]) -> tuple[int, int]:
    """Write the incidents and running totals of a run; give their numbers."""
    made = list(checked(folder))
    try:
        for table in (INCIDENTS, TALLIES):
            (out / table).mkdir(parents=True, exist_ok=True)
        with alone(out), tempfile.TemporaryDirectory(prefix=DRAFT, dir=out) as drafts:
            sums = _Sums()
            groups = _groups(folder, made, sums)
            if list(checked(folder)) != made:
                raise _changed(folder)
            _part_out(folder, made, groups, Path(drafts))
            found = _write(out, (_portions(groups, Path(drafts))), folder, tick)
            return found, _write_tallies(out, sums.tallies())
    except OSError as fault:
        raise unwritable(out, fault) from fault


def _changed(folder: Folder) -> MarsadError:
    return MarsadError(f"{folder.path}: was changed while it was read; wait until the run there is finished")


def _groups(folder: Folder, made: Iterable[Made], sums: _Sums) -> Groups:
    """Group all accounts by what they tell of, in the order in which they come in the parts."""
    sketches: dict[str, Sketch] = {}
    came: dict[str, int] = {}
    for row, found in _readings(folder, made, ["id", "name", "published", "outlet", "url", "media", "reading"]):
        sums.add(row, found)
        for account in found.accounts:
            sketches[account.id] = sketched(account.payload)
            came.setdefault(account.id, len(came))
    joined = cluster(sketches, links(sketches), verdicts(()))
    return sorted(joined, key=lambda group: min(came[each] for each in group))


def _readings(folder: Folder, made: Iterable[Made], columns: list[str]) -> Iterator[tuple[dict[str, Any], Linked]]:
    for each in made:
        for row in documents(folder, each, columns):
            yield row, linked(row["reading"])


def _part_out(folder: Folder, made: Iterable[Made], groups: Groups, drafts: Path) -> None:
    """Write each account into the bucket of its group; what came again under another name stands behind what came before."""
    bucket_of = {key: at // _BUCKET for at, group in enumerate(groups) for key in group}
    for several in batches(_readings(folder, made, ["reading"]), 500):
        lines: defaultdict[int, list[bytes]] = defaultdict(list)
        for _, found in several:
            told = found.told()
            for each in found.accounts:
                claims = tuple(told[key] for key in each.claims)
                lines[bucket_of[each.id]].append(pack(_Kept(each.id, each.payload, claims)))
        for bucket, some in lines.items():
            with (drafts / str(bucket)).open("ab") as file:
                file.writelines(line + b"\n" for line in some)


def _portions(groups: Groups, drafts: Path) -> Iterator[Portion]:
    """Give the groups of each bucket with what there is of their accounts."""
    for at, some in enumerate(batches(groups, _BUCKET)):
        accounts: dict[str, bytes] = {}
        claims: dict[str, tuple[ClaimPayload, ...]] = {}
        with (drafts / str(at)).open("rb") as file:
            for line in file:
                kept = unpack(_Kept, line)
                accounts[kept.id], claims[kept.id] = kept.payload, kept.claims
        yield Portion(some, accounts, claims)


def _write(out: Path, portions: Iterator[Portion], folder: Folder, tick: Callable[[str], None]) -> int:
    making, count, parts = Making.of(folder), 0, 0
    for portion in portions:
        rows = list(incident_rows(portion, making, tick))
        put(out / INCIDENTS / f"part-{parts:05}.parquet", parquet(rows, incident_schema()))
        count, parts = count + len(rows), parts + 1
    if not parts:
        put(out / INCIDENTS / "part-00000.parquet", parquet([], incident_schema()))
    for number in Folder(out).numbers(INCIDENTS):
        if number >= max(parts, 1):
            Folder(out).part(INCIDENTS, number).unlink()
    return count


def _write_tallies(out: Path, found: list[Tally]) -> int:
    put(out / TALLIES / "part-00000.parquet", parquet(map(tally_row, found), tally_schema()))
    return len(found)
