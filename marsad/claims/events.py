"""Acts told in a report, drawn together to occurrences: one told twice is one."""

from __future__ import annotations

from marsad.claims.attribution import Attribution
from marsad.claims.clauses import Clause, as_stance, clauses, stance
from marsad.claims.comparing import FINENESS, is_day, later_place, same_place
from marsad.claims.event import AIR_STRIKE, ATTACK, BOMB, CLASH, REMOTE, SHELLING, STRATEGIC, Event
from marsad.claims.kinds import by_parties
from marsad.claims.parties import parties
from marsad.claims.sameness import absorb, retold, told_at_once
from marsad.claims.scene import Scene
from marsad.claims.scope import period
from marsad.claims.setting import heading_day, is_undated, lasting, when, where
from marsad.model.claim import Where
from marsad.model.mention import Mention
from marsad.model.value import ActSign, Link

_GENERIC = {CLASH, ATTACK}
_TOOLS = {BOMB: "explosive", SHELLING: "artillery"}
_STORY = 8
_LOCAL = FINENESS["district"]
_ANTECEDENT = 5
_WATERS, _REGION = ("river", "sea"), "region"


def events(scene: Scene, attribution: Attribution) -> list[Event]:
    """Give the occurrences of a report in the order of their first telling."""
    found: list[Event] = []
    last: Where | None = None
    town: Where | None = None
    for sentence in scene.reading.sentences:
        for clause in clauses(scene, sentence):
            for event in _in_clause(scene, clause, attribution):
                if _has_a_place(event):
                    last = _lend(scene, event, last, town)
                    town = _town(scene, event) or town
                _merge(scene, found, event)
    _inherit_places(scene, found)
    _inherit_times(scene, found)
    return found


def _lend(scene: Scene, event: Event, last: Where | None, town: Where | None) -> Where | None:
    """Give an act without a place the last town, by which it is told apart from others, and return where the next goes on."""
    own = None if last and _is_water(scene, event.where) else event.where
    event.where = own or town
    if own is None:
        event.borrowed, event.goes_on_at = town, last
    return later_place(last, own)


def _inherit_places(scene: Scene, found: list[Event]) -> None:
    """Set an act that no telling places where the one before it was, and one before any place at the first town."""
    for event in found:
        if event.where is event.borrowed:
            event.where = event.goes_on_at
    first = next((event.where for event in found if _town(scene, event)), None)
    for event in found:
        event.where = event.where or (first if _has_a_place(event) else None)


def _inherit_times(scene: Scene, found: list[Event]) -> None:
    """Give violence without a day of its own the day of the violence told last before it at its place, else of the headline."""
    dated: list[Event] = []
    headed = heading_day(scene)
    for event in found:
        if event.when:
            dated += [event] if event.violent and is_day(event.when) else []
        elif event.violent and is_undated(scene, event.clause):
            before = next(
                (e for e in reversed(dated) if e.where and same_place(e.where, event.where)),
                dated[-1] if dated else None,
            )
            near = before is not None and event.clause.sentence.index - before.last_sentence <= _STORY
            event.when = before.when if before and near else headed


def _town(scene: Scene, event: Event) -> Where | None:
    """Give the place of an event if it is a district or finer: the place that the next events without one are at."""
    if event.where is None or FINENESS[event.where.place.precision] > _LOCAL:
        return None
    return None if _is_of_kind(scene, event.where, _REGION) else event.where


def _is_water(scene: Scene, found: Where | None) -> bool:
    """Say whether a place is a river or sea, along which and not in which something was."""
    return found is not None and _is_of_kind(scene, found, *_WATERS)


def _is_of_kind(scene: Scene, found: Where, *kinds: str) -> bool:
    place = scene.reading.context.knowledge.places.get(found.place.id) if found.place.id else None
    return place is not None and place.kind in kinds


def _has_a_place(event: Event) -> bool:
    return event.type != STRATEGIC


def _in_clause(scene: Scene, clause: Clause, attribution: Attribution) -> list[Event]:
    """Give the events of a clause; several words for one sub-type in one clause tell of one act."""
    made: list[Event] = []
    acts = scene.within("act", clause.start, clause.end)
    for act in [] if _lists_means(scene, clause, acts) else acts:
        if as_stance(stance(scene, clause, act.tokens[0])) in (None, "denied") or _only_describes(scene, act):
            continue
        event = _event(scene, clause, act, attribution)
        twin = next((e for e in made if told_at_once(e, event)), None)
        if twin:
            absorb(twin, event)
        else:
            made.append(event)
    return made


