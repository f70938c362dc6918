"""From drafts to harm claims of the report: told twice is one claim, a part leads to its whole, a total is no incident."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from marsad.analyse.speakers import HEARSAY
from marsad.claims.attach import OF_THOSE, drafts
from marsad.claims.attribution import Attribution
from marsad.claims.campaign import campaign
from marsad.claims.clauses import Clause, as_stance, clauses, stance
from marsad.claims.draft import Draft
from marsad.claims.event import Event
from marsad.claims.parties import CIVILIANS, doers, parties, without_unnamed
from marsad.claims.quantity import Quantity
from marsad.claims.scene import UNIDENTIFIED, Scene
from marsad.claims.scope import Period, period
from marsad.claims.setting import is_placed, when
from marsad.claims.standing import as_status, of_its_parts, of_the_act, of_the_whole, protest, told_beside, with_part
from marsad.claims.told import held_together, is_told_better, merge
from marsad.model.claim import Party, Said, Victims
from marsad.model.value import ActorRef, Count, Stance


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
    placed: bool = False

    @property
    def count(self) -> Count:
        """How many."""
        return self.draft.quantity.count

    @property
    def outcome(self) -> str:
        """What happened to them."""
        return self.draft.outcome

    @property
    def since(self) -> date | None:
        """The day that a running total counts from."""
        return self.period.when.time.start if self.period and self.period.when else None


def casualties(scene: Scene, attribution: Attribution, found: list[Event]) -> list[Casualty]:
    """Give the harm claims of a report in the order of their first telling."""
    made: list[Casualty] = []
    before: list[Victims] = []
    for sentence in scene.reading.sentences:
        parts = clauses(scene, sentence)
        by_draft: dict[int, Casualty] = {}
        last, before = before, []
        for draft in drafts(scene, sentence):
            clause = next((c for c in parts if c.holds(draft.first)), parts[0])
            known = before if before or not _are_others(draft) else last
            casualty = _casualty(scene, draft, clause, (attribution, found, known, parts))
            if casualty:
                casualty.parent = by_draft.get(id(draft.parent)) if draft.parent else _named_whole(casualty, made)
                before += [casualty.victims] if casualty.parent is None else []
                if casualty.parent:
                    casualty.victims = of_the_whole(casualty.draft.quantity, casualty.victims, casualty.parent.victims)
                _tell_of_whole(scene, casualty)
                by_draft[id(draft)] = merge(made, casualty)
    _carry_on(scene, made)
    _add_up(made)
    _protest(made)
    kept = [casualty for casualty in made if not is_told_better(casualty, made)]
    held_together(kept)
    for casualty in kept:
        casualty.perpetrators = _not_their_own(casualty)
    return kept


def _named_whole(part: Casualty, made: list[Casualty]) -> Casualty | None:
    """Give those that 'among the dead' points back to: the latest of that outcome who are more."""
    if part.draft.rule != OF_THOSE:
        return None
    wholes = [
        c for c in made if c.outcome == part.outcome and c.parent is None and (c.count.low or 0) > (part.count.low or 0)
    ]
    return wholes[-1] if wholes else None


def _are_others(draft: Draft) -> bool:
    return draft.quantity.sort is not None and draft.quantity.sort.other


def face(harms: list[Casualty]) -> None:
    """Give people hurt in a fight that names no doer the other side, once all that were hurt in it are known as its targets."""
    for harm in harms:
        if not harm.perpetrators and not harm.period and harm.draft.outcome in HURT:
            harm.perpetrators = _enemies(harm.event, harm.victims)


def _carry_on(scene: Scene, made: list[Casualty]) -> None:
    """Count what a report of a period's toll says further on, of no act and no day of its own, over the same period."""
    lead = next((c for c in made[:_LEAD] if c.period and c.draft.sentence.paragraph <= 1), None)
    if lead is None:
        return
    for casualty in made:
        sentence = casualty.draft.sentence
        told = scene.within("act", sentence.start, sentence.end) or when(scene, casualty.clause, sentence.start)
        if casualty.period is None and not told:
            casualty.period = lead.period
            casualty.perpetrators = _own_doers(scene, casualty.draft, casualty.clause) or lead.perpetrators


