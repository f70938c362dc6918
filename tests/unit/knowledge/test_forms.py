"""Forms: how a word is inflected and spelled, and what each spelling means."""

from __future__ import annotations

import pytest

from marsad.errors import KnowledgeError
from marsad.knowledge.forms import word_forms
from marsad.knowledge.known import Form
from marsad.knowledge.schema import Paradigm, Word

PARADIGMS = {
    "noun": Paradigm.model_validate(
        {"id": "noun", "pos": "noun", "endings": [{"add": "", "number": "one"}, {"add": "ين", "number": "two"}]}
    ),
    "verb": Paradigm.model_validate(
        {"id": "verb", "pos": "verb", "endings": [{"before": "ي"}, {"drop": "ى", "add": "وا", "number": "many"}]}
    ),
}


def forms(**word: object) -> list[Form]:
    return list(word_forms(Word.model_validate({"id": "w", "class": "c", **word}), "ar/words", PARADIGMS))


def texts(found: list[Form]) -> list[str]:
    return [form.text for form in found]


def test_a_word_that_is_not_inflected_has_its_folded_spellings() -> None:
    assert texts(forms(forms=["أُسرَ", "إصابات"])) == ["اسر", "اصابات"]


def test_each_ending_makes_a_form_with_its_features() -> None:
    found = forms(forms=["رجل"], inflect="noun")
    assert [(form.text, form.means) for form in found] == [("رجل", {"number": "one"}), ("رجلين", {"number": "two"})]


def test_what_a_word_means_goes_before_what_its_ending_says() -> None:
    (one, two) = forms(forms=["زوج"], inflect="noun", means={"number": "two", "status": "civilian"})
    assert one.means == two.means == {"number": "two", "status": "civilian"}


def test_letters_are_put_before_and_dropped_only_where_they_stand() -> None:
    assert texts(forms(forms=["رمى"], inflect="verb")) == ["يرمي", "رموا"]
    assert texts(forms(forms=["كتب"], inflect="verb")) == ["يكتب"]


def test_of_several_words_the_first_alone_is_inflected() -> None:
    assert texts(forms(forms=["رجل أمن"], inflect="noun")) == ["رجل امن", "رجلين امن"]


def test_a_feminine_noun_has_its_bound_form() -> None:
    bound = [form for form in forms(forms=["إصابة"], inflect="noun") if form.bound]
    assert "اصابت" in texts(bound)


def test_a_form_with_the_article_is_also_spelled_behind_li() -> None:
    joined = [form for form in forms(forms=["الجيش الحر"]) if form.after]
    assert [(form.text, form.after) for form in joined] == [("لجيش الحر", "li")]


def test_a_name_is_a_name_and_another_word_a_noun() -> None:
    (actor,) = word_forms(Word.model_validate({"id": "a", "class": "actor", "forms": ["حزب"]}), "actors/x", PARADIGMS)
    (noun,) = forms(forms=["حزب"])
    assert (actor.pos, actor.entry, noun.pos) == ("name", "actors/x/a", "noun")


def test_a_loaded_word_is_marked_in_what_it_means() -> None:
    (form,) = forms(forms=["هلك"], register="partisan")
    assert form.means == {"register": "partisan"}


def test_a_paradigm_that_is_not_there_is_refused_with_the_word() -> None:
    with pytest.raises(KnowledgeError, match="ar/words/w: no paradigm is called 'none'"):
        forms(forms=["رجل"], inflect="none")
