"""Words of acts, by ACLED's sub-event types: weak ones need support, general ones are refined by the instrument."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from marsad.analyse.harms import decoy
from marsad.analyse.reading import DimensionReader
from marsad.analyse.signs import COUNTS, PEOPLE, Field, field_of, is_other_reading, is_unlawful, node_of
from marsad.analyse.subtypes import BY_START, REFINED, REMOTE, VIOLENT, Sign, by_target, is_weapon, refine, settle
from marsad.model.mention import Mention
from marsad.model.value import ActSign
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

_SUFFERED = ("attack", "assault", "fire", "killing")
_ARMED_DEEDS = ("attack", "target", "raid", "confront")
_STRIKES = ("target", "shelling", "strike", "attack")
_CLOSE, _OBJECT, _VERB_OBJECT = 4, 7, 10
_TOOL_AFTER = 9
_TARGET_GAP = 8
_REACH = 48  # tokens: what completes a sign next to it stands nearer, and no sign is as long
_SENTENCE = 60


def refined(parts: tuple[Node, ...], context: Context) -> object | None:
    """An act with its instrument right behind it: 'a suicide attack', 'shelling by artillery'."""
    act, tool = parts
    kind = REFINED.get(act.feature("base") or "", {}).get(tool.feature("kind") or "")
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
    field = field_of(context)
    if not mentions or field.is_game():
        return []
    signs = [Sign(mention, node_of(mention, "act", context)) for mention in mentions]
    signs = [sign for sign in signs if _stands(sign, field)]
    signs = settle([refine(sign, signs, field) for sign in signs])
    signs = [sign for sign in signs if not _belongs_to_another(sign, signs, field)]
    return [by_target(sign, field).mention for sign in signs]


def _stands(sign: Sign, field: Field) -> bool:
    node = sign.node
    if field.is_decoy(sign.mention) or field.after(node, 1, "potential"):
        return False
    if _is_aim(sign, field):
        return False
    needs = sign.says("needs")
    if needs and not _has(node, needs, field):
        return False
    if sign.says("base") == "march" and _is_drone(sign, field):
        return False
    return _is_backed(sign, field) and not _is_habit(sign, field)


def _is_aim(sign: Sign, field: Field) -> bool:
    """Say whether an act is only what someone aims at, or any act of its kind: 'in order to seize', 'any attack'."""
    node, unless = sign.node, sign.says("unless")
    if any(node.start == word.end for word in field.within("whatever", node.start - 1, node.start)):
        return True
    if unless and field.partner_before(node, unless, _OBJECT):
        return True
    if "li" not in node.particles or sign.value.type == REMOTE or sign.says("base") in _SUFFERED:
        return False
    return sign.value.shape == "masdar" and not field.partner_before(node, "suffer", _OBJECT)


def _is_backed(sign: Sign, field: Field) -> bool:
    """Say whether a weak word has support; arrests always need it, for the law arrests in peace too."""
    if (sign.says("by_actor") or sign.says("base") in _ARMED_DEEDS) and _has_forces(sign, field):
        return True
    if sign.says("base") == "confront" and _faces_crowd(sign, field):
        return True
    if sign.value.sub_type == "Arrests":
        return field.supported(sign.mention, by_harm=False) or _by_forces(sign, field)
    return not sign.says("weak") or field.supported(sign.mention, by_harm=sign.value.type in VIOLENT)


def _by_forces(sign: Sign, field: Field) -> bool:
    """Soldiers or security forces arrest, and the sentence tells of no common crime."""
    return _has_forces(sign, field) and not field.scene(0, len(field.context.tokens), "crime")


def _faces_crowd(sign: Sign, field: Field) -> bool:
    """Police on the one side, a crowd on the other."""
    start, end = field.near(sign.mention, _OBJECT, _OBJECT)
    police = any(node.feature("kind") == "police" for node in field.within("armed", start, end))
    return police and field.partner(sign.node, "crowd", _OBJECT)


def _has_forces(sign: Sign, field: Field) -> bool:
    start, end = field.near(sign.mention, _OBJECT, _OBJECT)
    return any(node.feature("kind") == "force" for node in field.within("armed", start, end))


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
    return any(n.feature("base") in _STRIKES or n.feature("needs") == "aircraft" for n in near)


def _has(node: Node, needs: str, field: Field) -> bool:
    test = _NEEDS.get(needs)
    return test(node, field) if test else field.partner(node, needs, _OBJECT)


def _persons(node: Node, field: Field) -> bool:
    harms = [h for h in field.after(node, _CLOSE, "harm") if h.feature("shape") in ("noun", "participle")]
    reach = _OBJECT if node.feature("shape") == "verb" else _CLOSE
    return bool(node.suffix or harms or field.after(node, reach, *PEOPLE))


def _some(node: Node, field: Field) -> bool:
    return bool(field.after(node, 1, *COUNTS)) or _persons(node, field)


def _charge(node: Node, field: Field) -> bool:
    """The verb of blowing up is written like the dawn: another form than the plain one, or a bomb near, makes it sure."""
    plain = node.feature("tense") == "past" and node.feature("number") == "one"
    return not plain or field.partner(node, "explosive", _OBJECT)


def _acting(node: Node, field: Field) -> bool:
    """Protesters beside a verb by which a crowd becomes a protest: before their number, or right behind them."""
    start, end = field.near(node, _CLOSE, 1)
    deeds = [other for other in field.within("partner", start, end) if other.feature("of") == "street"]
    return any(other.end <= node.start or other.start == node.end for other in deeds)


def _rally(node: Node, field: Field) -> bool:
    """A crowd comes together, and the sentence says what for or against."""
    return field.partner(node, "crowd", _OBJECT) and field.partner(node, "cause", _SENTENCE)


def _going(node: Node, field: Field) -> bool:
    """A crowd goes out into the streets."""
    return field.partner_before(node, "going", _OBJECT) and field.partner(node, "crowd", _OBJECT)


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


_OBJECTS = ("ground", "fighters", "forces", "plot", "bomb", "building", "peace")
_NEEDS: Mapping[str, Callable[[Node, Field], bool]] = {
    "persons": _persons,
    "some": _some,
    "harmed": _harmed,
    "acting": _acting,
    "rally": _rally,
    "going": _going,
    "charge": _charge,
    **{kind: _object(kind) for kind in _OBJECTS},
}


def _belongs_to_another(sign: Sign, signs: Sequence[Sign], field: Field) -> bool:
    """Say whether a sign only completes another of its sentence: its weapon, its effect, its aim, 'which targeted'."""
    sentence = field.sentence(sign.start)
    start, end = sentence.start, sentence.end
    if not _reaches_far(sign):
        start, end = max(start, sign.start - _REACH), min(end, sign.end + _REACH)
    first = bisect_left(signs, start, key=BY_START)
    others = signs[first : bisect_left(signs, end, first, key=BY_START)]
    return any(_completes(sign, other, field) for other in others if other is not sign)


def _reaches_far(sign: Sign) -> bool:
    """Say whether a sign completes another wherever that stands in its sentence."""
    return bool(sign.says("lone")) or sign.says("base") in ("massacre", "bomber", "destroy") or is_weapon(sign)


def _completes(sign: Sign, other: Sign, field: Field) -> bool:
    behind = sign.start - other.end
    if other.says("needs") == "plot" and 0 <= behind <= _CLOSE:
        return True
    if sign.says("needs") == "carried" and other.start == sign.end:
        return True
    if sign.says("by_actor"):
        return sign.value.shape == "masdar" and bool(other.says("by_actor")) and 0 <= behind <= _OBJECT
    if sign.says("lone") or sign.says("base") in ("massacre", "bomber"):
        return other.value.type in VIOLENT
    return _serves(sign, other, field)


def _serves(sign: Sign, other: Sign, field: Field) -> bool:
    """Say whether a sign is the weapon, the wording or the effect of a strike that another tells."""
    if is_weapon(sign):
        return _uses(other, sign)
    if sign.says("base") == "target":
        return _is_told_of(sign, other, field)
    struck = sign.value.sub_type == "Other" and 0 <= sign.start - other.end < _CLOSE
    return other.value.type == REMOTE and (struck or sign.says("base") == "destroy")


def _uses(other: Sign, weapon: Sign) -> bool:
    gap = max(weapon.start - other.end, other.start - weapon.end)
    if is_weapon(other):
        return False
    found = other.value.sub_type == "Disrupted weapons use"
    return found or (other.value.type == REMOTE and gap <= _TOOL_AFTER)


def _is_told_of(verb: Sign, noun: Sign, field: Field) -> bool:
    """'The raid that targeted …': a verb of targeting soon after a noun for the act, without 'and' or a new clause."""
    gap = verb.start - noun.end
    if 0 <= noun.start - verb.end <= 1 and noun.value.shape != "verb":
        return True
    if not 0 <= gap <= _TARGET_GAP or noun.value.shape == "verb" or "wa" in verb.mention.particles:
        return False
    if noun.value.type not in VIOLENT:
        return False
    return not any(link.feature("kind") == "clause" for link in field.within("link", noun.end, verb.start))


PRODUCTIONS: Mapping[str, Production] = {"refined": refined, "decoy": decoy}
DIMENSION = DimensionReader("act", {"act": 0}, to_value, PRODUCTIONS, resolve)
