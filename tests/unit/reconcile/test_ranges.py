"""Ranges, case by case: parts and wholes, later states, own figures, persons' decisions, and what each rule makes of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telling import ARMY, OBSERVATORY, by, killed, report

from marsad.errors import ModelError
from marsad.model.account import Account
from marsad.model.incident import Range
from marsad.model.judgement import Judgement
from marsad.model.span import Quote, Span
from marsad.model.value import ActorRef, SourceRef
from marsad.reconcile.independence import voices
from marsad.reconcile.ranges import Ranged, ranges
from marsad.reconcile.rules import RULES

REBELS = ActorRef("Hayat Tahrir al-Sham", "actors/syria/hts", "rebel", "SY", "combatant")
MINISTRY = SourceRef("Ministry of Defence of Russia", "ar/attribution/ministry-defence", "ministry")


def ranged(*accounts: Account, judged: tuple[Judgement, ...] = ()) -> Ranged:
    return ranges(accounts, voices(accounts), judged)


def of(found: Ranged, group: str, rule: str = "airwars_min_max") -> Range | None:
    return next((each for each in found.ranges if each.group == group and each.rule.startswith(rule)), None)


def ends(found: Ranged, group: str, rule: str = "airwars_min_max") -> tuple[int | None, int | None] | None:
    each = of(found, group, rule)
    return (each.low.value, each.high.value) if each else None


def judgement(verdict: Any, claim: str, **more: Any) -> Judgement:
    return Judgement(f"{verdict} {claim}", verdict, (claim,), "Rana", datetime(2021, 6, 1, tzinfo=UTC), **more)


def test_each_bound_names_the_claims_that_set_it() -> None:
    found = of(ranged(*(report(f"d{n}", killed(f"k{n}", 3 + n % 3)) for n in range(4))), "all")
    assert found is not None
    assert (found.low.value, found.low.claims) == (3, ("k0", "k3"))
    assert (found.high.value, found.high.claims, found.sources) == (5, ("k2",), 4)


def test_disjoint_parts_add_up_and_a_whole_stands_for_its_parts() -> None:
    parts = (killed("c", 3, status="civilian"), killed("f", 2, status="combatant", actor=REBELS))
    assert ends(ranged(report("d", *parts)), "all") == (5, 5)
    assert ends(ranged(report("d", *parts, killed("w", 6))), "all") == (6, 6)
    assert ends(ranged(report("d", *parts, killed("w", 5))), "combatant") == (2, 2)


def test_women_and_children_told_apart_add_up_to_the_civilians_unless_more_are_told() -> None:
    parts = [
        killed("w", 2, status="civilian", demographic="women"),
        killed("c", 3, status="civilian", demographic="children"),
    ]
    assert ends(ranged(report("d", *parts)), "civilian") == (5, 5)
    assert ends(ranged(report("d", *parts, killed("all", 7, status="civilian"))), "civilian") == (7, 7)


def test_one_person_told_in_a_clause_with_others_is_beside_them() -> None:
    man, wife = killed("m", 1, status="civilian"), killed("w", 1, status="civilian", demographic="women")
    assert ends(ranged(report("d", man, wife)), "civilian") == (2, 2)
    elsewhere = replace(wife, statement=replace(wife.statement, evidence=wife.number))
    moved = replace(elsewhere.statement.evidence, span=Span(40, 44))
    apart = replace(elsewhere, statement=replace(elsewhere.statement, evidence=moved))
    assert ends(ranged(report("d", man, apart)), "civilian") == (1, 1)


def test_people_of_one_group_side_by_side_in_a_sentence_add_up_and_two_numbers_do_not() -> None:
    children = killed("c", 3, status="civilian", demographic="children")
    another = killed("a", 1, status="civilian", demographic="children")
    another = replace(another, victims=replace(another.victims, quote=Quote(Span(0, 7), "another")))
    assert ends(ranged(report("d", children, another)), "children") == (4, 4)
    more = killed("m", 5, status="civilian", demographic="children")
    assert ends(ranged(report("d", children, more)), "children") == (3, 5)


def test_fighters_of_two_sides_add_up_and_one_group_told_twice_does_not() -> None:
    sides = [killed("a", 4, status="combatant", actor=ARMY), killed("b", 6, status="combatant", actor=REBELS)]
    assert ends(ranged(report("d", *sides)), "combatant") == (10, 10)
    assert ends(ranged(report("d", *sides, killed("c", 6, status="combatant", actor=REBELS))), "combatant") == (10, 10)


def test_two_numbers_for_one_group_in_one_report_span_it() -> None:
    assert ends(
        ranged(report("d", killed("title", 5, status="civilian"), killed("body", 6, status="civilian"))), "civilian"
    ) == (5, 6)


def test_a_part_that_another_source_of_the_report_tells_is_no_figure_of_its_own() -> None:
    one = report("d", killed("child", 1, status="civilian", demographic="children"), killed("w", 3, by=(OBSERVATORY,)))
    found = ranged(one)
    assert ends(found, "all") == (3, 3)
    assert ends(found, "children") == (1, 1)


def test_an_open_number_is_named_and_marked_open_and_a_vague_one_sets_no_bound() -> None:
    found = of(ranged(report("d0", killed("k", 5, None)), report("d1", killed("v", None))), "all")
    assert found is not None
    assert (found.low.value, found.high.value, found.high.open) == (5, 5, True)
    vague = of(ranged(report("d1", killed("v", None))), "all", "majority")
    assert vague is not None
    assert (vague.low.value, vague.high.value, vague.low.claims, vague.sources) == (None, None, ("v",), 1)


def test_people_whom_no_source_counts_are_at_least_two_for_airwars_and_a_number_takes_their_place() -> None:
    several = of(ranged(report("d1", killed("v", None, status="civilian"))), "civilian")
    assert several is not None
    assert (several.low.value, several.high.value, several.high.open, several.low.claims) == (2, 2, True, ("v",))
    assert ends(ranged(report("d1", killed("v", None)), report("d2", killed("k", 5))), "civilian") == (5, 5)


def test_one_person_told_beside_others_is_added_and_a_whole_of_them_is_not() -> None:
    man = killed("man", 1, status="civilian", at=0)
    daughters = killed("daughters", 2, status="civilian", demographic="children", at=9)
    assert ends(ranged(report("d", man, daughters)), "civilian") == (3, 3)
    among = replace(daughters, part_of="all")
    assert ends(ranged(report("d", killed("all", 2, status="civilian"), among)), "civilian") == (2, 2)
    elsewhere = replace(man, statement=replace(man.statement, evidence=Quote(Span(50, 53), "رجل")))
    assert ends(ranged(report("d", elsewhere, daughters)), "civilian") == (2, 2)


def test_people_told_one_by_one_in_a_sentence_are_added_and_the_same_words_again_are_the_same_person() -> None:
    one, other = (killed(f"p{n}", 1, status="civilian", at=9 * n) for n in range(2))
    named = replace(other, victims=replace(other.victims, quote=Quote(Span(9, 12), "جده")))
    assert ends(ranged(report("d", one, named)), "civilian") == (2, 2)
    assert ends(ranged(report("d", one, other)), "civilian") == (1, 1)


def test_a_number_with_children_among_them_is_of_civilians_unless_fighters_are_told() -> None:
    whole, child = killed("w", 4), killed("c", 1, status="civilian", demographic="children", part_of="w")
    assert ends(ranged(report("d", whole, child)), "civilian") == (4, 4)
    fighter = killed("f", 2, status="combatant", part_of="w")
    assert ends(ranged(report("d", whole, child, fighter)), "civilian") == (1, 1)
    said = killed("s", 1, status="civilian", part_of="w")
    assert ends(ranged(report("d", whole, said)), "civilian") == (1, 1)


def test_denied_claims_and_running_totals_are_left_out_and_doubted_ones_marked() -> None:
    found = ranged(
        report(
            "d",
            killed("no", 9, stance="denied"),
            killed("sum", 90, scope="cumulative"),
            killed("may", 2, stance="hedged"),
        )
    )
    assert [(each.claim, each.reason.split(",")[0]) for each in found.left_out] == [
        ("no", "denied by its source"),
        ("sum", "a running total"),
    ]
    total = of(found, "all")
    assert total is not None
    assert total.hedged == ("may",)


def test_a_higher_figure_of_the_same_source_replaces_the_earlier_one_and_one_of_another_source_does_not() -> None:
    first = report("d0", killed("k0", 3, by=(OBSERVATORY,)), day=1)
    later = report("d1", killed("k1", 5, by=(OBSERVATORY,)), day=2)
    other = report("d2", killed("k2", 5), day=2)
    assert ends(ranged(first, later), "all") == (5, 5)
    assert ends(ranged(first, other), "all") == (3, 5)
    assert [each.claim for each in ranged(first, later).left_out] == ["k0"]


def test_a_fall_is_no_later_state() -> None:
    told = [
        report("d0", killed("k0", 5, by=(OBSERVATORY,)), day=1),
        report("d1", killed("k1", 3, by=(OBSERVATORY,)), day=2),
    ]
    assert ends(ranged(*told), "all") == (3, 5)


def test_a_stated_rise_replaces_the_lower_figures_of_days_before_and_not_those_of_its_day() -> None:
    risen = report("d2", killed("k2", 8, toll="risen"), killed("k3", 6, toll="earlier"), day=3)
    before, beside = report("d0", killed("k0", 5), day=2), report("d1", killed("k1", 7), day=3)
    found = ranged(before, beside, risen)
    assert ends(found, "all") == (7, 8)
    assert [each.claim for each in found.left_out] == ["k0", "k3"]
    assert found.left_out[0].reason == "superseded: a later report says that the toll rose"


def test_people_of_no_said_status_are_civilians_where_nobody_says_otherwise() -> None:
    plain = report("d0", killed("k0", 3))
    assert ends(ranged(plain), "civilian") == (3, 3)
    assert of(ranged(plain), "civilian", "majority") is None
    parted = report("d1", killed("c", 1, status="civilian"), killed("f", 4, status="combatant"))
    assert ends(ranged(report("d2", killed("k2", 5)), parted), "civilian") == (1, 1)


def test_the_minimum_of_civilians_is_0_where_a_source_makes_fighters_of_them() -> None:
    found = of(
        ranged(report("d0", killed("k0", 3, status="civilian")), report("d1", killed("k1", 3, status="combatant"))),
        "civilian",
    )
    assert found is not None
    assert (found.low.value, found.low.claims, found.high.value) == (0, ("k1",), 3)
    others = ranged(report("d0", killed("k0", 3, status="civilian")), report("d1", killed("k1", 8, status="combatant")))
    assert ends(others, "civilian") == (3, 3)


def test_what_a_belligerent_says_of_its_own_deed_stands_apart_and_of_the_others_deed_it_is_a_source() -> None:
    own = report("d0", killed("k0", 40, status="combatant", by=(MINISTRY,), perpetrators=by(ARMY)))
    source = report("d1", killed("k1", 12, status="combatant", perpetrators=by(ARMY)))
    found = ranged(own, source)
    assert ends(found, "combatant") == (12, 12)
    assert ends(found, "combatant", "ucdp_low_best_high") == (12, 40)
    assert [(each.actor.name, each.range.high.value) for each in found.own if each.range.group == "all"] == [
        (ARMY.name, 40)
    ]
    partisan = report("d2", killed("k2", 7, status="civilian", by=(MINISTRY,), perpetrators=by(REBELS)))
    assert ends(ranged(partisan), "civilian") == (7, 7)


def test_one_belligerent_has_one_figure_of_its_own_whatever_words_name_it() -> None:
    named = [replace(ARMY, id=f"word/{letter}") for letter in "abcdefgh"]
    told = (killed(f"k{n}", 10 + n, by=(MINISTRY,), perpetrators=by(each)) for n, each in enumerate(named))
    own = ranged(*(report(f"d{n}", each) for n, each in enumerate(told))).own
    found = [(each.actor.id, each.range.low.value, each.range.high.value) for each in own if each.range.group == "all"]
    assert found == [("word/a", 10, 17)]


def test_the_majority_is_of_sources_not_of_reports() -> None:
    copies = [report(f"d{n}", killed(f"k{n}", 4, by=(OBSERVATORY,))) for n in range(3)]
    others = [report(f"e{n}", killed(f"l{n}", 6)) for n in range(2)]
    found = of(ranged(*copies, *others), "all", "majority")
    assert found is not None
    assert found.best is not None
    assert (found.low.value, found.best.value, found.best.claims, found.high.value) == (4, 6, ("l0", "l1"), 6)


def test_a_tie_goes_to_the_later_figure_and_then_to_the_lower() -> None:
    tie = [report("d0", killed("k0", 9), day=1), report("d1", killed("k1", 4), day=2)]
    for day, best in ((3, 9), (2, 4)):
        told = [report("d0", killed("k0", 9), day=day), tie[1]]
        found = of(ranged(*told), "all", "majority")
        assert found is not None
        assert found.best is not None
        assert found.best.value == best


@pytest.mark.parametrize(("word", "number"), [("عشرات", 10), ("العشرات", 10), ("مئات", 100), ("عدد", None)])
def test_acled_has_a_number_for_tens_and_hundreds(word: str, number: int | None) -> None:
    figure = killed("k", None).figure
    vague = killed("k", None, figure=type(figure)(type(figure.span)(0, len(word)), word))
    found = of(ranged(report("d", vague)), "all", "acled_conservative")
    assert found is not None
    assert found.low.value == found.high.value == number


def test_a_person_can_reject_and_correct_and_the_later_word_counts() -> None:
    told = report("d", killed("k", 30)), report("e", killed("l", 3))
    assert ends(ranged(*told, judged=(judgement("reject", "k", reason="a typing error"),)), "all") == (3, 3)
    left = ranged(*told, judged=(judgement("reject", "k", reason="a typing error"),)).left_out
    assert [each.reason for each in left] == ["rejected by Rana: a typing error"]
    corrected = judgement("correct", "k", corrections=(("low", "3"), ("high", ""), ("status", "civilian")))
    found = of(ranged(*told, judged=(corrected,)), "civilian")
    assert found is not None
    assert (found.low.value, found.high.open) == (3, True)


@pytest.mark.parametrize("field", [("low", "many"), ("high", "-2"), ("status", "hero"), ("low", "40")])
def test_a_correction_that_makes_no_sense_is_one_clear_sentence(field: tuple[Any, str]) -> None:
    with pytest.raises(ModelError, match=r"correct|status"):
        ranged(report("d", killed("k", 30)), judged=(judgement("correct", "k", corrections=(field,)),))


def test_every_rule_has_a_version_and_a_statement_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len({rule.statement for rule in RULES}) == 4
    assert all(rule.name.partition("@")[2].isdecimal() and rule.statement.endswith(".") for rule in RULES)


def test_the_table_of_the_documentation_is_true() -> None:
    told = [
        report("A", killed("a", 4, status="civilian")),
        report("B", killed("b", 5, status="civilian")),
        report("C", killed("c", 4)),
    ]
    table = (Path(__file__).parents[3] / "docs" / "ranges.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z_@0-9]+)` \|.*\| ([^|]+ \| [^|]+) \|$", table, re.MULTILINE))
    found = ranged(*told)
    for rule in RULES:
        cells = [_cell(of(found, group, rule.name)) for group in ("all", "civilian")]
        assert rows[rule.name] == " | ".join(cells)


def _cell(found: Range | None) -> str:
    assert found is not None
    low, best, high = found.low.value, found.best, found.high.value
    if best is None:
        return f"{low}–{high}"
    return f"{low}" if low == high == best.value else f"{low}, {best.value}, {high}"
