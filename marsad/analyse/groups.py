"""Groups as words name them, and what only the whole report can tell of them: the country left open, the one meant by 'it'."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import cast

from marsad.knowledge.known import Knowledge, Place
from marsad.model.value import ActorRef, Status
from marsad.rules.chart import Chart, Node
from marsad.rules.context import Context

STATE = "{state}"
MILITARY: Mapping[str, str] = {
    "name": f"Military Forces of {STATE}",
    "kind": "state-military",
    "status": "combatant",
    "PS": "Palestinian Factions",
}
POLICE: Mapping[str, str] = {"name": f"Police Forces of {STATE}", "kind": "state-police", "status": "police"}
GOVERNMENT: Mapping[str, str] = {"name": f"Government of {STATE}", "kind": "state", "status": "unknown"}
_BAND = f"Unidentified Armed Group ({STATE})"
PROTESTERS = "Protesters"
_PROTESTERS = f"{PROTESTERS} ({STATE})"
_NEAR = 30
_NEAR_WEIGHT = 2
_IN_PLACE = 4
_LARGE = ("country", "province")
_TOWN = 20_000
_ATTACKERS = ("rebel", "militia")
_FORCES = ("actor", "force-group", "actor-state")
_PATRONS = ("state-military", "state-police", "state")
_PATRON_REACH = 12
_HOME = 3  # how many of the countries most spoken of a force of few countries may be in

_CREEDS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("jihadist",),
    "movement": ("movement", "jihadist"),
    "group": ("jihadist", "movement"),
    "party": ("party",),
}
_BY_WORD = ("front", "party")
_KINDS: Mapping[str, tuple[str, ...]] = {
    "militia": ("militia", "rebel"),
    "front": ("rebel",),
    "forces": ("state-military", "state-police"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A group as its words name it; `{state}` in the pattern stands for a country that the words leave open.

    `stands` says whether the words are a mention by themselves; `means` is what the lexicon says of the head word.
    """

    pattern: str
    kind: str
    status: Status
    country: str | None = None
    entry: str | None = None
    stands: bool = True
    means: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether the country is still to be found."""
        return "{" in self.pattern


@dataclass(frozen=True, slots=True)
class BackReference:
    """A definite head ('the organisation') or 'the latter', which names no group itself."""

    head: str


@dataclass(frozen=True, slots=True)
class Conjoined:
    """'… and Syrian': a nationality that shares the force named right before it."""

    state: Node


def named_group(means: Mapping[str, str], entry: str, stands: bool = True) -> Group:
    """Make a group of what the lexicon says of a name or a force."""
    status = cast(Status, means.get("status", "unknown"))
    return Group(means["name"], means.get("kind", ""), status, means.get("country"), entry, stands, means)


def nameless(means: Mapping[str, str], entry: str, head: str = "") -> Group:
    """Make a band that has no name, of fighters or protesters; its creed it may share with a group that has one."""
    if means.get("protest"):
        return Group(_PROTESTERS, "political", "civilian", None, entry, True, {"name": _PROTESTERS})
    features = {"name": _BAND, "creed": means.get("creed", ""), "head": head}
    return Group(_BAND, "unidentified", "combatant", None, entry, True, features)


def group_of(node: Node) -> Group | None:
    """Give the group that a reading names: a name of the lexicon, or what a rule made."""
    value = node.value
    if isinstance(value, Group):
        return value
    if isinstance(value, dict) and "name" in value:
        return named_group(value, node.rule, _stands(node))
    return None


def _stands(node: Node) -> bool:
    """Whether a word for a force is a mention by itself: some always are, some with the article, some never."""
    bare = node.value.get("bare", "any")
    return bool(bare == "any" or (bare == "definite" and definite(node)))


def definite(node: Node) -> bool:
    """Whether the article is written onto the reading's first word."""
    return "al" in node.particles


