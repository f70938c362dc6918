"""No text cell is a formula to a spreadsheet, and every one can be read back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.export.safe import plain, safe

STARTS = "=+-@＝＋－＠﹢﹣﹦﹫−"
HIDDEN = " \u00a0\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202e\u2066\u2069\u2060\ufeff\u00ad\u3000\t"
WORDS = st.text(st.sampled_from(f"{STARTS}{HIDDEN}\r\n\0'1a5٣قتلى"), max_size=8) | st.text(max_size=20)


@pytest.mark.parametrize("start", [*STARTS, "\t", "\r", "\n", "\0"])
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert safe(f"{start}5 قتلى") == f"'{start}5 قتلى"


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_seen_before_it_hides_nothing(hidden: str) -> None:
    assert safe(f"{hidden}=A1").startswith("'")
    assert safe(f"{hidden}-5 قتلى").startswith("'")


@pytest.mark.parametrize("text", ["", "قتلى", "5-7 قتلى", "'قال", "a=b", "٣ جرحى", "(نحو 5)", "«سراقب»", "\u200fسراقب"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@given(WORDS)
def test_every_text_is_read_back(text: str) -> None:
    assert plain(safe(text)) == text


@given(WORDS)
def test_no_written_cell_begins_a_formula(text: str) -> None:
    written = safe(text)
    assert not written.startswith(("\t", "\r", "\n", "\0"))
    seen = [letter for letter in written if unicodedata.category(letter)[0] not in "CZM"]
    assert not seen or unicodedata.normalize("NFKC", seen[0])[0] not in "=+-@\u2212"
