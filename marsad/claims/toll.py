"""Tolls that change: whether a report says that a number rose to what it is, or that it is one of before."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from marsad.model.value import Toll

if TYPE_CHECKING:
    from marsad.claims.casualties import Casualty
    from marsad.claims.scene import Scene


def toll(scene: Scene, harm: Casualty) -> Toll | None:
    """Give what any telling of a claim says of the toll; a rise before a mere mention of the number before."""
    said = {_toll(scene, each) for each in (harm, *harm.tellings)}
    return "risen" if "risen" in said else cast(Toll, next(iter(said))) if said == {"earlier"} else None


def _toll(scene: Scene, harm: Casualty) -> str | None:
    """Give what the last word for a toll before the number, in its clause, says of it."""
    words = [
        node.feature("toll")
        for m in scene.within("link", harm.clause.start, harm.draft.quantity.start)
        for node in scene.chart.at(m.tokens[0], "link")
        if node.end == m.tokens[1]
    ]
    return next((word for word in reversed(words) if word), None)
