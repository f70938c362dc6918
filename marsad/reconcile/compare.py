"""The pair score: every reason for and against taking two accounts as one occurrence, by name.

Pure and symmetric: `score(a, b)` and `score(b, a)` have the same features and the same sum.
"""

from __future__ import annotations

from datetime import timedelta

from marsad.model.incident import Feature, Link
from marsad.reconcile import place
from marsad.reconcile.sketch import Sketch

JOIN = 3.0
NEVER = -9.0
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


def score(one: Sketch, other: Sketch) -> Link:
    """Compare two accounts; the sum of the weights is the score."""
    first, second = sorted((one, other), key=lambda each: each.id)
    features = tuple(
        feature
        for weigh in (time, place.agreement, act, actors, killed, injured, words)
        if (feature := weigh(first, second)).weight
    )
    return Link(first.id, second.id, round(sum(feature.weight for feature in features), 3), features)


def time(one: Sketch, other: Sketch) -> Feature:
    """Weigh the days: two stated days that differ by more than one can't be one occurrence."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return Feature("time", "not known of one", -0.5)
    gap = max(one.first - other.last, other.first - one.last)
    seen = f"{one.first}..{one.last} and {other.first}..{other.last}"
    if gap > _DAY:
        return Feature("time", seen, NEVER)
    if gap == _DAY:
        return Feature("time", f"{seen}, a day apart", -1.5 if one.stated and other.stated else -2.0)
    if one.stated and other.stated:
        exact = one.first == one.last and other.first == other.last
        return Feature("time", seen, 2.0 if exact else 1.0)
    return _by_publication(one, other, seen)


def _by_publication(one: Sketch, other: Sketch, seen: str) -> Feature:
    """Weigh days of which one at least is only bounded by the day of publication."""
    if one.stated or other.stated:
        stated, bounded = (one, other) if one.stated else (other, one)
        late = (bounded.last - stated.last).days if bounded.last and stated.last else 0
        return Feature("time", f"{seen}, one by its publication", {0: 1.5, 1: 1.0}.get(late, 0.3))
    apart = abs((one.last - other.last).days) if one.last and other.last else 0
    return Feature("time", f"{seen}, both by publication", {0: 1.5, 1: 0.8}.get(apart, 0.0))


def act(one: Sketch, other: Sketch) -> Feature:
    """Weigh what happened: the same sub-type, the same way of fighting, or another."""
    if not one.kinds or not other.kinds:
        return Feature("act", "not said in one", 0.0)
    shared = one.kinds & other.kinds
    if shared:
        return Feature("act", ", ".join(sorted(shared)), 1.0)
    seen = f"{', '.join(sorted(one.kinds))} and {', '.join(sorted(other.kinds))}"
    if bool(one.kinds & _CROWD) != bool(other.kinds & _CROWD):
        return Feature("act", seen, -2.0)
    if any(one.kinds & family and other.kinds & family for family in (_FIRE, _GROUND)):
        return Feature("act", seen, 0.5)
    return Feature("act", seen, -0.5)


def actors(one: Sketch, other: Sketch) -> Feature:
    """Weigh who did it: the same doer, or two that share nobody."""
    shared = one.initiators & other.initiators
    if shared:
        return Feature("actors", ", ".join(sorted(shared)), 1.0)
    if one.initiators and other.initiators and not (one.actors & other.initiators or other.actors & one.initiators):
        seen = f"{', '.join(sorted(one.initiators))} and {', '.join(sorted(other.initiators))}"
        return Feature("actors", seen, -1.0)
    return Feature("actors", "no doer named in one", 0.0)


def killed(one: Sketch, other: Sketch) -> Feature:
    """Weigh the numbers of dead."""
    return _numbers("killed", one.killed, other.killed)


def injured(one: Sketch, other: Sketch) -> Feature:
    """Weigh the numbers of hurt."""
    return _numbers("injured", one.injured, other.injured)


def _numbers(name: str, one: frozenset[int], other: frozenset[int]) -> Feature:
    if not one or not other:
        return Feature(name, "not said in one", 0.0)
    shared = one & other
    if shared:
        return Feature(name, f"both {max(shared)}", 1.5 if max(shared) >= _MANY else 0.7)
    near = min(abs(a - b) for a in one for b in other)
    seen = f"{sorted(one)} and {sorted(other)}"
    return Feature(name, seen, 0.0 if near <= max(2, max(one | other) // 3) else -0.7)


def words(one: Sketch, other: Sketch) -> Feature:
    """Weigh shared wording: sentences that are repeated are about the same."""
    least = min(len(one.words), len(other.words))
    shared = len(one.words & other.words)
    if not least or shared < _MANY:
        return Feature("words", "no run of words shared", 0.0)
    return Feature("words", f"{shared} runs of words shared", min(3.0, 4.0 * shared / least + 0.1 * shared))
