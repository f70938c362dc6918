"""Looking words up: a name that is known stays whole, a particle is cut only where a known word is left."""

from __future__ import annotations

import pytest

from marsad.analyse import read_words
from marsad.knowledge.load import load
from marsad.model.document import Document
from marsad.rules.chart import Node
from marsad.text.fold import fold


def nodes(text: str) -> list[Node]:
    chart = read_words(Document("x", text, "case"), load()).chart
    return [node for category in sorted(chart.categories()) for node in chart.of(category)]


def letters(text: str, node: Node) -> str:
    return text[node.span.start : node.span.end]


@pytest.mark.parametrize(
    "name",
    [
        "بغداد",
        "فرنسا",
        "وزارة",
        "كتائب",
        "لبنان",
        "فلسطين",
        "بيروت",
        "بعلبك",
        "وادي غزة",
        "كابول",
        "ليبيا",
        "لواء",
        "كركوك",
        "سوريا",
    ],
)
def test_a_name_is_never_cut(name: str) -> None:
    found = nodes(f"عادت {name} إلى الهدوء")
    here = [node for node in found if node.start <= 1 < node.end]
    assert here, "the name is not known"
    assert [(node.prefix, node.rule) for node in here if node.prefix and node.start == 1] == []


@pytest.mark.parametrize(
    ("word", "stem", "particles", "category"),
    [
        ("وبغداد", "بغداد", ("wa",), "place"),
        ("بلبنان", "لبنان", ("bi",), "place"),
        ("ولفرنسا", "فرنسا", ("wa", "li"), "place"),
        ("فبيروت", "بيروت", ("fa",), "place"),
        ("وقتلى", "قتلى", ("wa",), "harm"),
        ("بالقتلى", "قتلى", ("bi", "al"), "harm"),
        ("للجرحى", "جرحى", ("li", "al"), "harm"),
        ("وسيقتل", "يقتل", ("wa", "sa"), "harm"),
    ],
)
def test_particles_before_a_known_word_are_cut(word: str, stem: str, particles: tuple[str, ...], category: str) -> None:
    text = f"أمس {word} هنا"
    found = [node for node in nodes(text) if node.category == category and letters(text, node) == stem]
    assert {node.particles for node in found} == {particles}


def test_an_article_that_the_particle_swallowed_is_read() -> None:
    text = "قتيلان للجيش السوري"
    found = [
        node
        for node in nodes(text)
        if node.start == 1 and node.category in {"actor", "force", "force-head", "force-group"}
    ]
    assert found
    assert {node.prefix for node in found} <= {"ل", "لل"}
    assert all("li" in node.particles for node in found)


@pytest.mark.parametrize("word", ["وجدة", "بحر", "فجر", "كلب", "لاجئ", "سقف", "بصل", "والد", "فارس", "وسام"])
def test_letters_that_only_look_like_particles_leave_no_reading_of_the_rest(word: str) -> None:
    text = f"هذا {word} هنا"
    cut = [node for node in nodes(text) if node.start == 1 and node.prefix]
    assert [(letters(text, node), node.rule) for node in cut] == []


def test_a_pronoun_behind_a_noun_is_cut() -> None:
    text = "أسفر عن إصابتهم ومقتلها"
    harms = [node for node in nodes(text) if node.category == "harm" and node.suffix]
    assert {(node.prefix, node.suffix) for node in harms} == {("", "هم"), ("و", "ها")}


def test_the_span_leaves_out_the_particles_with_their_diacritics() -> None:
    text = "أُصيبَ وَبَغدادُ هادئة"
    (place,) = [node for node in nodes(text) if node.category == "place"]
    assert fold(letters(text, place)).text == "بغداد"
    assert letters(text, place)[0] == "ب"


def test_quotation_marks_part_no_name() -> None:
    text = "تنظيم «الدولة الإسلامية» يتبنى"
    assert any(letters(text, node) == "الدولة الإسلامية" for node in nodes(text) if node.end - node.start == 2)


def test_digits_are_split_off_letters() -> None:
    text = "و11 قتيلا"
    assert [letters(text, node) for node in nodes(text) if node.category == "digits"] == ["11"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "ـــ", "\u200f", "«»", "...."])
def test_a_text_without_words_has_no_readings_of_words(text: str) -> None:
    assert [node for node in nodes(text) if node.category in {"harm", "act", "place", "people"}] == []


@pytest.mark.parametrize("word", ["مقتلهم", "وبإصابتهم", "قَـتْـلـى", "للجرحى", "والمدنيين"])
def test_prefix_span_and_suffix_are_all_the_letters_of_the_word(word: str) -> None:
    text = f"x {word} y"
    for node in nodes(text):
        if node.start == 1 and node.end == 2 and not node.parts:
            inner = fold(letters(text, node)).text
            assert node.prefix + inner + node.suffix == fold(word).text
