"""From a document to its mentions: one file a dimension, all over one chart."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence

from marsad.analyse.reading import DimensionReader, Reading
from marsad.knowledge.load import Knowledge
from marsad.model.document import Document
from marsad.model.mention import Loser, Mention
from marsad.rules.choose import choose
from marsad.rules.chart import Node
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
    losers: list[Loser] = []
    for reader in dimensions:
        chosen, lost = _read(reader, context)
        mentions += chosen
        losers += lost
    mentions.sort(key=lambda mention: (mention.span, mention.dimension))
    return Reading(
        context.document, context.knowledge.version, context.tokens, context.sentences, tuple(mentions), tuple(losers), context
    )


def _read(reader: DimensionReader, context: Context) -> tuple[list[Mention], list[Loser]]:
    nodes = [node for category in reader.ranks for node in context.chart.of(category)]
    candidates = [(node, mention) for node in nodes if (mention := _mention(reader, node, context))]
    by_node = {id(node): mention for node, mention in candidates}
    winners, losers = choose([node for node, _ in candidates], lambda node: reader.ranks[node.category])
    chosen = [by_node[id(node)] for node in winners]
    if reader.resolve:
        chosen = reader.resolve(chosen, context)
    return chosen, [Loser(by_node[id(node)], reason) for node, reason in losers]


def _mention(reader: DimensionReader, node: Node, context: Context) -> Mention | None:
    value = reader.value(node, context)
    if value is None:
        return None
    quote = context.document.quote(node.span)
    tokens = (node.start, node.end)
    return Mention(reader.name, quote, value, node.derivation(), tokens, node.prefix, node.suffix, node.particles)
