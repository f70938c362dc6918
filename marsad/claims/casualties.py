"""From drafts to harm claims of the report: told twice is one claim, a part leads to its whole, a total is no incident."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from marsad.claims.attach import Draft, drafts
from marsad.claims.attribution import Attribution
from marsad.claims.clauses import Clause, as_stance, clauses, stance
from marsad.claims.event import Event
from marsad.claims.parties import CIVILIANS, doers, without_unnamed
from marsad.claims.quantity import Quantity
from marsad.claims.scene import Scene
from marsad.claims.scope import Period, period
from marsad.claims.setting import when
from marsad.model.claim import Party, Said, Victims
from marsad.model.mention import Mention
from marsad.model.value import ActorRef, Count, Stance
from marsad.text.sentences import Sentence


@dataclass(eq=False)
class Casualty:
    """A draft with all that its surroundings say of it."""

    draft: Draft
    clause: Clause
    victims: Victims
    sources: tuple[Said, ...]
    stance: Stance
    event: Event | None
    period: Period | None
    perpetrators: tuple[Party, ...] = ()
    parent: Casualty | None = None
    also: list[Clause] = field(default_factory=list)
    tellings: list[Casualty] = field(default_factory=list)

    @property
    def count(self) -> Count:
        """How many."""
        return self.draft.quantity.count

    @property
    def since(self) -> date | None:
        """The day that a running total counts from."""
        return self.period.when.time.start if self.period and self.period.when else None


def casualties(scene: Scene, attribution: Attribution, found: list[Event]) -> list[Casualty]:
    """Give the harm claims of a report in the order of their first telling."""
    made: list[Casualty] = []
    for sentence in scene.reading.sentences:
        parts = clauses(scene, sentence)
        by_draft: dict[int, Casualty] = {}
        before: list[Victims] = []
        for draft in drafts(scene, sentence):
            clause = next((c for c in parts if c.holds(draft.first)), parts[0])
            casualty = _casualty(scene, draft, clause, (attribution, found, before, parts))
            if casualty:
                casualty.parent = by_draft.get(id(draft.parent)) if draft.parent else None
                before += [casualty.victims] if casualty.parent is None else []
                _tell_of_whole(casualty)
                by_draft[id(draft)] = _merge(made, casualty)
    _carry_on(scene, made)
    kept = [casualty for casualty in made if not _said_exactly(casualty, made)]
    for casualty in kept:
        casualty.perpetrators = _not_their_own(casualty)
    return kept


def _carry_on(scene: Scene, made: list[Casualty]) -> None:
    """Count what a report of a period's toll says further on, of no act and no day of its own, over the same period."""
    running = next((c.period for c in made[:_LEAD] if c.period and c.draft.sentence.paragraph <= 1), None)
    for casualty in made if running else ():
        sentence = casualty.draft.sentence
        told = scene.within("act", sentence.start, sentence.end) or when(scene, casualty.clause, sentence.start)
        if casualty.period is None and not told:
            casualty.period = running


def _not_their_own(casualty: Casualty) -> tuple[Party, ...]:
    """Give the doers without the group that was hurt, which only a telling that did not name it could make one."""
    own = casualty.victims.actor.name if casualty.victims.actor else None
    if casualty.draft.outcome not in _HURT or all(party.actor.name != own for party in casualty.perpetrators):
        return casualty.perpetrators
    others = tuple(party for party in casualty.perpetrators if party.actor.name != own)
    return others or _perpetrators(casualty.event, casualty.victims)


_LEAD = 2
_STATE_FORCES = ("state-military", "state-police")
_BY_FORCES = ("killed", "injured", "detained")
_HURT = ("killed", "injured", "missing")
_KINDS = {
    "detained": ("Arrests", "Armed clash", "Government regains territory"),
    "abducted": ("Abduction/forced disappearance",),
    "released": ("Other", "Agreement"),
    "displaced": ("Other", "Agreement", "Shelling/artillery/missile attack", "Air/drone strike", "Armed clash"),
}
_Around = tuple[Attribution, list[Event], list[Victims], list[Clause]]


