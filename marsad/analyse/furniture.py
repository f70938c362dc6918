"""Furniture of a page: sentences that lead to other reports ('read also') and are no part of this one."""

from __future__ import annotations

from marsad.rules.context import Context


def furniture(context: Context) -> frozenset[int]:
    """Give the tokens of the sentences that open with words of furniture."""
    openings = {node.start for node in context.chart.of("furniture")}
    if not openings:
        return frozenset()
    aside = [sentence for sentence in context.sentences if sentence.start in openings]
    return frozenset(token for sentence in aside for token in range(sentence.start, sentence.end))
