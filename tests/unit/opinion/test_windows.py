"""A long report in parts: every sentence is shown, no part is too long, and what two parts say is kept once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_host import claims, harm, hosting, report_of

from marsad.analyse import analyse
from marsad.analyse.reading import Reading
from marsad.errors import OpinionError
from marsad.knowledge.known import Knowledge
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.opinion import reader as reader_module
from marsad.opinion.asking import Endpoint
from marsad.opinion.reader import Reader
from marsad.opinion.windows import text_of, windows

SENTENCES = ["قتل ثلاثة رجال في حلب.", "وأصيب خمسة في حمص.", "ثم ساد الهدوء.", "وقال شاهد إن القصف استمر ساعة.\n"]


def read(text: str, known: Knowledge) -> Reading:
    return analyse(Document(document_id(text), text, "r", None, date(2019, 1, 9)), known)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=30), st.integers(10, 300))
def test_every_word_is_shown_and_no_part_is_too_long(chosen: list[str], letters: int) -> None:
    reading = read(" ".join(chosen), load())
    try:
        found = windows(reading, letters)
    except OpinionError:
        return
    seen = {token for _, each in found for token in range(each.start, each.end)}
    assert seen == set(range(len(reading.tokens)))
    assert all(len(text_of(read_there, each)) <= letters or each.end - each.start == 1 for read_there, each in found)


def test_a_report_of_too_many_parts_is_refused(known: Knowledge) -> None:
    with pytest.raises(OpinionError, match="too many for a second reader"):
        windows(read(" ".join(SENTENCES * 40), known), 60)


def test_what_is_read_in_portions_is_shown_whole_and_each_answer_held_against_its_own(known: Knowledge) -> None:
    first, last = "قتل ثلاثة رجال في حلب.\n", "قتل تسعة مدنيين في إدلب."
    reading = read(first + "وقال شاهد إن القصف استمر ساعة.\n" * 900 + last, known)
    assert len(reading.portions) > 1
    every = [harm("killed", "ثلاثة رجال", "قتل", where="حلب"), harm("killed", "تسعة مدنيين", "قتل", where="إدلب")]
    with hosting(lambda asked: claims(*[each for each in every if each["number"] in report_of(asked)])) as host:
        endpoint = Endpoint.of(host.url, "small")
        with endpoint.client(5) as client:
            opinion = Reader(endpoint, client, lambda _: None).opinion(reading)
    assert last in report_of(host.asked[-1])
    assert [each.count.low for each in opinion.harms] == [3, 9]
    for each in opinion.harms:
        reading.document.check(each.number)
        reading.document.check(each.harm)


def test_what_two_parts_say_of_the_same_letters_is_kept_once(known: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "قتل ثلاثة رجال في حلب. وأصيب سبعة أطفال في حمص. ثم ساد الهدوء. وجرح تسعة مدنيين في إدلب. ثم عاد القصف."
    reading = read(text, known)
    monkeypatch.setattr(reader_module, "windows", lambda each: windows(each, 70))
    every = [
        harm("killed", "ثلاثة رجال", "قتل"),
        harm("injured", "سبعة أطفال", "أصيب"),
        harm("injured", "تسعة مدنيين", "جرح"),
    ]
    with hosting(lambda asked: claims(*[each for each in every if each["number"] in report_of(asked)])) as host:
        endpoint = Endpoint.of(host.url, "small")
        with endpoint.client(5) as client:
            opinion = Reader(endpoint, client, lambda _: None).opinion(reading)
    assert len(opinion.heard) == len(host.asked) > 1
    assert [each.count.low for each in opinion.harms] == [3, 7, 9]
    assert len({each.request for each in opinion.heard}) == len(opinion.heard)
