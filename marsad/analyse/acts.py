"""Words of acts, by ACLED's sub-event types: weak ones need support, general ones are refined by the instrument."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from marsad.analyse.harms import decoy
from marsad.analyse.reading import DimensionReader
from marsad.analyse.signs import COUNTS, PEOPLE, Field, is_other_reading, is_unlawful, node_of
from marsad.model.mention import Mention
from marsad.model.value import ActSign
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

_REMOTE = "Explosions/Remote violence"
_VIOLENT = (_REMOTE, "Battles", "Violence against civilians")
_AIR = (_REMOTE, "Air/drone strike")
_SHELLING = (_REMOTE, "Shelling/artillery/missile attack")
_BOMB = (_REMOTE, "Remote explosive/landmine/IED")
_SUICIDE = (_REMOTE, "Suicide bomb")
_CHEMICAL = (_REMOTE, "Chemical weapon")
_GRENADE = (_REMOTE, "Grenade")
_ATTACK = ("Violence against civilians", "Attack")
_CLASH = ("Battles", "Armed clash")
_DISRUPTED = ("Strategic developments", "Disrupted weapons use")
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
_REFINED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "attack": _ANY_TOOL,
    "target": _ANY_TOOL,
    "assault": _ANY_TOOL,
    "bomber": {"suicide": _SUICIDE},
    "shelling": {"chemical": _CHEMICAL, "air": _AIR},
    "strike": {"chemical": _CHEMICAL, "artillery": _SHELLING},
    "explosion": {"suicide": _SUICIDE, "grenade": _GRENADE},
    "blow": {"suicide": _SUICIDE, "self": _SUICIDE, "grenade": _GRENADE},
    "massacre": {"chemical": _CHEMICAL, "air": _AIR, "artillery": _SHELLING, "suicide": _SUICIDE},
}
_TOOL_AFTER, _TOOL_BEFORE = 9, 10
_CLOSE, _OBJECT, _VERB_OBJECT = 4, 7, 10
_TARGET_GAP = 8
_NEIGHBOURS = 14
_SENTENCE = 60


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
        return self.node.feature(key) or ""

    def become(self, kind: tuple[str, str]) -> Sign:
        """Give the sign with another type and sub-type."""
        return Sign(replace(self.mention, value=ActSign(*kind, self.value.shape)), self.node)


def refined(parts: tuple[Node, ...], context: Context) -> object | None:
    """An act with its instrument right behind it: 'a suicide attack', 'shelling by artillery'."""
    act, tool = parts
    kind = _REFINED.get(act.feature("base") or "", {}).get(tool.feature("kind") or "")
    if kind is None and act.feature("base") != "shelling":
        return None
    means = {key: value for key, value in dict(act.value).items() if key not in ("weak", "base")}
    return {**means, "type": kind[0], "sub_type": kind[1]} if kind else means


def to_value(node: Node, context: Context) -> ActSign | None:
    """Turn a word of an act into its sign; of two readings with the same letters the wrong one gives none."""
    if is_unlawful(node) or is_other_reading(node, context):
        return None
    shape = node.feature("shape")
    return ActSign(str(node.feature("type")), str(node.feature("sub_type")), shape)  # type: ignore[arg-type]


def resolve(mentions: list[Mention], context: Context) -> list[Mention]:
    """Keep the acts that their surroundings bear out, each with the sub-type that its instrument and target tell."""
    if not mentions:
        return mentions
    field = Field(context)
    signs = [Sign(mention, node_of(mention, "act", context)) for mention in mentions]
    signs = [sign for sign in signs if _stands(sign, field)]
    signs = _settle([_refine(sign, signs, field) for sign in signs])
    signs = [sign for sign in signs if not _belongs_to_another(sign, signs, field)]
    return [_by_target(sign, field).mention for sign in signs]


def _stands(sign: Sign, field: Field) -> bool:
    node = sign.node
    if field.is_decoy(sign.mention) or field.after(node, 1, "potential"):
        return False
    if sign.says("by_actor") and "li" in node.particles:
        return False
    needs = sign.says("needs")
    if needs and not _has(node, needs, field):
        return False
    if sign.says("base") == "march" and _is_drone(sign, field):
        return False
    return _is_backed(sign, field) and not _is_habit(sign, field)


def _is_backed(sign: Sign, field: Field) -> bool:
    """Say whether a weak word has support; arrests always need it, for the law arrests in peace too."""
    if sign.value.sub_type == "Arrests":
        return field.supported(sign.mention) or _by_forces(sign, field)
    return not sign.says("weak") or field.supported(sign.mention)


def _by_forces(sign: Sign, field: Field) -> bool:
    """Soldiers or security forces arrest, and the sentence tells of no common crime."""
    start, end = field.near(sign.mention, _OBJECT, _OBJECT)
    forces = any(node.feature("kind") == "force" for node in field.within("armed", start, end))
    return forces and not field.scene(*field.near(sign.mention, _SENTENCE, _SENTENCE), "crime")


def _is_habit(sign: Sign, field: Field) -> bool:
    start, end = field.near(sign.mention, _CLOSE, _TOOL_AFTER)
    habits = field.within("modality", start, end)
    return any(_says_habit(node, sign) for node in habits)


def _says_habit(node: Node, sign: Sign) -> bool:
    """Say whether a word of habit belongs to an act: some stand before their verb only."""
    if node.feature("kind") != "habitual":
        return False
    return node.end <= sign.start or node.feature("leads") is None


def _is_drone(sign: Sign, field: Field) -> bool:
    """A march and a drone are written alike: near a strike or a downing it is the drone."""
    start, end = field.near(sign.mention, _OBJECT, _OBJECT)
    near = [node for node in field.within("act", start, end) if node.start != sign.start]
    return any(
        n.feature("base") in ("target", "shelling", "strike", "attack") or n.feature("needs") == "aircraft"
        for n in near
    )


def _has(node: Node, needs: str, field: Field) -> bool:
    test = _NEEDS.get(needs)
    return test(node, field) if test else field.partner(node, needs, _OBJECT)


def _persons(node: Node, field: Field) -> bool:
    harms = [h for h in field.after(node, _CLOSE, "harm") if h.feature("shape") in ("noun", "participle")]
    reach = _OBJECT if node.feature("shape") == "verb" else _CLOSE
    return bool(node.suffix or harms or field.after(node, reach, *PEOPLE))


def _some(node: Node, field: Field) -> bool:
    return bool(field.after(node, 1, *COUNTS)) or _persons(node, field)


def _harmed(node: Node, field: Field) -> bool:
    """People were killed or hurt in the sentence, told before the words for what hit them."""
    start, _ = field.near(node, _SENTENCE, 0)
    return bool(field.within("harm", start, node.start))


def _object(kind: str) -> Callable[[Node, Field], bool]:
    """Ask for a word of a kind behind the act: what is taken, found, torn down."""

    def test(node: Node, field: Field) -> bool:
        reach = _VERB_OBJECT if node.feature("shape") == "verb" else _CLOSE
        return any(other.feature("of") == kind for other in field.after(node, reach, "partner"))

    return test


_SETTLED = (("shelling", _SHELLING, _AIR), ("explosion", _BOMB, _SUICIDE), ("blow", _BOMB, _SUICIDE))
_OBJECTS = ("ground", "fighters", "forces", "plot", "bomb", "building", "peace")
_NEEDS: Mapping[str, Callable[[Node, Field], bool]] = {
    "persons": _persons,
    "some": _some,
    "harmed": _harmed,
    **{kind: _object(kind) for kind in _OBJECTS},
}


def _refine(sign: Sign, signs: Sequence[Sign], field: Field) -> Sign:
    """Give a general act the sub-type of the instruments around it, up to the acts before and behind."""
    table = _REFINED.get(sign.says("base"))
    if sign.value.type == "Protests":
        return _refine_protest(sign, field)
    if sign.says("base") in ("blow", "destroy") and _is_made_safe(sign, field):
        return sign.become(_DISRUPTED)
    if not table or sign.node.parts:
        return sign
    kinds = {tool.feature("kind") for tool in _tools(sign, signs, field)}
    return next((sign.become(found) for kind, found in table.items() if kind in kinds), sign)


def _settle(signs: list[Sign]) -> list[Sign]:
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


def _tools(sign: Sign, signs: Sequence[Sign], field: Field) -> list[Node]:
    start, end = field.near(sign.mention, _TOOL_BEFORE, _TOOL_AFTER)
    for other in signs:
        if (not other.says("base") and not _is_weapon(other)) or other.node.parts:
            start = max(start, other.end) if other.end <= sign.start else start
            end = min(end, other.start) if other.start >= sign.end else end
    return field.within("instrument", start, end)


def _is_weapon(sign: Sign) -> bool:
    return bool(sign.says("munition") or sign.says("explosive"))


def _refine_protest(sign: Sign, field: Field) -> Sign:
    """Tell a protest that was broken up, shot at or violent from a peaceful one by what its sentence holds."""
    start, end = field.near(sign.mention, _SENTENCE, _SENTENCE)
    kinds = {tool.feature("kind") for tool in field.within("instrument", start, end)}
    fired = any(node.feature("base") == "fire" for node in field.within("act", start, end))
    if "live" in kinds or fired or _kills(field, start, end):
        return sign.become(("Protests", "Excessive force against protesters"))
    if "riot" in kinds:
        return sign.become(("Riots", "Violent demonstration"))
    return sign.become(("Protests", "Protest with intervention")) if "dispersal" in kinds else sign


def _kills(field: Field, start: int, end: int) -> bool:
    return any(harm.feature("outcome") == "killed" for harm in field.within("harm", start, end))


def _belongs_to_another(sign: Sign, signs: Sequence[Sign], field: Field) -> bool:
    """Say whether a sign only completes another: the weapon of an attack, the aim of a foiled plot, 'which targeted'."""
    sentence = field.sentence(sign.start)
    others = [s for s in signs if s is not sign and sentence.start <= s.start < sentence.end]
    if any(s.says("needs") == "plot" and 0 <= sign.start - s.end <= _CLOSE for s in others):
        return True
    if sign.says("needs") == "carried" and any(s.start == sign.end for s in others):
        return True
    if sign.says("lone") or sign.says("base") in ("massacre", "bomber"):
        return any(other.value.type in _VIOLENT for other in others)
    if _is_weapon(sign):
        return any(_uses(other, sign) for other in others)
    return sign.says("base") == "target" and any(_is_told_of(sign, other, field) for other in others)


def _uses(other: Sign, weapon: Sign) -> bool:
    gap = max(weapon.start - other.end, other.start - weapon.end)
    if _is_weapon(other):
        return False
    found = other.value.sub_type == "Disrupted weapons use"
    return found or (other.value.type == _REMOTE and gap <= _TOOL_AFTER)


def _is_told_of(verb: Sign, noun: Sign, field: Field) -> bool:
    """'The raid that targeted …': a verb of targeting soon after a noun for the act, without 'and' or a new clause."""
    gap = verb.start - noun.end
    if not 0 <= gap <= _TARGET_GAP or noun.value.shape == "verb" or "wa" in verb.mention.particles:
        return False
    if noun.value.type not in _VIOLENT:
        return False
    return not any(link.feature("kind") == "clause" for link in field.within("link", noun.end, verb.start))


def _by_target(sign: Sign, field: Field) -> Sign:
    """Tell an armed clash from an attack on civilians by who and what stands around it."""
    base = sign.says("base")
    if base == "killing":
        return sign.become(_CLASH) if _strikes_fighters(sign, field) else sign
    if (sign.value.type, sign.value.sub_type) != _CLASH or base not in ("attack", "fire", "target"):
        return sign
    start, end = field.near(sign.mention, _TOOL_BEFORE, _NEIGHBOURS)
    forces = [node for node in field.within("armed", start, end) if node.feature("kind") in _STATE_FORCES]
    if forces and base != "fire":
        return sign
    return sign.become(_ATTACK) if _has_civilians(sign, field, plain=not forces) else sign


def _strikes_fighters(sign: Sign, field: Field) -> bool:
    """Say whether the one who is killed is a fighter, a soldier or a leader of an armed group."""
    found = field.after(sign.node, _OBJECT, *PEOPLE)
    if found:
        return _status(found[0]) in ("combatant", "police")
    return bool(field.after(sign.node, _CLOSE, "actor"))


def _has_civilians(sign: Sign, field: Field, *, plain: bool) -> bool:
    """Say whether civilians stand near; where no forces do, plain people and places of daily life count as well."""
    start, end = field.near(sign.mention, _TOOL_BEFORE, _NEIGHBOURS)
    people = [_status(node) for category in PEOPLE for node in field.within(category, start, end)]
    if "civilian" in people:
        return True
    if not plain or "combatant" in people:
        return False
    return bool(field.within("civil", start, end)) or ("unknown" in people and bool(field.within("harm", start, end)))


def _status(people: Node) -> str:
    inner = people.parts[0] if people.parts else people
    return people.feature("status") or inner.feature("status") or "unknown"


PRODUCTIONS: Mapping[str, Production] = {"refined": refined, "decoy": decoy}
DIMENSION = DimensionReader("act", {"act": 0}, to_value, PRODUCTIONS, resolve)
