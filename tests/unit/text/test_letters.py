"""The tables of letters: closed under folding, so that folding settles at once."""

from __future__ import annotations

from marsad.text.letters import MANY, SAME, SHAPED, SILENT


def test_what_a_letter_becomes_is_plain() -> None:
    assert not [plain for plain in SAME.values() if ord(plain) in SAME or plain in SILENT or plain in MANY]


def test_what_a_shape_spreads_to_is_plain() -> None:
    letters = "".join(SHAPED.values())
    assert not [letter for letter in letters if ord(letter) in SAME or letter in SILENT or letter in MANY]


def test_no_shape_spreads_over_spaces() -> None:
    assert not [shape for shape, plain in SHAPED.items() if " " in plain]
