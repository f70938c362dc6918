"""What is told twice: one claim, the fullest telling of it; the exact one before the vague, the parts before the undivided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.claims.joint import UNDIVIDED
from marsad.model.claim import Victims, When
from marsad.model.value import ActorRef, Count, HarmSign

if TYPE_CHECKING:
    from marsad.claims.casualties import Casualty

_PAIR = ("killed", "injured")


def merge(made: list[Casualty], new: Casualty) -> Casualty:
    """Draw a claim to one that was told before, if it is the same statement; give the one that stays."""
    for old in made:
        if _same_claim(old, new):
            _absorb(old, new)
            return old
    made.append(new)
    return new


def _same_claim(old: Casualty, new: Casualty) -> bool:
    if old.draft.outcome != new.draft.outcome or any(_stand_together(one, new) for one in (old, *old.tellings)):
        return False
    if not _same_count(old, new) or not _same_people(old.victims, new.victims):
        return False
    if old.count.qualifier == "vague" and bool(old.period) != bool(new.period):
        return False
    return not (_two_statements(old, new) or _two_occasions(old, new) or _is_part_of_others(old, new))


def _stand_together(old: Casualty, new: Casualty) -> bool:
    """Say whether two are told under one word of harm, or in one number, and so are two."""
    return old.draft.quantity.start == new.draft.quantity.start or old.draft.trigger is new.draft.trigger


def _same_count(old: Casualty, new: Casualty) -> bool:
    a, b = old.count, new.count
    if (
        a.low is not None
        and a.low > 1
        and (_opens(old, new) or (_title_and_body(old, new) and _is_bounded_alike(a, b)))
    ):
        return True
    if (a.low, a.high) == (b.low, b.high):
        small = a.low is None or a.low == 1
        return not small or old.victims.quote.text == new.victims.quote.text or _title_and_body(old, new)
    return False


def _opens(old: Casualty, new: Casualty) -> bool:
    """Say whether one of two tellings of a number of one event only adds 'at least' to it."""
    a, b = old.count, new.count
    return a.low == b.low and {a.qualifier, b.qualifier} == {"exact", "at_least"} and old.event is new.event


def _is_bounded_alike(title: Count, body: Count) -> bool:
    """Say whether a body gives a title's number, or opens it upwards ('30' is told as 'more than 30')."""
    more = title.qualifier == "exact" and body.qualifier == "at_least" and body.low == (title.low or 0) + 1
    return title.low == body.low or more


def _title_and_body(old: Casualty, new: Casualty) -> bool:
    return old.draft.sentence.paragraph == 0 and new.draft.sentence.paragraph > 0


def _same_sort(old: Victims, new: Victims) -> bool:
    return old.status == new.status or "unknown" in (old.status, new.status)


def _same_people(old: Victims, new: Victims) -> bool:
    if not _same_sort(old, new):
        return False
    if old.demographic != new.demographic and old.demographic and new.demographic:
        return False
    return _compatible(old.actor, new.actor)


def _compatible(old: ActorRef | None, new: ActorRef | None) -> bool:
    return old is None or new is None or old.name == new.name


def _two_statements(old: Casualty, new: Casualty) -> bool:
    """Say whether two sources, each in a statement of its own, give the number."""
    a, b = {s.source.name for s in old.sources}, {s.source.name for s in new.sources}
    return bool(a) and bool(b) and not a & b


def _two_occasions(old: Casualty, new: Casualty) -> bool:
    """Say whether they came to harm in two deeds on days apart.

    A title names no day, and has that of what it is drawn to: once that is told with a place, what is of other days is another.
    """
    if old.event is None or new.event is None or old.event is new.event:
        return False
    if _title_and_body(old, new) and not any(_in_body(one) and one.placed for one in old.tellings):
        return False
    if not (old.event.dated and new.event.dated):
        return False
    a, b = old.event.when, new.event.when
    return a is not None and b is not None and (_is_before(a, b) or _is_before(b, a))


def _is_before(a: When, b: When) -> bool:
    return a.time.end is not None and b.time.start is not None and a.time.end < b.time.start


def _is_part_of_others(old: Casualty, new: Casualty) -> bool:
    """Say whether one is told as part of a whole and names a sex or age that the other does not."""
    return (old.parent is None) != (new.parent is None) and old.victims.demographic != new.victims.demographic


