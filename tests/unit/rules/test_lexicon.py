"""What one token may be: whole, or with particles cut off, but never cut where the whole stands."""

from __future__ import annotations

import pytest

from marsad.knowledge.load import load
from marsad.rules.lexicon import Lexicon


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return Lexicon(load())


def test_a_known_name_is_not_cut(words: Lexicon) -> None:
    assert {(cut.prefix, cut.suffix) for cut in words.word("لبنان").cuts} == {("", "")}


def test_a_token_is_cut_where_a_known_form_is_left(words: Lexicon) -> None:
    found = words.word("وبيروت")
    assert {(cut.prefix, cut.particles) for cut in found.cuts} == {("و", ("wa",))}
    assert "place" in found.by_category
    assert not found.pronouns


def test_a_pronoun_is_cut_and_said_to_be(words: Lexicon) -> None:
    found = words.word("مقتلهم")
    assert found.pronouns
    assert ("", "هم") in {(cut.prefix, cut.suffix) for cut in found.cuts}


@pytest.mark.parametrize("form", ["", "و", "ضضضض", "7", "«", "x"])
def test_what_is_no_word_has_no_form_of_a_place(words: Lexicon, form: str) -> None:
    assert "place" not in words.word(form).by_category


def test_a_token_is_looked_up_once(words: Lexicon) -> None:
    assert words.word("بيروت") is words.word("بيروت")