def placed(group: Group, country: str, state: str) -> Group | None:
    """Fill the country in; None where the force exists only in other countries ('opposition' is a party elsewhere)."""
    only = group.means.get("only", "").split()
    if only and country not in only:
        return _elsewhere(group, country, state)
    pattern = group.means.get(country, group.pattern)
    name = pattern.replace(f"({STATE}", f"({state.removeprefix('the ')}").replace(STATE, state)
    known = name and "{" not in name
    return (
        Group(name, group.kind, group.status, country, group.entry, stands=True, means=group.means) if known else None
    )


def _elsewhere(group: Group, country: str, state: str) -> Group | None:
    """Give what a force of few countries is called in others: the regime of a state at peace is its government."""
    name = group.means.get("elsewhere", "").replace(STATE, state)
    kind, status = group.means.get("elsewhere-kind", group.kind), group.means.get("elsewhere-status", group.status)
    if not name:
        return None
    return replace(group, pattern=name, country=country, stands=True, kind=kind, status=cast(Status, status), means={})


def placed_within(group: Group, place: Node, places: Mapping[str, Place]) -> Group | None:
    """Leave a force open to the countries that a town of this name lies in."""
    countries = {places[found].country for found in _candidates(place) if found in places}
    if not countries:
        return None
    return replace(group, stands=True, means={**group.means, "only": " ".join(sorted(countries))})


def placed_by(group: Group, state: Node) -> Group | None:
    """Fill in the country of an adjective of nationality or a state's name."""
    return placed(group, state.value["country"], state.value["state"])


# --- what only the whole report can tell


@dataclass(frozen=True, slots=True)
class _Report:
    """The actors named in a report, the countries that its words speak of, each with its token, both in order; states' names."""

    named: tuple[tuple[Node, Group], ...]
    votes: tuple[tuple[int, str, int], ...]
    totals: Mapping[str, int]
    states: Mapping[str, str]

    def countries(self, token: int) -> list[str]:
        """Give the countries that the report speaks of, what is spoken of near the token counting more."""
        score = dict(self.totals)
        near = slice(bisect_left(self.votes, (token - _NEAR,)), bisect_left(self.votes, (token + _NEAR + 1,)))
        for _, country, weight in self.votes[near]:
            score[country] += weight * (_NEAR_WEIGHT - 1)
        return sorted(score, key=lambda country: (-score[country], country))


@lru_cache(maxsize=1)
def _report(chart: Chart, knowledge: Knowledge) -> _Report:
    """Survey the finished chart once; charts are compared by identity, so no other report can be met here."""
    states = dict(_state_names(knowledge))
    states |= {n.value["country"]: n.value["state"] for kind in ("nationality", "state-name") for n in chart.of(kind)}
    named = tuple(_named(chart))
    votes = tuple(sorted(_votes(chart, knowledge, named)))
    totals: dict[str, int] = defaultdict(int)
    for _, country, weight in votes:
        totals[country] += weight
    return _Report(named, votes, totals, states)


