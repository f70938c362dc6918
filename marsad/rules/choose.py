"""Choosing among readings that overlap: the longest, then the better ranked; losers are kept with the reason."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Mapping, Sequence

from marsad.rules.chart import Node

Rank = Callable[[Node], int]
_START = operator.attrgetter("start")


def choose(nodes: Sequence[Node], rank: Rank) -> tuple[list[Node], list[tuple[Node, str]]]:
    """Split readings into winners, none overlapping another, and losers with the reason.

    Longer in tokens wins; then the lower rank; then the fewer particles cut off; then the richer derivation.
    """
    taken: dict[int, Node] = {}
    winners: list[Node] = []
    losers: list[tuple[Node, str]] = []
    lone, rivals = _parted(nodes)
    for node in sorted(rivals, key=lambda node: _order(node, rank)):
        rival = _first(taken, node)
        if rival is None:
            winners.append(node)
            for token in range(node.start, node.end):
                taken[token] = node
        else:
            losers.append((node, _reason(node, rival, rank)))
    return sorted([*lone, *winners], key=_START), losers


def _parted(nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Part the readings that overlap no other, which win at once, from the others."""
    ordered = sorted(nodes, key=_START)
    lone: list[Node] = []
    rivals: list[Node] = []
    reached, behind = 0, [node.start for node in ordered[1:]]
    for node, following in itertools.zip_longest(ordered, behind):
        free = reached <= node.start and (following is None or node.end <= following)
        (lone if free else rivals).append(node)
        reached = max(reached, node.end)
    return lone, rivals


def _first(taken: Mapping[int, Node], node: Node) -> Node | None:
    """Give the winner that a reading meets first, if any."""
    for token in range(node.start, node.end):
        if token in taken:
            return taken[token]
    return None


def _order(node: Node, rank: Rank) -> tuple[int, int, int, int, str]:
    cut = len(node.prefix) + len(node.suffix)
    return (node.start - node.end, rank(node), cut, -len(node.parts), node.rule)


def _reason(node: Node, rival: Node, rank: Rank) -> str:
    if rival.end - rival.start > node.end - node.start:
        return f"{rival.rule} reads more words"
    if rank(rival) < rank(node):
        return f"{rival.rule} ranks higher"
    if len(rival.prefix) + len(rival.suffix) < len(node.prefix) + len(node.suffix):
        return f"{rival.rule} needs fewer particles cut off"
    return f"{rival.rule} explains more or comes first"