def _not_their_own(casualty: Casualty) -> tuple[Party, ...]:
    """Give the doers without the group that was hurt, which only a telling that did not name it could make one."""
    own = casualty.victims.actor.name if casualty.victims.actor else None
    if casualty.draft.outcome not in HURT or all(party.actor.name != own for party in casualty.perpetrators):
        return casualty.perpetrators
    others = tuple(party for party in casualty.perpetrators if party.actor.name != own)
    return others or _initiators(casualty.event, casualty.victims) or _enemies(casualty.event, casualty.victims)


_LEAD = 2
_CLOSE = ("Battles", "Violence against civilians", "Protests", "Riots")
_STATE_FORCES = ("state-military", "state-police")
_REBELS = ("rebel", UNIDENTIFIED)
_BY_FORCES = ("killed", "injured", "detained")
HURT = ("killed", "injured", "missing")
_KINDS = {
    "detained": ("Arrests", "Armed clash", "Government regains territory"),
    "abducted": ("Abduction/forced disappearance",),
    "released": ("Other", "Agreement"),
    "displaced": ("Other", "Agreement", "Shelling/artillery/missile attack", "Air/drone strike", "Armed clash"),
}
_Around = tuple[Attribution, list[Event], list[Victims], list[Clause]]


def _tell_of_whole(scene: Scene, part: Casualty) -> None:
    if part.parent:
        whole = part.parent
        whole.victims = with_part(scene, whole.draft, whole.victims, (part.draft, part.victims))


def _add_up(made: list[Casualty]) -> None:
    """Let the parts of a total that is not said to be one tell who its people were."""
    for whole in made:
        if whole.victims.status == "unknown" and whole.event and whole.count.qualifier == "exact":
            parts = [c for c in made if c is not whole and c.event is whole.event]
            parts = [c for c in parts if c.draft.outcome == whole.draft.outcome and c.parent in (None, whole)]
            status = of_its_parts(whole.count.low, ((c.count.low, c.victims.status) for c in parts))
            whole.victims = as_status(whole.victims, status) if status else whole.victims


def _protest(made: list[Casualty]) -> None:
    """Let people of no known sort who were hurt in one act with protesters alone be protesters."""
    for casualty in made:
        if casualty.victims.status != "unknown" or casualty.victims.actor or casualty.event is None:
            continue
        others = [c.victims for c in made if c.event is casualty.event and c.victims.actor and not c.period]
        if others and all(protest(victims) for victims in others):
            casualty.victims = replace(casualty.victims, status="civilian", actor=others[0].actor)


def _casualty(scene: Scene, draft: Draft, clause: Clause, around: _Around) -> Casualty | None:
    attribution, found, before, parts = around
    surely = as_stance(stance(scene, clause, draft.first))
    if surely is None or (surely == "denied" and _is_bare_denial(scene, draft.quantity)):
        return None
    sources = attribution.at(draft.quantity.start)
    if surely == "asserted" and any(said.source.kind == HEARSAY for said in sources):
        surely = "hedged"
    own = _own_doers(scene, draft, clause)
    event = event_of(draft, found, {party.actor.name for party in own})
    victims = told_beside(scene, draft, _victims(draft.quantity, before))
    victims = of_the_act(scene, draft.quantity, victims, event)
    told = draft.trigger.tokens[0]
    counted = period(scene, parts, clause, told) or campaign(scene, clause, told)
    known = event if counted is None or (event and clause in event.clauses) else None
    own = own or _initiators(known, victims)
    if not own and counted:
        own = _told_beside(scene, clause, victims)
    if not own and draft.outcome in _BY_FORCES:
        own = _by_the_speaker(scene, victims, sources)
    own = own or _enemies(known, victims)
    placed = is_placed(scene, clause, told)
    return Casualty(draft, clause, victims, sources, surely, event, counted, own, placed=placed)


def _is_bare_denial(scene: Scene, quantity: Quantity) -> bool:
    """Say whether harm is denied in passing ('without casualties'); 'did not cause any casualties' states that there were none."""
    if quantity.harm is None or quantity.explicit:
        return False
    return not any(node.end == quantity.start for node in scene.chart.at(quantity.start - 1, "whatever"))


def _own_doers(scene: Scene, draft: Draft, clause: Clause) -> tuple[Party, ...]:
    return doers(scene, clause, draft.trigger, draft.quantity.start)


