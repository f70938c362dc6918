"""Applying rules to a chart, layer by layer, until nothing new is made."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from marsad.knowledge.known import Knowledge
from marsad.model.span import Span
from marsad.rules.agenda import agenda
from marsad.rules.chart import Chart, Node
from marsad.rules.context import Context
from marsad.rules.rule import ANY, Item, Production, Rule, compile_rule

Layer = tuple[str, Mapping[str, Production]]
Fresh = Mapping[str, Collection[int]]
"""The categories of what the last pass made, each with the tokens where it begins."""
_PASSES = 8


def compile_layers(knowledge: Knowledge, layers: Sequence[Layer]) -> tuple[tuple[Rule, ...], ...]:
    """Compile the rules of each layer (a file name of the knowledge with its productions), in the order given."""
    return tuple(
        tuple(compile_rule(rule, productions) for rule in knowledge.rules if rule.layer == name)
        for name, productions in layers
    )


def apply(rules: Sequence[Rule], context: Context) -> None:
    """Add to the chart all that the rules of one layer make, also of what they made themselves."""
    chart = context.chart
    heads = Heads(chart)
    seen: set[tuple[object, ...]] = set()
    fresh: Fresh | None = None
    present = chart.categories()
    patterns = agenda(tuple(rules))
    due = patterns.first(present)
    for _ in range(_PASSES):
        made: list[Node] = []
        for rule, (items, needs) in due:
            matches = _matches(items, heads, fresh) if needs <= present else ()
            if matches:
                made += _fire(rule, matches, context, seen)
        if not made:
            return
        chart.extend(made)
        fresh = _starts(made)
        present.update(fresh)
        heads.forget(fresh)
        due = patterns.again(fresh)


def _starts(made: Iterable[Node]) -> Fresh:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for node in made:
        found[node.category].add(node.start)
    return found


class Heads:
    """The readings that rules may begin with: many rules begin alike, so those that fit an item are kept until more are made."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self._kept: defaultdict[str, dict[int, Sequence[Node]]] = defaultdict(dict)

    def of(self, item: Item) -> Sequence[Node]:
        """Give the readings that fit an item, in the order of the text."""
        kept = self._kept[item.category]
        found = kept.get(id(item))
        if found is None:
            nodes, asks = self.chart.of(item.category), item.tests or item.particle
            found = kept[id(item)] = [node for node in nodes if item.fits(node)] if asks else nodes
        return found

    def forget(self, categories: Iterable[str]) -> None:
        """Take note that readings of some categories were added."""
        for category in categories:
            self._kept.pop(category, None)


def _fire(
    rule: Rule, matches: Iterable[tuple[Node, ...]], context: Context, seen: set[tuple[object, ...]]
) -> Iterator[Node]:
    for parts in matches:
        key = (rule.id, *parts)
        if key in seen:
            continue
        seen.add(key)
        value = rule.production(parts, context)
        if value is not None:
            yield _make(rule, parts, value)


def _make(rule: Rule, parts: tuple[Node, ...], value: object) -> Node:
    first, last = parts[0], parts[-1]
    return Node(
        first.start, last.end, _over, rule.makes, value, rule.id, parts, first.prefix, last.suffix, first.particles
    )


def _over(node: Node) -> Span:
    return Span(node.parts[0].span.start, node.parts[-1].span.end)


def _matches(items: Sequence[Item], heads: Heads, fresh: Fresh | None) -> Sequence[tuple[Node, ...]]:
    """Give all runs of readings that fit a pattern, grown item by item: most patterns end at their second.

    Those of two items that an earlier pass has seen, as nothing of them is `fresh`, may be left out.
    """
    head, *rest = items
    nodes = heads.of(head)
    if not (nodes and rest):
        return [(node,) for node in nodes]
    chart, second = heads.chart, rest[0].category
    seen = fresh is not None and not rest[1:] and head.category not in fresh
    starts = fresh.get(second, ()) if seen and fresh else chart.starts(second)
    found: list[tuple[Node, ...]] = [(node,) for node in nodes if second == ANY or node.end in starts]
    for item in rest:
        if not found:
            break
        asks, at = item.tests or item.particle, functools.partial(_any, chart) if item.category == ANY else chart.at
        behind = [(*parts, node) for parts in found for node in at(parts[-1].end, item.category)]
        found = [parts for parts in behind if item.fits(parts[-1])] if asks else behind
    return found


def _any(chart: Chart, start: int, category: str) -> Sequence[Node]:
    """Give the reading of a word as any word; it is added where it is asked for first."""
    known = chart.at(start, category)
    if known or start >= len(chart.tokens) or chart.tokens[start].kind != "word":
        return known
    token = chart.tokens[start]
    chart.add(Node(start, start + 1, Span(token.start, token.end), category, {}, category))
    return chart.at(start, category)
