"""The arithmetic of numbers: what words and digits come to, and what may not be joined.

Words and patterns are data (`languages/<language>/numbers.yaml`); the functions here are productions of its rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from marsad.analyse.around import Parts, chained, glued, in_address, is_mistaken, noun_after, particle, word_after
from marsad.model.value import Number
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

Exact = int | Fraction

_COUNTING = frozenset({"unit", "teen", "ten", "small", "hundred", "hundreds", "digits", "figure", "group", "part"})
_COMMA = frozenset(",")
_HUNDRED, _THOUSAND = 100, 1000
_LONGEST_DIGITS = 18
_HIGHEST_POWER = 99
_LARGEST = 10**120


@dataclass(frozen=True, slots=True)
class Amount:
    """What a number comes to, and what it may still be joined with.

    `kind` is as in the lexicon, or small (21-99), hundreds (101-999), group (with a scale), sum, digits, figure (digits
    with a separator), part, quotient, negative, ordinal. Only less than `room` may be added; `scale` is that of a group.
    """

    value: Exact
    kind: str
    room: int = 0
    scale: int = 1
    definite: str | None = None


def exact(text: str) -> Exact:
    """Read a value of the lexicon or plain digits: `5`, `2.5` or `1/3`."""
    return int(text) if text.isdecimal() else whole(Fraction(text))


def whole(value: Exact) -> Exact:
    """Give a whole number as an integer, for only integers are counted with."""
    return value.numerator if value.denominator == 1 else value


def amount_of(node: Node) -> Amount:
    """Give the amount of a reading: a rule's own, or that of a word of the lexicon."""
    if isinstance(node.value, Amount):
        return node.value
    return Amount(exact(node.value["value"]), node.value.get("kind", "unit"))


def share_of(node: Node) -> Exact | None:
    """Give what a reading comes to as a fraction, if it can be one."""
    if isinstance(node.value, Amount):
        return node.value.value
    text = node.value.get("value") if node.category == "fraction" else node.value.get("fraction")
    return exact(text) if text else None


# One word or one run of digits


def word(parts: Parts, context: Context) -> Amount | None:
    """Read a number word; a plural ('thousands') is no number by itself, nor is a word inside a look-alike."""
    means: Mapping[str, str] = parts[0].value
    if means.get("shape") == "plural" or is_mistaken(parts[0], context):
        return None
    value, kind, definite = int(means["value"]), means["kind"], means.get("definite")
    if kind == "hundred":
        return Amount(value, kind, _HUNDRED, definite=definite)
    if kind not in ("scale", "pair"):
        return Amount(value, kind, definite=definite)
    scale = int(means.get("scale", value))
    if means.get("shape") == "tanwin" and _in_construct(parts[0], context):
        value *= 2
    return Amount(value, "group", scale, scale, definite)


def _in_construct(node: Node, context: Context) -> bool:
    """Say whether a noun follows at once: what looks like an accusative is then a dual (two thousand people)."""
    noun = noun_after(node, context)
    return bool(noun) and not noun.startswith(particle("wa", context))


def digits(parts: Parts, context: Context) -> Amount | None:
    """Read a run of digits; a point before groups of three parts thousands, any other point is decimal."""
    form: str = parts[0].value["value"]
    if len(form) > _LONGEST_DIGITS or in_address(parts[0], context):
        return None
    plain = form.replace(",", "")
    groups = plain.split(".")
    if len(groups) > 1 and form == plain and _are_thousands(groups):
        plain = "".join(groups)
    elif len(groups) > 2:
        return None
    return Amount(exact(plain), "digits" if form.isdecimal() else "figure")


def _are_thousands(groups: list[str]) -> bool:
    first, *rest = groups
    return _opens_groups(first) and all(len(group) == 3 for group in rest)


def _opens_groups(form: str) -> bool:
    return len(form) <= 3 and not form.startswith("0")


def decimal(parts: Parts, context: Context) -> Amount | None:
    """Read a decimal written with a comma; in a row of commas it is a list."""
    before, after = parts[0].value["value"], parts[2].value["value"]
    if not glued(parts, context) or chained(parts, context, _COMMA) or "." in before or not after.isdecimal():
        return None
    if len(before) + len(after) > _LONGEST_DIGITS:
        return None
    return Amount(exact(f"{before.replace(',', '')}.{after}"), "figure")


