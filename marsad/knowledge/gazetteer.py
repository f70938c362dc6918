"""The gazetteer as the engine sees it: places by id, and the forms of the names that lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from marsad.knowledge.forms import joined_article
from marsad.knowledge.imported import IMPORTED
from marsad.knowledge.known import Form, Place
from marsad.knowledge.rows import NEEDS_CUE, Row, distinct
from marsad.model.value import Precision
from marsad.text.fold import fold_word


def places_of(rows: Iterable[Row]) -> dict[str, Place]:
    """Give the places by id."""
    return {row.id: _place(row) for row in rows}


def _place(row: Row) -> Place:
    return Place(
        row.id, row.name, row.country, row.admin1, row.kind, cast(Precision, row.precision), row.lat, row.lon,
        row.population, row.origin,
    )  # fmt: skip


@dataclass(slots=True)
class _Name:
    """Whom a name leads to: embedded places and a user's own, and `more` of a full gazetteer; `cue`: all uses need one."""

    places: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    cue: bool = True


def place_forms(rows: Iterable[Row]) -> Iterator[Form]:
    """Give one form a name, leading to every place that is called so: `places` are their ids, joined by |.

    Places of a full gazetteer are `more` beside others; a name that they alone bear is `faint`, and where it needs a cue
    it is a `hamlet`: any word of Arabic may be one, so that the rules for places do not see it.
    """
    names: defaultdict[str, _Name] = defaultdict(_Name)
    for row in rows:
        for spelled, usage in distinct(row):
            name = names[fold_word(spelled)]
            (name.more if row.origin == IMPORTED else name.places).append(row.id)
            name.cue &= usage == NEEDS_CUE
    for text, name in names.items():
        category = "place" if name.places or not name.cue else "hamlet"
        form = Form(text, f"gazetteer/{(name.places or name.more)[0]}", category, _means(name), "name")
        yield form
        if category == "place":
            yield from joined_article(form)


def _means(name: _Name) -> dict[str, str]:
    means = {"places": "|".join(name.places or name.more)}
    if name.cue:
        means["cue"] = "yes"
    if not name.places:
        means["faint"] = "yes"
    elif name.more:
        means["more"] = "|".join(name.more)
    return means
