"""The one entry: incidents in, files out, with a loss report and a manifest; files appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from marsad.errors import MarsadError
from marsad.export.entry import Context, Entry
from marsad.export.formats import Format, format_of
from marsad.export.loss import Loss
from marsad.export.manifest import FileMade, Manifest
from marsad.export.profile import Profile
from marsad.export.seen import Job, Seen, seen
from marsad.export.writing import RowWriter, hash_of, writer_for
from marsad.knowledge.crosswalk import crosswalk

_ENDINGS = (".csv", ".jsonl", ".json", ".geojson", ".parquet")


@dataclass(slots=True)
class _Gathered:
    """What the manifest says of the record: the rules of its ranges and the knowledge that read its claims."""

    rules: set[str] = field(default_factory=set)
    knowledge: set[str] = field(default_factory=set)
    claims: int = 0


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the files go: a folder, or one file whose report and manifest stand beside it under its name."""

    folder: Path
    stem: str

    def name(self, table: str, form: Format) -> str:
        """Give the name of a table's file."""
        return f"{self.stem}.{form.ending}" if self.stem else f"{table}.{form.ending}"

    def beside(self, report: str) -> str:
        """Give the name of a report on the export."""
        return f"{self.stem}.{report}" if self.stem else report


def export(format_name: str, entries: Iterable[Entry], target: Path, profile: Profile, context: Context) -> Manifest:
    """Write incidents in a format, and give the manifest, which is written last.

    `target` is a folder, or for a format of one table the file itself. The same entries in the same order give the same bytes.
    """
    form = format_of(format_name)
    place = _place(target, form)
    known = crosswalk(form.crosswalk)
    job = Job(known, profile, context, Loss(known))
    drafts = _Drafts(place.folder)
    try:
        gathered = _Gathered()
        made = _tables(_seen(entries, job, gathered), job, form, place, drafts)
        made.append(_loss(job, form, place, drafts))
        manifest = _manifest(job, form, gathered, made)
        drafts.settle(place.beside("manifest.json"), manifest.json())
    except OSError as fault:
        raise MarsadError(f"{place.folder}: can't be written: {fault.strerror or fault}") from fault
    finally:
        drafts.clear()
    return manifest


def _place(target: Path, form: Format) -> _Target:
    if target.is_dir() or target.suffix not in _ENDINGS:
        return _Target(target, "")
    if target.suffix != f".{form.ending}":
        raise MarsadError(f"{target.name}: {form.name} is written as .{form.ending}; name such a file, or a folder")
    if len(form.tables) > 1:
        raise MarsadError(f"{target.name}: {form.name} has {len(form.tables)} tables; name a folder for them")
    return _Target(target.parent, target.stem)


def _seen(entries: Iterable[Entry], job: Job, gathered: _Gathered) -> Iterator[Seen]:
    for entry in entries:
        job.loss.entries += 1
        gathered.claims += len(entry.incident.claims)
        gathered.rules.update(found.rule for found in entry.incident.ranges)
        gathered.knowledge.update(claim.knowledge for claim in entry.told)
        yield seen(entry, job.profile)


def _tables(incidents: Iterator[Seen], job: Job, form: Format, place: _Target, drafts: _Drafts) -> list[FileMade]:
    names = {table: place.name(table, form) for table in form.tables}
    columns = {table: job.crosswalk.tables.get(table, ()) for table in form.tables}
    writers: dict[str, RowWriter] = {
        table: writer_for(drafts.path(name), name, columns[table], mark=job.profile.mark)
        for table, name in names.items()
    }
    try:
        for table, row in form.rows(incidents, job):
            writers[table].write(row)
    finally:
        ended = {table: writer.close() for table, writer in writers.items()}
    return [FileMade(names[table], *ended[table], writers[table].rows) for table in form.tables]


def _loss(job: Job, form: Format, place: _Target, drafts: _Drafts) -> FileMade:
    name = place.beside("loss.json")
    data = msgspec.json.format(msgspec.json.encode({**job.loss.report(), "format": form.name}), indent=1) + b"\n"
    path = drafts.path(name)
    path.write_bytes(data)
    return FileMade(name, hash_of(path), len(data), None)


def _manifest(job: Job, form: Format, gathered: _Gathered, made: list[FileMade]) -> Manifest:
    context = job.context
    counts = {"incidents": job.loss.entries, "claims": gathered.claims, "left_out": job.loss.left_out}
    return Manifest(
        form.name,
        context.marsad,
        tuple(sorted({*gathered.knowledge, context.knowledge})),
        tuple(sorted(gathered.rules)),
        context.log_head,
        context.day.isoformat() if context.day else None,
        job.profile,
        {**counts, "rows": sum(each.rows or 0 for each in made)},
        tuple(made),
    )


class _Drafts:
    """Files under other names until all of them are whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drafts: dict[str, Path] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise MarsadError(f"{folder}: can't be made a folder: {fault.strerror}") from fault

    def path(self, name: str) -> Path:
        """Give where a file is written for now."""
        return self._drafts.setdefault(name, self._folder / f".{name}.{os.getpid()}.part")

    def settle(self, manifest: str, data: bytes) -> None:
        """Put every file in its place, the manifest last; one of an older export goes first, for it speaks of other files."""
        self.path(manifest).write_bytes(data)
        for draft in self._drafts.values():
            _flush(draft)
        with suppress(FileNotFoundError):
            (self._folder / manifest).unlink()
        for name in sorted(self._drafts, key=lambda name: name == manifest):
            self._drafts[name].replace(self._folder / name)

    def clear(self) -> None:
        """Take away what did not get to its place."""
        for draft in self._drafts.values():
            with suppress(OSError):
                draft.unlink()


def _flush(path: Path) -> None:
    """Make sure that a file is on the disk and not only on its way."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