def _absorb(old: Casualty, new: Casualty) -> None:
    """Keep the sourced and fuller telling as the claim's own, the other as also told.

    What a headline tells of no place is of the act that the first telling with a place has it from.
    """
    bounded = old.count.qualifier == "exact" and new.count != old.count
    fuller = bounded or (len(new.sources) > len(old.sources) and new.count == old.count)
    old.tellings.append(new)
    old.also.append(old.clause if fuller else new.clause)
    if fuller:
        old.draft, old.clause, old.sources, old.stance = new.draft, new.clause, new.sources, new.stance
        old.event = new.event or old.event
    elif _title_and_body(old, new) and new.event and new.placed and not old.placed:
        old.event, old.placed = new.event, True
    if _knows_more(new.victims, old.victims):
        old.victims = new.victims
    old.period = new.period if new.since and not old.since else old.period or new.period
    old.parent = old.parent or (new.parent if new.parent is not old else None)
    old.perpetrators = old.perpetrators or new.perpetrators


def _knows_more(new: Victims, old: Victims) -> bool:
    return (old.status == "unknown" and new.status != "unknown") or (old.actor is None and new.actor is not None)


def is_told_better(told: Casualty, made: list[Casualty]) -> bool:
    """Say whether other claims tell the same more exactly, so that they stand alone."""
    return _said_exactly(told, made) or _is_divided(told, made)


def held_together(kept: list[Casualty]) -> None:
    """Give the parts of what is told better elsewhere the telling that stands for it as their whole; nothing is a part of itself."""
    for part in kept:
        if part.parent is not None and part.parent not in kept:
            part.parent = _stands_for(part.parent, part, kept)
        if part.parent is part:
            part.parent = None


def _stands_for(vague: Casualty, part: Casualty, kept: list[Casualty]) -> Casualty | None:
    """Give the exact telling of what is told vaguely, if it can hold a part; of several the nearest."""
    twins = [
        c for c in kept if c is not part and _is_exact_twin(vague, c) and (c.count.high or 0) >= (part.count.low or 0)
    ]
    start = vague.draft.quantity.start
    return min(twins, key=lambda c: abs(c.draft.quantity.start - start), default=None)


def _said_exactly(vague: Casualty, made: list[Casualty]) -> bool:
    """Say whether a vague wording is told exactly elsewhere: it is the same claim, and the exact figure stands."""
    if vague.count.qualifier != "vague" or vague.parent is not None or vague.period is not None:
        return False
    return any(_is_exact_twin(vague, other) for other in made if other is not vague)


def _is_exact_twin(vague: Casualty, other: Casualty) -> bool:
    if other.count.qualifier == "vague" or other.draft.outcome != vague.draft.outcome or other.parent is not None:
        return False
    if vague.draft.quantity.explicit and _stand_together(vague, other):
        return False
    if vague.draft.sentence.paragraph == 0:
        return _same_sort(vague.victims, other.victims)
    told_alike = {s.source.name for s in vague.sources} == {s.source.name for s in other.sources}
    return told_alike and other.event is vague.event and _same_people(vague.victims, other.victims)


def _is_divided(joint: Casualty, made: list[Casualty]) -> bool:
    """Say whether the text divides a number of dead and hurt: in the body below the title, or in two parts that add up to it."""
    undivided = joint.draft.rule == UNDIVIDED
    if joint.outcome not in _PAIR or not (undivided or _is_of_victims(joint)):
        return False
    parts = [other for other in made if other is not joint and _may_divide(other)]
    dead, hurt = ([part for part in parts if part.outcome == outcome] for outcome in _PAIR)
    if undivided and joint.draft.sentence.paragraph == 0:
        return any(map(_in_body, dead)) and any(map(_in_body, hurt))
    if not undivided:
        dead, hurt = ([part for part in side if _follows(joint, part)] for side in (dead, hurt))
    return any((a.count.low or 0) + (b.count.low or 0) == joint.count.high for a in dead for b in hurt)


def _is_of_victims(told: Casualty) -> bool:
    """Say whether a noun tells the harm, which may be of dead and hurt alike ('the victims')."""
    sign = told.draft.trigger.value
    return isinstance(sign, HarmSign) and sign.shape == "noun"


def _may_divide(told: Casualty) -> bool:
    return told.draft.rule != UNDIVIDED and told.count.low is not None and told.parent is None


def _in_body(told: Casualty) -> bool:
    return told.draft.sentence.paragraph > 0


def _follows(whole: Casualty, part: Casualty) -> bool:
    return part.draft.sentence is whole.draft.sentence and part.draft.quantity.start > whole.draft.quantity.start
