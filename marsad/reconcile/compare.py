"""The pair score: every reason for and against taking two accounts as one occurrence, by name.

Pure and symmetric: `score(a, b)` and `score(b, a)` have the same features and the same sum.
"""

from __future__ import annotations

from datetime import timedelta

from marsad.model.incident import Feature, Link
from marsad.reconcile import place
from marsad.reconcile.sketch import Sketch
from marsad.reconcile.weights import DEFAULT, NEVER, Weights

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


def score(one: Sketch, other: Sketch, weights: Weights = DEFAULT) -> Link:
    """Compare two accounts; the sum of the weights is the score."""
    first, second = sorted((one, other), key=lambda each: each.id)
    features = tuple(
        feature
        for weigh in (time, place.agreement, act, actors, killed, injured, words)
        if (feature := weigh(first, second, weights)).weight
    )
    return Link(first.id, second.id, round(sum(feature.weight for feature in features), 3), features)


def time(one: Sketch, other: Sketch, weights: Weights) -> Feature:
    """Weigh the days: two stated days that differ by more than one can't be one occurrence."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return Feature("time", "not known of one", weights.time_unknown)
    gap = max(one.first - other.last, other.first - one.last)
    seen = f"{one.first}..{one.last} and {other.first}..{other.last}"
    if gap > _DAY:
        return Feature("time", seen, NEVER)
    if gap == _DAY:
        return Feature(
            "time",
            f"{seen}, a day apart",
            weights.time_next_day if one.stated and other.stated else weights.time_next_day_bounded,
        )
    if one.stated and other.stated:
        exact = one.first == one.last and other.first == other.last
        return Feature("time", seen, weights.time_same_day if exact else weights.time_overlap)
    return _by_publication(one, other, weights, seen)


def _by_publication(one: Sketch, other: Sketch, weights: Weights, seen: str) -> Feature:
    """Weigh days of which one at least is only bounded by the day of publication: the sooner after it, the likelier."""
    if not all(each.stated or each.foreground for each in (one, other)):
        return Feature("time", f"{seen}, one told as known", weights.time_background)
    late = abs((one.last - other.last).days) if one.last and other.last else 0
    return Feature(
        "time", f"{seen}, by publication", weights.time_published[min(late, len(weights.time_published) - 1)]
    )


def act(one: Sketch, other: Sketch, weights: Weights) -> Feature:
    """Weigh what happened: the same sub-type, the same way of fighting, or another."""
    if not one.kinds or not other.kinds:
        return Feature("act", "not said in one", 0.0)
    shared = one.kinds & other.kinds
    if shared:
        return Feature("act", ", ".join(sorted(shared)), weights.act_same)
    seen = f"{', '.join(sorted(one.kinds))} and {', '.join(sorted(other.kinds))}"
    if bool(one.kinds & _CROWD) != bool(other.kinds & _CROWD):
        return Feature("act", seen, weights.act_crowd)
    if any(one.kinds & family and other.kinds & family for family in (_FIRE, _GROUND)):
        return Feature("act", seen, weights.act_family)
    return Feature("act", seen, weights.act_other)


def actors(one: Sketch, other: Sketch, weights: Weights) -> Feature:
    """Weigh who did it: the same doer, or two that share nobody."""
    shared = one.initiators & other.initiators
    if shared:
        return Feature("actors", ", ".join(sorted(shared)), weights.actor_same)
    if one.initiators and other.initiators and not (one.actors & other.initiators or other.actors & one.initiators):
        seen = f"{', '.join(sorted(one.initiators))} and {', '.join(sorted(other.initiators))}"
        return Feature("actors", seen, weights.actor_other)
    return Feature("actors", "no doer named in one", 0.0)


def killed(one: Sketch, other: Sketch, weights: Weights) -> Feature:
    """Weigh the numbers of dead."""
    return _numbers("killed", one.killed, other.killed, weights)


def injured(one: Sketch, other: Sketch, weights: Weights) -> Feature:
    """Weigh the numbers of hurt."""
    return _numbers("injured", one.injured, other.injured, weights)


def _numbers(name: str, one: frozenset[int], other: frozenset[int], weights: Weights) -> Feature:
    if not one or not other:
        return Feature(name, "not said in one", 0.0)
    shared = one & other
    if shared:
        return Feature(
            name, f"both {max(shared)}", weights.count_same_many if max(shared) >= _MANY else weights.count_same_few
        )
    near = min(abs(a - b) for a in one for b in other)
    seen = f"{sorted(one)} and {sorted(other)}"
    return Feature(name, seen, 0.0 if near <= max(2, max(one | other) // 3) else weights.count_other)


def words(one: Sketch, other: Sketch, weights: Weights) -> Feature:
    """Weigh shared wording: sentences that are repeated are about the same."""
    least = min(len(one.words), len(other.words))
    shared = len(one.words & other.words)
    if not least or shared < _MANY:
        return Feature("words", "no run of words shared", 0.0)
    return Feature("words", f"{shared} runs of words shared", min(weights.words_most, weights.words * shared / least))
