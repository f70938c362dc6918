"""Words of harm in short texts: shapes, partners, and what the surroundings rule out."""

from __future__ import annotations

import pytest

from marsad.analyse import analyse
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.value import HarmSign


def signs(text: str) -> list[tuple[str, HarmSign]]:
    reading = analyse(Document(document_id(text), text, "test"), load())
    return [(m.quote.text, m.value) for m in reading.of("harm") if isinstance(m.value, HarmSign)]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("قتل ثلاثة جنود", "verb"),
        ("أدى إلى قتل ثلاثة جنود", "masdar"),
        ("بعد قتل ثلاثة جنود", "masdar"),
        ("وجرح خمسة آخرون", "verb"),
    ],
)
def test_the_word_before_tells_a_verb_from_its_verbal_noun(text: str, shape: str) -> None:
    assert [value.shape for _, value in signs(text)] == [shape]


def test_an_idiom_in_two_places_is_one_sign_and_each_half_alone_is_none_or_its_own() -> None:
    assert [(quote, value.outcome) for quote, value in signs("لقي ثلاثة عمال مصرعهم")] == [("لقي", "killed")]
    assert signs("لقي العمال ترحيبا") == []
    assert [quote for quote, _ in signs("مصرع ثلاثة عمال")] == ["مصرع"]


def test_a_noun_carries_its_number_and_a_verb_none() -> None:
    found = dict(signs("قتيلان وعشرات الجرحى"))
    assert [value.number for value in found.values()] == ["two", "many"]
    assert [value.number for _, value in signs("قتلوا في الغارة")] == [None]


def test_a_verb_of_doing_has_a_doer_and_its_passive_has_none() -> None:
    assert [value.active for _, value in signs("اغتال مسلحون ضابطا")] == [True]
    assert [value.active for _, value in signs("اغتيل ضابط")] == [False]


def test_a_loaded_word_gives_the_same_neutral_sign() -> None:
    assert [value.outcome for _, value in signs("استشهد أربعة وهلك ثلاثة مسلحين")] == ["killed", "killed"]


def test_death_in_an_accident_is_no_sign_but_in_a_raid_it_is() -> None:
    assert signs("وفاة أربعة أشخاص في حادث سير") == []
    assert [quote for quote, _ in signs("وفاة أربعة أشخاص في غارة جوية")] == ["وفاة"]


def test_the_future_claims_nothing() -> None:
    assert signs("سيقتل كل من يقترب") == []


@pytest.mark.parametrize("text", ["شارع الشهيد عمر", "مخيم النازحين", "هيئة الأسرى"])
def test_a_word_of_harm_in_a_name_is_none(text: str) -> None:
    assert signs(text) == []
