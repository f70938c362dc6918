"""What a production may look at besides its parts."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.rules.chart import Chart
from marsad.text.sentences import Sentence
from marsad.text.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """One document while it is read: its text, tokens, sentences and readings so far.

    Of a very long text it is a portion: `letters` are the source offsets that it reaches over (None: the whole text), and
    `offset` is what its first token is counted as in the whole. It is equal to itself alone, so that what is surveyed once for a
    document can be kept by it.
    """

    document: Document
    knowledge: Knowledge
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    chart: Chart
    letters: tuple[int, int] | None = None
    offset: int = 0