def _tell_of_whole(part: Casualty) -> None:
    """Let a part say who the whole were: fighters among people not named make them mixed, most of them civilians, civilian."""
    whole = part.parent
    if whole is None or whole.victims.status != "unknown":
        return
    if part.victims.status in ("combatant", "police"):
        whole.victims = replace(whole.victims, status="mixed")


def _said_exactly(vague: Casualty, made: list[Casualty]) -> bool:
    """Say whether a vague wording is told exactly elsewhere: it is the same claim, and the exact figure stands."""
    if vague.count.qualifier != "vague" or vague.parent is not None or vague.period is not None:
        return False
    return any(_is_exact_twin(vague, other) for other in made if other is not vague)


def _is_exact_twin(vague: Casualty, other: Casualty) -> bool:
    if other.count.qualifier == "vague" or other.draft.outcome != vague.draft.outcome or other.parent is not None:
        return False
    told_alike = {s.source.name for s in vague.sources} == {s.source.name for s in other.sources}
    if vague.draft.sentence.paragraph > 0 and not (told_alike and other.event is vague.event):
        return False
    return _same_people(vague.victims, other.victims)


def _casualty(scene: Scene, draft: Draft, clause: Clause, around: _Around) -> Casualty | None:
    attribution, found, before, parts = around
    surely = as_stance(stance(scene, clause, draft.first))
    if surely is None:
        return None
    own = doers(scene, clause, draft.trigger, draft.quantity.start)
    event = event_of(draft, found, {party.actor.name for party in own})
    victims = _victims(draft.quantity, before)
    sources = attribution.at(draft.quantity.start)
    counted = period(scene, parts, clause, draft.trigger.tokens[0])
    if not own and (counted is None or (event and event.clause == clause)):
        own = _perpetrators(event, victims)
    if not own and draft.outcome in _BY_FORCES:
        own = _by_the_speaker(scene, victims, sources)
    return Casualty(draft, clause, victims, sources, surely, event, counted, own)


def event_of(draft: Draft, found: list[Event], did: set[str]) -> Event | None:
    """Give the event that a draft is of: told in its sentence, the nearest; else the latest told before it.

    `did` names those who are said to have done the harm itself: an earlier event is theirs too, or it is another.
    """
    token = draft.trigger.tokens[0]
    sentence = draft.sentence
    violent = [event for event in found if _can_harm(event, draft.outcome)]
    here = [(abs(act.tokens[0] - token), n) for n, e in enumerate(violent) for act in e.told if _in(sentence, act)]
    if here:
        return violent[min(here)[1]]
    before = [(act.tokens[0], n) for n, e in enumerate(violent) for act in e.told if act.tokens[0] < token]
    if did:
        before = [(start, n) for start, n in before if {party.actor.name for party in violent[n].initiators()} & did]
        return violent[max(before)[1]] if before else None
    if before:
        return violent[max(before)[1]]
    return violent[0] if violent and draft.outcome in _HURT else None


def _can_harm(event: Event, outcome: str) -> bool:
    """Say whether an outcome can come of an event: the hurt of violence and unrest, the taken and freed of their own kinds."""
    if outcome in _HURT:
        return event.type != "Strategic developments"
    return event.sub_type in _KINDS.get(outcome, ())


def _in(sentence: Sentence, act: Mention) -> bool:
    return sentence.start <= act.tokens[0] < sentence.end


def _victims(quantity: Quantity, before: list[Victims]) -> Victims:
    people = quantity.sort
    if quantity.actor is None and quantity.harm is None and (people is None or people.other):
        return _others(quantity, before)
    status = people.status if people else "unknown"
    actor, actor_quote = quantity.actor, quantity.actor_quote
    if actor and status == "unknown":
        status = actor.status
    if status == "civilian" and actor is None:
        actor = CIVILIANS
    return Victims(quantity.words, status, people.demographic if people else None, actor, actor_quote)


