"""Two readings of one report side by side: what both have, what they read otherwise, what only one has."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from llm_host import act, claims, harm

from marsad.analyse.reading import Reading
from marsad.knowledge.known import Knowledge
from marsad.model.claim import Claims
from marsad.model.document import Document, document_id
from marsad.model.opinion import HarmOpinion, Heard, Opinion
from marsad.opinion.answer import answer
from marsad.opinion.comparing import Comparison, compare
from marsad.opinion.grounding import ground
from marsad.opinion.locating import Window
from marsad.pipeline import read

TEXT = (
    "قُتل خمسة مدنيين وأُصيب 12 آخرون، أمس، في غارات روسية على مدينة سراقب بريف إدلب، بحسب المرصد السوري لحقوق الإنسان.\n\n"
    "وفي حلب انفجرت عبوة ناسفة يوم الأحد الماضي وأدت إلى مقتل جنديين، وفق مصدر أمني. واعتقلت الشرطة ثلاثة رجال.\n\n"
    "وعثر السكان على أربعة رجال بين الأنقاض. وقال طبيب إنهم قتلوا."
)


@pytest.fixture(scope="module")
def both(known: Knowledge) -> tuple[Reading, Claims]:
    return read(Document(document_id(TEXT), TEXT, "r", None, date(2019, 1, 9)), known)


def told(both: tuple[Reading, Claims], *said: Any) -> Comparison:
    reading, read_claims = both
    found = ground(answer(claims(*said).body), reading, Window(0, len(reading.tokens)))
    return compare(read_claims, Opinion(reading.document.id, "llm", "p", reading.knowledge, (Heard("", b"", found),)))


def fields(both: tuple[Reading, Claims], said: Any) -> list[tuple[str, str, str]]:
    (pair,) = told(both, said).pairs
    return [(each.field, each.ours, each.theirs) for each in pair.differences]


FULL = harm(
    "killed", "خمسة مدنيين", "قتل", victims="مدنيين", when="أمس", where="سراقب", by="روسية", source="المرصد السوري لحقوق الإنسان"
)  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [FULL, harm("killed", "خمسة مدنيين", "قتل"), FULL | {"where": "بريف إدلب"}, act("Air/drone strike", "غارات")],
)
def test_what_both_read_alike_agrees_and_silence_differs_in_nothing(both: tuple[Reading, Claims], said: Any) -> None:
    found = told(both, said)
    assert (len(found.agreed), len(found.differing), len(found.theirs)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("said", "difference"),
    [
        (FULL | {"when": "يوم الأحد الماضي"}, ("date", "2019-01-08", "2019-01-06")),
        (FULL | {"where": "حلب"}, ("place", "Saraqib", "Aleppo")),
        (FULL | {"by": "الشرطة"}, ("perpetrator", "Military Forces of Russia", "Police Forces of Syria")),
        (FULL | {"source": "مصدر أمني"}, ("source", "Syrian Observatory for Human Rights", "security source")),
        (FULL | {"scope": "cumulative"}, ("scope", "incident", "cumulative")),
        (FULL | {"victims": "جنديين"}, ("status", "civilian", "combatant")),
        (FULL | {"outcome": "injured", "harm": "أصيب"}, ("outcome", "killed", "injured")),
        (harm("detained", "ثلاثة رجال", "اعتقلت", where="حلب"), ("place", "", "Aleppo")),
        (act("Attack", "انفجرت"), ("act", "Remote explosive/landmine/IED", "Attack")),
    ],
)
def test_a_field_that_is_read_otherwise_is_named_with_both_values(
    both: tuple[Reading, Claims], said: Any, difference: tuple[str, str, str]
) -> None:
    assert fields(both, said) == [difference]


def test_each_value_of_a_difference_leads_to_its_letters(both: tuple[Reading, Claims]) -> None:
    found = told(both, FULL | {"where": "حلب", "when": "يوم الأحد الماضي", "victims": "جنديين"})
    for pair in found.differing:
        for each in pair.differences:
            assert each.theirs_quote
            both[0].document.check(each.theirs_quote)
            if each.ours_quote:
                both[0].document.check(each.ours_quote)


def test_a_denial_of_ours_is_never_agreed_with(known: Knowledge) -> None:
    text = "لم يقتل أحد في القصف على حلب أمس لكن 5 مدنيين نزحوا. وقال شاهد إنهم قتلوا."
    denial = read(Document(document_id(text), text, "r", None, date(2019, 1, 9)), known)
    assert [(each.count.low, each.statement.stance) for each in denial[1].harms] == [(5, "denied")]
    assert told(denial, harm("killed", "5 مدنيين", "يقتل")).pairs == ()
    assert fields(denial, harm("killed", "5 مدنيين", "قتلوا")) == [("stance", "denied", "asserted")]


def test_what_only_one_has_is_told_apart(both: tuple[Reading, Claims]) -> None:
    found = told(both, harm("killed", "أربعة رجال", "قتلوا"))
    assert [each.count.low for each in found.theirs if isinstance(each, HarmOpinion)] == [4]
    assert found.pairs == ()
    assert len(found.ours) == len(both[1].harms) + len(both[1].acts)


def test_a_reader_that_says_nothing_leaves_every_claim_to_the_rules(both: tuple[Reading, Claims]) -> None:
    found = told(both)
    assert (found.pairs, found.theirs) == ((), ())
    assert {each.id for each in found.ours} == {
        *(each.id for each in both[1].harms),
        *(each.id for each in both[1].acts),
    }
