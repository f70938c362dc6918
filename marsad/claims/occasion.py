"""When and where people were hurt: of all that tells of a harm, its clauses, its act and the report, what is nearest to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from marsad.claims.casualties import HURT, Casualty
from marsad.claims.comparing import is_day, narrows, same_place
from marsad.claims.endings import counted_clause
from marsad.claims.event import Event
from marsad.claims.scene import Scene
from marsad.claims.setting import is_undated, listed, own_place, theatre, when, where
from marsad.model.claim import When, Where

_FRESH = timedelta(days=3)
_LEAD = 1


def when_hurt(scene: Scene, harm: Casualty, day: Event | None) -> When | None:
    """Give when it was: as the clauses that tell the harm say, else as its act does, else on the day that the report is of."""
    if harm.period:
        return harm.period.when
    told = [harm, *harm.tellings]
    own = (when(scene, one.clause, one.draft.quantity.start, beyond=one.event is None) for one in told)
    acts = (_of_its_act(one) for one in told)
    return next((found for found in (*own, *acts) if found), None) or _of_the_day(scene, harm, day)


def _of_its_act(harm: Casualty) -> When | None:
    """Give the time of the act that did the harm: a day, or a longer time that is told in the same sentence."""
    act = harm.event
    if act is None or act.when is None or act.when.time.open:
        return None
    return act.when if is_day(act.when) or act.clause.sentence == harm.draft.sentence else None


def _of_the_day(scene: Scene, harm: Casualty, day: Event | None) -> When | None:
    """Give the day that the report is of to harm of no time of its own, told after it and not at another place."""
    goes_on = harm.event is not None and harm.event.when is not None and harm.event.when.time.open
    if day is None or goes_on or harm.draft.outcome not in HURT or not is_undated(scene, harm.clause):
        return None
    place = where_hurt(scene, harm)
    unpinned = place is not None and place.place.id is None and place.place.precision == "site"
    return day.when if unpinned or same_place(day.where, place) else None


def day_of_report(scene: Scene, acts: Iterable[Event]) -> Event | None:
    """Give the act whose day the report is of: the first one of a single day, if that is news at its publication."""
    for act in acts:
        if act.violent and act.when and is_day(act.when):
            return act if _is_news(scene, act) else None
    return None


def _is_news(scene: Scene, act: Event) -> bool:
    time, published = act.when.time if act.when else None, scene.document.published
    if time is None or time.grain != "day" or time.start is None or time.end is None:
        return False
    if published is None:
        return act.clause.sentence.paragraph <= _LEAD
    return published - _FRESH <= time.start <= published


def where_hurt(scene: Scene, harm: Casualty) -> Where | None:
    """Give where it was: the place of its fullest telling, or a closer one that another telling gives."""
    if harm.period:
        return _area(scene, harm)
    found = _told_where(scene, harm)
    for telling in harm.tellings:
        other = _told_where(scene, telling)
        found = other if found is None or (other and narrows(other, found)) else found
    return found


def _area(scene: Scene, harm: Casualty) -> Where | None:
    """Give the place of a running total: where a list puts it, what its words name, or the area spoken of before."""
    head = listed(scene, harm.clause, harm.draft.quantity.start)
    country = harm.victims.actor.country if harm.victims.actor else None
    own = head or where(scene, counted_clause(scene, harm.clause), harm.draft.trigger.tokens[0], beyond=False)
    return own or theatre(scene, harm.clause, country)


def _told_where(scene: Scene, harm: Casualty) -> Where | None:
    token = harm.draft.trigger.tokens[0]
    if harm.event is None:
        return where(scene, harm.clause, token)
    return own_place(scene, harm.event.where, harm.clause, token)