def _others(quantity: Quantity, before: list[Victims]) -> Victims:
    """Give 'others' and bare numbers the group of the people named before them in the sentence, if it was one group."""
    groups = {(v.status, v.actor.name if v.actor else None) for v in before}
    if len(groups) == 1:
        last = before[-1]
        return Victims(quantity.words, last.status, None, last.actor, last.actor_quote)
    return Victims(quantity.words, "unknown")


def _perpetrators(event: Event | None, victims: Victims) -> tuple[Party, ...]:
    """Give who did it: the doers of the event, or for losses of the doers themselves the other armed side."""
    if event is None:
        return ()
    own = victims.actor.name if victims.actor else None
    others = tuple(party for party in event.initiators() if party.actor.name != own)
    if others:
        return without_unnamed(others)
    if own is None or (event.type != "Battles" and not event.initiators()):
        return ()
    armed = tuple(party for party in event.parties if party.actor.status != "civilian" and party.actor.name != own)
    return without_unnamed(armed)


def _by_the_speaker(scene: Scene, victims: Victims, sources: tuple[Said, ...]) -> tuple[Party, ...]:
    """Give the force of a state that tells of fighters killed or taken: where it names no other doer, it means itself."""
    if victims.status != "combatant" or not sources or (victims.actor and victims.actor.kind in _STATE_FORCES):
        return ()
    span = sources[0].quote.span
    speaker = next((m for m in scene.of("actor") if m.span.overlaps(span)), None)
    if speaker is None or not isinstance(speaker.value, ActorRef) or speaker.value.kind not in _STATE_FORCES:
        return ()
    return (Party(speaker.value, "initiator", speaker.quote),)


def _merge(made: list[Casualty], new: Casualty) -> Casualty:
    """Draw a claim to one that was told before, if it is the same statement; give the one that stays."""
    for old in made:
        if _same_claim(old, new):
            _absorb(old, new)
            return old
    made.append(new)
    return new


def _same_claim(old: Casualty, new: Casualty) -> bool:
    if old.draft.outcome != new.draft.outcome or old.draft.quantity.start == new.draft.quantity.start:
        return False
    if not _same_count(old, new) or not _same_people(old.victims, new.victims):
        return False
    return not _two_statements(old, new)


def _same_count(old: Casualty, new: Casualty) -> bool:
    a, b = old.count, new.count
    if _title_and_body(old, new) and a.low is not None and a.low > 1 and a.low == b.low:
        return True
    if (a.low, a.high) == (b.low, b.high):
        small = a.low is None or a.low == 1
        return not small or old.victims.quote.text == new.victims.quote.text or _title_and_body(old, new)
    return False


def _title_and_body(old: Casualty, new: Casualty) -> bool:
    return old.draft.sentence.paragraph == 0 and new.draft.sentence.paragraph > 0


def _same_people(old: Victims, new: Victims) -> bool:
    if old.status != new.status and "unknown" not in (old.status, new.status):
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


def _absorb(old: Casualty, new: Casualty) -> None:
    """Keep the sourced and fuller telling as the claim's own, the other as also told."""
    fuller = bool(new.sources) and not old.sources
    old.tellings.append(new)
    old.also.append(old.clause if fuller else new.clause)
    if fuller:
        old.draft, old.clause, old.sources, old.stance = new.draft, new.clause, new.sources, new.stance
        old.event = new.event or old.event
    if _knows_more(new.victims, old.victims):
        old.victims = new.victims
    old.period = old.period or new.period
    old.parent = old.parent or new.parent
    old.perpetrators = old.perpetrators or new.perpetrators


def _knows_more(new: Victims, old: Victims) -> bool:
    return (old.status == "unknown" and new.status != "unknown") or (old.actor is None and new.actor is not None)
