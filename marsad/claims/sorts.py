"""What a number above ten counts in the singular: two sorts of people at once ('12 soldiers and civilians'), or injuries."""

from __future__ import annotations

from dataclasses import replace

from marsad.claims.scene import AND, Scene
from marsad.model.mention import Mention
from marsad.model.value import Count, People

_COUNTS_SINGULAR = 11
_SORTS = ("combatant", "police", "civilian")


def of_two_sorts(scene: Scene, noun: Mention, count: Count) -> Mention:
    """Give the noun that a number counts together with a second one joined to it; a number above ten counts singulars."""
    second = scene.at["people"].get(noun.tokens[1])
    if (count.low or 0) < _COUNTS_SINGULAR or second is None or second.tokens[0] != noun.tokens[1]:
        return noun
    one, other = _counted(noun), _counted(second) if _is_object(scene, second) else None
    if AND not in second.particles or one is None or other is None or one.status == other.status:
        return noun
    tokens = (noun.tokens[0], second.tokens[1])
    both = replace(one, status="mixed", demographic=None, actor=None)
    return replace(noun, value=both, quote=scene.quote(*tokens), tokens=tokens)


def _counted(noun: Mention) -> People | None:
    """Give what a singular without article or owner says of people, where it is of a sort of its own."""
    said = noun.value
    if noun.suffix or not {AND}.issuperset(noun.particles) or not isinstance(said, People):
        return None
    return said if said.number == "one" and said.status in _SORTS and not said.other else None


def _is_object(scene: Scene, noun: Mention) -> bool:
    """Say whether the letters of a noun show the case that a number asks for; 'and a soldier' in another case is one man more."""
    return any(node.feature("case") == "object" for node in scene.chart.at(noun.tokens[0], noun.dimension))


def counts_hurt(scene: Scene, harm: Mention) -> bool:
    """Say whether a masdar is a noun for those hurt: right behind a number that asks for a singular ('11 injuries')."""
    number = scene.at["number"].get(harm.tokens[0] - 1)
    asks = number is not None and isinstance(number.value, Count) and (number.value.low or 0) >= _COUNTS_SINGULAR
    return asks and any(node.feature("counted") for node in scene.chart.at(harm.tokens[0], "harm"))