def grouped(parts: Parts, context: Context) -> Amount | None:
    """Read digits in groups of three parted by spaces (40 000)."""
    left, form = parts[0], parts[1].value["value"]
    group, point, _ = form.partition(".")
    if len(group) != 3 or _plain_figure(parts[1]) is None or glued(parts, context) or chained(parts, context):
        return None
    if len(left.parts) == 1 and not _opens_groups(left.parts[0].value["value"]):
        return None
    return Amount(left.value.value * _THOUSAND + exact(form), "figure" if point else "digits")


# Compounds


def add(parts: Parts, _: Context) -> Amount | None:
    """Join two numbers by 'and': five and twenty, or a smaller number into the room that a larger one leaves."""
    left, right = amount_of(parts[0]), amount_of(parts[-1])
    if left.kind == "unit" and right.kind == "ten" and 0 < left.value < 10:
        return Amount(left.value + right.value, "small", definite=left.definite)
    if not 0 < right.value < left.room or right.kind not in _COUNTING or right.value.denominator != 1:
        return None
    kind, room = "hundreds" if left.kind == "hundred" else "sum", right.room if right.kind == "group" else 0
    return replace(left, value=left.value + right.value, kind=kind, room=room)


def multiply(parts: Parts, _: Context) -> Amount | None:
    """Count hundreds or a scale: three hundreds, 20 thousand, 1.5 million."""
    left, times = amount_of(parts[0]), int(parts[1].value["value"])
    if left.value <= 0 or left.kind not in _COUNTING or left.kind == "part":
        return None
    if parts[1].value["kind"] == "hundred":
        if times != _HUNDRED or left.kind not in ("unit", "small", "digits") or left.value >= _THOUSAND:
            return None
        return replace(left, value=left.value * times, kind="hundred", room=_HUNDRED)
    if left.kind == "group" and left.scale >= times:
        return None
    return Amount(whole(left.value * times), "group", times, times, left.definite)


# Fractions


def part_of(parts: Parts, _: Context) -> Amount | None:
    """Take a fraction of a number: half a million, a fifth of the twenty."""
    share, of = share_of(parts[0]), amount_of(parts[1])
    if share is None or parts[0].suffix or of.kind not in _COUNTING:
        return None
    if of.kind not in ("group", "hundred") and not of.definite:
        return None
    return Amount(whole(share * of.value), "part")


def fraction_of_noun(parts: Parts, context: Context) -> Amount | None:
    """Read a word that is a unit and a fraction as the fraction: before a noun with the article ('a fifth of the people')."""
    share, noun = share_of(parts[0]), noun_after(parts[0], context)
    if share is None or parts[0].value.get("definite") or context.chart.at(parts[0].end, "number"):
        return None
    return Amount(share, "quotient") if noun.startswith(particle("al", context)) else None


def counted_fraction(parts: Parts, _: Context) -> Amount | None:
    """Count fractions: three quarters.

    After eleven and up a word that is a unit or a fraction is the fraction, for no unit follows there. In 'a hundred and
    three quarters' the last unit counts alone.
    """
    left, share = amount_of(parts[0]), share_of(parts[1])
    if share is None or left.value <= 0 or left.kind not in {*_COUNTING, "sum"}:
        return None
    if left.kind in ("hundreds", "sum") and 3 <= left.value % _HUNDRED <= 10:
        return None
    if parts[1].category == "number" and (left.value <= 10 or left.kind == "digits"):
        return None
    return Amount(whole(left.value * share), "quotient")


def add_fraction(parts: Parts, _: Context) -> Amount | None:
    """Add a fraction: five and a quarter; after a scale it is a fraction of the scale (a million and a half)."""
    left, share = amount_of(parts[0]), share_of(parts[-1])
    if share is None or parts[-1].suffix or left.value <= 0 or left.kind not in {*_COUNTING, "sum"}:
        return None
    return Amount(whole(left.value + share * (left.scale if left.kind == "group" else 1)), "figure")


