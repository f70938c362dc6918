"""Hamlets: names that only a full gazetteer has, nearly any word of the language among them, and what makes one a place."""

from __future__ import annotations

from collections.abc import Mapping

from marsad.analyse.naming import Naming, naming
from marsad.knowledge.known import ARABIC
from marsad.rules.chart import Node
from marsad.rules.context import Context

_KINDS: Mapping[str, tuple[str, ...]] = {
    "town": ("town", "village", "camp"),
    "camp": ("camp", "town", "village"),
    "quarter": ("quarter",),
    "district": ("district",),
}
_NAMELIKE = {
    "place", "place-phrase", "place-within", "place-namesake-phrase", "hamlet", "any", "state-name", "actor", "nationality",
}  # fmt: skip
_LONGEST = 6


def hamlets(word: Node, name: Node, context: Context) -> tuple[str, ...]:
    """Give the places of a name that the word before it may stand before: a plain word for a kind of settlement or unit."""
    means: Mapping[str, str] = word.value
    kinds = _KINDS.get(means["kind"], ())
    if (means.get("strong") != "yes" and "several" not in means) or _is_plain_word(name, context):
        return ()
    places = context.knowledge.places
    return tuple(place for place in naming(name).places if places[place].kind in kinds)


def _is_plain_word(name: Node, context: Context) -> bool:
    """Say whether a name is a word without the article that has another meaning ('under', 'east')."""
    start, end = name.start, name.end
    definite = context.tokens[start].form.startswith(ARABIC.article)
    if definite or end - start > 1:
        return False
    return known_otherwise(start, end, context) or any(
        node.end == end for node in context.chart.at(start, "nationality")
    )


def known_otherwise(start: int, end: int, context: Context) -> bool:
    """Say whether the letters are a word of another kind as well ('Sunday', 'battles')."""
    chart = context.chart
    return any(node.end == end for category in chart.beginning(start) - _NAMELIKE for node in chart.at(start, category))


def in_list(node: Node, context: Context) -> bool:
    """Say whether a name goes on with a list of places that a word in the plural opens ('the villages of X, Y and Z')."""
    chart, end = context.chart, node.start
    if node.category == "hamlet" and known_otherwise(node.start, node.end, context):
        return False
    if "wa" not in node.particles:
        end -= 1
        if end < 0 or not chart.at(end, "place-comma"):
            return False
    before = (
        other
        for start in range(max(0, end - _LONGEST), end)
        for category in ("place-phrase", "place", "hamlet")
        for other in chart.at(start, category)
        if other.end == end
    )
    return any(_opens(other) or in_list(other, context) for other in before)


def _opens(node: Node) -> bool:
    return isinstance(node.value, Naming) and node.value.several
