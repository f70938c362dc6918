"""Bounds of counts: at least, more than, about, between; next to their number or across the noun that it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from marsad.analyse.amounts import Amount, amount_of, whole
from marsad.analyse.around import Parts, chained, particle, sentence_of, stands_before
from marsad.model.mention import Derivation, Mention
from marsad.model.span import Span
from marsad.model.value import Count, Qualifier
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

APART = "numbers/bound-apart"
_MOST = 10**18  # what is beyond can be written in no table; it is a number all the same
_CHANGE_REACH, _NOUN_REACH, _BOUND_REACH = 12, 4, 6


def count_of(value: Any) -> Count | None:
    """Count with an amount where it is a whole number that people, days or things can come to."""
    if not isinstance(value, Amount):
        return value if isinstance(value, Count) else None
    if not 0 <= value.value <= _MOST or value.value.denominator != 1 or value.kind == "quotient":
        return None
    return Count(int(value.value), int(value.value), "exact")


def bounded(count: Count, means: Mapping[str, str]) -> Count | None:
    """Give the count that a bound makes of another; what is open on one side already stays so.

    A strict bound leaves the number itself out: more than 560 is 561 and up.
    """
    qualifier: Qualifier = means["qualifier"]  # type: ignore[assignment]  # the lexicon's, and a test holds it to the list
    if count.low is None or count.high is None or (count.qualifier == "range" and qualifier == "about"):
        return count
    beyond = 1 if means.get("strict") else 0
    if qualifier == "at_least":
        return Count(count.low + beyond, None, qualifier)
    if qualifier == "at_most":
        return Count(None, count.high - beyond, qualifier) if count.high > beyond else None
    return Count(count.low, count.high, qualifier)


def bound(parts: Parts, context: Context) -> Count | None:
    """Bound a number that stands next to the word; a percentage is not counted."""
    means = next(part.value for part in parts if part.category == "bound")
    count = next(count_of(part.value) for part in parts if part.category != "bound")
    return bounded(count, means) if count and not _is_percent(parts, context) else None


def odd(parts: Parts, _: Context) -> Count | None:
    """Read 'fifty odd': more than fifty."""
    count = next(count_of(part.value) for part in parts if part.category == "cardinal")
    return Count(count.low + 1, None, "at_least") if count and count.low else None


def between(parts: Parts, context: Context) -> Count | None:
    """Read a range with its two ends; 'twenty to thirty thousand' starts at twenty thousand."""
    low, high = [amount_of(part) for part in parts if part.category == "cardinal"]
    if high.scale > low.scale == 1 and low.value <= high.value / high.scale:
        low = replace(low, value=whole(low.value * high.scale))
    first, last = count_of(low), count_of(high)
    if not first or not last or _is_percent(parts, context):
        return None
    if first.low is None or last.high is None or first.low >= last.high:
        return None
    return Count(first.low, last.high, "range")


def span_of(parts: Parts, context: Context) -> Count | None:
    """Read a range without 'between'; after a verb of change the ends are before and after, digits in a chain are a date."""
    if chained(parts, context):
        return None
    if parts[1].category == "to" and stands_before(parts[0], "change", _CHANGE_REACH, context):
        return None
    return between(parts, context)


def _is_percent(parts: Parts, context: Context) -> bool:
    return bool(context.chart.at(parts[-1].end, "percent"))


def bind_across(mentions: list[Mention], context: Context) -> list[Mention]:
    """Give counts the bounds that stand apart from them: '12 civilians at least', 'the number of dead exceeds 50'."""
    found = list(mentions)
    for node in _free_bounds(mentions, context):
        index = _trailed(node, found, context) if node.feature("side") != "before" else _led(node, found, context)
        if index is not None:
            found[index] = _bind(found[index], node)
    return found


def _free_bounds(mentions: list[Mention], context: Context) -> Iterator[Node]:
    nodes = context.chart.of("bound")
    taken = {token for mention in mentions for token in range(*mention.tokens)} if nodes else set()
    for node in nodes:
        inside = any(other is not node and other.start <= node.start and node.end <= other.end for other in nodes)
        if not inside and taken.isdisjoint(range(node.start, node.end)):
            yield node


def _trailed(node: Node, mentions: list[Mention], context: Context) -> int | None:
    """Find the count before a bound: no more than a noun phrase, without 'and', lies between."""
    index = next((n for n in reversed(range(len(mentions))) if mentions[n].tokens[1] <= node.start), None)
    if index is None:
        return None
    between_them = context.tokens[mentions[index].tokens[1] : node.start]
    if len(between_them) > _BOUND_REACH or any(t.form.startswith(particle("wa", context)) for t in between_them):
        return None
    return index if _may_bind(mentions[index], node, context) else None


def _led(node: Node, mentions: list[Mention], context: Context) -> int | None:
    """Find the count after a bound: across the article before digits, or across 'the number of dead' after a verb."""
    index = next((n for n, mention in enumerate(mentions) if mention.tokens[0] >= node.end), None)
    if index is None:
        return None
    forms = [token.form for token in context.tokens[node.end : mentions[index].tokens[0]]]
    reaches = node.feature("reach") == "noun" and len(forms) <= _NOUN_REACH
    if not reaches and forms != [particle("al", context)]:
        return None
    return index if _may_bind(mentions[index], node, context) else None


def _may_bind(mention: Mention, node: Node, context: Context) -> bool:
    same = sentence_of(mention.tokens[0], context) == sentence_of(node.start, context)
    return same and isinstance(mention.value, Count)


def _bind(mention: Mention, node: Node) -> Mention:
    value = bounded(mention.value, node.value) if isinstance(mention.value, Count) else None
    derivation = Derivation(APART, mention.span, "count", (mention.derivation, node.derivation()))
    return replace(mention, value=value or mention.value, derivation=derivation)


def core(derivation: Derivation) -> Span:
    """Give the letters of the number alone, without its bound: 'at least 30' gives '30', a range both its ends."""
    inner = [core(part) for part in derivation.parts if part.category in ("cardinal", "count", "vague")]
    if derivation.category != "count" or not inner:
        return derivation.span
    return inner[0].join(inner[-1])


PRODUCTIONS: Mapping[str, Production] = {"bound": bound, "odd": odd, "between": between, "span_of": span_of}
