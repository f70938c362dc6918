"""Matching: what rules make of words and of one another, over a knowledge of a few invented words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.analyse import read_words
from marsad.knowledge.build import build
from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.known import Knowledge, RuleText
from marsad.model.document import Document
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.engine import apply
from marsad.rules.rule import compile_rule

WORDS = """
about: A few words.
words:
  - {id: seven, class: number, forms: [سبعة], means: {kind: unit, value: "7"}}
  - {id: twenty, class: number, forms: [عشرون], means: {kind: ten, value: "20"}}
  - {id: man, class: people, forms: [رجل], means: {status: civilian}}
  - {id: guard, class: people, forms: [حارس], means: {status: police}}
  - {id: comma, class: comma, forms: ["،"]}
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("knowledge")
    write(folder, "languages/ar/words.yaml", WORDS)
    particles = (PACKAGE_FOLDER / "languages/ar/particles.yaml").read_text(encoding="utf-8")
    write(folder, "languages/ar/particles.yaml", particles)
    write(folder, "gazetteer/places.csv", "id,name,country,admin1,kind,precision,lat,lon,population,origin\n")
    write(folder, "gazetteer/names.csv", "place,name,language,usage\n")
    return build(folder, "ar", "none")


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


Make = Callable[..., list[Node]]


@pytest.fixture
def make(knowledge: Knowledge) -> Make:
    """Give what a text becomes under some patterns, all of which make `made`; nodes are told by the words they cover."""

    def run(text: str, *patterns: str, production: object = None) -> list[Node]:
        context = read_words(Document("x", text, "case"), knowledge)
        produce = production or (lambda parts, _: [part.rule for part in parts])
        texts = [RuleText(f"r{n}", "x", (pattern,), "made", "p") for n, pattern in enumerate(patterns)]
        rules = [compile_rule(text, {"p": produce}) for text in texts]  # type: ignore[dict-item]
        apply(rules, context)
        return list(context.chart.of("made"))

    return run


def covered(text: str, nodes: list[Node]) -> list[str]:
    return [text[node.span.start : node.span.end] for node in nodes]


def test_an_optional_item_is_taken_and_left(make: Make) -> None:
    text = "سبعة رجل"
    assert sorted(covered(text, make(text, "{number}? {people}"))) == sorted(["سبعة رجل", "رجل"])


def test_items_must_stand_side_by_side(make: Make) -> None:
    assert make("سبعة ، رجل", "{number} {people}") == []
    assert len(make("سبعة ، رجل", "{number} {comma} {people}")) == 1


def test_features_choose_among_words_of_one_class(make: Make) -> None:
    text = "رجل حارس"
    assert covered(text, make(text, "{people:status=police}")) == ["حارس"]
    assert covered(text, make(text, "{people:status=police|civilian}")) == ["رجل", "حارس"]
    assert make(text, "{people:rank=high}") == []


def test_a_particle_must_be_attached_where_it_is_asked_for(make: Make) -> None:
    text = "سبعة وعشرون"
    assert len(make(text, "{number:kind=unit} {wa+number:kind=ten}")) == 1
    assert make("سبعة عشرون", "{number:kind=unit} {wa+number:kind=ten}") == []


def test_nothing_may_be_attached_where_nothing_is_asked_for(make: Make) -> None:
    assert covered("رجل والحارس", make("رجل والحارس", "{bare+people}")) == ["رجل"]


@pytest.mark.parametrize("particle", ["wa", "al"])
def test_each_of_several_attached_particles_can_be_asked_for(make: Make, particle: str) -> None:
    assert covered("والحارس", make("والحارس", f"{{{particle}+people}}")) == ["حارس"]


def test_any_is_one_word_known_or_not_and_no_mark_or_number(make: Make) -> None:
    assert covered("سبعة غريب", make("سبعة غريب", "{number} {any}")) == ["سبعة غريب"]
    assert len(make("سبعة رجل", "{number} {any}")) == 1
    assert make("سبعة ،", "{number} {any}") == []
    assert make("سبعة 12", "{number} {any}") == []
    assert make("سبعة", "{number} {any}") == []


def test_digits_are_number_tokens(make: Make) -> None:
    assert covered("١٢ رجل", make("١٢ رجل", "{digits} {people}")) == ["١٢ رجل"]


def test_a_production_that_gives_none_refuses(make: Make) -> None:
    assert make("سبعة رجل", "{number} {people}", production=lambda _parts, _context: None) == []


def test_a_production_sees_the_parts_and_the_report(make: Make) -> None:
    def say(parts: tuple[Node, ...], context: Context) -> object:
        return [part.feature("value") or part.feature("status") for part in parts], context.document.text

    (node,) = make("سبعة رجل", "{number} {people}", production=say)
    assert node.value == (["7", "civilian"], "سبعة رجل")


def test_what_was_made_can_be_made_into_more_and_comes_to_an_end(make: Make) -> None:
    text = "سبعة سبعة سبعة رجل"
    found = covered(text, make(text, "{number} {people}", "{number} {made}"))
    assert sorted(found, key=len) == ["سبعة رجل", "سبعة سبعة رجل", "سبعة سبعة سبعة رجل"]


def test_a_rule_that_feeds_itself_stops(make: Make) -> None:
    assert 0 < len(make("رجل", "{people}", "{made}")) < 20


def test_what_is_made_knows_its_rule_its_parts_and_the_particles_around_it(make: Make) -> None:
    (node,) = make("وسبعة رجل", "{number} {people}")
    assert (node.category, node.rule, node.start, node.end) == ("made", "r0", 0, 2)
    assert [part.rule for part in node.parts] == ["ar/words/seven", "ar/words/man"]
    assert (node.prefix, node.particles, node.suffix) == ("و", ("wa",), "")
    assert node.words() == {"r0", "ar/words/seven", "ar/words/man"}
    derivation = node.derivation()
    assert [part.rule for part in derivation.parts] == ["ar/words/seven", "ar/words/man"]


def test_two_words_of_one_spelling_make_two_readings(make: Make) -> None:
    assert len(make("سبعة رجل", "{number} {people}", "{number} {people}")) == 2
