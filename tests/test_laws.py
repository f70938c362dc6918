"""Laws of reading and claiming: every quote stands where it says, numbers lead back to letters, nothing is guessed."""

from __future__ import annotations

import csv
import dataclasses
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marsad import pipeline
from marsad.analyse import analyse as analyse_document
from marsad.analyse.reading import Reading
from marsad.claims.quantity import quantities
from marsad.claims.scene import Scene
from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.known import Knowledge, Place
from marsad.knowledge.load import load
from marsad.model import codec
from marsad.model.claim import ActClaim, Claims, HarmClaim, Statement
from marsad.model.document import Document, document_id
from marsad.model.mention import Derivation, Mention
from marsad.model.opinion import HarmOpinion
from marsad.model.span import Quote, Span
from marsad.model.value import Count, HarmSign, People, PlaceRef, TimeRange
from marsad.rules.context import Context

PATIENCE = 4
STEADY = settings(max_examples=60, deadline=None, derandomize=True, database=None)

HARM = [
    "قتل ثلاثة مدنيين", "وأصيب 12 آخرون", "مقتل جنديين", "وإصابة طفلة", "أدى إلى مقتل ما لا يقل عن 40 شخصاً",
    "سقط 5 قتلى و10 جرحى", "بينهم أربعة أطفال", "من بينهم امرأتان", "مقتل وإصابة عدد من المسلحين", "قتل قيادي في الحركة",
    "أكثر من ألف وخمسمئة قتيل", "استشهد شاب", "اعتقال 15 شخصا", "نزوح آلاف العائلات", "بين 20 و30 جريحا", "لم يصب أحد",
    "وبذلك يرتفع عدد القتلى إلى 1,087", "ثلث القتلى", "عشرات القتلى", "خطف رهينتين", "٢٣ شهيدا", "قـ ـتـ ـل جندي",
]  # fmt: skip
ACTS = [
    "في غارات روسية على", "بقصف مدفعي استهدف", "هجوم شنه تنظيم «داعش»", "اشتباكات بين الجيش السوري والفصائل",
    "برصاص قوات الاحتلال", "انفجرت عبوة ناسفة", "على يد مسلحين مجهولين", "تفجير انتحاري تبنته حركة الشباب",
    "تظاهر المئات", "نفت الوزارة", "يعتقد أن", "وفيما", "؛ كما", "حيث", "إلا أن",
]  # fmt: skip
SETTINGS = [
    "في مدينة سراقب", "بريف حلب الجنوبي", "شمالي الموصل", "في طرابلس", "قرب الحديدة", "أمس", "الأحد الماضي", "أول من أمس",
    "منذ العاشر من أيلول", "في 3 كانون الثاني/يناير 2019", "منذ 2011", "خلال الأسبوع الماضي", "قبل يومين", "فجر اليوم",
]  # fmt: skip
SOURCES = [
    "قال المرصد السوري لحقوق الإنسان لـ«أ ف ب» إن", "بحسب مصادر محلية", "وأضاف أن", "ونقلت رويترز عن مصدر أمني قوله",
    "وفق وزارة الصحة", "أعلن الجيش التركي", "(رويترز)", "حسبما ذكر ناشطون",
]  # fmt: skip
MARKS = [
    ".",
    "،",
    "؛",
    "..",
    "…",
    ":",
    "\n",
    "\n\n",
    "»",
    "«",
    '"',
    "(",
    ")",
    "-",
    "؟",
    "!",
    "ـ",
    "\u200f",
    "\u202b",
    "\u202c",
    "\t",
]
DRESS = "ًٌٍَُِّْـ\u200c\u200e\u200f\u202a\u202c\u2067\u2069\u061c"
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
RANDOM = st.text(LETTERS + DRESS + '0123456789٠١٢٣٩۰۵.,،؛:%٪/-«»"() \nﷲﻻIS1', max_size=40)

PIECES = st.sampled_from([*HARM, *HARM, *ACTS, *SETTINGS, *SOURCES, *MARKS]) | st.integers(0, 3000).map(str) | RANDOM
SENTENCES = st.lists(PIECES, min_size=1, max_size=12).map(" ".join)
DAYS = st.none() | st.dates(date(2010, 1, 1), date(2025, 12, 31))


@st.composite
def dressed(draw: st.DrawFn) -> str:
    """Give a text with diacritics, tatweel and direction marks thrown in anywhere."""
    text = draw(SENTENCES)
    for mark, place in draw(st.lists(st.tuples(st.sampled_from(DRESS), st.integers(0, 400)), max_size=8)):
        text = text[: place % (len(text) + 1)] + mark + text[place % (len(text) + 1) :]
    return text


