"""Connectives that shape clauses and counts: among them, led to, while, the toll, a total."""

from __future__ import annotations

from collections.abc import Mapping

from marsad.analyse.reading import DimensionReader
from marsad.model.value import Link
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production


def to_value(node: Node, context: Context) -> Link | None:
    """Turn a connective into its link; with a pronoun attached it is another verb ('performed it', 'reached him')."""
    return None if node.suffix else Link(str(node.feature("kind")))


PRODUCTIONS: Mapping[str, Production] = {}
DIMENSION = DimensionReader("link", {"link": 0}, to_value, PRODUCTIONS)
