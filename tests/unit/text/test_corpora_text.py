"""The corpora of folding and sentences: each case is data, each must come out as written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from marsad.text.disguise import Disguised
from marsad.text.fold import fold
from marsad.text.sentences import sentences
from marsad.text.tokens import tokenize

PREFIXES = frozenset({"و", "ال", "وال"})
CORPORA = Path(__file__).parents[3] / "corpora"
Case = tuple[dict[str, Any], frozenset[str]]


def cases(folder: str, words: str) -> list[Any]:
    """Read the cases of a corpus, each with the list of words that its file names."""
    found = []
    for path in sorted((CORPORA / folder).rglob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.SafeLoader)
        known = frozenset(data.get(words, ()))
        found += [pytest.param((case, known), id=f"{path.stem}-{place}") for place, case in enumerate(data["cases"])]
    return found


@pytest.mark.parametrize("case", cases("sentences", "abbreviations"))
def test_sentences_are_as_written(case: Case) -> None:
    expected, abbreviations = case
    text = expected["text"]
    tokens = tokenize(fold(text))
    found = sentences(text, tokens, abbreviations, expected.get("title_end", 0))
    assert [text[tokens[one.start].start : tokens[one.end - 1].end] for one in found] == expected["expect"]
    if "paragraphs" in expected:
        assert [one.paragraph for one in found] == expected["paragraphs"]


@pytest.mark.parametrize("case", cases("folding", "disguised"))
def test_folding_is_as_written(case: Case) -> None:
    expected, disguised = case
    folded = fold(expected["text"], Disguised(disguised, PREFIXES))
    assert folded.text == expected["folded"]
    for piece, quote in expected.get("quotes", {}).items():
        at = folded.text.rindex(piece)
        start, end = folded.source(at, at + len(piece))
        assert expected["text"][start:end] == quote
