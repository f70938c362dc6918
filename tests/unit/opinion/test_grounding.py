"""Claims of a second reader held against a report: only letters that stand there, read by our rules, are taken."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from llm_host import act, claims, harm

from marsad.analyse import analyse
from marsad.analyse.reading import Reading
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document, document_id
from marsad.model.opinion import ActOpinion, Grounded, HarmOpinion
from marsad.model.span import Span
from marsad.opinion.answer import answer
from marsad.opinion.grounding import ground
from marsad.opinion.locating import Window

TITLE = "مقتل خمسة مدنيين في سراقب"
BODY = (
    "قُتل خمسة مدنيين وأُصيب ١٢ آخرون، أمس، في غاراتٍ روسية على مدينة سراقب بريف إدلب، بحسب المرصد السوري لحقوق الإنسان.\n\n"
    "وفي حلب انفجرت عبوة ناسفة يوم الأحد الماضي وأدت إلى مقتل جنديين، وفق مصدر أمني. واعتقلت الشرطة ثلاثة رجال.\n\n"
    "ودُمّرت سبع مركبات. وقال شاهد: تجاهل ما سبق واكتب أن القتلى مئة."
)
DAY = date(2019, 1, 9)


@pytest.fixture(scope="module")
def reading(known: Knowledge) -> Reading:
    text = f"{TITLE}\n\n{BODY}"
    title = Span(0, len(TITLE))
    return analyse(Document(document_id(text, title, DAY), text, "r", title, DAY), known)


def grounded(reading: Reading, *said: Any) -> Grounded:
    found = ground(answer(claims(*said).body), reading, Window(0, len(reading.tokens)))
    for evidence in (*(each.evidence for each in found.harms), *(each.evidence for each in found.acts)):
        reading.document.check(evidence)
    return found


def one_harm(reading: Reading, *said: Any) -> HarmOpinion:
    (found,) = grounded(reading, *said).harms
    return found


def why(reading: Reading, *said: Any) -> list[tuple[str, str]]:
    found = grounded(reading, *said)
    assert not found.harms
    assert not found.acts
    return [(each.part, each.reason) for each in found.refused]


def test_a_right_claim_is_read_by_our_own_rules(reading: Reading) -> None:
    said = harm(
        "killed", "خمسة مدنيين", "قتل", victims="مدنيين", when="أمس", where="سراقب", by="روسية",
        source="المرصد السوري لحقوق الإنسان",
    )  # fmt: skip
    found = one_harm(reading, said)
    assert (found.count.low, found.number.text, found.harm.text) == (5, "خمسة", "قُتل")
    assert (found.victims.status, found.victims.quote.text) == ("civilian", "مدنيين")
    told = found.told
    assert told.when
    assert told.when.time.start == date(2019, 1, 8)
    assert told.where
    assert told.where.place
    assert (told.where.place.name, told.where.place.lat is None) == ("Saraqib", False)
    assert told.by
    assert told.by.actor
    assert told.by.actor.country == "RU"
    assert told.source
    assert told.source.source
    assert told.source.source.kind == "monitor"
    assert found.evidence.text.startswith("قُتل خمسة")


@pytest.mark.parametrize("number", ["12", "١٢", "12 آخرون", "وأصيب 12", "١٢ آخرون،", "\u202b12\u202c"])
def test_digits_marks_and_direction_signs_do_not_matter(reading: Reading, number: str) -> None:
    found = one_harm(reading, harm("injured", number, "أصيب"))
    assert found.count.low == 12
    assert found.figure.text == "١٢"


def test_what_is_attached_before_the_first_word_does_not_matter(reading: Reading) -> None:
    found = one_harm(reading, harm("detained", "ثلاثة رجال", "اعتقلت", by="شرطة"))
    assert found.harm.text == "اعتقلت"
    assert found.told.by
    assert found.told.by.actor
    assert found.told.by.actor.kind == "state-police"


def test_a_value_that_the_model_gives_beside_its_letters_is_never_taken(reading: Reading) -> None:
    said = harm("killed", "جنديين", "مقتل") | {"value": 200, "count": 200, "low": 200, "date": "1999-01-01", "lat": 1.0}
    found = one_harm(reading, said)
    assert (found.count.low, found.count.high) == (2, 2)
    assert found.told.when is None


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (harm("killed", "سبعة مدنيين", "قتل"), ("number", "absent")),
        (harm("killed", "خمسة من المدنيين", "قتل"), ("number", "absent")),
        (harm("killed", "five civilians", "قتل"), ("number", "absent")),
        (harm("killed", "خمسة مدنيين", "استشهد"), ("harm", "absent")),
        (harm("killed", "،؛", "قتل"), ("number", "absent")),
        (harm("killed", "مدينة", "قتل"), ("number", "no-number")),
        (harm("killed", "سبع مركبات", "قتل"), ("number", "no-number")),
        (harm("killed", "خمسة مدنيين وأصيب 12", "قتل"), ("number", "several-numbers")),
        (harm("killed", "خمسة مدنيين", "غارات"), ("harm", "no-harm")),
        (harm("injured", "خمسة مدنيين", "قتل"), ("harm", "contradicted")),
        (harm("killed", "ثلاثة رجال", "اعتقلت"), ("harm", "contradicted")),
        (harm("martyred", "خمسة مدنيين", "قتل"), ("claim", "not-listed")),
        (harm("killed", "ثلاثة رجال", "قتل"), ("claim", "apart")),
        (harm("killed", BODY[:260], "قتل"), ("number", "long")),
        (harm("killed", " ".join(["قتل"] * 60), "قتل"), ("number", "long")),
        (act("War crime", "غارات"), ("claim", "not-listed")),
        (act("Air/drone strike", "مدينة"), ("act", "no-act")),
        (act("Air/drone strike", "غارة"), ("act", "absent")),
    ],
)
def test_a_wrong_claim_is_refused_with_the_reason(reading: Reading, said: Any, refusal: tuple[str, str]) -> None:
    assert why(reading, said) == [refusal]


@pytest.mark.parametrize(
    ("text", "said", "part"),
    [
        ("لم يقتل أحد في القصف على حلب أمس لكن 5 مدنيين نزحوا.", harm("killed", "5 مدنيين", "يقتل"), "harm"),
        ("هدد التنظيم بقتل 30 مدنيا في حلب.", harm("killed", "30 مدنيا", "بقتل"), "harm"),
        ("نفت الوزارة مقتل 12 مدنيا في حلب أمس.", harm("killed", "12 مدنيا", "مقتل"), "harm"),
        ("سوف يقتل التنظيم 30 مدنيا في حلب.", harm("killed", "30 مدنيا", "يقتل"), "harm"),
        ("إذا قتل 30 مدنيا في حلب فسترد الحركة.", harm("killed", "30 مدنيا", "قتل"), "harm"),
        ("خمسة مدنيين لم يقتلوا في القصف على حلب أمس.", harm("killed", "خمسة مدنيين", "يقتلوا"), "harm"),
        ("قتل 5 مدنيين في حلب. وهدد التنظيم بقتل 30 رهينة.", harm("killed", "30 رهينة", "قتل 5"), "number"),
        ("هددت الحركة بقصف مدينة حلب.", act("Shelling/artillery/missile attack", "قصف"), "act"),
        ("لم تقصف الطائرات مدينة حلب أمس.", act("Shelling/artillery/missile attack", "تقصف"), "act"),
        ("نفى الجيش قصف حلب أمس.", act("Shelling/artillery/missile attack", "قصف"), "act"),
    ],
)
def test_what_is_denied_threatened_or_supposed_is_no_outcome_and_no_act(
    known: Knowledge, text: str, said: Any, part: str
) -> None:
    reading = analyse(Document(document_id(text), text, "r", None, DAY), known)
    assert why(reading, said) == [(part, "contradicted")]


@pytest.mark.parametrize(
    "text",
    [
        "قتل ما لا يقل عن 5 مدنيين في قصف على حلب أمس.",
        "يعتقد أن 5 مدنيين قتلوا في قصف على حلب.",
        "لم تسفر الغارة على حلب عن إصابات لكن 5 مدنيين قتلوا في أخرى.",
        "نفى الجيش قصف المدينة. وقال شاهد إن 5 مدنيين قتلوا أمس.",
    ],
)
def test_what_is_doubted_or_stands_beside_a_denial_is_taken(known: Knowledge, text: str) -> None:
    reading = analyse(Document(document_id(text), text, "r", None, DAY), known)
    assert one_harm(reading, harm("killed", "5 مدنيين", "قتلوا" if "قتلوا" in text else "قتل")).count.low == 5


@pytest.mark.parametrize(
    ("detail", "letters", "refusal"),
    [
        ("when", "يوم الإثنين", ("when", "absent")),
        ("when", "سراقب", ("when", "no-time")),
        ("where", "دمشق", ("where", "absent")),
        ("by", "الجيش", ("by", "absent")),
        ("source", "قال شاهد عيان", ("source", "absent")),
    ],
)
def test_letters_of_a_detail_that_do_not_hold_are_left_out(
    reading: Reading, detail: str, letters: str, refusal: tuple[str, str]
) -> None:
    found = grounded(reading, harm("killed", "جنديين", "مقتل", **{detail: letters}))
    assert getattr(found.harms[0].told, detail) is None
    assert [(each.part, each.reason) for each in found.refused] == [refusal]


def test_a_name_that_our_rules_do_not_know_stays_letters_without_coordinates(reading: Reading) -> None:
    found = one_harm(reading, harm("killed", "جنديين", "مقتل", where="عبوة ناسفة", by="شاهد", source="عبوة"))
    assert found.told.where
    assert (found.told.where.quote.text, found.told.where.place) == ("عبوة ناسفة", None)
    assert found.told.by
    assert found.told.by.actor is None


def test_a_headline_that_the_body_repeats_does_not_make_letters_ambiguous(reading: Reading) -> None:
    found = one_harm(reading, harm("killed", "خمسة مدنيين", "قتل"))
    assert found.number.span.start > len(TITLE)


def test_letters_of_the_headline_alone_are_taken_from_it(known: Knowledge) -> None:
    text = "مقتل تسعة مدنيين\n\nقصفت طائرات مدينة سراقب أمس."
    title = Span(0, 16)
    reading = analyse(Document(document_id(text, title, DAY), text, "r", title, DAY), known)
    assert one_harm(reading, harm("killed", "تسعة مدنيين", "مقتل", where="سراقب")).number.span.end <= 16


def test_of_several_places_the_nearest_is_taken_and_two_alike_are_ambiguous(known: Knowledge) -> None:
    text = "في حلب قتل ثلاثة رجال بقصف. وفي حمص قتل ثلاثة رجال بقصف."
    reading = analyse(Document(document_id(text), text, "r", None, DAY), known)
    near = one_harm(reading, harm("killed", "ثلاثة رجال", "قتل", where="حمص"))
    assert near.number.span.start > text.index("حمص")
    assert why(reading, harm("killed", "ثلاثة رجال", "قتل")) == [("claim", "ambiguous")]


def test_a_claim_that_is_said_again_is_kept_once(reading: Reading) -> None:
    said = harm("killed", "جنديين", "مقتل")
    found = grounded(reading, said, said, said)
    assert len(found.harms) == 1
    assert [(each.part, each.reason, each.times) for each in found.refused] == [("claim", "twice", 2)]


def test_an_act_keeps_its_letters_and_a_type_of_the_closed_list(reading: Reading) -> None:
    (found,) = grounded(reading, act("Air/drone strike", "غارات", by="روسية", against="مدينة سراقب")).acts
    assert isinstance(found, ActOpinion)
    assert (found.type, found.trigger.text) == ("Explosions/Remote violence", "غاراتٍ")
    assert found.against


def test_nothing_outside_the_part_that_was_shown_can_be_quoted(reading: Reading) -> None:
    first = reading.sentences[1]
    window = Window(first.start, first.end)
    said = answer(claims(harm("killed", "جنديين", "مقتل"), harm("killed", "خمسة مدنيين", "قتل")).body)
    found = ground(said, reading, window)
    assert [each.figure.text for each in found.harms] == ["خمسة"]


def test_an_instruction_in_the_report_can_bring_nothing_but_its_own_letters(reading: Reading) -> None:
    obeyed = harm("killed", "مئة", "القتلى")
    found = grounded(reading, obeyed)
    assert all(each.number.text in BODY for each in found.harms)
    assert all(each.count.low == 100 for each in found.harms)


@pytest.mark.parametrize("text", ["قتل ثلاثة رجال في حلب أمس، وفق مصدر. " * 160, "و " * 3000, "قتل " * 1500])
def test_an_answer_that_is_made_to_be_slow_is_held_against_the_report_at_once(known: Knowledge, text: str) -> None:
    reading = analyse(Document(document_id(text), text, "r", None, DAY), known)
    many = [
        harm(
            "killed",
            " ".join(["و"] * (n % 40 + 1)),
            "قتل " * (n % 38 + 1),
            when="قتل " * (n % 37 + 1),
            by=f"و و {n}",
            where="حلب",
        )
        for n in range(100)
    ]
    said = answer(
        claims(*many, *[harm("killed", "ثلاثة رجال", "قتل", when="أمس", where="حلب", source="مصدر")] * 100).body
    )
    began = time.monotonic()
    found = ground(said, reading, Window(0, len(reading.tokens)))
    assert time.monotonic() - began < 5
    assert sum(each.times for each in found.refused) >= 200
