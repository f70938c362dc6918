"""The embedded gazetteer: places, and the names that lead to them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from marsad.knowledge.forms import joined_article
from marsad.knowledge.known import Form, Place
from marsad.model.value import Precision
from marsad.text.fold import fold_word

NEEDS_CUE = "needs-cue"


def read_places(folder: Path) -> dict[str, Place]:
    """Read places.csv by id."""
    with (folder / "gazetteer" / "places.csv").open(encoding="utf-8", newline="") as rows:
        return {row["id"]: _place(row) for row in csv.DictReader(rows)}


def _place(row: dict[str, str]) -> Place:
    return Place(
        row["id"],
        row["name"],
        row["country"],
        row["admin1"],
        row["kind"],
        cast(Precision, row["precision"]),
        float(row["lat"]),
        float(row["lon"]),
        int(row["population"] or 0),
    )


def place_forms(folder: Path, language: str) -> Iterator[Form]:
    """Give one form a name, leading to every place that is called so (`places` joined by |)."""
    owners: dict[str, list[str]] = defaultdict(list)
    cues: dict[str, bool] = {}
    with (folder / "gazetteer" / "names.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["language"] == language:
                text = fold_word(row["name"])
                owners[text].append(row["place"])
                cues[text] = cues.get(text, True) and row["usage"] == NEEDS_CUE
    for text, places in owners.items():
        means = {"places": "|".join(dict.fromkeys(places))} | ({"cue": "yes"} if cues[text] else {})
        form = Form(text, f"gazetteer/{places[0]}", "place", means, "name")
        yield form
        yield from joined_article(form)