TEXTS = (SENTENCES | dressed() | RANDOM).filter(str.strip)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    title, body = draw(st.none() | TEXTS.map(lambda text: " ".join(text.split()))), draw(TEXTS)
    text = f"{title}\n\n{body}" if title else body
    return document(text, draw(DAYS), Span(0, len(title)) if title else None)


class TooLong(BaseException):
    """A text that takes seconds to read; no Exception, so that hypothesis does not go on to shrink it."""


@contextmanager
def patience(report: Document) -> Iterator[None]:
    """Fail where one short report takes long to read: it would never end."""

    def give_up(*_: object) -> None:
        raise TooLong(f"reading took longer than {PATIENCE} seconds: {report.text!r}")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)


def analyse(report: Document, knowledge: Knowledge) -> Reading:
    with patience(report):
        return analyse_document(report, knowledge)


def extract(report: Document, knowledge: Knowledge) -> Claims:
    with patience(report):
        return pipeline.extract(report, knowledge)


def document(text: str, published: date | None = None, title: Span | None = None) -> Document:
    return Document(document_id(text), text, "report", title, published)


def statements(claims: Claims) -> list[Statement]:
    return [*(act.statement for act in claims.acts), *(harm.statement for harm in claims.harms)]


def corpus_texts() -> list[str]:
    files = sorted((Path(__file__).parents[1] / "corpora" / "claims").glob("*/*.yaml"))
    read = (yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in files)
    return [case["text"] for corpus in read for case in corpus["cases"]]


def walk(value: Any) -> Iterator[Any]:
    """Give a value and all that it is made of; what a reading was made with (the knowledge, the chart) is left out."""
    yield value
    if isinstance(value, Context | Knowledge | Document):
        return
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        yield from chain.from_iterable(map(walk, value))


# Law 1: what is quoted stands where it says


@STEADY
@given(documents())
def test_every_quote_of_a_reading_or_claim_stands_at_its_span(report: Document) -> None:
    reading, claims = analyse(report, load()), extract(report, load())
    for found in chain(walk(reading), walk(claims)):
        if isinstance(found, Quote):
            assert report.text[found.span.start : found.span.end] == found.text
        elif isinstance(found, Span):
            assert found.end <= len(report.text)


@STEADY
@given(documents())
def test_the_parts_of_a_derivation_stand_within_the_text_that_they_explain(report: Document) -> None:
    for mention in analyse(report, load()).mentions:
        whole = mention.derivation
        assert whole.span.overlaps(mention.span)
        for step in walk(whole):
            if isinstance(step, Derivation):
                assert all(part.span.end <= len(report.text) for part in step.parts)


@STEADY
@given(documents())
def test_chosen_mentions_of_a_dimension_share_no_word(report: Document) -> None:
    seen: set[tuple[str, int]] = set()
    for mention in analyse(report, load()).mentions:
        tokens = {(mention.dimension, token) for token in range(*mention.tokens)}
        assert not seen & tokens
        seen |= tokens


# Law 2: a number that is exported leads back to letters that say it


def read_alone(letters: str) -> list[Count]:
    """Give the counts that some letters say by themselves: as a number, or as a noun that counts itself, bounds included."""
    reading = analyse(document(letters), load())
    numbers = [mention.value for mention in reading.mentions if isinstance(mention.value, Count)]
    people = [quantity.count for quantity in quantities(Scene(reading), 0, len(reading.tokens))]
    return [*numbers, *people, *(count for mention in reading.mentions for count in self_counted(mention))]


def self_counted(mention: Mention) -> Iterator[Count]:
    by = {"one": Count(1, 1, "exact"), "two": Count(2, 2, "exact"), "many": Count(None, None, "vague")}
    if isinstance(mention.value, People | HarmSign) and mention.value.number:
        yield by[mention.value.number]


def unled(harm: HarmClaim | HarmOpinion) -> str | None:
    """Say which count does not come of its own letters, None where it does; a number not said has none to give."""
    if harm.count.low is None and harm.count.high is None:
        return None
    alone = read_alone(harm.number.text)
    if harm.number.text.endswith("ين") and (harm.count.low, harm.count.high) == (2, 2):
        return None  # two and many are written alike; what stands beside them, such as a dual verb, tells which
    return None if any(says(count, harm.count) for count in alone) else f"{harm.number.text!r}: {harm.count}, {alone}"


def says(alone: Count, count: Count) -> bool:
    """Say whether a count is what its letters say; a joint number of two outcomes bounds each from above."""
    joint = count.qualifier == "at_most" and count.low is None and alone.qualifier in ("exact", "about")
    return (None if joint else alone.low, alone.high) == (count.low, count.high)


@STEADY
@given(documents())
def test_every_exported_number_is_read_again_from_its_own_letters(report: Document) -> None:
    assert [problem for harm in extract(report, load()).harms if (problem := unled(harm))] == []


