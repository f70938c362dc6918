"""Choosing among readings that overlap: longest, best ranked, least cut, richest; no loser without a reason."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from marsad.model.span import Span
from marsad.rules.chart import Node
from marsad.rules.choose import choose

RANKS = {"good": 0, "poor": 1}


def node(at: tuple[int, int], rule: str, category: str = "good", *, prefix: str = "", parts: int = 0) -> Node:
    start, end = at
    inner = tuple(Node(start, end, Span(start, end), "word", {}, "word") for _ in range(parts))
    return Node(start, end, Span(start, end), category, {}, rule, inner, prefix)


def rank(found: Node) -> int:
    return RANKS[found.category]


def settle(*nodes: Node) -> tuple[list[str], dict[str, str]]:
    winners, losers = choose(nodes, rank)
    return [found.rule for found in winners], {found.rule: reason for found, reason in losers}


def test_the_longer_reading_wins_however_it_is_ranked() -> None:
    assert settle(node((0, 1), "short"), node((0, 2), "long", "poor")) == (["long"], {"short": "long reads more words"})


def test_of_equal_length_the_better_ranked_wins() -> None:
    assert settle(node((0, 2), "b"), node((0, 2), "a", "poor")) == (["b"], {"a": "b ranks higher"})


def test_of_equal_rank_the_one_that_cuts_off_less_wins() -> None:
    winners, losers = settle(node((0, 1), "cut", prefix="و"), node((0, 1), "whole"))
    assert winners == ["whole"]
    assert losers == {"cut": "whole needs fewer particles cut off"}


def test_then_the_richer_one_wins_and_at_last_the_name_decides() -> None:
    assert settle(node((0, 1), "a"), node((0, 1), "b", parts=2))[0] == ["b"]
    assert settle(node((0, 1), "b"), node((0, 1), "a")) == (["a"], {"b": "a explains more or comes first"})


def test_readings_that_share_no_word_all_win_in_the_order_of_the_text() -> None:
    assert settle(node((4, 6), "c"), node((0, 1), "a"), node((1, 4), "b")) == (["a", "b", "c"], {})


def test_a_reading_that_overlaps_a_winner_only_in_part_loses_too() -> None:
    assert settle(node((0, 3), "first"), node((2, 4), "second"))[0] == ["first"]


def test_the_order_in_which_readings_were_made_changes_nothing() -> None:
    nodes = [node((0, 2), "a"), node((1, 3), "b"), node((0, 1), "c", "poor"), node((2, 3), "d", prefix="و")]
    assert len({str(settle(*order)) for order in permutations(nodes)}) == 1


READINGS = st.builds(
    lambda start, length, rule, category, prefix: node((start, start + length), rule, category, prefix=prefix),
    st.integers(0, 12), st.integers(1, 4), st.sampled_from("abcdef"), st.sampled_from(["good", "poor"]), st.sampled_from(["", "و"]),
)  # fmt: skip


@given(st.lists(READINGS, max_size=12))
def test_winners_share_nothing_and_nobody_is_lost(nodes: list[Node]) -> None:
    winners, losers = choose(nodes, rank)
    taken = [token for found in winners for token in range(found.start, found.end)]
    assert len(taken) == len(set(taken))
    assert sorted(map(id, [*winners, *(found for found, _ in losers)])) == sorted(map(id, nodes))
    assert all(reason for _, reason in losers)


@given(st.lists(READINGS, max_size=12))
def test_every_loser_gives_way_to_a_winner_that_it_overlaps(nodes: list[Node]) -> None:
    winners, losers = choose(nodes, rank)
    for lost, reason in losers:
        rivals = [found.rule for found in winners if found.start < lost.end and lost.start < found.end]
        assert reason.split()[0] in rivals