def event_of(draft: Draft, found: list[Event], did: set[str]) -> Event | None:
    """Give the event that a draft is of: told in its sentence, the nearest; else the latest told before it.

    `did` names those who are said to have done the harm itself: an earlier event is theirs too, or it is another.
    """
    token = draft.trigger.tokens[0]
    sentence = draft.sentence
    violent = [event for event in found if _can_harm(event, draft.outcome)]
    starts = [(act.tokens[0], n) for n, event in enumerate(violent) for act in event.told]
    here = [(abs(start - token), n) for start, n in starts if sentence.start <= start < sentence.end]
    if here:
        return violent[min(here)[1]]
    before = [(start, n) for start, n in starts if start < token]
    if did:
        before = [(start, n) for start, n in before if {party.actor.name for party in violent[n].initiators()} & did]
        return violent[max(before)[1]] if before else None
    if before:
        return violent[max(before)[1]]
    return violent[0] if violent and draft.outcome in HURT else None


def _can_harm(event: Event, outcome: str) -> bool:
    """Say whether an outcome can come of an event: the hurt of violence and unrest, the taken and freed of their own kinds."""
    if outcome in HURT:
        return event.type != "Strategic developments"
    return event.sub_type in _KINDS.get(outcome, ())


def _victims(quantity: Quantity, before: list[Victims]) -> Victims:
    people = quantity.sort
    taken_up = people is not None and people.other and people.actor == quantity.actor and _is_one_group(before)
    if quantity.harm is None and (taken_up or (quantity.actor is None and (people is None or people.other))):
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
    demographic = quantity.sort.demographic if quantity.sort else None
    if _is_one_group(before):
        last = before[-1]
        return Victims(quantity.words, last.status, demographic, last.actor, last.actor_quote)
    return Victims(quantity.words, "unknown")


def _is_one_group(victims: list[Victims]) -> bool:
    return len({(v.status, v.actor.name if v.actor else None) for v in victims}) == 1


def _initiators(event: Event | None, victims: Victims) -> tuple[Party, ...]:
    """Give those who did an act, but for the victims' own group."""
    own = victims.actor.name if victims.actor else None
    return without_unnamed(tuple(p for p in event.initiators() if p.actor.name != own)) if event else ()


def _enemies(event: Event | None, victims: Victims) -> tuple[Party, ...]:
    """Give the other armed side of a fight, or of an act that the victims' own group did."""
    if event is None or victims.actor is None or not (event.type in _CLOSE or event.initiators()):
        return ()
    own, attackers = victims.actor, {party.actor.name for party in event.initiators()}
    return without_unnamed(tuple(p for p in event.parties if _is_enemy(p, own, struck=own.name in attackers)))


def _told_beside(scene: Scene, clause: Clause, victims: Victims) -> tuple[Party, ...]:
    """Give the doers of the acts by which a clause says that people came to harm over a period."""
    own = victims.actor.name if victims.actor else None
    told = (party for act in scene.within("act", clause.start, clause.end) for party in parties(scene, clause, act))
    found = {party.actor.name: party for party in told if party.role == "initiator" and party.actor.name != own}
    return without_unnamed(tuple(found.values()))


def _is_enemy(party: Party, own: ActorRef, *, struck: bool) -> bool:
    """Say whether a party of a fight can be the other side: armed, no force of the same state, and not just hurt beside it.

    `struck` says that the party's targets are those whom the victims' own group attacked.
    """
    actor = party.actor
    if actor.status == "civilian" or actor.name == own.name:
        return False
    forces = [kind in _STATE_FORCES for kind in (actor.kind, own.kind)]
    if all(forces):
        return actor.country != own.country and party.role != "target"
    return party.role != "target" or struck or (any(forces) and not {actor.kind, own.kind}.isdisjoint(_REBELS))


def _by_the_speaker(scene: Scene, victims: Victims, sources: tuple[Said, ...]) -> tuple[Party, ...]:
    """Give the force of a state that tells of fighters killed or taken: where it names no other doer, it means itself."""
    if victims.status != "combatant" or not sources or (victims.actor and victims.actor.kind in _STATE_FORCES):
        return ()
    span = sources[0].quote.span
    speaker = next((m for m in scene.of("actor") if m.span.overlaps(span)), None)
    if speaker is None or not isinstance(speaker.value, ActorRef) or speaker.value.kind not in _STATE_FORCES:
        return ()
    return (Party(speaker.value, "initiator", speaker.quote),)
