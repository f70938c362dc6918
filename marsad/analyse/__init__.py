"""From a document to its mentions: one file a dimension, all over one chart."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType

from marsad.analyse import actors, acts, harms, links, modality, numbers, people, places, sources, time
from marsad.analyse.furniture import furniture
from marsad.analyse.portions import portions
from marsad.analyse.reading import DimensionReader, Lost, Reading, joined, to_mention
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.model.mention import Mention
from marsad.rules.choose import choose
from marsad.rules.context import Context
from marsad.rules.engine import apply, compile_layers
from marsad.rules.rule import Rule
from marsad.rules.scan import Scanner
from marsad.text.fold import fold
from marsad.text.sentences import sentences
from marsad.text.tokens import tokenize

LAYERS: Mapping[str, ModuleType] = {
    "numbers": numbers,
    "time": time,
    "places": places,
    "actors": actors,
    "people": people,
    "attribution": sources,
    "harms": harms,
    "acts": acts,
    "modality": modality,
    "links": links,
}
"""Each file of a language with the module that reads it, in the order in which they read."""

READERS: tuple[DimensionReader, ...] = tuple(
    reader for module in LAYERS.values() for reader in getattr(module, "DIMENSIONS", None) or [module.DIMENSION]
)


@functools.lru_cache(maxsize=8)
def _rules(knowledge: Knowledge) -> tuple[tuple[Rule, ...], ...]:
    return compile_layers(knowledge, [(layer, module.PRODUCTIONS) for layer, module in LAYERS.items()])


def analyse(document: Document, knowledge: Knowledge) -> Reading:
    """Read a document: every dimension's mentions, each with its letters, value and derivation."""
    return joined([_read_portion(context) for context in read_portions(document, knowledge)])


def _read_portion(context: Context) -> Reading:
    for rules in _rules(context.knowledge):
        apply(rules, context)
    return read_mentions(context, READERS)


def read_words(document: Document, knowledge: Knowledge) -> Context:
    """Give the words of a text alone, of its first portion where it is very long."""
    return next(read_portions(document, knowledge))


def read_portions(document: Document, knowledge: Knowledge) -> Iterator[Context]:
    """Fold and split the text and look up its words: a context, whose chart holds words only, of each portion of the text."""
    folded = fold(document.text, knowledge.disguised)
    tokens = tokenize(folded)
    title_end = document.title.end if document.title else 0
    parts = sentences(document.text, tokens, knowledge.abbreviations, title_end)
    for part in portions(document.text, tokens, parts):
        chart = Scanner(document.text, part.tokens, knowledge).chart()
        yield Context(document, knowledge, part.tokens, part.sentences, chart, part.letters, part.offset)


def read_mentions(context: Context, dimensions: Sequence[DimensionReader]) -> Reading:
    """Choose among the chart's readings, dimension by dimension, and give them as mentions; a page's furniture has none."""
    aside = furniture(context)
    mentions: list[Mention] = []
    losers: list[Lost] = []
    for reader in dimensions:
        chosen, lost = _read(reader, context)
        mentions += [mention for mention in chosen if mention.tokens[0] not in aside] if aside else chosen
        losers += lost
    mentions.sort(key=_in_text)
    return Reading(context, tuple(mentions), tuple(losers))


def _in_text(mention: Mention) -> tuple[int, int, str]:
    span = mention.quote.span
    return span.start, span.end, mention.dimension


def _read(reader: DimensionReader, context: Context) -> tuple[list[Mention], list[Lost]]:
    nodes = [node for category in reader.ranks for node in context.chart.of(category)]
    values = {node: value for node in nodes if (value := reader.value(node, context)) is not None}
    winners, losers = choose(list(values), lambda node: reader.ranks[node.category])
    chosen = [to_mention(reader.name, node, values[node], context) for node in winners]
    if reader.resolve:
        chosen = reader.resolve(chosen, context)
    return chosen, [Lost(reader.name, node, values[node], reason) for node, reason in losers]
