"""The chart: readings of words are made when they are asked for, and their order does not depend on who asks first."""

from __future__ import annotations

from marsad.model.span import Span
from marsad.rules.chart import Chart, Node
from marsad.text.fold import fold
from marsad.text.tokens import tokenize

TOKENS = tokenize(fold("one two three"))
BEGUN = (("a",), ("a", "b"), ("b",))


def word(start: int, category: str) -> Node:
    return Node(start, start + 1, Span(start, start + 1), category, {}, f"word-{start}")


def made(start: int, category: str, end: int | None = None) -> Node:
    return Node(start, end or start + 1, Span(start, end or start + 1), category, {}, f"rule-{start}")


class Making:
    """Makes words and keeps in mind which."""

    def __init__(self) -> None:
        self.made: list[tuple[int, str]] = []

    def __call__(self, start: int, category: str) -> list[Node]:
        self.made.append((start, category))
        return [word(start, category)]


def rules(nodes: object) -> list[str]:
    return [node.rule for node in nodes]  # type: ignore[attr-defined]


def test_words_are_made_where_they_are_asked_for_and_once() -> None:
    making = Making()
    chart = Chart(TOKENS, BEGUN, making)
    assert (chart.beginning(1), list(chart.starts("a")), making.made) == ({"a", "b"}, [0, 1], [])
    assert chart.at(1, "a") is chart.at(1, "a")
    assert chart.at(2, "a") == chart.at(9, "b") == chart.at(-1, "a") == ()
    assert making.made == [(1, "a")]
    assert rules(chart.of("a")) == ["word-0", "word-1"]
    assert making.made == [(1, "a"), (0, "a")]


def test_words_come_before_what_rules_make_whoever_asks_first() -> None:
    asked, unasked = Chart(TOKENS, BEGUN, Making()), Chart(TOKENS, BEGUN, Making())
    asked.of("a")
    for chart in (asked, unasked):
        chart.extend([made(1, "a"), made(0, "a", 2), made(2, "a")])
        assert rules(chart.of("a")) == ["word-0", "rule-0", "word-1", "rule-1", "rule-2"]
        assert rules(chart.at(1, "a")) == ["word-1", "rule-1"]
        assert chart.beginning(2) == {"a", "b"}


def test_a_span_is_found_when_it_is_asked_for() -> None:
    asked: list[Node] = []

    def find(node: Node) -> Span:
        asked.append(node)
        return Span(node.start, node.end)

    node = Node(3, 5, find, "a", {}, "w")
    assert asked == []
    assert node.span == node.span == Span(3, 5)
    assert asked == [node]