def _lists_means(scene: Scene, clause: Clause, acts: list[Mention]) -> bool:
    """Say whether a clause only lists by what means people were killed over a period ('in shelling, clashes and raids since …')."""
    if len(acts) < 2:
        return False
    means = {act.value.sub_type for act in acts if isinstance(act.value, ActSign)}
    if len(means) < 2 or not scene.within("harm", clause.start, clause.end):
        return False
    return period(scene, [clause], clause) is not None


def _only_describes(scene: Scene, act: Mention) -> bool:
    """Say whether a verb with a pronoun in a relative clause tells of something else that did it ('the storm that hit it')."""
    if not act.suffix or act.tokens[0] - 1 not in scene.small["relative"]:
        return False
    antecedents = range(max(0, act.tokens[0] - _ANTECEDENT), act.tokens[0])
    return not any(token in scene.at[name] for token in antecedents for name in ("act", "actor", "people"))


def _event(scene: Scene, clause: Clause, act: Mention, attribution: Attribution) -> Event:
    assert isinstance(act.value, ActSign)  # noqa: S101  acts alone are asked for
    token = act.tokens[0]
    time = when(scene, clause, token)
    going_on = None if time else lasting(scene, clause, token)
    place = where(scene, clause, token)
    found = parties(scene, clause, act)
    type_, sub_type = by_parties(_by_means(scene, clause, act), found, place)
    return Event(
        act,
        type_,
        sub_type,
        clause,
        time or (going_on if type_ != STRATEGIC else None),
        place,
        found,
        attribution.at(token),
        is_generic(scene, act) and sub_type in _GENERIC,
        bool(time or going_on or place),
        _leaves_open(scene, clause, act, sub_type),
        bool(scene.within("time", clause.start, clause.end)),
        _is_present(scene, act),
        [act],
        [clause],
    )


def _by_means(scene: Scene, clause: Clause, act: Mention) -> tuple[str, str]:
    """Read shelling by what flies, and an operation carried out by it, as an air strike."""
    assert isinstance(act.value, ActSign)  # noqa: S101  acts alone are asked for
    flies = scene.functions(clause.start, clause.end, "aircraft")
    if flies and act.value.sub_type == SHELLING and not _names_guns(scene, act):
        return act.value.type, AIR_STRIKE
    if flies and is_generic(scene, act):
        by = [m for m in scene.within("link", act.tokens[1], clause.end) if m.value == Link("by")]
        if any(0 <= flies[0].start - m.tokens[1] <= 1 for m in by):
            return REMOTE, AIR_STRIKE
    return act.value.type, act.value.sub_type


def _names_guns(scene: Scene, act: Mention) -> bool:
    """Say whether the words for the shelling themselves say that guns or rockets did it ('artillery shelling')."""
    tools = [node for token in range(*act.tokens) for node in scene.chart.at(token, "instrument")]
    return any(node.feature("kind") == _TOOLS[SHELLING] for node in tools)


def _leaves_open(scene: Scene, clause: Clause, act: Mention, sub_type: str) -> bool:
    """Say whether an explosion or shelling is told without what exploded or what was fired."""
    if sub_type not in _TOOLS or act.tokens[0] not in scene.small["blast"]:
        return False
    tools = [node for token in range(clause.start, clause.end) for node in scene.chart.at(token, "instrument")]
    return not any(node.feature("kind") == _TOOLS[sub_type] for node in tools)


def _is_present(scene: Scene, act: Mention) -> bool:
    """Say whether a verb of the present tells it: what goes on again and again, or the heading of another report."""
    return any(
        node.end == act.tokens[1] and node.feature("tense") == "present"
        for node in scene.chart.at(act.tokens[0], "act")
    )


def is_generic(scene: Scene, act: Mention) -> bool:
    """Say whether the word says no more than that there was an attack, operation or incident."""
    return act.tokens[0] in scene.small["generic"]


def _merge(scene: Scene, found: list[Event], event: Event) -> None:
    """Draw an event to the one told before that it is of; otherwise it is a new one."""
    earlier = retold(scene, found, event)
    if earlier:
        absorb(earlier, event)
    else:
        found.append(event)
