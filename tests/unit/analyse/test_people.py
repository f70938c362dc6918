"""What the people dimension promises beyond its corpus."""

from __future__ import annotations

import pytest

from marsad.analyse import analyse
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.value import People


def people(text: str) -> list[People]:
    reading = analyse(Document(document_id(text), text, "case"), load())
    return [mention.value for mention in reading.of("people") if isinstance(mention.value, People)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("مقتل جندي", "one"), ("مقتل جنديان", "two"), ("مقتل جنود", "many"), ("مقتل طفلة", "one"), ("مقتل طفلتين", "two")],
)
def test_number_is_that_of_the_ending(text: str, number: str) -> None:
    assert [found.number for found in people(text)] == [number]


def test_others_keep_the_status_and_group_of_the_people_before() -> None:
    soldier, others = people("مقتل جندي تركي وإصابة أربعة آخرين")
    assert others.other
    assert (others.status, others.actor) == (soldier.status, soldier.actor)


def test_others_of_another_sentence_are_unknown() -> None:
    assert people("مقتل جندي تركي. وفي المدينة أصيب آخرون.")[-1].status == "unknown"


def test_a_loaded_word_says_no_more_than_fighter() -> None:
    (found,) = people("القضاء على ثلاثة إرهابيين")
    assert found.status == "combatant"
    assert found.actor is None


def test_soldiers_of_no_state_have_no_group() -> None:
    (found,) = people("مقتل ثلاثة جنود")
    assert found.status == "combatant"
    assert found.actor is None


def test_a_nationality_tells_the_army_of_a_soldier_and_nothing_of_a_child() -> None:
    soldier, child = people("مقتل جندي أفغاني وطفل أفغاني")
    assert soldier.actor is not None
    assert soldier.actor.name == "Military Forces of Afghanistan"
    assert child.actor is None


def test_a_group_beside_people_decides_their_status() -> None:
    (police,) = people("مقتل ثلاثة من أفراد الشرطة في تونس")
    assert police.status == "police"
    assert not police.plain
