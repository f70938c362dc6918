"""Keeping what was imported in the user's folder, whole or not at all; listing and removing it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from marsad.errors import MarsadError
from marsad.ingest.gazetteer.reading import Table
from marsad.knowledge.imported import ABOUT, About
from marsad.knowledge.rows import write_rows


def keep(table: Table, folder: Path) -> About:
    """Write a table into a folder of its own, in place of one of the same name."""
    draft = folder / f".{table.name}.{os.getpid()}"
    try:
        draft.mkdir(parents=True, exist_ok=True)
        places, names = write_rows(draft, table.rows)
        source = table.source
        about = About(
            table.name,
            source.form,
            source.title,
            source.licence,
            source.attribution,
            table.file,
            table.date,
            places,
            names,
        )
        (draft / ABOUT).write_text(about.written(), encoding="utf-8")
        _replace(folder / table.name, draft)
    except OSError as fault:
        raise MarsadError(
            f"{folder}: can't be written ({fault.strerror}); name another folder in MARSAD_HOME"
        ) from fault
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return about


def remove(name: str, folder: Path) -> None:
    """Take an imported table away."""
    if not (folder / name / ABOUT).is_file() or Path(name).name != name:
        raise MarsadError(f"no gazetteer called {name} is imported; `marsad gazetteer list` names them")
    _replace(folder / name, None)


def _replace(place: Path, draft: Path | None) -> None:
    """Put a draft in a place; what was there is moved away first, so that no half of it is ever read."""
    old = place.with_name(f".{place.name}.{os.getpid()}.old")
    if place.exists():
        place.replace(old)
    if draft:
        draft.replace(place)
    shutil.rmtree(old, ignore_errors=True)