def test_every_number_of_the_corpus_is_read_again_from_its_own_letters() -> None:
    harms = [harm for text in corpus_texts() for harm in extract(document(text, date(2019, 1, 9)), load()).harms]
    assert len(harms) > 100
    assert [problem for harm in harms if (problem := unled(harm))] == []


# Law 8: what is not said is null

COUNTRIES = {"سوريا": "sy", "اليمن": "ye", "العراق": "iq", "الأردن": "jo", "لبنان": "lb", "السودان": "sd", "مصر": "eg"}
RELATIVE = [
    "أمس", "اليوم", "أول من أمس", "الأحد الماضي", "قبل يومين", "الأسبوع الماضي", "مطلع الشهر الجاري", "مساء الثلاثاء",
    "منذ بداية العام", "خلال الأيام الثلاثة الماضية", "الشهر الفائت", "في العاشر من أيلول", "الليلة الماضية", "قبل ساعات",
    "في 5 آذار", "فجر الجمعة", "منذ ثلاثة أشهر", "نهاية العام المقبل", "غدا", "منتصف ليل السبت",
]  # fmt: skip
TELLINGS = ["قتل مدنيان في القصف", "أصيب طفل برصاص قناص", "انفجرت سيارة مفخخة", "مقتل شرطي", "قتل عدد من المسلحين"]
UNNUMBERED = [
    "قتل مدنيون", "مقتل جنديين", "وإصابة طفلة", "سقوط قتلى وجرحى", "بينهم نساء وأطفال", "عشرات القتلى", "عدد من الجرحى",
    "أصيب شرطيان", "خطف رهائن", "مئات النازحين", "قتيل وجريحان", "معظمهم مدنيون", "اعتقال شبان", "قتلى في صفوف الجيش",
    "سقوط شهداء", "غارات عنيفة", "آلاف المحتجين", "برصاص مسلحين", "عدة إصابات", "بعض الجنود",
]  # fmt: skip


@STEADY
@given(st.lists(st.sampled_from(RELATIVE) | st.sampled_from(TELLINGS), min_size=1, max_size=8))
def test_without_a_day_of_publication_no_relative_time_is_resolved(pieces: list[str]) -> None:
    report = document(" ".join(pieces))
    times = [(found.quote.text, found.value) for found in analyse(report, load()).mentions]
    assert [(words, time) for words, time in times if isinstance(time, TimeRange) and (time.start or time.end)] == []
    claims = extract(report, load())
    assert [told.when for told in statements(claims) if told.when and told.when.time.start] == []
    assert all(harm.since is None for harm in claims.harms)


@STEADY
@given(st.sampled_from(RELATIVE), st.dates(date(2012, 1, 1), date(2024, 12, 31)))
def test_with_a_day_of_publication_a_resolved_time_has_both_its_ends_in_order(words: str, day: date) -> None:
    for mention in analyse(document(f"قتل مدنيان {words}", day), load()).mentions:
        if isinstance(mention.value, TimeRange) and mention.value.start and mention.value.end:
            assert mention.value.start <= mention.value.end


@STEADY
@given(st.lists(st.sampled_from([*UNNUMBERED, "،", "و", ".", "\n"]), min_size=1, max_size=10))
def test_a_text_without_number_words_counts_nobody_beyond_two(pieces: list[str]) -> None:
    for harm in extract(document(" ".join(pieces)), load()).harms:
        assert max(harm.count.low or 0, harm.count.high or 0) <= 2, harm.number.text


@STEADY
@given(st.lists(st.sampled_from([*UNNUMBERED, "في القصف", "إثر الهجوم", "."]), min_size=1, max_size=8))
def test_a_text_that_names_nobody_and_nowhere_gives_no_name_no_place_no_day(pieces: list[str]) -> None:
    claims = extract(document(" ".join(pieces), date(2019, 1, 9)), load())
    assert [told for told in statements(claims) if told.where or told.when or told.sources] == []
    assert [harm.since for harm in claims.harms if harm.since] == []


