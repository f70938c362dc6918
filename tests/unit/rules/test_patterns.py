"""Patterns: categories, features and particles, read into plain sequences; what is no pattern is refused."""

from __future__ import annotations

import pytest

from marsad.errors import KnowledgeError
from marsad.knowledge.known import RuleText
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Item, compile_rule, parse_pattern


def categories(pattern: str) -> list[str]:
    return [" ".join(item.category for item in variant) for variant in parse_pattern(pattern, "r")]


def rule(pattern: str | list[str], by: str = "whole") -> RuleText:
    patterns = (pattern,) if isinstance(pattern, str) else tuple(pattern)
    return RuleText("ar/x/r", "x", patterns, "made", by)


def whole(parts: tuple[Node, ...], context: Context) -> object:
    return parts, context


def test_a_pattern_is_a_sequence_of_items() -> None:
    assert parse_pattern("{since} {date}", "r") == [(Item("since"), Item("date"))]


def test_an_optional_item_makes_two_sequences_the_longer_first() -> None:
    assert categories("{a}? {b} {c}?") == ["a b c", "a b", "b c", "b"]


def test_a_pattern_of_optional_items_never_matches_nothing() -> None:
    assert categories("{a}? {b}?") == ["a b", "a", "b"]


def test_features_are_read_with_their_alternatives() -> None:
    ((item,),) = parse_pattern("{people:status=civilian|police,number=one}", "r")
    assert item.tests == (("status", frozenset({"civilian", "police"})), ("number", frozenset({"one"})))


def test_an_attached_particle_or_none_can_be_asked_for() -> None:
    ((first, second),) = parse_pattern("{wa+unit-word:kind=ten} {bare+people}", "r")
    assert (first.particle, first.category) == ("wa", "unit-word")
    assert (second.particle, second.category) == ("bare", "people")


@pytest.mark.parametrize(
    "pattern", ["since", "{Since}", "{}", "{a b}", "{a}*", "{a}{b}", "{1a}", "{منذ}", "{a+}", "{wa+bi+a}", "a}"]
)
def test_what_is_no_item_is_refused_with_the_rule_and_the_word(pattern: str) -> None:
    with pytest.raises(KnowledgeError, match="ar/time/since") as refused:
        parse_pattern(f"{{date}} {pattern}", "ar/time/since")
    assert pattern.split(maxsplit=1)[0] in str(refused.value)


@pytest.mark.parametrize("tests", ["status", "status=civilian,number", "=,status"])
def test_a_feature_without_a_value_is_refused(tests: str) -> None:
    with pytest.raises(KnowledgeError, match="key=value"):
        parse_pattern(f"{{people:{tests}}}", "r")


def test_a_rule_of_an_unknown_production_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(KnowledgeError, match="ar/x/r: no production is called 'hole'; there are half, whole"):
        compile_rule(rule("{a}", by="hole"), {"whole": whole, "half": whole})


def test_several_patterns_are_one_rule() -> None:
    made = compile_rule(rule(["{a} {b}?", "{any} {c}"]), {"whole": whole})
    assert [[item.category for item in variant.items] for variant in made.variants] == [["a", "b"], ["a"], ["any", "c"]]
    assert [variant.needs for variant in made.variants] == [{"a", "b"}, {"a"}, {"c"}]
