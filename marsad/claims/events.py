"""Acts told in a report, drawn together to occurrences: one told twice is one."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.claims.attribution import Attribution
from marsad.claims.clauses import Clause, as_stance, clauses, stance
from marsad.claims.parties import parties
from marsad.claims.scene import ARTICLE, UNIDENTIFIED, Scene
from marsad.claims.scope import period
from marsad.claims.setting import (
    FINENESS,
    finer,
    is_day,
    is_undated,
    lasting,
    later_place,
    same_place,
    same_time,
    sharper,
    when,
    where,
)
from marsad.model.claim import Party, Said, When, Where
from marsad.model.mention import Mention
from marsad.model.value import ActSign, Link

SHELLING, AIR_STRIKE = "Shelling/artillery/missile attack", "Air/drone strike"
CLASH, ATTACK = "Armed clash", "Attack"
_GENERIC = {CLASH, ATTACK}
_FROM_AFAR = {SHELLING, AIR_STRIKE}
_NEAR = 3
_STORY = 8
_TOWN = FINENESS["town"]
_ANTECEDENT = 5
_VIOLENT = ("Battles", "Explosions/Remote violence", "Violence against civilians")


@dataclass(eq=False)
class Event:
    """One occurrence: the clauses that tell it, and what they say of it together."""

    act: Mention
    type: str
    sub_type: str
    clause: Clause
    when: When | None
    where: Where | None
    parties: tuple[Party, ...]
    sources: tuple[Said, ...]
    generic: bool
    settled: bool
    told: list[Mention] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    borrowed: Where | None = None
    goes_on_at: Where | None = None

    @property
    def violent(self) -> bool:
        """Say whether people can come to harm by it."""
        return self.type in _VIOLENT

    def initiators(self) -> tuple[Party, ...]:
        """Give who did it."""
        return tuple(party for party in self.parties if party.role == "initiator")


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
                    town = _town(event) or town
                _merge(scene, found, event)
    _inherit_places(found)
    _inherit_times(scene, found)
    return found


def _lend(scene: Scene, event: Event, last: Where | None, town: Where | None) -> Where | None:
    """Give an act without a place the last town, by which it is told apart from others, and return where the next goes on."""
    own = None if last and _is_water(scene, event.where) else event.where
    event.where = own or town
    if own is None:
        event.borrowed, event.goes_on_at = town, last
    return later_place(last, own)


def _inherit_places(found: list[Event]) -> None:
    """Set an act that no telling places where the one before it was, and one before any place at the first town."""
    for event in found:
        if event.where is event.borrowed:
            event.where = event.goes_on_at
    first = next((event.where for event in found if _town(event)), None)
    for event in found:
        event.where = event.where or (first if _has_a_place(event) else None)


def _inherit_times(scene: Scene, found: list[Event]) -> None:
    """Give violence without a day of its own the day of the violence told last before it at its place."""
    dated: list[Event] = []
    for event in found:
        if event.when:
            dated += [event] if event.violent and is_day(event.when) else []
        elif event.violent and is_undated(scene, event.clause):
            before = next((e for e in reversed(dated) if e.where and same_place(e.where, event.where)), None)
            near = before is not None and event.clause.sentence.index - _last_sentence(before) <= _STORY
            event.when = before.when if before and near else None


def _town(event: Event) -> Where | None:
    """Give the place of an event if it is a town or finer: the place that the next events without one are at."""
    return event.where if event.where and FINENESS[event.where.place.precision] <= _TOWN else None


def _is_water(scene: Scene, found: Where | None) -> bool:
    """Say whether a place is a river or sea, along which and not in which something was."""
    place = scene.reading.context.knowledge.places.get(found.place.id) if found and found.place.id else None
    return place is not None and place.kind in ("river", "sea")


def _has_a_place(event: Event) -> bool:
    return event.type != "Strategic developments"


def _in_clause(scene: Scene, clause: Clause, attribution: Attribution) -> list[Event]:
    """Give the events of a clause; several words for one sub-type in one clause tell of one act."""
    made: list[Event] = []
    acts = scene.within("act", clause.start, clause.end)
    for act in [] if _lists_means(scene, clause, acts) else acts:
        if as_stance(stance(scene, clause, act.tokens[0])) in (None, "denied") or _only_describes(scene, act):
            continue
        event = _event(scene, clause, act, attribution)
        twin = next((e for e in made if _one_act(e, event)), None)
        if twin:
            _absorb(twin, event)
        else:
            made.append(event)
    return made


def _lists_means(scene: Scene, clause: Clause, acts: list[Mention]) -> bool:
    """Say whether a clause only lists by what means people were killed over a period ('in shelling, clashes and raids since …')."""
    means = {act.value.sub_type for act in acts if isinstance(act.value, ActSign)}
    if len(means) < 2 or not scene.within("harm", clause.start, clause.end):
        return False
    return period(scene, [clause], clause) is not None


def _only_describes(scene: Scene, act: Mention) -> bool:
    """Say whether a verb with a pronoun in a relative clause tells of something else that did it ('the storm that hit it')."""
    if not act.suffix or not scene.function(act.tokens[0] - 1, "relative"):
        return False
    antecedents = range(max(0, act.tokens[0] - _ANTECEDENT), act.tokens[0])
    return not any(scene.at(name, token) for token in antecedents for name in ("act", "actor", "people"))


def _one_act(left: Event, right: Event) -> bool:
    if left.sub_type == right.sub_type:
        return True
    return _either_is_generic(left, right)


def _event(scene: Scene, clause: Clause, act: Mention, attribution: Attribution) -> Event:
    assert isinstance(act.value, ActSign)  # noqa: S101  acts alone are asked for
    token = act.tokens[0]
    type_, sub_type = _by_means(scene, clause, act)
    time = when(scene, clause, token) or lasting(scene, clause, token)
    place = where(scene, clause, token)
    return Event(
        act,
        type_,
        sub_type,
        clause,
        time,
        place,
        parties(scene, clause, act),
        attribution.at(token),
        is_generic(scene, act) and sub_type in _GENERIC,
        bool(time or place),
        [act],
        [clause],
    )


def _by_means(scene: Scene, clause: Clause, act: Mention) -> tuple[str, str]:
    """Read shelling by what flies, and an operation carried out by it, as an air strike."""
    assert isinstance(act.value, ActSign)  # noqa: S101  acts alone are asked for
    flies = next(scene.functions(clause.start, clause.end, "aircraft"), None)
    by = [m for m in scene.within("link", act.tokens[1], clause.end) if m.value == Link("by")]
    if flies and act.value.sub_type == SHELLING:
        return act.value.type, AIR_STRIKE
    if flies and is_generic(scene, act) and any(0 <= flies.start - m.tokens[1] <= 1 for m in by):
        return "Explosions/Remote violence", AIR_STRIKE
    return act.value.type, act.value.sub_type


def is_generic(scene: Scene, act: Mention) -> bool:
    """Say whether the word says no more than that there was an attack, operation or incident."""
    return scene.function(act.tokens[0], "generic") is not None


def _merge(scene: Scene, found: list[Event], event: Event) -> None:
    """Draw an event to one told before, the latest that it may be; otherwise it is a new one."""
    for earlier in reversed(found):
        if _may_be(scene, earlier, event):
            _absorb(earlier, event)
            return
    found.append(event)


def _may_be(scene: Scene, earlier: Event, later: Event) -> bool:
    """Say whether two tellings are of one act: nothing in them speaks against it, and something for it."""
    if scene.function(later.act.tokens[1], "another"):
        return False
    if not same_time(earlier.when, later.when) or not same_place(earlier.where, later.where):
        return False
    if not _same_doers(earlier, later) or not _same_sort(earlier, later):
        return False
    return _refers_back(scene, earlier, later) or _shares(earlier, later)


def _same_sort(earlier: Event, later: Event) -> bool:
    if earlier.sub_type == later.sub_type:
        return True
    return _either_is_generic(earlier, later) or {earlier.sub_type, later.sub_type} == _FROM_AFAR


def _refers_back(scene: Scene, earlier: Event, later: Event) -> bool:
    """Say whether the later telling takes up the earlier: by the article, or as the body takes up the title."""
    if scene.in_title(earlier.act.tokens[0]) or earlier.clause.sentence.paragraph == 0:
        return True
    near = later.clause.sentence.index - _last_sentence(earlier) <= _NEAR
    return ARTICLE in later.act.particles and near


def _last_sentence(event: Event) -> int:
    return event.clauses[-1].sentence.index


def _shares(earlier: Event, later: Event) -> bool:
    """Say whether both name a place, a day or, close by, a doer, or the later nothing of its own but the deed."""
    if earlier.sub_type != later.sub_type:
        return False
    if not later.settled and earlier.violent:
        return True
    if (earlier.where and later.where) or (earlier.when and later.when):
        return True
    near = later.clause.sentence.index - _last_sentence(earlier) <= _NEAR
    return near and earlier.violent and bool(earlier.initiators() and later.initiators())


def _either_is_generic(left: Event, right: Event) -> bool:
    """Say whether one of two violent acts is told by a word that says no more than attack."""
    return left.violent and right.violent and (left.generic or right.generic)


def _tells_more(other: Event, event: Event) -> bool:
    """Say whether another telling names more of when, where and who, so that it is the one to quote."""
    return _told(other) > _told(event) and not (
        event.clause.sentence.paragraph > 0 and other.clause.sentence.paragraph == 0
    )


def _told(event: Event) -> int:
    return bool(event.when) + 2 * event.settled + len(event.parties)


def _says_more(other: Event, event: Event) -> bool:
    if event.generic:
        return other.violent and not other.generic
    return event.sub_type == SHELLING and other.sub_type == AIR_STRIKE


def _same_doers(earlier: Event, later: Event) -> bool:
    """Say whether the doers can be the same: not said, unidentified, or one named in both."""
    a, b = _named_doers(earlier), _named_doers(later)
    return not a or not b or bool(a & b)


def _named_doers(event: Event) -> set[str]:
    return {party.actor.name for party in event.initiators() if party.actor.kind != UNIDENTIFIED}


def _absorb(event: Event, other: Event) -> None:
    """Add what another telling says: the fuller sub-type, the finer place, a time, parties not named yet."""
    if _says_more(other, event):
        event.type, event.sub_type, event.act, event.clause = other.type, other.sub_type, other.act, other.clause
        event.generic = other.generic
    elif _tells_more(other, event):
        event.act, event.clause = other.act, other.clause
    event.when = sharper(event.when, other.when)
    event.where = finer(event.where, other.where)
    if _named_doers(other) and not _named_doers(event):
        event.parties = tuple(party for party in event.parties if party.role != "initiator")
    named = {party.actor.name for party in event.parties}
    roles = {party.role for party in event.parties}
    event.parties += tuple(p for p in other.parties if p.actor.name not in named and p.role not in roles)
    event.told += other.told
    event.settled = event.settled or other.settled
    event.clauses += other.clauses
