"""People: nouns for people with their status, sex or age, number, and the group that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from marsad.analyse.actors import behind_deed, member_group, stands_as_noun
from marsad.analyse.around import sentence_of
from marsad.analyse.groups import (
    MILITARY,
    POLICE,
    definite,
    group_of,
    named_group,
    nameless,
    owner,
    placed_by,
    refer,
    refer_group,
)
from marsad.analyse.reading import DimensionReader
from marsad.model.mention import Mention
from marsad.model.value import ActorRef, Demographic, People, Plurality, Status
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

_FORCES: Mapping[str, Mapping[str, str]] = {"army": MILITARY, "police": POLICE}


@dataclass(frozen=True, slots=True)
class Folk:
    """A noun phrase for people: the noun's reading, what its neighbours add, and the reading of the group."""

    noun: Node
    status: Status | None = None
    demographic: Demographic | None = None
    other: bool = False
    group: Node | None = None
    state: Node | None = None
    force: str = ""


def _folk(node: Node) -> Folk:
    return node.value if isinstance(node.value, Folk) else Folk(node)


def _says(node: Node, key: str) -> str:
    return str(_folk(node).noun.value.get(key, ""))


def _plain(node: Node) -> bool:
    return {"al"}.issuperset(node.particles)


def members_of(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Fighters of X': a construct of people and their group."""
    people, group = parts
    if definite(people) or people.suffix or not _plain(group) or not _armed(people) or _points_back(group):
        return None
    return replace(_folk(people), group=group)


def belonging_to(parts: tuple[Node, ...], context: Context) -> object | None:
    """'A gunman from X', 'a soldier in the army', 'members subordinate to X'."""
    people, group = parts[0], parts[-1]
    return replace(_folk(people), group=group) if _armed(people) and not _points_back(group) else None


def _points_back(group: Node) -> bool:
    """Whether 'the forces' names no force itself; the reading as a back reference is then the right one."""
    known = group_of(group)
    return known is not None and known.means.get("back") == "yes" and known.open and definite(group)


def _armed(people: Node) -> bool:
    return _says(people, "status") in ("combatant", "police") or bool(_says(people, "member"))


def of_nation(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Turkish soldiers': the nationality tells the army of soldiers, nothing of civilians."""
    people, state = parts
    if not _plain(state) or definite(state) != definite(people) or _is_country(state, context):
        return None
    folk = _folk(people)
    return replace(folk, state=state) if folk.group is None else folk


def _is_country(state: Node, context: Context) -> bool:
    """Whether a nationality is spelled like the country and can't be told from it."""
    return not state.particles and bool(context.chart.at(state.start, "state-name"))


def described(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Civilian persons', 'terrorist members': the adjective gives the status that the noun leaves open."""
    people, adjective = parts
    if not _plain(adjective) or definite(adjective) != definite(people):
        return None
    folk = _folk(people)
    force = adjective.value.get("force", "")
    status = adjective.value.get("status") if force or _says(people, "status") in ("", "unknown") else None
    demographic = folk.noun.value.get("demographic") or adjective.value.get("demographic")
    group = adjective if folk.group is None and _tells_group(adjective) else folk.group
    return replace(folk, status=status or folk.status, demographic=demographic, group=group, force=force or folk.force)


def _tells_group(adjective: Node) -> bool:
    means = adjective.value
    return "group" in means or "militant" in means or means.get("kind") == "unidentified"


def further(parts: tuple[Node, ...], context: Context) -> object | None:
    """'Other persons': the noun with the word that continues a group named before."""
    people, other = parts
    return replace(_folk(people), other=True) if _plain(other) else None


def named_victim(parts: tuple[Node, ...], context: Context) -> object | None:
    """A person's name right behind a word of harm ('the killing of Samir'): one person."""
    name = parts[0]
    harmed = name.start and context.chart.at(name.start - 1, "harm")
    return Folk(name) if harmed or _is_alone(name, context) else None


def _is_demonym(node: Node, context: Context) -> bool:
    """Whether a nationality stands as a noun for people ('four Palestinians'); definite and single it is a surname."""
    surname = definite(node) and node.value.get("number") == "one"
    feminine = node.value.get("gender") == "f"
    return not (surname or feminine or _is_country(node, context)) and stands_as_noun(node, context)


def to_value(node: Node, context: Context) -> People | None:
    """Give what a noun phrase says of people; None where it is an adjective or asks for a group that is not there."""
    folk = _folk(node)
    means = folk.noun.value
    if folk.noun is node and not _stands(node, context):
        return None
    actor = _actor(folk, context)
    if actor is None and means.get("needs") == "group":
        return None
    return People(
        _status(folk, actor),
        folk.demographic or cast("Demographic | None", means.get("demographic")),
        cast(Plurality, means.get("number", "many")),
        plain=means.get("plain") == "yes" and actor is None and folk.status is None,
        other=folk.other or means.get("other") == "yes",
        actor=actor,
    )


def _stands(node: Node, context: Context) -> bool:
    means = node.value
    if node.category == "nationality":
        return _is_demonym(node, context)
    if means.get("indefinite") and definite(node):
        return False
    if means.get("deed") and means.get("number") != "many":
        return behind_deed(node, context) or _is_alone(node, context) or _is_beside_people(node, context)
    if means.get("adjectival") or (means.get("other") and means.get("number") == "one"):
        return "wa" in node.particles or stands_as_noun(node, context)
    return True


def _is_beside_people(node: Node, context: Context) -> bool:
    """Whether one or two stand right behind people: joined by 'and', or as what befell at their hands ('gunmen killed a mayor')."""
    if node.value.get("number") not in ("one", "two") or definite(node):
        return False
    before = (found for category in ("people", "people-group") for found in context.chart.of(category))
    joined = "wa" in node.particles
    return any(found.end == node.start and (joined or _did_it(found, context)) for found in before)


def _did_it(people: Node, context: Context) -> bool:
    many = _folk(people).noun.value.get("number", "many") == "many"
    return many and any(context.chart.at(people.start - 1, "harm"))


def _is_alone(node: Node, context: Context) -> bool:
    """Whether a noun is the whole text, as where the letters of a claim are read again."""
    return node.start == 0 and node.end == len(context.tokens)


def _status(folk: Folk, actor: ActorRef | None) -> Status:
    said = folk.status or cast(Status, folk.noun.value.get("status", "unknown"))
    if actor is None or said == "civilian":
        return said
    return actor.status if actor.status in ("combatant", "police", "civilian") else said


def _actor(folk: Folk, context: Context) -> ActorRef | None:
    """Give the group that people belong to: named beside them, told by their noun, or by the noun and the report."""
    noun, means = folk.noun, folk.noun.value
    if folk.group is not None:
        return _actor_beside(folk.group, noun, context)
    if noun.suffix and means.get("member"):
        return owner(noun, context)
    if "group" in means:
        group = member_group(noun)
    elif "militant" in means or "protest" in means:
        group = nameless(means, noun.rule)
    elif folk.force or "force" in means:
        group = named_group(_FORCES[folk.force or means["force"]], noun.rule)
    else:
        return None
    if group is not None and group.open and folk.state is not None:
        group = placed_by(group, folk.state)
    return refer_group(group, noun, context) if group else None


def _actor_beside(beside: Node, noun: Node, context: Context) -> ActorRef | None:
    if beside.category in ("people", "band-adjective"):
        return refer_group(member_group(beside) or nameless(beside.value, noun.rule), noun, context)
    return refer(beside, context)


def resolve(mentions: list[Mention], context: Context) -> list[Mention]:
    """Let 'others' be what the people named before them in the sentence are."""
    resolved: list[Mention] = []
    before: Mention | None = None
    for mention in mentions:
        known = _continued(mention, before, context) if before is not None else mention
        resolved.append(known)
        before = known
    return resolved


def _continued(mention: Mention, before: Mention, context: Context) -> Mention:
    people, known = mention.value, before.value
    if not isinstance(people, People) or not isinstance(known, People) or not people.other:
        return mention
    same = sentence_of(before.tokens[0], context) == sentence_of(mention.tokens[0], context)
    if people.status != "unknown" or people.actor is not None or not same:
        return mention
    return mention.meaning(replace(people, status=known.status, actor=known.actor))


PRODUCTIONS: Mapping[str, Production] = {
    "members_of": members_of,
    "belonging_to": belonging_to,
    "of_nation": of_nation,
    "described": described,
    "further": further,
    "named_victim": named_victim,
}

DIMENSION = DimensionReader(
    "people", {"people-group": 0, "people": 1, "nationality": 2}, to_value, PRODUCTIONS, resolve
)
