"""Actors: groups by name, forces by kind and state, bands without a name, and words that point back to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from marsad.analyse.groups import (
    GOVERNMENT,
    MILITARY,
    BackReference,
    Conjoined,
    Group,
    definite,
    group_of,
    named_group,
    nameless,
    placed_by,
    placed_within,
    refer,
    refer_group,
)
from marsad.analyse.reading import DimensionReader
from marsad.model.value import ActorRef
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

_PROXY = "Pro-Government Militia ({state})"
_FOUGHT = ("Battles", "Explosions/Remote violence")
_PEACEFUL = ("Strategic developments", "Protests")
_DEEDS = ("harm", "act", "number", "digits", "function", "link", "belongs", "frame", "governor")


def _plain(node: Node) -> bool:
    """Whether nothing but the article is written onto the reading's first word."""
    return {"al"}.issuperset(node.particles)


def _construct(node: Node) -> bool:
    return not definite(node) and not node.suffix


def headed(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Organisation X': the name with the word for what it is before it."""
    head, name = parts[0], parts[-1]
    if name.category == "people":
        return member_group(name) if definite(name) and _plain(name) else None
    return group_of(name) if _construct(head) and not name.particles else None


def described(parts: tuple[Node, ...], context: Context) -> object | None:
    """'X the terrorist': a name with a definite adjective of judgement, which changes nothing."""
    name, adjective = parts
    return group_of(name) if adjective.particles == ("al",) else None


def numbered_unit(parts: tuple[Node, ...], context: Context) -> object | None:
    """'The 72nd brigade': a unit of an army by its number."""
    return named_group(parts[0].value, parts[0].rule) if not parts[1].particles else None


def part_of_force(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Units of the army', 'aircraft of the coalition': the whole is the actor."""
    part, whole = parts
    group = group_of(whole)
    if group is None or not _construct(part) or not _plain(whole):
        return None
    return replace(group, stands=group.stands or definite(whole))


def force_described(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Military convoy', 'special forces': the adjective tells the kind, or only the manner."""
    head, adjective = parts
    if head.suffix or not _plain(adjective) or (definite(head) and not definite(adjective)):
        return None
    group = group_of(head)
    if group is not None:
        return group
    if adjective.value["kind"] == "arm" and head.value["kind"] == "arm":
        return named_group(MILITARY, head.rule, stands=False)
    if not adjective.value["name"]:
        return None
    return named_group(adjective.value, head.rule, stands=head.value["kind"] in ("unit", "site", "body"))


def force_of_state(parts: tuple[Node, ...], context: Context) -> object | None:
    """'The Turkish army', 'army of Syria': a force whose state is said."""
    head, state = parts
    if not _agrees(head, state):
        return None
    group = group_of(head)
    if group is None and head.value["kind"] in ("unit", "arm", "body"):
        group = named_group(MILITARY, head.rule)
    return placed_by(group, state) if group else None


def police_of_place(parts: tuple[Node, ...], context: Context) -> object | None:
    """'The police of Basra': those of the country that the town lies in."""
    head, place = parts
    group = group_of(head)
    if group is None or not _construct(head) or head.end - head.start > 1:
        return None
    return placed_within(group, place, context.knowledge.places)


def _agrees(head: Node, state: Node) -> bool:
    """Whether an adjective of nationality (or a state in construct) may belong to a head before it."""
    if not _plain(state) or head.suffix:
        return False
    if state.category != "nationality":
        return _construct(head)
    if definite(head):
        return definite(state)
    return head.end - head.start > 1 or not definite(state)


def strike_of_state(parts: tuple[Node, ...], context: Context) -> object | None:
    """The nationality of a strike ('an Israeli raid') tells whose forces made it."""
    state = parts[0]
    strike = _strike_before(state, context)
    if strike is None or not _agrees(strike, state):
        return None
    return placed_by(named_group(strike.value, strike.rule), state)


def _strike_before(adjective: Node, context: Context) -> Node | None:
    """Give the strike that an adjective describes: right before it, or before an adjective of manner."""
    chart, before = context.chart, adjective.start - 1
    manner = [node for node in chart.at(before, "force-adjective") if definite(node) == definite(adjective)]
    strikes = [*chart.at(before, "strike"), *(chart.at(before - 1, "strike") if manner else [])]
    return strikes[0] if strikes else None


def conjoined_state(parts: tuple[Node, ...], context: Context) -> object | None:
    """'… and Syrian' right behind the forces of another state: the same forces of this one."""
    return Conjoined(parts[0])


def band(parts: tuple[Node, ...], context: Context) -> object | None:
    """'An armed group': a band that is described and not named."""
    head, *adjectives = parts
    if any(definite(node) != definite(head) or not _plain(node) for node in adjectives):
        return None
    hard = [node.value for node in adjectives if node.value["kind"] != "soft"]
    pointing = context.chart.at(head.start, "actor-head")
    return nameless(hard[0], head.rule, pointing[0].value["head"] if pointing else "") if hard else None


def militants(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Gunmen', 'unknown gunmen', 'protesters': people who act together under no name."""
    people = parts[0]
    if people.value.get("adjectival") and not stands_as_noun(people, context):
        return None
    if any(definite(node) != definite(people) for node in parts[1:]):
        return None
    return nameless(people.value, people.rule)


def members_described(parts: tuple[Node, ...], context: Context) -> object | None:
    """'An extremist member', 'the Houthi leader': the adjective tells the band or the group."""
    people, adjective = parts
    if not _plain(adjective) or definite(adjective) != definite(people):
        return None
    return member_group(adjective) or nameless(adjective.value, adjective.rule)


def militants_of_nation(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Palestinian protesters': people without a group's name whose country is said."""
    people, state = parts
    if not _plain(state) or definite(people) != definite(state):
        return None
    return placed_by(nameless(people.value, people.rule), state)


def faction(parts: tuple[Node, ...], context: Context) -> object | None:
    """'The Houthis': members of a named group as a noun for the group."""
    people = parts[-1]
    if len(parts) > 1 and definite(parts[0]) != definite(people):
        return None
    strike = _strike_before(people, context)
    struck = strike is not None and definite(strike) == definite(people)
    return member_group(people) if struck or len(parts) > 1 or stands_as_noun(people, context) else None


def member_group(people: Node) -> Group | None:
    """Give the group that a noun for its members names; None where it names none."""
    means = people.value
    if "group" not in means:
        return None
    features = {"name": means["group"], "kind": means["group-kind"], "creed": means.get("creed", "")}
    group = named_group(features, people.rule)
    return replace(group, status=means["status"], country=means.get("group-country"))


def unknown_men(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Unknown men' with no noun before them."""
    node = parts[0]
    if node.value.get("number") not in ("two", "many") or node.value.get("gender") == "f":
        return None
    return nameless({}, node.rule) if stands_as_noun(node, context) else None


def stands_as_noun(node: Node, context: Context) -> bool:
    """Whether a word that may be an adjective is a noun here.

    Many or two people are, but behind a noun for people; one is only behind a deed, a number or a particle.
    """
    if node.start == 0 or context.tokens[node.start - 1].kind != "word":
        return True
    attacks = _attacks(node.start - 1, context)
    if node.value.get("number") in ("two", "many"):
        paired = any(attack.feature("number") == "two" for attack in attacks)
        return not (paired or _described(node, context)) and node.value.get("gender") != "f"
    return behind_deed(node, context) and not attacks


def _described(adjective: Node, context: Context) -> bool:
    """Whether a noun for people stands right before and agrees; 'members of the Houthis' does not."""
    people = context.chart.at(adjective.start - 1, "people")
    return any(definite(node) == definite(adjective) for node in people)


def _attacks(token: int, context: Context) -> list[Node]:
    """Give the nouns for an attack at a token, which an adjective may describe ('a suicide attack')."""
    acts = context.chart.at(token, "act")
    if any(node.feature("shape") == "verb" for node in acts):
        return []
    return [node for node in acts if node.feature("type") in _FOUGHT]


def behind_deed(node: Node, context: Context) -> bool:
    """Whether a word of deed, number or relation stands right before a reading; only harm befalls 'the armed'."""
    deeds = ("harm",) if definite(node) else _DEEDS
    return any(context.chart.at(node.start - 1, category) for category in deeds)


def loyal_to_force(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Forces loyal to the government' count as its own; irregulars loyal to it are a militia."""
    part, _, whole = parts
    group = group_of(whole)
    if group is None:
        return None
    if part.value["kind"] == "irregular" or group.kind == "state" or group.means.get("power"):
        return Group(_PROXY, "militia", "combatant", None, whole.rule)
    return replace(group, stands=True)


def loyal_to_it(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Armed men loyal to it': the militia of the state whose force was named before."""
    part, loyal, _ = parts
    return _proxy(loyal, "before") if part.value["kind"] == "irregular" else None


def loyal_to_state(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Factions loyal to Turkey': the militia of a state that is named."""
    part, loyal, state = parts[0], parts[1], parts[-1]
    return _proxy(loyal, state.value["country"]) if part.value["kind"] == "irregular" else None


def own_militia(parts: tuple[Node, ...], context: Context) -> object | None:
    """'… and its militias': those of the state whose force was named before."""
    return _proxy(parts[0], "before") if parts[0].suffix and "wa" in parts[0].particles else None


def _proxy(word: Node, patron: str) -> Group:
    return Group(_PROXY, "militia", "combatant", None, word.rule, True, {**word.value, "patron": patron})


def back_reference(parts: tuple[Node, ...], context: Context) -> object | None:
    """'The organisation': a head with the article and no name points back."""
    head = parts[0].value["head"]
    return None if head == "none" else BackReference(head)


def the_latter(parts: tuple[Node, ...], context: Context) -> object | None:
    """'The latter' as a noun: the actor named last; behind a noun it is only 'last'."""
    return BackReference("latter") if behind_deed(parts[0], context) else None


def state_acts(parts: tuple[Node, ...], context: Context) -> object | None:
    """A state beside a verb of force is its forces, beside one of agreement its government; elsewhere it is a place."""
    node = parts[0]
    if not {"wa", "fa"}.issuperset(node.particles):
        return None
    deeds = {_deed(verb) for verb in (*_verbs(node.start - 1, context), *_verbs(node.end, context))}
    if "force" in deeds:
        return placed_by(named_group(MILITARY, node.rule), node)
    return placed_by(named_group(GOVERNMENT, node.rule), node) if "peace" in deeds else None


def _verbs(token: int, context: Context) -> list[Node]:
    return [node for kind in ("act", "harm", "function", "treaty-verb") for node in context.chart.at(token, kind)]


def _deed(verb: Node) -> str:
    """Say what kind of deed a verb tells: of force, of peace, or none that a state is named for."""
    if verb.category == "treaty-verb":
        return "peace"
    if verb.feature("kind") in ("carry", "target"):
        return "force" if verb.feature("tense") else ""
    if verb.feature("shape") != "verb":
        return ""
    return "peace" if verb.feature("type") in _PEACEFUL else "force"


def to_value(node: Node, context: Context) -> ActorRef | None:
    """Give the actor that a reading is a mention of; None for words that need others beside them."""
    group = group_of(node)
    if group is not None and not group.stands:
        return None
    if node.category == "band-group" and _is_told(node, context):
        return None
    return refer_group(group, node, context) if group is not None else refer(node, context)


def _is_told(node: Node, context: Context) -> bool:
    """Whether the words behind a band tell which group it is of ('gunmen from X')."""
    return any(
        found.end > node.end and found.feature("group") for found in context.chart.at(node.start, "people-group")
    )


PRODUCTIONS: Mapping[str, Production] = {
    "headed": headed,
    "described": described,
    "numbered_unit": numbered_unit,
    "part_of_force": part_of_force,
    "force_described": force_described,
    "force_of_state": force_of_state,
    "police_of_place": police_of_place,
    "strike_of_state": strike_of_state,
    "conjoined_state": conjoined_state,
    "band": band,
    "militants": militants,
    "members_described": members_described,
    "militants_of_nation": militants_of_nation,
    "faction": faction,
    "unknown_men": unknown_men,
    "loyal_to_force": loyal_to_force,
    "loyal_to_it": loyal_to_it,
    "loyal_to_state": loyal_to_state,
    "own_militia": own_militia,
    "back_reference": back_reference,
    "the_latter": the_latter,
    "state_acts": state_acts,
}

RANKS: Mapping[str, int] = {
    "actor": 0,
    "force-group": 1,
    "band-group": 2,
    "actor-conjoined": 3,
    "actor-anaphor": 4,
    "actor-state": 5,
}

DIMENSION = DimensionReader("actor", RANKS, to_value, PRODUCTIONS)
