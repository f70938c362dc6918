"""Tokens: forms, kinds, gluing and places."""

from __future__ import annotations

import pytest

from marsad.text.fold import fold
from marsad.text.tokens import tokenize

FORMS = [
    ("قتل 1,087 شخصا", ["قتل", "1,087", "شخصا"]),
    ("و11 الـ10 500كم", ["و", "11", "ال", "10", "500", "كم"]),
    ("1.5 مليون ١٬٠٨٧ 10٫000", ["1.5", "مليون", "1,087", "10.000"]),
    ("1،087 و 5،6", ["1,087", "و", "5", "،", "6"]),
    ("12.03.2015", ["12", ".", "03", ".", "2015"]),
    ("2011،2012،2013", ["2011", "،", "2012", "،", "2013"]),
    ("1.234.567 1,234.5", ["1.234.567", "1,234.5"]),
    ("12/3/2015", ["12", "/", "3", "/", "2015"]),
    ("1,0871", ["1", ",", "0871"]),
    ("٣٫٥٪ 22%", ["3.5", "٪", "22", "%"]),
    ('«حزب الوطن» "الحر" ‘جدا’', ["حزب", "الوطن", "الحر", "جدا"]),
    ("Al-Shabaab قوات CNN's", ["al-shabaab", "قوات", "cnn's"]),
    ("قاتلLatin", ["قاتل", "latin"]),
    ("..؟!", [".", ".", "؟", "!"]),
    ("#حزب_الوطن", ["حزب", "الوطن"]),
    ("", []),
    ("\n \u200f «»", []),
]


@pytest.mark.parametrize(("text", "forms"), FORMS)
def test_forms(text: str, forms: list[str]) -> None:
    assert [token.form for token in tokenize(fold(text))] == forms


def test_kinds() -> None:
    assert [token.kind for token in tokenize(fold("قتل 3 (usa) ."))] == [
        "word",
        "number",
        "mark",
        "word",
        "mark",
        "mark",
    ]


def test_glued_knows_spaces_and_quotes() -> None:
    found = [token.glued for token in tokenize(fold("و11 قال: «حزب»الله\u200f."))]
    assert found == [False, True, False, True, False, False, True]


def test_a_token_covers_its_diacritics_and_tatweels() -> None:
    text = "قُتِلَ بــ مُسَلَّحاً."
    assert [text[token.start : token.end] for token in tokenize(fold(text))] == ["قُتِلَ", "بــ", "مُسَلَّحاً", "."]


def test_a_word_pulled_together_is_one_token_over_all_its_pieces() -> None:
    text = "ثم ق ت ل جندي"
    found = tokenize(fold(text, {"قتل"}))
    assert [text[token.start : token.end] for token in found] == ["ثم", "ق ت ل", "جندي"]
