"""Why a text is read as it is: derivations of what was chosen, and of what lost, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from marsad.analyse import analyse
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document, document_id
from marsad.model.mention import Derivation, Mention
from marsad.model.span import Span
from marsad.rules.explain import tree


def derivations(document: Document, knowledge: Knowledge, offsets: tuple[int, int]) -> Iterator[str]:
    """Give the lines that explain every reading that touches `[start, end)` of the stored text."""
    reading = analyse(document, knowledge)
    asked = Span(*offsets)
    chosen = [mention for mention in reading.mentions if mention.span.overlaps(asked)]
    if not chosen:
        yield "nothing was read here"
    for mention in chosen:
        yield f"{mention.dimension}: {in_words(mention)}"
        yield from tree(mention.derivation, document, 1)
    for loser in reading.losers:
        if loser.mention.span.overlaps(asked):
            yield f"not chosen: {loser.mention.dimension}: {in_words(loser.mention)}; {loser.reason}"
            yield from tree(loser.mention.derivation, document, 1)


def in_words(mention: Mention) -> str:
    """Say a value in one line: its fields that are known."""
    value = mention.value
    known = {field.name: getattr(value, field.name) for field in fields(value)}
    said = ", ".join(f"{name}={_plain(each)}" for name, each in known.items() if each not in (None, False))
    return said or "not resolved"


def _plain(value: object) -> str:
    name = getattr(value, "name", None)
    return str(name or value)


def seen_in(text: str, knowledge: Knowledge) -> tuple[set[str], set[str]]:
    """Give the ids of words and rules seen in a text at all, and of those behind what was chosen."""
    reading = analyse(Document(document_id(text), text, "example"), knowledge)
    chosen = {rule for mention in reading.mentions for rule in _rules(mention.derivation)}
    return reading.context.chart.rules() | chosen, chosen


def _rules(derivation: Derivation) -> Iterator[str]:
    yield derivation.rule
    for part in derivation.parts:
        yield from _rules(part)
