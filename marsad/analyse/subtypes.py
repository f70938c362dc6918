"""Which sub-type an act has: told by the instrument, by what the report names elsewhere, and by who was struck."""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from marsad.analyse.signs import COUNTS, PEOPLE, Field
from marsad.model.mention import Mention
from marsad.model.value import ActSign
from marsad.rules.chart import Node

REMOTE = "Explosions/Remote violence"
VIOLENT = (REMOTE, "Battles", "Violence against civilians")
_AIR = (REMOTE, "Air/drone strike")
_SHELLING = (REMOTE, "Shelling/artillery/missile attack")
_BOMB = (REMOTE, "Remote explosive/landmine/IED")
_SUICIDE = (REMOTE, "Suicide bomb")
_CHEMICAL = (REMOTE, "Chemical weapon")
_GRENADE = (REMOTE, "Grenade")
_ATTACK = ("Violence against civilians", "Attack")
_CLASH = ("Battles", "Armed clash")
DISRUPTED = ("Strategic developments", "Disrupted weapons use")
_REGAINED = ("Battles", "Government regains territory")
_OVERTAKEN = ("Battles", "Non-state actor overtakes territory")
_RIOT = ("Riots", "Violent demonstration")
_STATE_FORCES = ("force", "police")
_ANY_TOOL = {
    "suicide": _SUICIDE,
    "chemical": _CHEMICAL,
    "air": _AIR,
    "grenade": _GRENADE,
    "artillery": _SHELLING,
    "explosive": _BOMB,
    "knife": _ATTACK,
}
REFINED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "attack": _ANY_TOOL,
    "target": _ANY_TOOL,
    "assault": _ANY_TOOL,
    "raid": {"suicide": _SUICIDE},
    "bomber": {"suicide": _SUICIDE},
    "shelling": {"chemical": _CHEMICAL, "air": _AIR},
    "strike": {"chemical": _CHEMICAL, "artillery": _SHELLING},
    "explosion": {"suicide": _SUICIDE, "grenade": _GRENADE},
    "blow": {"suicide": _SUICIDE, "self": _SUICIDE, "grenade": _GRENADE},
    "massacre": {"chemical": _CHEMICAL, "air": _AIR, "artillery": _SHELLING, "suicide": _SUICIDE},
}
_TOOL_AFTER, _TOOL_BEFORE = 9, 10
_CLOSE, _OBJECT = 4, 7
_BESIDE = 6
_SIGN = 40  # tokens: more than any sign has
_NEIGHBOURS = 14
_SENTENCE = 60
_SETTLED = (("shelling", _SHELLING, _AIR), ("explosion", _BOMB, _SUICIDE), ("blow", _BOMB, _SUICIDE))


@dataclass(frozen=True, slots=True)
class Sign:
    """A mention with the reading that it was made of."""

    mention: Mention
    node: Node

    @property
    def start(self) -> int:
        """The token that it begins with."""
        return self.mention.tokens[0]

    @property
    def end(self) -> int:
        """The token behind it."""
        return self.mention.tokens[1]

    @property
    def value(self) -> ActSign:
        """Its value."""
        return cast("ActSign", self.mention.value)

    def says(self, key: str) -> str:
        """Give a feature of its meaning, empty where it has none."""
        found: str = self.node.value.get(key, "")
        return found

    def become(self, kind: tuple[str, str]) -> Sign:
        """Give the sign with another type and sub-type."""
        return Sign(self.mention.meaning(ActSign(*kind, self.value.shape)), self.node)


BY_START = operator.attrgetter("node.start")


def refine(sign: Sign, signs: Sequence[Sign], field: Field) -> Sign:
    """Give a general act the sub-type of the instruments around it, up to the acts before and behind."""
    table = REFINED.get(sign.says("base"))
    if sign.value.type == "Protests":
        return _refine_protest(sign, field)
    if sign.says("base") in ("blow", "destroy") and _is_made_safe(sign, field):
        return sign.become(DISRUPTED)
    if not table or sign.node.parts:
        return sign
    kinds = {tool.feature("kind") for tool in _tools(sign, signs, field)}
    return next((sign.become(found) for kind, found in table.items() if kind in kinds), sign)


