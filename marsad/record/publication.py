"""Preparing a publication: the record in the formats asked for, each checked, and what it corrects of the one before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from marsad import __version__
from marsad.errors import MarsadError
from marsad.export.entry import Context, Entry
from marsad.export.exporting import export
from marsad.export.figures import WIDEST
from marsad.export.formats import format_of
from marsad.export.grades import harm_status
from marsad.export.profile import Profile, preset
from marsad.export.seen import Seen, seen
from marsad.export.validating import validate
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.person import Person
from marsad.record.desk import entries, newest_run
from marsad.store.batches import batches
from marsad.store.listing import incidents_after
from marsad.store.log import head

_AT_ONCE = 200
_OPEN = Person("the public", "the public", "reader")
Shot = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """What is asked for: a title in both languages, the profile, the grading vocabulary, the formats, and the day."""

    title_en: str
    title_ar: str
    profile: Profile
    grading: str
    formats: tuple[str, ...]
    day: date

    def plain(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {**asdict(self), "day": self.day.isoformat(), "formats": list(self.formats)}


def edition(said: Mapping[str, Any]) -> Edition:
    """Give back what `Edition.plain` wrote."""
    profile = Profile(**said["profile"])
    return Edition(
        said["title_en"],
        said["title_ar"],
        profile,
        said["grading"],
        tuple(said["formats"]),
        date.fromisoformat(said["day"]),
    )


def check_edition(wanted: Edition) -> None:
    """Refuse what can't be made, before anything is."""
    if not wanted.formats:
        raise MarsadError("choose at least one format")
    for name in wanted.formats:
        format_of(name)
    gradings = crosswalk("gradings").maps
    if wanted.grading not in gradings:
        raise MarsadError(f"no grading vocabulary is called {wanted.grading!r}: there are {', '.join(gradings)}")
    if not (wanted.title_en.strip() and wanted.title_ar.strip()):
        raise MarsadError("a publication needs its title in Arabic and in English")


def open_entries(connection: Connection) -> Iterator[Entry]:
    """Give the incidents that rest on no report of a closed collection, in the order of their ids."""
    after = ""
    while found := incidents_after(connection, _OPEN, after, _AT_ONCE):
        yield from entries(connection, found)
        after = found[-1].id


def make(connection: Connection, wanted: Edition, folder: Path, tick: Callable[[str], None]) -> dict[str, Any]:
    """Write every format into a folder of its own, check each, and give their manifests, losses and flaws."""
    context = Context(__version__, newest_run(connection).knowledge, head(connection).hash, wanted.day)
    made: dict[str, Any] = {"log_head": context.log_head, "knowledge": context.knowledge, "formats": {}}
    for name in wanted.formats:
        tick(name)
        manifest = export(name, open_entries(connection), folder / name, wanted.profile, context)
        loss = json.loads((folder / name / "loss.json").read_text(encoding="utf-8"))
        flaws = [str(flaw) for flaw in validate(name, folder / name)]
        made["formats"][name] = {
            "files": [asdict(each) for each in manifest.files],
            "counts": dict(manifest.counts),
            "rules": list(manifest.rules),
            "lost": [{"what": each["what"], "why": each["why"], "count": each["count"]} for each in loss["lost"]],
            "left_out": [{"why": each["why"], "count": each["count"]} for each in loss["left_out"]],
            "flaws": flaws,
        }
    return made


def shots(connection: Connection, wanted: Edition) -> Iterator[tuple[Seen, Shot]]:
    """Give each incident as the profile lets it be seen, with what the public page says of it."""
    for batch in batches(open_entries(connection), _AT_ONCE):
        for each in batch:
            shown = seen(each, wanted.profile)
            yield shown, shot(shown, wanted)


def shot(shown: Seen, wanted: Edition) -> Shot:
    """Give what the public page says of an incident: days, place, kind, numbers, doers, sources, grade."""
    dating, kind, spot, figures = shown.entry.incident.dating, shown.entry.incident.kind, shown.spot, shown.figures
    grade = harm_status(shown)
    return {
        "day": dating.start.isoformat() if dating else None,
        "day_end": dating.end.isoformat() if dating else None,
        "day_stated": bool(shown.stated),
        "place": spot.name if spot else None,
        "admin1": spot.admin1 if spot else None,
        "country": spot.country if spot else None,
        "precision": spot.precision if spot else None,
        "lat": spot.lat if spot else None,
        "lon": spot.lon if spot else None,
        "type": kind.sub_type if kind else None,
        "killed": [figures.low("killed", "all", WIDEST), figures.high("killed", "all", WIDEST)],
        "civilians": [figures.low("killed", "civilian", WIDEST), figures.high("killed", "civilian", WIDEST)],
        "injured": [figures.low("injured", "all", WIDEST), figures.high("injured", "all", WIDEST)],
        "held": sorted(figures.held),
        "doers": [actor.name for actor in shown.first],
        "sources": len(shown.entry.incident.voices),
        "reports": len(shown.documents),
        "outlets": list(shown.outlets),
        "grade": graded(grade, wanted.grading),
    }


def graded(grade: str, grading: str) -> str:
    """Give a grade in the words of a vocabulary; each word and its reason stand in `gradings.yaml`."""
    return crosswalk("gradings").maps[grading].values[grade]


_TOLD = ("day", "day_end", "place", "type", "killed", "civilians", "injured", "doers", "grade")


def differences(
    before: Mapping[str, Shot], after: Mapping[str, Shot]
) -> Iterator[tuple[str, Shot | None, Shot | None]]:
    """Give the incidents that an earlier publication told otherwise, or that are told no more; new ones are no corrections."""
    for key in sorted(before):
        now, then = after.get(key), before[key]
        if now is None:
            yield key, _part(then, _TOLD), None
        else:
            changed = [name for name in _TOLD if then.get(name) != now.get(name)]
            if changed:
                yield key, _part(then, changed), _part(now, changed)


def _part(shot: Shot, names: Sequence[str]) -> Shot:
    return {name: shot.get(name) for name in names}


def profile_of(name: str, changes: Mapping[str, Any]) -> Profile:
    """Give a preset with some of its values changed; the name says so."""
    base = preset(name)
    other = {key: value for key, value in changes.items() if value is not None and getattr(base, key) != value}
    return replace(base, **other, name=f"{name}, changed") if other else base


def by_month(found: Iterable[tuple[str, Shot]]) -> dict[str, list[tuple[str, Shot]]]:
    """Part incidents by month, the newest first; those without a day stand under an empty name."""
    months: dict[str, list[tuple[str, Shot]]] = {}
    for key, each in sorted(found, key=lambda one: (one[1]["day"] or "", one[0]), reverse=True):
        months.setdefault((each["day"] or "")[:7], []).append((key, each))
    return months
