"""Words of acts, by ACLED's sub-event types: weak ones need support, general ones are refined by the instrument."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from marsad.analyse.harms import decoy
from marsad.analyse.reading import DimensionReader
from marsad.analyse.signs import PEOPLE, Field, is_other_reading, is_unlawful, node_of
from marsad.model.mention import Mention
from marsad.model.value import ActSign
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

_REMOTE = "Explosions/Remote violence"
_AIR = (_REMOTE, "Air/drone strike")
_SHELLING = (_REMOTE, "Shelling/artillery/missile attack")
_BOMB = (_REMOTE, "Remote explosive/landmine/IED")
_SUICIDE = (_REMOTE, "Suicide bomb")
_CHEMICAL = (_REMOTE, "Chemical weapon")
_GRENADE = (_REMOTE, "Grenade")
_ATTACK = ("Violence against civilians", "Attack")
_CLASH = ("Battles", "Armed clash")
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
}
_TOOL_AFTER, _TOOL_BEFORE = 9, 6
_CLOSE, _OBJECT = 4, 7
_TARGET_GAP = 8
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
    means = {key: value for key, value in dict(act.value).items() if key != "weak"}
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
    signs = [_refine(sign, signs, field) for sign in signs]
    signs = [sign for sign in signs if not _belongs_to_another(sign, signs, field)]
    return [_by_target(sign, field).mention for sign in signs]


def _stands(sign: Sign, field: Field) -> bool:
    node = sign.node
    if field.is_decoy(sign.mention) or field.after(node, 1, "potential"):
        return False
    needs = sign.says("needs")
    if needs and not _has(node, needs, field):
        return False
    if sign.says("base") == "march" and _is_drone(sign, field):
        return False
    return _is_backed(sign, field) and not _is_habit(sign, field)


def _is_backed(sign: Sign, field: Field) -> bool:
    """Say whether a weak word has support; arrests always need it, for the law arrests in peace too."""
    if not sign.says("weak") and sign.value.sub_type != "Arrests":
        return True
    return field.supported(sign.mention)


def _is_habit(sign: Sign, field: Field) -> bool:
    start, end = field.near(sign.mention, _CLOSE, _CLOSE)
    return any(node.feature("kind") == "habitual" for node in field.within("modality", start, end))


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


def _object(kind: str) -> Callable[[Node, Field], bool]:
    """Ask for a word of a kind behind the act: what is taken, found, torn down."""

    def test(node: Node, field: Field) -> bool:
        return any(other.feature("of") == kind for other in field.after(node, _CLOSE, "partner"))

    return test


_NEEDS: Mapping[str, Callable[[Node, Field], bool]] = {
    "persons": _persons,
    **{
        kind: _object(kind)
        for kind in ("ground", "fighters", "forces", "plot", "bomb", "building", "aircraft", "peace")
    },
}


def _refine(sign: Sign, signs: Sequence[Sign], field: Field) -> Sign:
    """Give a general act the sub-type of the instruments around it, up to the acts before and behind."""
    table = _REFINED.get(sign.says("base"))
    if sign.value.type == "Protests":
        return _refine_protest(sign, field)
    if not table or sign.node.parts:
        return sign
    kinds = {tool.feature("kind") for tool in _tools(sign, signs, field)}
    return next((sign.become(found) for kind, found in table.items() if kind in kinds), sign)


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
    if "live" in kinds or fired:
        return sign.become(("Protests", "Excessive force against protesters"))
    if "riot" in kinds:
        return sign.become(("Riots", "Violent demonstration"))
    return sign.become(("Protests", "Protest with intervention")) if "dispersal" in kinds else sign


def _belongs_to_another(sign: Sign, signs: Sequence[Sign], field: Field) -> bool:
    """Say whether a sign only completes another: the weapon of an attack, the aim of a foiled plot, 'which targeted'."""
    sentence = field.sentence(sign.start)
    others = [s for s in signs if s is not sign and sentence.start <= s.start < sentence.end]
    if any(s.says("needs") == "plot" and 0 <= sign.start - s.end <= _CLOSE for s in others):
        return True
    if _is_weapon(sign):
        return any(_uses(other, sign) for other in others)
    return sign.says("base") == "target" and any(_is_told_of(sign, other, field) for other in others)


def _uses(other: Sign, weapon: Sign) -> bool:
    gap = max(weapon.start - other.end, other.start - weapon.end)
    if _is_weapon(other):
        return False
    remote = other.value.type == _REMOTE or other.value.sub_type == "Disrupted weapons use"
    return remote and gap <= (_TOOL_AFTER if other.says("base") else _CLOSE)


def _is_told_of(verb: Sign, noun: Sign, field: Field) -> bool:
    """'The raid that targeted …': a verb of targeting soon after a noun for the act, without 'and' or a new clause."""
    gap = verb.start - noun.end
    if not 0 <= gap <= _TARGET_GAP or noun.value.shape == "verb" or "wa" in verb.mention.particles:
        return False
    if noun.value.type not in (_REMOTE, "Battles", "Violence against civilians"):
        return False
    return not any(link.feature("kind") == "clause" for link in field.within("link", noun.end, verb.start))


def _by_target(sign: Sign, field: Field) -> Sign:
    """An armed attack on people who are no fighters, with no force of the state in the sentence, is on civilians."""
    if (sign.value.type, sign.value.sub_type) != _CLASH or sign.says("base") not in ("attack", "fire", "target"):
        return sign
    start, end = field.near(sign.mention, _SENTENCE, _SENTENCE)
    if any(node.feature("kind") == "force" for node in field.within("armed", start, end)):
        return sign
    people = [node for category in PEOPLE for node in field.within(category, start, end)]
    return sign.become(_ATTACK) if any(_is_civilian(node) for node in people) else sign


def _is_civilian(people: Node) -> bool:
    inner = people.parts[0] if people.parts else people
    return "civilian" in (people.feature("status"), inner.feature("status"))


PRODUCTIONS: Mapping[str, Production] = {"refined": refined, "decoy": decoy}
DIMENSION = DimensionReader("act", {"act": 0}, to_value, PRODUCTIONS, resolve)