def slash(parts: Parts, context: Context) -> Amount | None:
    """Read 3/4; with three parts, or where the first is not the smaller, it is a date."""
    over, under = _plain_figure(parts[0]), _plain_figure(parts[2])
    if over is None or under is None or not over < under or not glued(parts, context) or chained(parts, context):
        return None
    return Amount(Fraction(over) / under, "quotient")


def mixed(parts: Parts, context: Context) -> Amount | None:
    """Read 1 4/5."""
    part, whole_part = slash(parts[1:], context), _plain_figure(parts[0])
    return Amount(whole_part + part.value, "figure") if part and whole_part is not None else None


def _plain_figure(node: Node) -> Exact | None:
    """Read digits without groups, with one point at most; endless ones are no number."""
    form: str = node.value["value"]
    before, _, after = form.partition(".")
    is_plain = before.isdecimal() and (not after or after.isdecimal()) and len(form) <= _LONGEST_DIGITS
    return exact(form) if is_plain else None


def ratio(parts: Parts, _: Context) -> Amount | None:
    """Read 'one over twenty', 'a part of a hundred'."""
    over = amount_of(parts[0]) if len(parts) > 2 else Amount(1, "unit")
    under = amount_of(parts[-1])
    if under.value <= 0 or "quotient" in (over.kind, under.kind):
        return None
    return Amount(whole(Fraction(over.value) / under.value), "quotient")


def percentage(parts: Parts, context: Context) -> Number | None:
    """Read a percentage; a sign that stands first must touch its number."""
    if parts[0].category == "percent" and (context.tokens[parts[0].start].glued or not glued(parts, context)):
        return None
    number = next(amount_of(part) for part in parts if part.category == "cardinal")
    return Number(float(number.value), "percent")


# Signs and powers


def negate(parts: Parts, context: Context) -> Amount | None:
    """Read a number below zero. A dash that opens a line before a counted noun is a bullet, not a minus."""
    sign, number = parts
    if number.value.kind == "negative":
        return None
    if sign.category == "dash":
        bullet = word_after(number, context) and not context.tokens[number.end].glued
        if bullet or context.tokens[sign.start].glued or not context.tokens[number.start].glued:
            return None
    return Amount(-number.value.value, "negative")


def power(parts: Parts, context: Context) -> Amount | None:
    """Read 2^10, as far as a report may need it."""
    base, to = amount_of(parts[0]).value, _signed(parts, context)
    return _within_reason(Fraction(base) ** to) if to is not None and base > 0 else None


def exponent(parts: Parts, context: Context) -> Amount | None:
    """Read 1e10."""
    base, to = amount_of(parts[0]).value, _signed(parts, context)
    return _within_reason(base * Fraction(10) ** to) if to is not None else None


def _within_reason(value: Fraction) -> Amount | None:
    """Give what a power comes to, unless it is beyond what anything is counted in: powers of powers have no end."""
    return Amount(whole(value), "figure") if max(abs(value.numerator), value.denominator) <= _LARGEST else None


def _signed(parts: Parts, context: Context) -> int | None:
    form = parts[-1].value["value"]
    if (
        not form.isdecimal()
        or len(form) > _LONGEST_DIGITS
        or int(form) > _HIGHEST_POWER
        or not context.tokens[parts[1].start].glued
    ):
        return None
    if not glued(parts[1:], context):
        return None
    return -int(form) if any(part.category == "dash" for part in parts) else int(form)


# Ordinals


def add_ordinal(parts: Parts, _: Context) -> Amount | None:
    """Join an ordinal: the one and twentieth, the hundred and fifth."""
    left, right = amount_of(parts[0]), amount_of(parts[-1])
    fits = left.value < 10 if parts[0].category == "ordinal" else 0 < right.value < left.room
    return Amount(left.value + right.value, "ordinal") if fits else None


PRODUCTIONS: Mapping[str, Production] = {
    "word": word,
    "digits": digits,
    "decimal": decimal,
    "grouped": grouped,
    "add": add,
    "multiply": multiply,
    "part_of": part_of,
    "fraction_of_noun": fraction_of_noun,
    "counted_fraction": counted_fraction,
    "add_fraction": add_fraction,
    "slash": slash,
    "mixed": mixed,
    "ratio": ratio,
    "percentage": percentage,
    "negate": negate,
    "power": power,
    "exponent": exponent,
    "add_ordinal": add_ordinal,
}
