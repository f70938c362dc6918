"""A text longer than any report is read in portions: its letters are those of the whole, and its time grows with the length."""

from __future__ import annotations

import time
from datetime import date

from marsad.analyse.portions import LONGEST, portions
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.pipeline import read
from marsad.text.fold import fold
from marsad.text.sentences import LONGEST as LONGEST_SENTENCE
from marsad.text.sentences import sentences
from marsad.text.tokens import tokenize

ATTACK = "قُتل ثلاثة مدنيين في قصف على بلدة سلقين يوم السبت، بحسب الدفاع المدني."
FILLER = "وناقش المجتمعون خطة العام المقبل للمدارس والطرق والحدائق في المدينة."


def long_document() -> Document:
    text = f"{ATTACK}\n" + f"{FILLER}\n" * 700 + ATTACK
    return Document(document_id(text), text, "long", published=date(2020, 3, 2))


def test_a_text_of_usual_length_is_one_portion() -> None:
    text = f"{ATTACK}\n{FILLER}"
    tokens = tokenize(fold(text))
    (only,) = portions(text, tokens, sentences(text, tokens, frozenset()))
    assert only.tokens is tokens
    assert only.letters == (0, len(text))


def test_portions_share_out_all_tokens_and_letters() -> None:
    text = f"{FILLER} {FILLER}\n" * 600
    tokens = tokenize(fold(text))
    found = list(portions(text, tokens, sentences(text, tokens, frozenset())))
    assert len(found) > 1
    assert [token.form for each in found for token in each.tokens] == [token.form for token in tokens]
    assert all(len(each.tokens) <= LONGEST for each in found)
    assert [each.offset for each in found] == [sum(len(one.tokens) for one in found[:n]) for n in range(len(found))]
    assert all(each.letters[0] <= each.tokens[0].start < each.tokens[-1].end <= each.letters[1] for each in found)
    assert all([s.index for s in each.sentences] == list(range(len(each.sentences))) for each in found)
    assert all(each.sentences[-1].end == len(each.tokens) for each in found)


def test_claims_of_a_long_text_quote_its_own_letters() -> None:
    document = long_document()
    reading, claims = read(document, load())
    assert len(reading.portions) > 1
    assert [harm.count.low for harm in claims.harms] == [3, 3]
    assert len({harm.id for harm in claims.harms}) == 2
    for harm in claims.harms:
        document.check(harm.number)
        document.check(harm.statement.evidence)
    tokens = tokenize(fold(document.text))
    for mention in reading.mentions:
        document.check(mention.quote)
        assert tokens[mention.tokens[0]].start <= mention.span.start < tokens[mention.tokens[1] - 1].end
    assert reading.losers == tuple(loser for each in reading.portions for loser in each.losers)


def test_a_sentence_without_end_is_cut_behind_a_comma() -> None:
    text = "كلمة كلمة كلمة، " * 500
    tokens = tokenize(fold(text))
    found = sentences(text, tokens, frozenset())
    assert all(one.end - one.start <= LONGEST_SENTENCE for one in found)
    assert all(tokens[one.end - 1].form == "،" for one in found)


def test_ten_thousand_letters_of_one_word_take_no_time() -> None:
    knowledge = load()
    for word in ("غارة", "قتل", "دمشق", "قال", "9/", "الجيش", "ق."):
        text = (f"{word} " * 10_000)[:10_000]
        start = time.process_time()
        read(Document(document_id(text), text, "x"), knowledge)
        assert time.process_time() - start < 3, word
