"""From a document to its mentions: one file a dimension, all over one chart."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence

from marsad.analyse.reading import DimensionReader, Lost, Reading, to_mention
from marsad.knowledge.load import Knowledge
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

LAYERS = ("numbers", "time", "places", "actors", "people", "attribution", "harms", "acts", "modality", "links")
_READERS = {"attribution": "sources"}


@functools.cache
def readers() -> tuple[DimensionReader, ...]:
    """Give the readers of all dimensions, in the order in which they read."""
    found: list[DimensionReader] = []
    for layer in LAYERS:
        module = _module(layer)
        if module is None:
            continue
        found += getattr(module, "DIMENSIONS", None) or [module.DIMENSION]
    return tuple(found)


@functools.lru_cache(maxsize=8)
def _rules(knowledge: Knowledge) -> tuple[tuple[Rule, ...], ...]:
    modules = [_module(layer) for layer in LAYERS]
    return compile_layers(knowledge, [(layer, module.PRODUCTIONS) for layer, module in zip(LAYERS, modules) if module])


def _module(layer):  # TEMP tolerant
    try:
        return importlib.import_module(f"marsad.analyse.{_READERS.get(layer, layer)}")
    except Exception as fault:
        import sys

        print("TEMP", layer, fault, file=sys.stderr)
        return None


def analyse(document: Document, knowledge: Knowledge) -> Reading:
    """Read a document: every dimension's mentions, each with its letters, value and derivation."""
    context = read_words(document, knowledge)
    for rules in _rules(knowledge):
        apply(rules, context)
    return read_mentions(context, readers())


def read_words(document: Document, knowledge: Knowledge) -> Context:
    """Fold and split the text and look up its words: a context whose chart holds words only."""
    folded = fold(document.text, knowledge.disguised)
    tokens = tokenize(folded)
    title_end = document.title.end if document.title else 0
    parts = sentences(document.text, tokens, knowledge.abbreviations, title_end)
    chart = Scanner(document.text, tokens, knowledge).chart()
    return Context(document, knowledge, tokens, parts, chart)


def read_mentions(context: Context, dimensions: Sequence[DimensionReader]) -> Reading:
    """Choose among the chart's readings, dimension by dimension, and give them as mentions."""
    mentions: list[Mention] = []
    losers: list[Lost] = []
    for reader in dimensions:
        chosen, lost = _read(reader, context)
        mentions += chosen
        losers += lost
    mentions.sort(key=lambda mention: (mention.span, mention.dimension))
    return Reading(context, tuple(mentions), tuple(losers))


def _read(reader: DimensionReader, context: Context) -> tuple[list[Mention], list[Lost]]:
    nodes = [node for category in reader.ranks for node in context.chart.of(category)]
    values = {id(node): (node, value) for node in nodes if (value := reader.value(node, context)) is not None}
    winners, losers = choose([node for node, _ in values.values()], lambda node: reader.ranks[node.category])
    chosen = [to_mention(reader.name, node, values[id(node)][1], context) for node in winners]
    if reader.resolve:
        chosen = reader.resolve(chosen, context)
    return chosen, [Lost(reader.name, node, values[id(node)][1], reason) for node, reason in losers]