def settle(signs: list[Sign]) -> list[Sign]:
    """Give general words the sub-type that the report names elsewhere, where it names only one ('the shelling' by air)."""
    named = {sign.value.sub_type for sign in signs if sign.node.parts or not sign.says("base")}
    return [_as_named(sign, named) for sign in signs]


def _as_named(sign: Sign, named: set[str]) -> Sign:
    for base, default, other in _SETTLED:
        if sign.says("base") == base and sign.value.sub_type == default[1]:
            points = base == "shelling" or "al" in sign.mention.particles
            return sign.become(other) if points and other[1] in named and default[1] not in named else sign
    return sign


def _is_made_safe(sign: Sign, field: Field) -> bool:
    """Bombs that soldiers find and blow up, a car bomb destroyed on its way: their use was disrupted."""
    tools = [tool for tool in field.after(sign.node, _CLOSE, "instrument") if tool.feature("kind") == "explosive"]
    if not tools or "bi" in tools[0].particles:
        return False
    start, end = field.near(sign.mention, _TOOL_BEFORE, _CLOSE)
    forces = [node for node in field.within("armed", start, end) if node.feature("kind") in _STATE_FORCES]
    return bool(forces) and not field.within("harm", sign.start, end)


def _tools(sign: Sign, signs: Sequence[Sign], field: Field) -> Sequence[Node]:
    start, end = field.near(sign.mention, _TOOL_BEFORE, _TOOL_AFTER)
    first = bisect_left(signs, start - _SIGN, key=BY_START)
    for other in signs[first : bisect_left(signs, end, first, key=BY_START)]:
        near = start < other.end and other.start < end
        if near and (other.node.parts or not (other.says("base") or is_weapon(other))):
            start = max(start, other.end) if other.end <= sign.start else start
            end = min(end, other.start) if other.start >= sign.end else end
    return [tool for tool in field.within("instrument", start, end) if not _function(field, tool, "support")]


def _function(field: Field, node: Node, kind: str) -> bool:
    """Say whether a small word of a kind stands before a reading, one word between them at most."""
    return any(word.feature("kind") == kind for word in field.within("function", node.start - 2, node.start))


def is_weapon(sign: Sign) -> bool:
    """Say whether the word for the act is itself a weapon ('a roadside bomb')."""
    return bool(sign.says("munition") or sign.says("explosive"))


def _refine_protest(sign: Sign, field: Field) -> Sign:
    """Tell a protest that was broken up, shot at or violent from a peaceful one by what its sentence holds."""
    start, end = field.near(sign.mention, _SENTENCE, _SENTENCE)
    kinds = {tool.feature("kind") for tool in field.within("instrument", start, end)}
    acts = [node for node in field.within("act", start, end) if _is_borne_out(node, field)]
    if "live" in kinds or any(node.feature("base") == "fire" for node in acts) or _kills(field, start, end):
        return sign.become(("Protests", "Excessive force against protesters"))
    if "riot" in kinds or any(_is_rioting(node, sign) for node in acts):
        return sign.become(_RIOT)
    return sign.become(("Protests", "Protest with intervention")) if "dispersal" in kinds else sign


def _is_borne_out(node: Node, field: Field) -> bool:
    """Say whether a word of an act has the word beside it that it needs ('opened', for fire)."""
    needs = node.feature("needs")
    return needs is None or field.partner(node, needs, _OBJECT)


def _is_rioting(node: Node, protest: Sign) -> bool:
    """Say whether protesters set fire to something, or storm it: the verb touches the word for them."""
    if node.feature("base") == "raid" and node.feature("shape") == "verb":
        return protest.start in (node.end, node.end + 1) or protest.end == node.start
    return node.feature("base") == "arson"


def _kills(field: Field, start: int, end: int) -> bool:
    return any(harm.feature("outcome") == "killed" for harm in field.within("harm", start, end))


def _by_taker(sign: Sign, field: Field) -> Sign:
    """Ground that an army takes is regained, ground that a group takes is overtaken, where the doer touches the verb."""
    if sign.value.shape != "verb":
        return sign
    start, end = field.near(sign.mention, _BESIDE, 1)
    doers = [n for n in field.within("actor", start, end) if n.start == sign.end or n.end == sign.start]
    if not doers:
        return sign
    kind = doers[-1].feature("kind") or ""
    return sign.become(_REGAINED if kind.startswith("state") else _OVERTAKEN)