@lru_cache(maxsize=4)
def _state_names(knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    return tuple((place.country, place.name) for place in knowledge.places.values() if place.kind == "country")


def _named(chart: Chart) -> Iterator[tuple[Node, Group]]:
    """Give the named actors, the longest where they overlap."""
    reached = 0
    for node in sorted((*chart.of("actor"), *chart.of("actor-state")), key=lambda node: (node.start, -node.end)):
        group = group_of(node)
        if node.start >= reached and group is not None and not group.open:
            reached = node.end
            yield node, group


def _votes(chart: Chart, knowledge: Knowledge, named: Iterable[tuple[Node, Group]]) -> Iterator[tuple[int, str, int]]:
    """Give each token that speaks of a country, with a weight: 'in a place' counts most."""
    for node in chart.of("place"):
        places = [knowledge.places[place] for place in _candidates(node) if place in knowledge.places]
        if len({place.country for place in places}) == 1:
            known = any(place.kind in _LARGE or place.population >= _TOWN for place in places)
            yield node.start, places[0].country, _IN_PLACE if known and _is_where(node, chart) else 1
    for node in chart.of("nationality"):
        yield node.start, node.value["country"], 1
    yield from ((node.start, group.country, 1) for node, group in named if group.country)


def _is_where(node: Node, chart: Chart) -> bool:
    return "bi" in node.particles or any(found.feature("where") for found in chart.at(node.start - 1, "belongs"))


def _candidates(node: Node) -> list[str]:
    if not isinstance(node.value, dict) or "cue" in node.value:
        return []
    return str(node.value.get("places", "")).split("|")


def refer(node: Node, context: Context) -> ActorRef | None:
    """Give the actor that a reading refers to, with the report's help where the words leave something open."""
    if isinstance(node.value, BackReference):
        return _antecedent(node, node.value.head, context)
    if isinstance(node.value, Conjoined):
        return _reference(_shared(node, node.value.state, context.chart))
    group = group_of(node)
    return refer_group(group, node, context) if group is not None else None


def refer_group(group: Group, node: Node, context: Context) -> ActorRef | None:
    """Give the actor that a group is, named where the reading stands; None where its country can't be told."""
    if group.open:
        return _reference(_settled(group, node, context))
    return _reference(_local(group, node, context))


def _local(group: Group, node: Node, context: Context) -> Group:
    """Give the branch of a wide organisation that its bare name means in the report's country."""
    if "local" not in group.means:
        return group
    home = next(iter(_report(context.chart, context.knowledge).countries(node.start)), "")
    return replace(group, pattern=group.means.get(home, group.pattern))


def owner(node: Node, context: Context) -> ActorRef | None:
    """Give the group that the pronoun written onto a word ('its members') stands for: the one named last."""
    return _antecedent(node, "latter", context)


def _reference(group: Group | None) -> ActorRef | None:
    if group is None:
        return None
    return ActorRef(group.pattern, group.entry, group.kind, group.country, group.status)


def _shared(node: Node, state: Node, chart: Chart) -> Group | None:
    """Give the forces of a state that is joined to the forces of another one, or to a state that is itself joined so."""
    before = _force_before(node, chart)
    if before is None or not before.means.get("name", "").endswith(STATE):
        return None
    return placed_by(replace(before, pattern=before.means["name"], means=_anywhere(before.means)), state)


def _anywhere(means: Mapping[str, str]) -> Mapping[str, str]:
    return {key: value for key, value in means.items() if key not in ("only", "elsewhere")}


def _force_before(node: Node, chart: Chart) -> Group | None:
    """Give the force that is named right before a reading."""
    chain = (found for found in chart.of("actor-conjoined") if found.end == node.start)
    for joined in chain:
        return _force_before(joined, chart)
    forces = (found for kind in _FORCES for found in chart.of(kind) if found.end == node.start)
    groups = (group_of(found) for found in forces)
    return next((group for group in groups if group is not None and group.stands), None)


def _settled(group: Group, node: Node, context: Context) -> Group | None:
    """Close an open group: by the one named before that it points to, by its patron, else by the report's country."""
    report = _report(context.chart, context.knowledge)
    if "patron" in group.means:
        return _of_patron(group, node, context, report)
    before = report.named[: bisect_right(report.named, node.start, key=_end)]
    if group.kind == "unidentified":
        return _meant(group, node, before) or _in_country(group, node, report)
    same = (known for _, known in reversed(before) if known.means.get("name") == group.pattern)
    last = next((known for known in same if _may_be(group, known.country)), None)
    if last is not None and last.country in report.countries(node.start)[:2]:
        return replace(last, entry=group.entry)
    return _in_country(group, node, report)


def _end(named: tuple[Node, Group]) -> int:
    return named[0].end


def _may_be(group: Group, country: str | None) -> bool:
    """Whether a force may be of a country: any, but for one of few countries that is called something else elsewhere."""
    only = group.means.get("only", "").split()
    return country is not None and (not only or country in only or group.means.get("elsewhere") == group.pattern)


def _of_patron(group: Group, node: Node, context: Context, report: _Report) -> Group | None:
    """Give whose militia 'armed men loyal to it' are: that of the report's own state, or what a foreign patron's is called."""
    patron = group.means["patron"]
    if patron == "before":
        patron = _last_force(node, context) or ""
    home = next(iter(report.countries(node.start)), "")
    if patron == home and patron in report.states:
        return placed(group, patron, report.states[patron])
    name = group.means.get(patron)
    return replace(group, pattern=name, country=None) if name else None


def _last_force(node: Node, context: Context) -> str | None:
    """Give the country of the force of a state that is named shortly before a reading."""
    near = [
        found
        for kind in ("actor", "force-group", "actor-state")
        for found in context.chart.of(kind)
        if node.start - _PATRON_REACH <= found.start and found.end <= node.start
    ]
    for found in sorted(near, key=lambda found: (-found.end, found.start)):
        group = group_of(found)
        if group is not None and group.stands and group.kind in _PATRONS:
            closed = _settled(group, found, context) if group.open else group
            return closed.country if closed else None
    return None


def _in_country(group: Group, node: Node, report: _Report) -> Group | None:
    """Put an open group into the country most spoken of; one of few countries, into the first of these."""
    countries, only = report.countries(node.start), group.means.get("only", "").split()
    for country in countries[:_HOME] if only else countries:
        if country in report.states and (not only or country in only):
            found = placed(group, country, report.states[country])
            if found:
                return found
    return None


def _meant(group: Group, node: Node, before: Sequence[tuple[Node, Group]]) -> Group | None:
    """Give the named group that a definite band is: 'the terrorist organisation', 'the extremists', 'the attackers'."""
    creed, head = group.means.get("creed"), group.means.get("head")
    if not definite(node):
        return None
    if head:
        fitting = [known for _, known in before if _fits(known, head)]
        return fitting[-1] if fitting else None
    if creed == "attacker":
        near = [known for found, known in before if node.start - found.end <= _NEAR and known.kind in _ATTACKERS]
        return near[-1] if near else None
    return _most_of_creed(creed, [known for _, known in before]) if creed else None


def _most_of_creed(creed: str, before: Sequence[Group]) -> Group | None:
    """Give the group that 'the extremists' or 'the rebels' mean: the most named before, of several the last one."""
    fitting = [known for known in before if known.means.get("creed") == creed or (creed == "rebel" == known.kind)]
    found = {known.pattern: known for known in fitting}
    counts = Counter(known.pattern for known in fitting)
    return max(reversed(found.values()), key=lambda known: counts[known.pattern], default=None)


def _antecedent(node: Node, head: str, context: Context) -> ActorRef | None:
    """Give the group that a head points back to; one in the title may point on to what the text names first."""
    named = _report(context.chart, context.knowledge).named
    before = [group for found, group in named if found.end <= node.start]
    if head == "latter":
        return _reference(before[-1]) if before else None
    title = context.document.title
    after = [group for found, group in named if found.start >= node.end] if title and title.covers(node.span) else []
    called = [group for found, group in named if found.end <= node.start and _begins_with(found, head, context.chart)]
    fitting = called[-1:] or [g for g in before if _fits(g, head)][-1:] or [g for g in after if _fits(g, head)]
    return _reference(fitting[0]) if fitting else None


def _begins_with(named: Node, head: str, chart: Chart) -> bool:
    """Whether a name begins with the very word that points back to it ('the front' to 'the front of …')."""
    return head in _BY_WORD and any(found.value["head"] == head for found in chart.at(named.start, "actor-head"))


def _fits(group: Group, head: str) -> bool:
    creed = group.means.get("creed")
    return creed in _CREEDS.get(head, ()) or (group.kind in _KINDS.get(head, ()) and creed != "jihadist")
