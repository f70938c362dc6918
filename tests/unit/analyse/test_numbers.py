"""Laws of the numbers: what can be spelled is read back, bounds only widen, and every step can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.analyse import read_mentions, read_words
from marsad.analyse.amounts import exact, whole
from marsad.analyse.bounds import APART, bounded
from marsad.analyse.numbers import DIMENSION, PRODUCTIONS, core
from marsad.knowledge.files import read_file
from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.mention import Derivation, Mention
from marsad.model.value import Count, Number, Qualifier
from marsad.rules.engine import apply, compile_layers

UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
TEENS = ["أحد عشر", "اثنا عشر", *(f"{unit} عشر" for unit in UNITS[3:10])]
TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
HUNDREDS = ["", "مئة", "مئتان", *(f"{stem}مئة" for stem in ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"))]
HEAP = [*"0159.,/-^e% ", "و", "ألف ", "خمسة ", "خمس ", "مئة ", "نصف ", "على ", "بين ", "أكثر من ", "آلاف "]
LEXICON = read_file(PACKAGE_FOLDER / "languages" / "ar" / "numbers.yaml")


def mentions(text: str) -> list[Mention]:
    knowledge = load()
    context = read_words(Document(document_id(text), text, "case"), knowledge)
    apply(compile_layers(knowledge, [("numbers", PRODUCTIONS)])[0], context)
    return list(read_mentions(context, [DIMENSION]).mentions)


def values(text: str) -> list[Any]:
    return [mention.value for mention in mentions(text)]


def exactly(number: int) -> Count:
    return Count(number, number, "exact")


def spelled(number: int) -> str:
    """Spell a number below a million in the nominative, the parts joined by the conjunction."""
    thousands, rest = divmod(number, 1000)
    groups = [*([_thousands(thousands)] if thousands else []), *([_below_thousand(rest)] if rest else [])]
    return " و".join(groups)


def _thousands(count: int) -> str:
    if count in (1, 2):
        return ("ألف", "ألفان")[count - 1]
    return f"{_below_thousand(count)} {'آلاف' if 3 <= count % 100 <= 10 else 'ألف'}"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [HUNDREDS[hundreds]] if hundreds else []
    if 0 < rest <= 10:
        parts.append(UNITS[rest])
    elif 10 < rest < 20:
        parts.append(TEENS[rest - 11])
    elif rest:
        parts += [UNITS[rest % 10]] if rest % 10 else []
        parts.append(TENS[rest // 10])
    return " و".join(parts)


def rules(derivation: Derivation) -> Iterator[str]:
    yield derivation.rule
    for part in derivation.parts:
        yield from rules(part)


@given(st.integers(1, 999_999))
def test_a_number_that_is_spelled_out_is_read_back(number: int) -> None:
    assert values(spelled(number)) == [exactly(number)]


@given(st.integers(1, 999_999))
def test_the_cases_and_spellings_of_a_number_are_one_number(number: int) -> None:
    accusative = spelled(number).replace("ون", "ين").replace("تان", "تين").replace("فان", "فين")
    assert values(accusative) == [exactly(number)]
    assert values(spelled(number).replace("مئ", "مائ")) == [exactly(number)]
    assert values(spelled(number).replace(" و", " و ")) == [exactly(number)]


@given(st.integers(0, 10**9))
def test_digits_of_any_script_and_grouping_are_one_number(number: int) -> None:
    eastern = str(number).translate({ord(str(digit)): chr(0x660 + digit) for digit in range(10)})
    for form in (str(number), eastern, f"{number:,}", f"{number:,}".replace(",", "٬")):
        assert values(form) == [exactly(number)]


@given(st.integers(1, 999), st.sampled_from([("ألف", 10**3), ("مليون", 10**6), ("مليار", 10**9)]))
def test_a_scale_multiplies_digits(number: int, scale: tuple[str, int]) -> None:
    word, times = scale
    assert values(f"{number} {word}") == [exactly(number * times)]
    assert values(f"{number}.5 {word}") == [exactly(number * times + times // 2)]


@given(st.integers(2, 99_999))
def test_a_bounded_number_means_what_its_own_letters_mean(number: int) -> None:
    for bound in ("ما لا يقل عن", "أكثر من", "نحو", "ما يصل إلى", "أقل من"):
        (mention,) = mentions(f"غرق {bound} {spelled(number)} في النهر")
        assert values(mention.quote.text) == [mention.value]
        assert mention.quote.text.startswith(bound)


@given(st.lists(st.sampled_from(HEAP), max_size=12).map("".join))
def test_nothing_breaks_on_heaps_of_numbers(text: str) -> None:
    found = mentions(text)
    for mention in found:
        assert text[mention.span.start : mention.span.end] == mention.quote.text
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


@pytest.mark.parametrize("text", ["9" * 5000, "2^99999", "1e99", "ألف " * 40, "9^99 ^ 9^99", "1" + ",000" * 90])
def test_no_length_of_digits_is_too_long(text: str) -> None:
    for mention in mentions(text):
        assert isinstance(mention.value, Count | Number)


def test_the_conjunction_stands_before_the_number_and_the_article_within() -> None:
    assert [m.quote.text for m in mentions("والعشرون وثلاثة و11 وبالمئات")] == ["العشرون", "ثلاثة", "11", "المئات"]


def test_the_derivation_shows_the_parts_down_to_the_words() -> None:
    (mention,) = mentions("أكثر من خمسة وعشرين ألفا")
    shown = set(rules(mention.derivation))
    assert {f"ar/numbers/{step}" for step in ("bound-before", "more-than", "times", "sum", "five", "twenty")} <= shown


def test_the_core_of_a_count_is_the_number_without_its_bound() -> None:
    text = "ما لا يقل عن خمسة، وبين 20 و30، و12 راكبا على الأقل، وآلاف"
    cores = [core(mention.derivation) for mention in mentions(text)]
    assert [text[span.start : span.end] for span in cores] == ["خمسة", "20 و30", "12", "آلاف"]


def test_a_bound_across_a_noun_leaves_the_letters_and_shows_itself() -> None:
    (mention,) = mentions("غرق 12 راكبا من الميناء على الأقل")
    assert (mention.quote.text, mention.value) == ("12", Count(12, None, "at_least"))
    assert mention.rule == APART
    assert "ar/numbers/at-least" in set(rules(mention.derivation))


@given(st.integers(1, 10**6), st.sampled_from(["at_least", "at_most", "about"]), st.booleans())
def test_a_second_bound_changes_nothing_that_is_open(number: int, qualifier: str, strict: bool) -> None:
    means = {"qualifier": qualifier} | ({"strict": "yes"} if strict else {})
    once = bounded(exactly(number), means)
    if once is not None and (once.low is None or once.high is None):
        assert bounded(once, {"qualifier": "at_least"}) == once


def test_the_bounds_of_the_lexicon_have_qualifiers_that_exist() -> None:
    given_ = {word.means["qualifier"] for word in LEXICON.words if "qualifier" in word.means}
    assert given_ <= set(get_args(Qualifier))


def test_every_production_is_named_by_a_rule_and_every_rule_names_one() -> None:
    assert {rule.by for rule in LEXICON.rules} == set(PRODUCTIONS)


def test_values_of_the_lexicon_are_numbers() -> None:
    for word in LEXICON.words:
        for key in ("value", "fraction", "scale"):
            assert Fraction(word.means.get(key, "1")) >= 0, word.id


def test_whole_fractions_are_integers() -> None:
    assert isinstance(exact("2.0"), int)
    assert exact("1/3") == Fraction(1, 3)
    assert isinstance(whole(Fraction(6, 2)), int)