def _is_of_crowd(sign: Sign, field: Field) -> bool:
    """Say whether it was people without arms who confronted forces: they were hurt in it, and the forces alone are named."""
    start, _ = field.near(sign.mention, _TOOL_BEFORE, 0)
    _, end = field.near(sign.mention, 0, _CLOSE)
    hurt = [node for category in PEOPLE for node in field.within(category, start, sign.start)]
    counted = any(field.within(category, start, sign.start) for category in COUNTS)
    if not (hurt or counted) or not field.within("harm", start, sign.start):
        return False
    faced = [node.start for node in field.within("armed", sign.end, end) if node.feature("kind") in _STATE_FORCES]
    led = any(word.feature("kind") == "with" for word in field.within("function", sign.end, sign.end + 2))
    return led and bool(faced) and all(_status(node) in ("unknown", "civilian") for node in hurt)


def _strikes_place(sign: Sign, field: Field) -> bool:
    """Say whether a town or the land around it is what is targeted, behind the doer at most: that is done from afar."""
    places = field.after(sign.node, _CLOSE, "place")
    if not places:
        return False
    doers = [node.end for node in field.after(sign.node, 1, "actor", "armed")]
    start, end = max([sign.end, *doers]), places[0].start
    struck = [node for name in ("armed", "civil", "actor", *PEOPLE) for node in field.within(name, start, end)]
    within = [word for word in field.within("function", start, end) if word.feature("kind") == "in"]
    return not struck and not within and "bi" not in places[0].particles


def _strikes_fighters(sign: Sign, field: Field) -> bool:
    """Say whether the one who is killed is a fighter, a soldier or a leader of an armed group."""
    found = field.after(sign.node, _OBJECT, *PEOPLE)
    if found:
        return _status(found[0]) in ("combatant", "police")
    return bool(field.after(sign.node, _CLOSE, "actor"))


def _has_civilians(sign: Sign, field: Field, *, plain: bool) -> bool:
    """Say whether civilians stand near; where no forces do, plain people and places of daily life count as well."""
    start, end = field.near(sign.mention, _TOOL_BEFORE, _NEIGHBOURS)
    found = [node for category in PEOPLE for node in field.within(category, start, end)]
    people = [_status(node) for node in found if not _function(field, node, "carry")]
    if "civilian" in people:
        return True
    if not plain or "combatant" in people:
        return False
    return bool(field.within("civil", start, end)) or ("unknown" in people and bool(field.within("harm", start, end)))


def _status(people: Node) -> str:
    inner = people.parts[0] if people.parts else people
    return people.feature("status") or inner.feature("status") or "unknown"


def _meets_missiles(sign: Sign, field: Field) -> bool:
    """Say whether what is countered is missiles, not those who attack with them."""
    things = [node.start for node in field.after(sign.node, _OBJECT, "partner") if node.feature("of") == "munition"]
    return (
        bool(things) and not field.within("act", sign.end, min(things)) and "bi" not in _particles(field, min(things))
    )


def _particles(field: Field, token: int) -> tuple[str, ...]:
    return next((tuple(node.particles) for node in field.within("partner", token, token + 1)), ())


_TOLD_BY_OTHERS: Mapping[str, tuple[tuple[str, str], Callable[[Sign, Field], bool]]] = {
    "confront": (_RIOT, _is_of_crowd),
    "killing": (_CLASH, _strikes_fighters),
    "counter": (_SHELLING, _meets_missiles),
}


def by_target(sign: Sign, field: Field) -> Sign:
    """Tell an armed clash from an attack on civilians by who and what stands around it."""
    base = sign.says("base")
    if sign.says("by_actor"):
        return _by_taker(sign, field)
    if base in _TOLD_BY_OTHERS:
        kind, told = _TOLD_BY_OTHERS[base]
        return sign.become(kind) if told(sign, field) else sign
    if (sign.value.type, sign.value.sub_type) != _CLASH or base not in ("attack", "fire", "target"):
        return sign
    if base == "target" and _strikes_place(sign, field):
        return sign.become(_SHELLING)
    start, end = field.near(sign.mention, _TOOL_BEFORE, _NEIGHBOURS)
    forces = [node for node in field.within("armed", start, end) if node.feature("kind") in _STATE_FORCES]
    fought = forces and base != "fire"
    return sign.become(_ATTACK) if not fought and _has_civilians(sign, field, plain=not forces) else sign
