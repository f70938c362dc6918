"""Disguises: which characters part the letters of a word; the cases are in corpora/folding."""

from __future__ import annotations

import pytest

from marsad.text.disguise import Disguised, disguises

WORDS = Disguised(frozenset({"قتل", "داعش"}), frozenset({"ال", "بال"}))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ق.تل", {1}),
        ("ق ت ل", {1, 3}),
        ("ق . ت . ل", {1, 2, 3, 5, 6, 7}),
        ("ال ق.تل", {4}),
        ("بالق.تل", {4}),
        ("داعش", set()),
        ("ق.تال", set()),
        ("مق.تل", set()),
        ("كالق.تل", set()),
        ("ق ت", set()),
        ("", set()),
    ],
)
def test_places_that_part(text: str, places: set[int]) -> None:
    assert disguises(text, WORDS) == places
