"""Nouns for those who speak without a name, and for outlets and ministries: how their words combine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from marsad.analyse.groups import STATE
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

Parts = tuple[Node, ...]

_SENIOR = "senior"


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A speaker without a name: its noun as the lexicon has it, and what adjectives say of its kind and its nation."""

    noun: Mapping[str, str]
    entry: str
    many: bool
    definite: bool
    kinds: tuple[str, ...] = ()
    state: str = ""
    kind: str = ""

    @property
    def refers(self) -> str:
        """What it can point back to: a source, a person, an outlet, a paper and so on."""
        return self.noun.get("refers", "")

    @property
    def introduces(self) -> bool:
        """Whether a name or the rest of a name is to be expected behind it: an office, a house, an outlet."""
        return self.refers in ("organisation", "outlet") or "office" in self.noun

    @property
    def bare(self) -> bool:
        """Whether nothing but the noun is said."""
        return not self.kinds and not self.state

    @property
    def name(self) -> str:
        """The English name, as adjectives stand in English."""
        noun = self.noun["plural"] if self.many and "plural" in self.noun else self.noun["name"]
        if self.refers == "source" and self.bare:
            return f"unnamed {noun}"
        senior = [kind for kind in self.kinds if kind == _SENIOR]
        return " ".join([*senior, *filter(None, [self.state, *(k for k in self.kinds if k not in senior)]), noun])


def unnamed(parts: Parts, context: Context) -> object | None:
    """A noun for people or papers that speak."""
    node = parts[0]
    if node.suffix:
        return None
    many = node.value.get("number") in ("two", "many")
    return Unnamed(node.value, node.rule, many, _definite(node), kind=node.value.get("kind", ""))


def _noun(node: Node) -> Unnamed:
    return cast(Unnamed, node.value)


def _definite(node: Node) -> bool:
    return "al" in node.particles or node.value.get("definite") == "yes"


def of_a_kind(parts: Parts, context: Context) -> object | None:
    """'A security source': what kind of speaker it is."""
    head, quality = parts
    if not _fits(head, quality):
        return None
    name, noun = quality.value["name"], _noun(head)
    kind = noun.kind or quality.value.get("kind", "")
    return replace(noun, kinds=(*noun.kinds, name) if name else noun.kinds, kind=kind)


def of_a_nation(parts: Parts, context: Context) -> object | None:
    """'Egyptian sources': of which nation the speaker is."""
    head, nation = parts
    if _noun(head).state or not _fits(head, nation):
        return None
    return replace(_noun(head), state=nation.value.get("adjective", nation.value["state"]))


def _fits(head: Node, adjective: Node) -> bool:
    """Say whether an adjective can belong to a noun: both with the article or both without, where one word can tell."""
    if adjective.suffix or not {"al"}.issuperset(adjective.particles):
        return False
    if adjective.end - adjective.start > 1 or head.end - head.start > 1:
        return True
    return _noun(head).definite == _definite(adjective)


def of_another_kind(noun: Unnamed, quality: Node) -> Unnamed | None:
    """'… and medical' behind 'security sources': the same noun of another kind or nation."""
    if tuple(quality.particles) != (("wa", "al") if noun.definite else ("wa",)) or quality.suffix:
        return None
    if quality.category == "nationality":
        return replace(noun, state=quality.value.get("adjective", quality.value["state"])) if noun.state else None
    kind = noun.noun.get("kind", "") or quality.value.get("kind", "")
    return replace(noun, kinds=(quality.value["name"],), kind=kind) if noun.kinds and quality.value["name"] else None


def one_of_many(parts: Parts, context: Context) -> object | None:
    """'One of the witnesses': somebody new, one or several."""
    head, group = parts
    return replace(_noun(group), many=head.value.get("number") != "one", definite=False)


def outlet_named(parts: Parts, context: Context) -> object | None:
    """'The agency X': the name is what counts."""
    return _name(parts[-1]) if {"al"}.issuperset(parts[-1].particles) else None


def _name(node: Node) -> Mapping[str, str]:
    """Give what a name means, with the entry that it stands in."""
    return {"id": node.rule, **node.value}


def with_tail(parts: Parts, context: Context) -> object | None:
    """'X the British', 'the agency of Y, X': words of an outlet's kind or country, or its other name, behind its name."""
    name, tail = parts[0], parts[1]
    if tail.category == "source":
        return _name(name) if tail.value["name"] == name.value["name"] and not tail.particles else None
    if tail.category == "nationality" and (tail.particles != ("al",) or tail.suffix):
        return None
    return _name(name)


def ministry_of_state(parts: Parts, context: Context) -> object | None:
    """'The ministry of defence of Algeria'."""
    house, nation = parts
    if nation.particles != ("al",) or nation.suffix:
        return None
    return {"name": f"{house.value['name']} of {nation.value['state']}", "kind": "ministry", "id": house.rule}


def ministry_in_state(parts: Parts, context: Context) -> object | None:
    """'The ministry of defence in Mali'."""
    house, state = parts[0], parts[-1]
    return {"name": f"{house.value['name']} of {state.value['state']}", "kind": "ministry", "id": house.rule}


def ministry(parts: Parts, context: Context) -> object | None:
    """A ministry whose state the report must tell."""
    return {"name": f"{parts[0].value['name']} of {STATE}", "kind": "ministry", "id": parts[0].rule}


PRODUCTIONS: Mapping[str, Production] = {
    "unnamed": unnamed,
    "of_a_kind": of_a_kind,
    "of_a_nation": of_a_nation,
    "one_of_many": one_of_many,
    "outlet_named": outlet_named,
    "with_tail": with_tail,
    "ministry_of_state": ministry_of_state,
    "ministry_in_state": ministry_in_state,
    "ministry": ministry,
}
