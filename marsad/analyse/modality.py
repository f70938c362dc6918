"""How sure the words are: denials, doubts, plans, suppositions and habits before a word of harm or act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from marsad.analyse.reading import DimensionReader
from marsad.analyse.signs import DECOY, Field, field_of, node_of
from marsad.model.mention import Mention
from marsad.model.value import Modality
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

Kind = Literal["denied", "hedged", "planned", "hypothetical", "habitual"]
_UNREAL = ("planned", "hypothetical")
_UNREAL_REACH = 3
_SIGNS = ("harm", "act")


def denied(parts: tuple[Node, ...], context: Context) -> object | None:
    """A negation with what it negates; not where the negation is part of a bound ('no fewer than')."""
    negation = parts[0]
    if any(decoy.start == negation.start for decoy in context.chart.at(negation.start, DECOY)):
        return None
    return {"kind": "denied"}


def hedged(parts: tuple[Node, ...], context: Context) -> object | None:
    """'May' before a verb in the present; before the past the same word only says that it is over."""
    return {"kind": "hedged"}


def to_value(node: Node, context: Context) -> Modality | None:
    """Turn a reading into its modality; words that matter only in rules give none."""
    if node.feature("sign") == "no":
        return None
    return Modality(cast("Kind", node.feature("kind")))


def resolve(mentions: list[Mention], context: Context) -> list[Mention]:
    """Drop what does not reach a sign: a denial of responsibility, a plan whose object is no deed or stands far off."""
    if not mentions:
        return mentions
    field = field_of(context)
    return [m for m in mentions if _reaches(m, node_of(m, "modality", context), field)]


def _reaches(mention: Mention, node: Node, field: Field) -> bool:
    if node.suffix and node.feature("kind") == "denied":
        return False
    unless = node.feature("unless")
    if unless and field.partner(node, unless, reach=6):
        return False
    if not isinstance(mention.value, Modality) or mention.value.kind not in _UNREAL:
        return (
            node.feature("kind") != "hedged"
            or bool(node.parts)
            or not field.within("negation", node.start - 1, node.start)
        )
    _, end = field.near(mention, 0, _UNREAL_REACH)
    signs = [sign.start for category in _SIGNS for sign in field.within(category, mention.tokens[1], end)]
    barriers = field.within("barrier", mention.tokens[1], min(signs, default=end))
    return bool(signs) and not barriers


PRODUCTIONS: Mapping[str, Production] = {"denied": denied, "hedged": hedged}
DIMENSION = DimensionReader("modality", {"modality": 0}, to_value, PRODUCTIONS, resolve)
