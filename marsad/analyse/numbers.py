"""Numbers: exact, bounded and vague counts, ordinals, fractions and percentages, as mentions.

Amounts (`amounts.py`) are put together first, then bounded (`bounds.py`); the words and patterns are in numbers.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from marsad.analyse import amounts, bounds
from marsad.analyse.amounts import amount_of, share_of
from marsad.analyse.around import Parts, is_mistaken, noun_after, particle, stands_before
from marsad.analyse.bounds import bind_across, core, count_of
from marsad.analyse.reading import DimensionReader
from marsad.model.value import Count, Number, Value
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

VAGUE = Count(None, None, "vague")
ONE = Count(1, 1, "exact")
_NEGATION_REACH = 4


def vague(parts: Parts, context: Context) -> Count | None:
    """Read a quantity that names no number: tens, thousands, a few hundreds."""
    return None if is_mistaken(parts[0], context) else VAGUE


def to_value(node: Node, context: Context) -> Value | None:
    """Give what a reading means as a mention of a number; inside a look-alike it means none."""
    wrong = is_mistaken(node, context) or _is_in_name(node, context)
    return None if wrong else _VALUES[node.category](node, context)


def _is_in_name(node: Node, context: Context) -> bool:
    """Say whether digits are written onto Latin letters, as in the name of an outlet or an aircraft ('SY24', 'F16')."""
    token, before = context.tokens[node.start], context.tokens[node.start - 1] if node.start else None
    return (
        token.kind == "number"
        and token.glued
        and before is not None
        and before.form.isascii()
        and before.form.isalpha()
    )


def _cardinal(node: Node, _: Context) -> Value | None:
    amount = amount_of(node)
    kind = "fraction" if amount.kind == "quotient" else "cardinal"
    return count_of(amount) or Number(float(amount.value), kind)  # type: ignore[arg-type]  # one of two literals


def _as_made(node: Node, _: Context) -> Value | None:
    return node.value if isinstance(node.value, Count | Number) else VAGUE


def _ordinal(node: Node, _: Context) -> Value | None:
    return None if node.feature("shape") == "compound" else Number(float(amount_of(node).value), "ordinal")


def _fraction(node: Node, _: Context) -> Value | None:
    share = share_of(node)
    return None if share is None or node.feature("shape") == "plural" else Number(float(share), "fraction")


def _one_of(node: Node, context: Context) -> Value | None:
    """Count one of a group, where a noun follows and no negation makes it nobody."""
    if node.feature("shape") == "complete":
        return ONE
    noun = noun_after(node, context)
    if not noun.startswith(particle("al", context)) and stands_before(node, "negator", _NEGATION_REACH, context):
        return None
    return ONE if noun else None


_VALUES: Mapping[str, Callable[[Node, Context], Value | None]] = {
    "count": _as_made,
    "percentage": _as_made,
    "vague": _as_made,
    "fraction": _fraction,
    "cardinal": _cardinal,
    "ordinal": _ordinal,
    "one-of": _one_of,
}
_RANKS = {"count": 0, "percentage": 0, "vague": 1, "fraction": 1, "cardinal": 2, "ordinal": 2, "one-of": 3}

PRODUCTIONS: Mapping[str, Production] = {**amounts.PRODUCTIONS, **bounds.PRODUCTIONS, "vague": vague}
DIMENSION = DimensionReader("number", _RANKS, to_value, PRODUCTIONS, bind_across)

__all__ = ["DIMENSION", "PRODUCTIONS", "core", "to_value"]
