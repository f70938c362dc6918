"""Whether two tellings are of one occurrence, and what it is when both are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from marsad.claims.comparing import FINENESS, finer, holds, is_day, same_place, same_time, sharper, width
from marsad.claims.event import AIR_STRIKE, ATTACK, BOMB, REMOTE, SHELLING, SUICIDE_BOMB, Event
from marsad.claims.parties import united
from marsad.claims.scene import ARTICLE, Scene
from marsad.model.value import TimeRange

_BOMBS = {BOMB, SUICIDE_BOMB}
_FIRE = {SHELLING, AIR_STRIKE}
_FULLER = {SHELLING: AIR_STRIKE, BOMB: SUICIDE_BOMB}
_NEAR = 3
_ANOTHER_REACH = 2
_SAYING_REACH = 3
_LONG = ("period", "month", "year")
_SIDES = 2
_NEWS = timedelta(days=3)


def retold(scene: Scene, found: Sequence[Event], later: Event) -> Event | None:
    """Give the act told before that a telling is of: the latest of its own sort that it may be, else the latest.

    What is pointed at as the one just told is that of the sentence before, of whatever sort.
    """
    if is_this(scene, later):
        fitting = [e for e in reversed(found) if alike(e, later) or (e.violent and later.violent)]
        return max(fitting, key=lambda earlier: earlier.last_sentence, default=None)
    if not found or is_another(scene, later):
        return None
    fitting = [e for e in reversed(found) if alike(e, later) and _may_be(scene, e, later)]
    return next((e for e in fitting if e.sub_type == later.sub_type), fitting[0] if fitting else None)


def _may_be(scene: Scene, earlier: Event, later: Event) -> bool:
    """Say whether two tellings of one sort are of one act: nothing in them speaks against it, and something for it."""
    if not same_time(earlier.when, later.when) or not same_place(earlier.where, later.where):
        return False
    if not _same_doers(earlier, later) or _is_wider(earlier, later):
        return False
    if _is_long_ago(scene, earlier, later) or _is_old(scene, earlier, later):
        return False
    return _refers_back(scene, earlier, later) or _shares(earlier, later)


def _is_long_ago(scene: Scene, earlier: Event, later: Event) -> bool:
    """Say whether an act is told of a time that can't be resolved but is no single day ('days ago'), after one of a day of its own."""
    if not earlier.dated or earlier.when is None or not is_day(earlier.when) or later.when is not None:
        return False
    times = (m.value for m in scene.within("time", later.clause.start, later.clause.end))
    return any(isinstance(t, TimeRange) and t.start is None and t.grain in _LONG and not t.open for t in times)


def _is_old(scene: Scene, earlier: Event, later: Event) -> bool:
    """Say whether a headline tells an act without a day, and the other telling is of days before: headlines tell what is new."""
    published, time = scene.document.published, later.when.time if later.when else None
    if published is None or time is None or time.end is None or earlier.when or not earlier.in_title:
        return False
    return published - time.end > _NEWS


def is_this(scene: Scene, event: Event) -> bool:
    """Say whether the act is pointed at as the one just told ('this attack')."""
    return event.act.tokens[0] - 1 in scene.small["this"]


def is_another(scene: Scene, event: Event) -> bool:
    """Say whether the words set an act apart from those told before ('another raid', 'earlier a bomb had killed …')."""
    after, end = event.act.tokens[1], event.clause.end
    if scene.functions(after, min(after + _ANOTHER_REACH, end), "another"):
        return True
    told = scene.functions(event.clause.start, end, "earlier")
    return bool(told) and any(_is_of_deed(scene, node.end, end) for node in told)


def _is_wider(earlier: Event, later: Event) -> bool:
    """Say whether an act of its own is told anew over an area, after one at a town in it ('raids hit the whole province').

    A word that says no more than attack may take up the one before.
    """
    area, place = later.own_place(), earlier.where
    vague = earlier.generic or later.generic or ARTICLE in later.act.particles
    if area is None or place is None or vague:
        return False
    apart = later.clause.sentence.index != earlier.last_sentence
    return apart and width(place.place) <= FINENESS["town"] and holds(area.place, place.place)


def _is_of_deed(scene: Scene, start: int, end: int) -> bool:
    """Say whether what stands before a token is of the deed, not of the saying ('earlier that day he said that …')."""
    times = [time.tokens[1] for time in scene.within("time", start, min(start + _SAYING_REACH, end))]
    reach = range(start, min(max([start, *times]) + _SAYING_REACH, end))
    return not any(token in scene.small["that"] or token in scene.at["frame"] for token in reach)