def villages_of_one_name() -> dict[str, list[Place]]:
    """Give the names that villages of several countries share, where none is known to be much the largest."""
    named: dict[str, list[Place]] = {}
    with (PACKAGE_FOLDER / "gazetteer" / "names.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["language"] == "ar":
                named.setdefault(row["name"], []).append(load().places[row["place"]])
    return {name: found for name, found in named.items() if compete(found)}


def compete(places: list[Place]) -> bool:
    countries = {place.country for place in places}
    return len(countries) > 1 and all(place.kind == "village" and not place.population for place in places)


def places_in(text: str) -> list[PlaceRef]:
    return [found.value for found in analyse(document(text), load()).mentions if isinstance(found.value, PlaceRef)]


def test_a_village_of_many_countries_stays_unpinned_where_the_report_names_no_other_place() -> None:
    names = sorted(villages_of_one_name())[:12]
    assert names
    found = [place for name in names for place in places_in(f"سقطت قذيفة في قرية {name} مساء")]
    assert [place for place in found if (place.id, place.lat, place.lon) != (None, None, None)] == []
    assert [place.country for place in found if place.country] == []


def test_a_village_of_many_countries_is_never_looked_for_in_a_country_that_the_report_does_not_name() -> None:
    countries = {place.country: name for name, code in COUNTRIES.items() for place in [load().places[code]]}
    for name, places in sorted(villages_of_one_name().items())[:12]:
        for country in {place.country for place in places} & set(countries):
            found = places_in(f"قتل مدنيان في {countries[country]} بقذيفة على قرية {name}")
            assert {place.country for place in found} <= {country, None}, (name, country)


@STEADY
@given(documents())
def test_a_part_leads_to_a_claim_of_the_same_report_and_the_same_outcome(report: Document) -> None:
    harms = {harm.id: harm for harm in extract(report, load()).harms}
    for harm in harms.values():
        if harm.part_of is not None:
            assert harm.part_of != harm.id
            assert harms[harm.part_of].outcome == harm.outcome


@STEADY
@given(documents())
def test_what_is_irrelevant_claims_nothing_and_what_is_claimed_has_an_id_of_its_own(report: Document) -> None:
    claims = extract(report, load())
    ids = [*(act.id for act in claims.acts), *(harm.id for harm in claims.harms)]
    assert len(set(ids)) == len(ids)
    assert claims.relevant or not ids
    assert {harm.event for harm in claims.harms} <= {None, *(act.id for act in claims.acts)}


@STEADY
@given(documents())
def test_every_reading_that_lost_has_a_reason(report: Document) -> None:
    assert [loser for loser in analyse(report, load()).losers if not loser.reason] == []


@pytest.mark.parametrize(
    "number", ["9855 هـ", "99999999999 هـ", "عام 99999", "1" * 400, "٩" * 60 + " هـ", "5" * 30 + " عاما"]
)
def test_a_number_beyond_all_sense_is_read_at_once(number: str) -> None:
    for text in (f"قتل مدنيان في {number}", f"منذ {number} قتل {number} شخص", f"قبل {number} سنة"):
        extract(document(text, date(2019, 1, 9)), load())


# Same input, same bytes


@STEADY
@given(documents())
def test_reading_twice_gives_the_same_bytes(report: Document) -> None:
    again = document(report.text, report.published, report.title)
    assert codec.dump(extract(report, load())) == codec.dump(extract(again, load()))


@STEADY
@given(documents(), st.text(LETTERS + " ", min_size=1, max_size=20))
def test_what_the_file_is_called_changes_nothing_that_is_claimed(report: Document, name: str) -> None:
    renamed = dataclasses.replace(report, name=name)
    assert dataclasses.replace(extract(renamed, load()), name=report.name) == extract(report, load())


# The codec loses nothing


@STEADY
@given(documents())
def test_documents_mentions_and_claims_come_back_from_json_as_they_were(report: Document) -> None:
    assert codec.load(Document, codec.dump(report)) == report
    claims = extract(report, load())
    assert codec.load(Claims, codec.dump(claims)) == claims
    for mention in analyse(report, load()).mentions:
        assert codec.load(Mention, codec.dump(mention)) == mention


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 10**6))
    return Span(start, start + draw(st.integers(1, 50)))


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text, start = draw(st.text(min_size=1, max_size=12)), draw(st.integers(0, 10**6))
    return Quote(Span(start, start + len(text)), text)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low, high = sorted(draw(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))))
    kind = draw(st.sampled_from(["exact", "at_least", "at_most", "about", "range", "vague"]))
    return Count(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])), kind)  # type: ignore[arg-type]


def strategy(kind: Any) -> st.SearchStrategy[Any]:
    """Make any object of a model type; the types that check themselves are made so that they hold."""
    st.register_type_strategy(Span, spans())
    st.register_type_strategy(Quote, quotes())
    st.register_type_strategy(Count, counts())
    st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
    return st.from_type(kind)


@pytest.mark.parametrize("kind", [Document, HarmClaim, ActClaim, Count, TimeRange, PlaceRef])
def test_any_object_of_the_model_comes_back_from_json_as_it_was(kind: type[Any]) -> None:
    @STEADY
    @given(strategy(kind))
    def comes_back(value: Any) -> None:
        assert codec.load(kind, codec.dump(value)) == value

    comes_back()


@STEADY
@given(st.text())
def test_any_letters_can_be_stored_and_quoted(text: str) -> None:
    assume(text)
    report = document(text)
    whole = report.quote(Span(0, len(text)))
    assert report.check(whole) is whole
    assert codec.load(Document, codec.dump(report)).text == text
