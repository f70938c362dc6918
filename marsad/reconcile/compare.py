"""The pair score: every reason for and against taking two accounts as one occurrence, by name.

Pure and symmetric. `score` gives the sum alone; `link` gives it where it joins two accounts and else stops as soon as that is clear, for
it is asked millions of times; `explain` gives the same sum with its reasons.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta

from marsad.model.incident import Feature, Link
from marsad.reconcile import place
from marsad.reconcile.sketch import Sketch
from marsad.reconcile.weights import DEFAULT, NEVER, Weights

Weigh = Callable[[Sketch, Sketch, Weights], float]
_DAY = timedelta(days=1)
_FIRE = frozenset(
    {
        "Air/drone strike",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Suicide bomb",
        "Grenade",
        "Chemical weapon",
    }
)
_GROUND = frozenset({"Armed clash", "Attack", "Arrests", "Abduction/forced disappearance", "Sexual violence"})
_CROWD = frozenset({"Peaceful protest", "Protest with intervention", "Violent demonstration", "Mob violence"})
_MANY = 3
_NEAR = 2
_FEW = 0.03
_ROUNDED = 0.001
_NAMED = {
    "time": "time_",
    "place": "place_",
    "act": "act_",
    "actors": "actor_",
    "killed": "count_",
    "injured": "count_",
    "lead": "lead_",
    "shared words": "words_",
}
"""How the weights of each reason are called."""


def score(one: Sketch, other: Sketch, weights: Weights = DEFAULT) -> float:
    """Give the sum of all reasons; what can't be one occurrence is not looked at further."""
    total = 0.0
    for weigh, _ in REASONS.values():
        total += weigh(one, other, weights)
        if total < NEVER / 2:
            return NEVER
    return round(total, 3)


def link(one: Sketch, other: Sketch, weights: Weights = DEFAULT) -> float | None:
    """Give the score of two accounts that it joins; None as soon as the reasons that are left can't lift it so high."""
    total = 0.0
    for weigh, least in _steps(weights):
        total += weigh(one, other, weights)
        if total < least:
            return None
    found = round(total, 3)
    return found if found >= weights.join else None


@functools.cache
def _steps(weights: Weights) -> tuple[tuple[Weigh, float], ...]:
    """Give each reason with the least sum at which it is worth asking for the next."""
    found: list[tuple[Weigh, float]] = []
    left = 0.0
    for name, (weigh, _) in reversed(REASONS.items()):
        found.append((weigh, max(NEVER / 2, weights.join - left - _ROUNDED)))
        left += _most(name, weights)
    return tuple(reversed(found))


def _most(name: str, weights: Weights) -> float:
    """Give what a reason can add at most."""
    named = [getattr(weights, each.name) for each in fields(weights) if each.name.startswith(_NAMED[name])]
    return float(max(0.0, *(number for each in named for number in (each if isinstance(each, tuple) else (each,)))))


def explain(one: Sketch, other: Sketch, weights: Weights = DEFAULT) -> Link:
    """Give the score with every reason that weighs, and what each account says of it."""
    first, second = sorted((one, other), key=lambda each: each.id)
    features = tuple(
        Feature(name, f"{seen(first)} / {seen(second)}", weight)
        for name, (weigh, seen) in REASONS.items()
        if (weight := weigh(first, second, weights))
    )
    return Link(first.id, second.id, score(first, second, weights), features)


def time(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Weigh the days: two stated days that differ by more than one can't be one occurrence."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return weights.time_unknown
    if one.first > other.last or other.first > one.last:
        if max(one.first - other.last, other.first - one.last) > _DAY:
            return NEVER
        return weights.time_next_day if one.stated and other.stated else weights.time_next_day_bounded
    if not (one.stated and other.stated):
        return _by_publication(one, other, weights)
    return weights.time_same_day if one.first == one.last and other.first == other.last else weights.time_overlap


def _by_publication(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Weigh days of which one at least is only bounded by the day of publication: the sooner after it, the likelier."""
    if not ((one.stated or one.foreground) and (other.stated or other.foreground)):
        return weights.time_background
    late = abs((one.last - other.last).days) if one.last and other.last else 0
    return weights.time_published[min(late, len(weights.time_published) - 1)]


def act(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Weigh what happened: the same sub-type, the same way of fighting, or another."""
    if not one.kinds or not other.kinds:
        return 0.0
    if one.kinds & other.kinds:
        return weights.act_same
    if bool(one.kinds & _CROWD) != bool(other.kinds & _CROWD):
        return weights.act_crowd
    family = (one.kinds & _FIRE and other.kinds & _FIRE) or (one.kinds & _GROUND and other.kinds & _GROUND)
    return weights.act_family if family else weights.act_other


def actors(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Weigh who did it: the same doer, or two that share nobody."""
    if one.initiators & other.initiators:
        return weights.actor_same
    if not one.initiators or not other.initiators:
        return 0.0
    return 0.0 if one.actors & other.initiators or other.actors & one.initiators else weights.actor_other


def killed(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Weigh the numbers of dead."""
    return _numbers(one.killed, other.killed, weights)


def injured(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Weigh the numbers of hurt."""
    return _numbers(one.injured, other.injured, weights)


def _numbers(one: frozenset[int], other: frozenset[int], weights: Weights) -> float:
    if not one or not other:
        return 0.0
    shared = one & other
    if shared:
        return weights.count_same_many if max(shared) >= _MANY else weights.count_same_few
    nearest = min(abs(a - b) for a in one for b in other)
    return 0.0 if nearest <= max(_NEAR, max(one | other) // 3) else weights.count_other


def lead(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Weigh what the reports open with: the chief news of two reports of one day is oftener one than what they tell beside it."""
    if one.lead and other.lead:
        return weights.lead_both if _within_a_day(one, other) else 0.0
    return 0.0 if one.lead or other.lead else weights.lead_neither


def _within_a_day(one: Sketch, other: Sketch) -> bool:
    """Say whether two reports came out on one day or the next, as far as that is known."""
    return one.published is None or other.published is None or abs(one.published - other.published) <= _DAY


def words(one: Sketch, other: Sketch, weights: Weights) -> float:
    """Weigh shared wording, by the share of all words that both use."""
    if not weights.words:
        return 0.0
    first, second = one.word_set, other.word_set
    shared = len(first & second)
    share = shared / (len(first) + len(second) - shared or 1)
    return min(weights.words_most, weights.words * share) + (weights.words_few if share < _FEW else 0.0)


def _days(each: Sketch) -> str:
    if each.first is None or each.last is None:
        return "not known"
    days = f"{each.first}" if each.first == each.last else f"{each.first} to {each.last}"
    return days if each.stated else f"{days} by publication"


def _place(each: Sketch) -> str:
    if each.place is None:
        return "not said"
    return f"{each.place.name} ({each.place.relation} a {each.place.precision})"


def _list(values: frozenset[str] | frozenset[int]) -> str:
    return ", ".join(str(value) for value in sorted(values)) or "not said"


REASONS: dict[str, tuple[Weigh, Callable[[Sketch], str]]] = {
    "time": (time, _days),
    "place": (place.agreement, _place),
    "act": (act, lambda each: _list(each.kinds)),
    "actors": (actors, lambda each: _list(each.initiators)),
    "killed": (killed, lambda each: _list(each.killed)),
    "injured": (injured, lambda each: _list(each.injured)),
    "lead": (lead, lambda each: "opens its report" if each.lead else "told further down"),
    "shared words": (words, lambda each: f"{len(each.word_set)} words"),
}
