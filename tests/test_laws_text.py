"""Laws of text handling: spans lead back to their letters, folding settles at once, nothing is lost or counted twice."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from marsad.text.fold import fold, fold_word
from marsad.text.sentences import sentences
from marsad.text.tokens import tokenize

LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيٱیکگچپڤەۀ"
DRESS = "ـًٌٍَُِّْٰۭٓٔۖ\u0300\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2067\u2069\ufeff\u061c\u00ad"
SHAPES = "ﷲﷺﷻﷴ﷼ﻻﻼﻷﻹﻵﻗﺘﻞﮐﯾﹰﹷﹱﱞﳲﯝ１Ａ！＂"
REST = "0123456789٠٣٩۰۵.,،؛:؟!…۔٫٬٪%/_*-«»\"'“”()[] \u00a0\n\r\t#abCDéİß’中"
PARTED = st.sampled_from(
    ["ق ت ل", "قص.ف", "قـ ـتـ ـل", "د/ا/ع/ش", "شـ.ـهيد", "المدينة.وقال", "و11", "1,087", "أ.ف.ب.", ".."]
)
TEXTS = st.lists(st.text(LETTERS + DRESS + SHAPES + REST, max_size=12) | PARTED, max_size=12).map("".join)
ANYTHING = TEXTS | st.text(max_size=60)
DISGUISED = st.sampled_from([frozenset[str](), frozenset({"قتل", "قصف", "داعش", "شهيد"})])
ABBREVIATIONS = frozenset({"د", "ا", "كلم"})


@given(ANYTHING)
def test_folding_settles_at_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(ANYTHING)
def test_a_form_folds_like_the_text_it_stands_in(text: str) -> None:
    assert fold_word(text) == " ".join(fold(text).text.split())
    assert fold_word(fold_word(text)) == fold_word(text)


@given(ANYTHING, DISGUISED)
def test_every_folded_letter_leads_back_to_the_source(text: str, disguised: frozenset[str]) -> None:
    folded = fold(text, disguised)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    places = [folded.source(place, place + 1) for place in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[0] <= two[0] and one[1] <= two[1] for one, two in pairwise(places))


@given(TEXTS)
def test_the_quote_of_a_plain_word_folds_to_its_form(text: str) -> None:
    for token in tokenize(fold(text)):
        if token.kind == "word":
            assert fold(text[token.start : token.end]).text == token.form


@given(ANYTHING, DISGUISED)
def test_tokens_stand_in_order_and_share_nothing(text: str, disguised: frozenset[str]) -> None:
    tokens = tokenize(fold(text, disguised))
    assert [token.index for token in tokens] == list(range(len(tokens)))
    assert all(one.end <= two.start for one, two in pairwise(tokens))
    assert not any(two.glued and fold(text[one.end : two.start]).text for one, two in pairwise(tokens))


@given(ANYTHING, DISGUISED)
def test_tokens_cover_every_letter_and_digit(text: str, disguised: frozenset[str]) -> None:
    covered = {place for token in tokenize(fold(text, disguised)) for place in range(token.start, token.end)}
    seen = {place for place, letter in enumerate(text) if letter.isalnum() and fold(letter).text.strip()}
    assert seen <= covered


@given(ANYTHING, DISGUISED, st.integers(0, 80))
def test_sentences_share_out_all_tokens(text: str, disguised: frozenset[str], title_end: int) -> None:
    tokens = tokenize(fold(text, disguised))
    found = sentences(text, tokens, ABBREVIATIONS, title_end)
    assert [place for one in found for place in range(one.start, one.end)] == list(range(len(tokens)))
    assert [one.index for one in found] == list(range(len(found)))
    assert all(one.start < one.end for one in found)
    assert sorted({one.paragraph for one in found}) == list(range(len({one.paragraph for one in found})))


@given(TEXTS)
def test_no_sentence_crosses_a_line(text: str) -> None:
    tokens = tokenize(fold(text))
    for one in sentences(text, tokens, ABBREVIATIONS):
        assert "\n" not in text[tokens[one.start].start : tokens[one.end - 1].end]


def test_hundreds_of_marks_and_tatweels_take_no_time() -> None:
    nasty = [
        "ق" + "\u064b" * 20_000 + "ت",
        "ق" + "ـ" * 20_000,
        "ـ " * 10_000,
        "ق." * 10_000,
        "ق " * 10_000,
        "1," * 10_000,
    ]
    start = time.process_time()
    for text in nasty:
        folded = fold(text, frozenset({"قتل"}))
        sentences(text, tokenize(folded), ABBREVIATIONS)
    assert time.process_time() - start < 3
