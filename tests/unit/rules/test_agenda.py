"""The agenda: only patterns that the categories of a document allow are tried, in the order of their rules."""

from __future__ import annotations

from marsad.knowledge.known import RuleText
from marsad.rules.agenda import Pattern, agenda
from marsad.rules.rule import compile_rule

RULES = tuple(
    compile_rule(RuleText(name, "x", (pattern,), "made", "p"), {"p": lambda parts, _: parts})
    for name, pattern in (("one", "{b} {a}?"), ("two", "{a} {b}"), ("three", "{any} {c}"), ("four", "{any}"))
)


def told(patterns: list[Pattern]) -> list[tuple[str, list[str]]]:
    return [(rule.id, [item.category for item in variant.items]) for rule, variant in patterns]


def test_at_first_those_are_tried_whose_first_category_stands_in_the_document() -> None:
    assert told(agenda(RULES).first({"a", "z"})) == [("two", ["a", "b"])]
    assert told(agenda(RULES).first({"c"})) == [("three", ["any", "c"])]


def test_later_those_that_need_what_was_added_each_once_and_in_order() -> None:
    expected = [("one", ["b", "a"]), ("one", ["b"]), ("two", ["a", "b"])]
    assert told(agenda(RULES).again({"b", "a"})) == expected


def test_a_pattern_that_needs_no_category_is_never_tried() -> None:
    everything = agenda(RULES).first({"a", "b", "c", "any"})
    assert "four" not in {rule.id for rule, _ in everything}
