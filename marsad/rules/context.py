"""What a production may look at besides its parts."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.rules.chart import Chart
from marsad.text.sentences import Sentence
from marsad.text.tokens import Token


@dataclass(frozen=True, slots=True)
class Context:
    """One document while it is read: its text, tokens, sentences and readings so far."""

    document: Document
    knowledge: Knowledge
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    chart: Chart
