"""Making a publication while people go on working: formats, site, corrections, and a row of what came of it."""

from __future__ import annotations

import json
import shutil
import sys
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from marsad.errors import DatabaseError, MarsadError
from marsad.record.publication import Edition, Shot, differences, edition, make, shots
from marsad.serve.site.build import Site, build
from marsad.store import Store
from marsad.store.publications import (
    Correction,
    Publication,
    all_publications,
    corrections_of,
    end_publication,
    last_approved,
    publication,
    put_corrections,
)

SNAPSHOT, SITE = "snapshot.json", "site"
_WHY = {
    "changed": ("What the sources report of it changed.", "تغيّر ما ترويه المصادر عنها."),
    "gone": (
        "It was joined to another incident, or no report speaks of it any more.",
        "ضُمّت إلى حادثة أخرى، أو لم يعد تقرير يذكرها.",
    ),
}


def press(store: Store, key: str, folder: Path, actor: str) -> None:
    """Make a publication in its folder; whatever fails is said in its row, and nothing half made stays."""
    home = folder / key
    try:
        with store.reading() as connection:
            wanted = edition(json.loads(publication(connection, key).wanted))
            earlier = last_approved(connection)
            made = make(connection, wanted, home, lambda _: None)
            told = [(shown.id, shot) for shown, shot in shots(connection, wanted)]
        _write_snapshot(home, told)
        found = list(_corrections(key, _snapshot(folder, earlier), dict(told)))
        with store.transaction(actor) as writing:
            put_corrections(writing, found)
            made["incidents"], made["corrections"] = len(told), len(found)
            end_publication(writing, key, "making", json.dumps(made))
        press_site(store, key, folder)
        with store.transaction(actor) as writing:
            end_publication(writing, key, "prepared", json.dumps(made))
            kept = {"files": _hashes(made), "profile": wanted.profile.name, "head": made["log_head"]}
            writing.enter("PUBLISH", key, kept)
    except Exception as fault:  # noqa: BLE001  whatever it is, the publication says that it failed
        shutil.rmtree(home, ignore_errors=True)
        why = _told(key, fault)
        with store.transaction(actor) as writing:
            end_publication(writing, key, "failed", json.dumps({"why": why}))
            writing.enter("REFUSED", key, {"attempt": "PUBLISH", "why": why})


def _told(key: str, fault: Exception) -> str:
    """Say for the record why a publication failed; what only whoever keeps the server should read goes to its errors."""
    if isinstance(fault, DatabaseError):
        sys.stderr.write(f"marsad: publication {key}: {fault}\n")
        return fault.plain
    if isinstance(fault, MarsadError):
        return str(fault)
    sys.stderr.write("".join(traceback.format_exception(fault)))
    return f"Marsad failed ({type(fault).__name__})"


def press_site(store: Store, key: str, folder: Path) -> dict[str, str]:
    """Write the site of a publication, with the corrections as they stand now; give the hash of each file."""
    home = folder / key
    with store.reading() as connection:
        found = publication(connection, key)
        told = json.loads((home / SNAPSHOT).read_text(encoding="utf-8"))
        before = [each for each in all_publications(connection) if each.state == "approved" and each.id != key]
        corrections = [*_shown(found, corrections_of(connection, [key]))]
        for each in before:
            corrections += _shown(each, corrections_of(connection, [each.id]))
    wanted: Edition = edition(json.loads(found.wanted))
    shutil.rmtree(home / SITE, ignore_errors=True)
    return build(Site(wanted, told, json.loads(found.made), corrections), home / SITE)


def _shown(found: Publication, corrections: list[Correction]) -> Iterator[dict[str, Any]]:
    for each in corrections:
        values = {"before": json.loads(each.before), "after": json.loads(each.after)}
        yield asdict(each) | values | {"day": (found.approved_at or found.at)[:10]}


def _write_snapshot(home: Path, told: list[tuple[str, Shot]]) -> None:
    (home / SNAPSHOT).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _snapshot(folder: Path, earlier: Publication | None) -> Mapping[str, Shot]:
    """Give what the publication before said; it is no more where its folder was taken away."""
    path = folder / earlier.id / SNAPSHOT if earlier else None
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path and path.is_file() else {}


def _corrections(key: str, before: Mapping[str, Shot], after: Mapping[str, Shot]) -> Iterator[Correction]:
    for number, (incident, then, now) in enumerate(differences(before, after), start=1):
        english, arabic = _WHY["gone" if now is None else "changed"]
        yield Correction(f"{key}-{number}", key, incident, json.dumps(then), json.dumps(now), english, arabic)


def _hashes(made: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{name}/{file['name']}": file["sha256"] for name, form in made["formats"].items() for file in form["files"]
    }
