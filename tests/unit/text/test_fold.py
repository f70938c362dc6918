"""Folding: the map back to the source, and what it refuses."""

from __future__ import annotations

import pytest

from marsad.errors import SpanError
from marsad.text.fold import fold, fold_word


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 5)])
def test_a_range_that_holds_no_letter_is_refused(start: int, end: int) -> None:
    with pytest.raises(SpanError):
        fold("قتلى").source(start, end)


def test_a_plain_text_maps_to_itself() -> None:
    assert fold("قتل جندي").source(4, 8) == (4, 8)


def test_a_quote_keeps_the_tanwin_of_its_last_letter() -> None:
    text = "شاهدوا مسلحاً هناك"
    start, end = fold(text).source(7, 12)
    assert text[start:end] == "مسلحاً"


def test_unseen_controls_after_a_word_stay_out_of_its_quote() -> None:
    text = "قتل\u200f جندي"
    assert fold(text).source(0, 3) == (0, 3)
    assert fold(text).source(0, 4) == (0, 5)


def test_a_lexicon_form_has_single_spaces() -> None:
    assert fold_word("  قوّات   سوريا\tالديمقراطيّة ") == "قوات سوريا الديمقراطيه"


def test_nothing_is_pulled_together_without_a_list() -> None:
    assert fold("قص.ف ق ت ل").text == "قص.ف ق ت ل"
