"""Publishing: the record in one format, with the head of the log that it was made at, and an entry of the log for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from marsad import __version__
from marsad.errors import MarsadError
from marsad.export.entry import Context, Entry
from marsad.export.exporting import export
from marsad.export.manifest import Manifest
from marsad.export.profile import preset
from marsad.record.desk import entries, newest_run
from marsad.store import Store
from marsad.store.log import head


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published: the format, the folder or file, the name of the profile, the day, and who does it."""

    form: str
    target: Path
    profile: str
    day: date
    actor: str


def publish(store: Store, wanted: Publication, tick: Callable[[str], None]) -> Manifest:
    """Write the record in a format; the log keeps who did, what it was, and the hash of every file, or that it was refused."""
    try:
        with store.reading() as connection:
            context = Context(__version__, newest_run(connection).knowledge, head(connection).hash, wanted.day)
            told = _ticking(entries(connection), tick)
            manifest = export(wanted.form, told, wanted.target, preset(wanted.profile), context)
    except MarsadError as refusal:
        with store.transaction(wanted.actor) as writing:
            writing.enter("REFUSED", wanted.form, {"attempt": "EXPORT", "why": str(refusal)})
        raise
    with store.transaction(wanted.actor) as writing:
        files = {made.name: made.sha256 for made in manifest.files}
        writing.enter("EXPORT", wanted.form, {"files": files, "profile": wanted.profile, "head": context.log_head})
    return manifest


def _ticking(told: Iterator[Entry], tick: Callable[[str], None]) -> Iterator[Entry]:
    for each in told:
        tick(each.incident.id)
        yield each
