"""Laws of a second opinion: whatever a model answers, only letters of the report itself are kept, and their numbers are read again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from llm_host import claims, said
from test_laws import ACTS, HARM, RANDOM, SETTINGS, SOURCES, STEADY, analyse, documents, unled

from marsad.analyse.reading import Reading
from marsad.claims import claim
from marsad.claims.quantity import quantities
from marsad.claims.scene import Scene
from marsad.knowledge.acttypes import act_types
from marsad.knowledge.load import load
from marsad.model.codec import pack, unpack
from marsad.model.document import Document, document_id
from marsad.model.opinion import Grounded, Heard, Opinion
from marsad.model.span import Quote
from marsad.model.value import ActSign, HarmSign
from marsad.opinion.answer import answer
from marsad.opinion.comparing import compare
from marsad.opinion.grounding import OUTCOMES, ground
from marsad.opinion.locating import Window

FEW = settings(STEADY, max_examples=35)
TYPES = [sub_type for listed in act_types().values() for sub_type in listed]
VOCABULARY = st.sampled_from([*HARM, *ACTS, *SETTINGS, *SOURCES]).flatmap(
    lambda text: st.sampled_from([text, *text.split()])
)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Document, bytes]:
    """Give a report and what a model might say of it: its own words, words like them, other words, nonsense."""
    report = draw(documents())
    words = report.text.split() or ["x"]
    own = st.builds(
        lambda at, number: " ".join(words[at % len(words) :][:number]), st.integers(0, 99), st.integers(1, 4)
    )
    letters: st.SearchStrategy[Any] = own | own | VOCABULARY | RANDOM | st.none()
    details = dict.fromkeys(("victims", "when", "where", "by", "against", "source"), letters)
    harm = st.fixed_dictionaries(
        {
            "kind": st.just("harm"),
            "outcome": st.sampled_from([*OUTCOMES, "martyred"]),
            "number": letters,
            "harm": letters,
        },
        optional=details | {"scope": st.sampled_from(["incident", "cumulative", "all"]), "value": st.integers()},
    )
    act = st.fixed_dictionaries(
        {"kind": st.just("act"), "type": st.sampled_from([*TYPES, "War"]), "act": letters}, optional=details
    )
    right = plausible(report)
    told = draw(st.lists(harm | act | st.sampled_from(right) if right else harm | act, max_size=8))
    return report, draw(st.sampled_from([claims(*told).body, said(json.dumps({"claims": told})).body]))


def plausible(report: Document) -> list[dict[str, Any]]:
    """Give what a model might rightly say: each word of harm and of an act, with every number of people of the report."""
    reading = analyse(report, load())
    numbers = [each.number.text for each in quantities(Scene(reading), 0, len(reading.tokens))]
    named = {
        name: next((each.quote.text for each in reading.of(name)), None)
        for name in ("time", "place", "actor", "source")
    }
    told = {"when": named["time"], "where": named["place"], "by": named["actor"], "source": named["source"]}
    harms = [(each.value.outcome, each.quote.text) for each in reading.of("harm") if isinstance(each.value, HarmSign)]
    acts = [(each.value.sub_type, each.quote.text) for each in reading.of("act") if isinstance(each.value, ActSign)]
    return [
        *(
            {"kind": "harm", "outcome": outcome, "harm": word, "number": number, **told}
            for outcome, word in harms
            for number in numbers
        ),
        *({"kind": "act", "type": sub_type, "act": word, **told} for sub_type, word in acts),
    ]


def quotes(value: Any) -> Iterator[Quote]:
    """Give every quote within a value."""
    if isinstance(value, Quote):
        yield value
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from quotes(getattr(value, each.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from quotes(each)


def whole(reading: Reading) -> Window:
    return Window(0, len(reading.tokens))


def grounded(report: Document, body: bytes) -> tuple[Reading, Grounded]:
    reading = analyse(report, load())
    return reading, ground(answer(body), reading, whole(reading))


@FEW
@given(answered())
def test_every_letter_that_is_kept_stands_in_the_report(told: tuple[Document, bytes]) -> None:
    report, (_, found) = told[0], grounded(*told)
    for quote in quotes(found):
        assert report.text[quote.span.start : quote.span.end] == quote.text


@FEW
@given(answered())
def test_every_number_that_is_kept_is_read_again_from_its_own_letters(told: tuple[Document, bytes]) -> None:
    _, found = grounded(*told)
    assert [problem for harm in found.harms if (problem := unled(harm))] == []


@FEW
@given(answered())
def test_every_claim_is_kept_or_refused_and_its_type_is_of_the_closed_lists(told: tuple[Document, bytes]) -> None:
    said_there = answer(told[1])
    _, found = grounded(*told)
    assert {each.outcome for each in found.harms} <= set(OUTCOMES)
    assert {each.sub_type for each in found.acts} <= set(TYPES)
    core = sum(each.times for each in found.refused if each.part in ("claim", "number", "harm", "act"))
    before = sum(each.times for each in said_there.refused)
    assert len(found.harms) + len(found.acts) + core == len(said_there.said) + before


@FEW
@given(answered())
def test_days_and_coordinates_are_those_that_our_rules_read_in_the_report(told: tuple[Document, bytes]) -> None:
    reading, found = grounded(*told)
    ours = {(each.quote, each.value) for each in reading.mentions}
    for told_of in (*(each.told for each in found.harms), *(each.told for each in found.acts)):
        assert told_of.when is None or (told_of.when.quote, told_of.when.time) in ours
        where, by = told_of.where, told_of.by
        assert where is None or where.place is None or (where.quote, where.place) in ours
        assert by is None or by.actor is None or (by.quote, by.actor) in ours


@FEW
@given(answered())
def test_grounding_is_pure_and_comes_back_from_the_store_as_it_was(told: tuple[Document, bytes]) -> None:
    _, found = grounded(*told)
    assert grounded(*told)[1] == found
    assert unpack(Grounded, pack(found)) == found


@FEW
@given(answered())
def test_each_claim_stands_once_in_a_comparison_and_the_rules_claims_are_as_they_were(
    told: tuple[Document, bytes],
) -> None:
    reading, found = grounded(*told)
    read = claim(reading)
    before = pack(read)
    compared = compare(read, Opinion(told[0].id, "llm", "p", reading.knowledge, (Heard("", told[1], found),)))
    assert pack(read) == before
    ours = [*(each.claim for each in compared.pairs), *(each.id for each in compared.ours)]
    assert sorted(ours) == sorted([*(each.id for each in read.acts), *(each.id for each in read.harms)])
    assert len(compared.theirs) + len(compared.pairs) <= len(found.harms) + len(found.acts)


def test_these_laws_are_not_about_nothing() -> None:
    """Of what a model might rightly say of a plain report, most is kept."""
    text = "قتل ثلاثة مدنيين وأصيب 12 آخرون في غارات روسية على سراقب أمس."
    report = Document(document_id(text), text, "r", None, date(2019, 1, 9))
    told = plausible(report)
    _, found = grounded(report, claims(*told).body)
    assert len(told) >= 5
    assert len(found.harms) >= 4
    assert found.acts
    assert all(each.told.where and each.told.where.place and each.told.when for each in found.harms)
