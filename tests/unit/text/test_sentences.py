"""Sentences: what only a call can tell; the cases are in corpora/sentences."""

from __future__ import annotations

from marsad.text.fold import fold
from marsad.text.sentences import Sentence, sentences
from marsad.text.tokens import tokenize

NONE: frozenset[str] = frozenset()


def test_token_ranges_are_half_open_and_paragraphs_counted() -> None:
    text = "خبر عاجل\nقتل جندي. وأصيب آخر"
    assert sentences(text, tokenize(fold(text)), NONE) == (
        Sentence(0, 0, 2, 0),
        Sentence(1, 2, 5, 1),
        Sentence(2, 5, 7, 1),
    )


def test_the_list_of_abbreviations_decides() -> None:
    text = "على بعد خمسة كلم. ثم عاد"
    tokens = tokenize(fold(text))
    assert len(sentences(text, tokens, NONE)) == 2
    assert len(sentences(text, tokens, {"كلم"})) == 1


def test_no_tokens_no_sentences() -> None:
    assert sentences("\n", (), NONE, 5) == ()