def alike(left: Event, right: Event) -> bool:
    """Say whether two acts are of one sort: one sub-type or two easily taken for one another, or one told vaguely."""
    a, b = left.sub_type, right.sub_type
    if a == b or (a in _BOMBS and b in _BOMBS):
        return True
    return left.violent and right.violent and (ATTACK in (a, b) or _is_vague(left, right))


def _is_vague(left: Event, right: Event) -> bool:
    """Say whether one of two violent acts is told by a word that says no more than attack, or leaves its weapon open."""
    if left.type == right.type == REMOTE:
        return _may_be_by(left, right) or _may_be_by(right, left)
    return left.violent and right.violent and (left.generic or right.generic)


def _may_be_by(event: Event, other: Event) -> bool:
    """Say whether what is left open may have been by the weapon of another telling: a blast by any, shelling from the air."""
    return event.open and (event.sub_type == BOMB or {event.sub_type, other.sub_type} == _FIRE)


def _same_doers(earlier: Event, later: Event) -> bool:
    """Say whether the doers can be the same: not said, or one named in both."""
    a, b = earlier.named_doers(), later.named_doers()
    return not a or not b or bool(a & b)


def told_at_once(left: Event, right: Event) -> bool:
    """Say whether two words of one clause tell of one act: of one sub-type, or one of them vague, by the same doers."""
    return left.sub_type == right.sub_type or (_is_vague(left, right) and _same_doers(left, right))


def _refers_back(scene: Scene, earlier: Event, later: Event) -> bool:
    """Say whether the later telling takes up the earlier: by the article, or as the body takes up the title."""
    if scene.in_title(earlier.act.tokens[0]) or earlier.in_title:
        return True
    return ARTICLE in later.act.particles and _is_near(earlier, later)


def _shares(earlier: Event, later: Event) -> bool:
    """Say whether both name a place, a day or, close by, a doer, or the later nothing of its own but the deed."""
    kinds = {earlier.sub_type, later.sub_type}
    if len(kinds) > 1 and kinds != _BOMBS and not _is_vague(earlier, later):
        return False
    if not later.settled and earlier.violent:
        return True
    if (earlier.where and later.where) or (earlier.when and later.when):
        return True
    return _is_near(earlier, later) and earlier.violent and bool(earlier.initiators() and later.initiators())


def _is_near(earlier: Event, later: Event) -> bool:
    return later.clause.sentence.index - earlier.last_sentence <= _NEAR


def absorb(event: Event, other: Event) -> None:
    """Add what another telling says: the fuller sub-type, the finer place, a time, parties not named yet."""
    if _says_more(other, event):
        event.type, event.sub_type, event.act, event.clause = other.type, other.sub_type, other.act, other.clause
        event.generic, event.open = other.generic, other.open
    elif _tells_more(other, event):
        event.act, event.clause = other.act, other.clause
    event.when = sharper(event.when, None if _goes_on_elsewhere(event, other) else other.when)
    event.where = finer(event.where, other.where)
    _add_parties(event, other)
    event.told += other.told
    event.settled, event.dated = event.settled or other.settled, event.dated or other.dated
    event.habit = event.habit and other.habit
    event.open = event.open and (other.open or other.sub_type != event.sub_type)
    event.clauses += other.clauses


def _goes_on_elsewhere(event: Event, other: Event) -> bool:
    """Say whether a telling takes up an act as one of those that go on since long, when the act itself was told of no time."""
    return event.when is None and other.when is not None and other.when.time.open and not event.in_title


def _add_parties(event: Event, other: Event) -> None:
    """Add the parties of roles that nobody has yet; who is named as the doer takes the place of the unidentified."""
    if other.named_doers() and not event.named_doers():
        event.parties = tuple(party for party in event.parties if party.role != "initiator")
    event.parties = united(event.parties, other.parties)


def _says_more(other: Event, event: Event) -> bool:
    if event.generic:
        return other.violent and not other.generic
    if event.open and event.sub_type == BOMB:
        return other.type == REMOTE and not other.open
    return _FULLER.get(event.sub_type) == other.sub_type


def _tells_more(other: Event, event: Event) -> bool:
    """Say whether another telling is the one to quote: it names more of when, where and who, or the first is the title."""
    if event.in_title or other.in_title:
        return event.in_title and not other.in_title
    return _told(other) > _told(event)


def _told(event: Event) -> int:
    pinned = event.where is not None and FINENESS[event.where.place.precision] <= FINENESS["district"]
    return bool(event.when) + 2 * event.settled + 2 * pinned + min(len(event.parties), _SIDES)
