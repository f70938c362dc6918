"""Applying rules to a chart, layer by layer, until nothing new is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from marsad.knowledge.known import Knowledge
from marsad.model.span import Span
from marsad.rules.chart import Chart, Node
from marsad.rules.context import Context
from marsad.rules.rule import ANY, Item, Production, Rule, compile_rule

Layer = tuple[str, Mapping[str, Production]]
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
    seen: set[tuple[object, ...]] = set()
    changed = chart.categories()
    for _ in range(_PASSES):
        present = chart.categories()
        made: list[Node] = []
        for rule in rules:
            for variant in rule.variants:
                if variant.needs <= present and not variant.needs.isdisjoint(changed):
                    made += _fire(rule, variant.items, context, seen)
        if not made:
            return
        chart.extend(made)
        changed = {node.category for node in made}


def _fire(rule: Rule, items: Sequence[Item], context: Context, seen: set[tuple[object, ...]]) -> Iterator[Node]:
    for parts in _matches(items, context.chart):
        key = (rule.id, *map(id, parts))
        if key in seen:
            continue
        seen.add(key)
        value = rule.production(parts, context)
        if value is not None:
            yield _make(rule, parts, value)


def _make(rule: Rule, parts: tuple[Node, ...], value: object) -> Node:
    first, last = parts[0], parts[-1]
    span = Span(first.span.start, last.span.end)
    return Node(
        first.start, last.end, span, rule.makes, value, rule.id, parts, first.prefix, last.suffix, first.particles
    )


def _matches(items: Sequence[Item], chart: Chart) -> Iterator[tuple[Node, ...]]:
    head, *rest = items
    nodes = [node for node in chart.of(head.category) if head.fits(node)]
    if not rest:
        yield from ((node,) for node in nodes)
        return
    second = rest[0].category
    for node in nodes:
        if second == ANY or chart.at(node.end, second):
            yield from _continue((node,), rest, chart)


def _continue(parts: tuple[Node, ...], rest: Sequence[Item], chart: Chart) -> Iterator[tuple[Node, ...]]:
    if not rest:
        yield parts
        return
    item, *more = rest
    for node in _at(item, parts[-1].end, chart):
        if item.fits(node):
            yield from _continue((*parts, node), more, chart)


def _at(item: Item, start: int, chart: Chart) -> Sequence[Node]:
    if item.category != ANY:
        return chart.at(start, item.category)
    if start >= len(chart.tokens) or chart.tokens[start].kind != "word":
        return ()
    known = chart.at(start, ANY)
    if not known:
        token = chart.tokens[start]
        chart.add(Node(start, start + 1, Span(token.start, token.end), ANY, {}, ANY))
    return chart.at(start, ANY)
