"""Laws of reconciling: nothing hangs on the order, nothing narrows, nobody counts twice, copies are one, and what is taken back never was."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from telling import AGENCY, ARMY, LOCALS, OBSERVATORY, by, killed, report

from marsad.model.account import Account
from marsad.model.claim import HarmClaim
from marsad.model.incident import Range
from marsad.model.judgement import Judgement
from marsad.model.value import PlaceRef, Precision
from marsad.reconcile.block import links, stand
from marsad.reconcile.compare import link, score
from marsad.reconcile.independence import voices
from marsad.reconcile.ranges import Ranged, ranges
from marsad.reconcile.sketch import Sketch, bare_name
from marsad.reconcile.weights import DEFAULT, WITHIN, Weights

STEADY = settings(max_examples=80, deadline=None, derandomize=True, database=None)
SOURCES = [(), (), (OBSERVATORY,), (AGENCY,), (OBSERVATORY, AGENCY), (LOCALS,)]
STATUSES = ["civilian", "combatant", "police", "unknown"]
WORDS = [
    "قصف",
    "مدينة",
    "قتل",
    "مدني",
    "سوق",
    "طائرة",
    "حربية",
    "بلدة",
    "صباح",
    "مصدر",
    "مشفى",
    "حي",
    "جريح",
    "منزل",
    "غارة",
    "فريق",
    "انقاذ",
    "طريق",
    "شارع",
    "مدرسة",
    "عائلة",
    "ريف",
]


@st.composite
def claims(draw: st.DrawFn, name: str, statuses: list[str]) -> HarmClaim:
    low = draw(st.one_of(st.none(), st.integers(1, 9)))
    high = draw(st.sampled_from([low, None, low + 2 if low else 6]))
    more: dict[str, Any] = {"by": draw(st.sampled_from(SOURCES))}
    more["demographic"] = draw(st.sampled_from([None, None, None, "women", "children"]))
    more["stance"] = draw(st.sampled_from(["asserted", "asserted", "asserted", "hedged", "denied"]))
    more["scope"] = draw(st.sampled_from(["incident", "incident", "incident", "cumulative"]))
    more["toll"] = draw(st.sampled_from([None, None, None, "risen", "earlier"]))
    more["perpetrators"] = draw(st.sampled_from([(), by(ARMY)]))
    return killed(name, low, high, draw(st.sampled_from(statuses)), **more)


@st.composite
def told(draw: st.DrawFn, statuses: list[str] | None = None, most: int = 5) -> list[Account]:
    reports = []
    for n in range(draw(st.integers(1, most))):
        harms = [draw(claims(f"{n}-{at}", statuses or STATUSES)) for at in range(draw(st.integers(1, 4)))]
        if len(harms) > 1 and draw(st.booleans()):
            harms[1] = replace(harms[1], part_of=harms[0].id)
        reports.append(
            report(f"d{n}", *harms, day=draw(st.integers(1, 3)), outlet=draw(st.sampled_from([None, "Daily"])))
        )
    return reports


KINDS = ["Air/drone strike", "Armed clash", "Shelling/artillery/missile attack", "Peaceful protest", "Attack"]
SIDES = st.frozensets(st.sampled_from(["A", "B", "C"]), max_size=2)
NUMBERS = st.frozensets(st.integers(0, 12), max_size=2)


@st.composite
def places(draw: st.DrawFn) -> PlaceRef | None:
    name = draw(st.sampled_from(["Aleppo", "Idlib", "Ariha", "Arihah"]))
    at = draw(st.sampled_from([(None, None), (36.2, 37.1), (36.21, 37.12), (36.6, 37.4), (33.5, 36.3)]))
    precision = draw(st.sampled_from(get_args(Precision)))
    relation: Any = draw(st.sampled_from(["in", "part", "near", "countryside"]))
    key, country = draw(st.sampled_from([None, name.lower()])), draw(st.sampled_from([None, "SY", "IQ"]))
    return draw(st.sampled_from([None, PlaceRef(name, key, country, "Aleppo", *at, precision, relation)]))


@st.composite
def sketches(draw: st.DrawFn, name: str) -> Sketch:
    first = draw(st.one_of(st.none(), st.dates(date(2021, 5, 1), date(2021, 5, 6))))
    last = first + timedelta(days=draw(st.sampled_from([0, 0, 1, 3]))) if first else None
    place = draw(places())
    words = b"".join(sorted(n.to_bytes(4) for n in draw(st.frozensets(st.integers(1, 60), max_size=40))))
    return Sketch(
        id=name, document=name, published=last, first=first, last=last, stated=draw(st.booleans()), place=place,
        name=bare_name(place.name) if place else "", kinds=draw(st.frozensets(st.sampled_from(KINDS), max_size=2)),
        initiators=draw(SIDES), actors=draw(SIDES), killed=draw(NUMBERS), injured=draw(NUMBERS), words=words,
        foreground=draw(st.booleans()), lead=draw(st.booleans()),
    )  # fmt: skip


@settings(STEADY, max_examples=400)
@given(sketches("a"), sketches("b"), st.sampled_from([DEFAULT, WITHIN]))
def test_a_score_that_is_given_up_early_would_have_joined_nothing(one: Sketch, other: Sketch, weights: Weights) -> None:
    whole = score(one, other, weights)
    assert link(one, other, weights) == (whole if whole >= weights.join else None)


@settings(STEADY, max_examples=60)
@given(st.lists(sketches(""), min_size=2, max_size=8))
def test_what_is_not_compared_would_not_have_been_linked(drawn: list[Sketch]) -> None:
    told = [replace(each, id=f"{n}", document=f"{n}") for n, each in enumerate(drawn)]
    near = [pair for pair in combinations(told, 2) if all(stand(each) for each in pair)]
    joined = {(one.id, two.id): score(one, two) for one, two in near if score(one, two) >= DEFAULT.join}
    assert links({each.id: each for each in told}) == joined


def ranged(accounts: list[Account], *judgements: Judgement) -> Ranged:
    return ranges(accounts, voices(accounts), judgements)


def by_case(found: Ranged) -> dict[tuple[str, str], Range]:
    return {(each.group, each.rule): each for each in found.ranges}


def judgement(name: str, verdict: Any, *subjects: str, minute: int = 0, **more: Any) -> Judgement:
    return Judgement(name, verdict, subjects, "Rana", datetime(2021, 6, 1, 12, minute, tzinfo=UTC), **more)


@STEADY
@given(told(), st.randoms(use_true_random=False))
def test_law_4_neither_order_nor_repetition_changes_anything(accounts: list[Account], luck: random.Random) -> None:
    mixed = [replace(each, harms=tuple(luck.sample(each.harms, len(each.harms)))) for each in accounts]
    mixed += luck.sample(mixed, 1)
    luck.shuffle(mixed)
    assert voices(mixed) == voices(accounts)
    assert ranged(mixed) == ranged(accounts)


@STEADY
@given(told(["civilian", "combatant", "police"]), st.data())
def test_law_5_a_report_added_never_narrows_a_range(accounts: list[Account], data: st.DataObject) -> None:
    harm = replace(data.draw(claims("new", ["civilian", "combatant", "police"])), toll=None)
    new = report("new", replace(harm, statement=replace(harm.statement, sources=())), day=data.draw(st.integers(1, 4)))
    before, after = by_case(ranged(accounts)), by_case(ranged([*accounts, new]))
    every = [harm for account in accounts for harm in account.harms]
    named = {harm.id for harm in every if (harm.count.low, harm.count.high) != (None, None)}
    for case, old in before.items():
        assert_not_narrower(old, after[case], named)


def assert_not_narrower(old: Range, new: Range, named: set[str]) -> None:
    """Hold a range of reported values against the one before; what a rule reads out of words without a number is none."""
    if old.low.value is not None and named.intersection(old.low.claims):
        assert new.low.value is not None
        assert new.low.value <= old.low.value
    if old.high.value is not None and named.intersection(old.high.claims) and old.rule != "acled_conservative@1":
        assert new.high.value is not None
        assert new.high.value >= old.high.value
    assert new.sources >= min(old.sources, 1)


@STEADY
@given(st.integers(3, 30), st.data())
def test_law_6_neither_subset_nor_running_total_is_added(whole: int, data: st.DataObject) -> None:
    child = data.draw(st.integers(1, whole))
    girls = data.draw(st.integers(1, child))
    harms = [
        killed("whole", whole, status=data.draw(st.sampled_from(STATUSES[:1] + STATUSES[3:]))),
        killed("part", child, status="civilian", demographic="children", part_of="whole"),
        killed("part of part", girls, status="civilian", demographic="children", part_of="part"),
        killed("total", 1087, status="civilian", scope="cumulative"),
    ]
    found = ranged([report("d", *data.draw(st.permutations(harms)))])
    cases = by_case(found)
    for rule in ("acled_conservative@1", "ucdp_low_best_high@1", "airwars_min_max@1", "majority@1"):
        assert (cases["all", rule].low.value, cases["all", rule].high.value) == (whole, whole)
        assert cases["children", rule].high.value == child
        assert cases["all", rule].low.claims == ("whole",)
    assert [each.claim for each in found.left_out if "running total" in each.reason] == ["total"]


@STEADY
@given(st.integers(0, 10_000), st.booleans(), st.integers(0, 2))
def test_law_7_copies_of_one_wire_are_one_source(seed: int, named: bool, changed: int) -> None:
    luck = random.Random(seed)  # noqa: S311  words, no secrets
    wire, original = (" ".join(luck.choices(WORDS, k=160)) for _ in range(2))
    source = (AGENCY,) if named else ()
    reports = [report("wire", killed("w", 7, by=source), text=wire)]
    for n in range(4):
        words = wire.split()
        for place in luck.sample(range(len(words)), changed * 3):
            words[place] = luck.choice(WORDS)
        kept = source if luck.random() < 0.5 else ()
        text = " ".join(words + luck.choices(WORDS, k=luck.choice([0, 40])))
        reports.append(report(f"copy {n}", killed(f"c{n}", 7, by=kept), text=text))
    assert len(voices(reports)) == 1
    reports.append(report("original", killed("o", 5), text=original))
    assert sorted(len(voice.documents) for voice in voices(reports)) == [1, 5]
    assert {each.sources for each in ranged(reports).ranges} == {2}


@STEADY
@given(told(), st.data())
def test_law_3_what_is_taken_back_never_was_and_claims_stay_as_they_were(
    accounts: list[Account], data: st.DataObject
) -> None:
    before, kept = ranged(accounts), repr(accounts)
    claim = data.draw(st.sampled_from([harm.id for each in accounts for harm in each.harms]))
    verdict = data.draw(
        st.sampled_from(
            [
                judgement("j", "reject", claim),
                judgement("j", "correct", claim, corrections=(("low", "2"), ("high", "40"))),
                judgement("j", "correct", claim, corrections=(("status", "civilian"),)),
            ]
        )
    )
    ranged(accounts, verdict)
    assert ranged(accounts, verdict, judgement("back", "withdraw", "j", minute=1)) == before
    again = judgement("again", "withdraw", "back", minute=2)
    assert ranged(accounts, again, verdict, judgement("back", "withdraw", "j", minute=1)) == ranged(accounts, verdict)
    assert repr(accounts) == kept
