"""Which claims of an incident count, whose they are, and why the others are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from marsad.model.account import Account, Provenance
from marsad.model.claim import HarmClaim
from marsad.model.incident import LeftOut, Voice
from marsad.model.value import ActorRef
from marsad.reconcile.figures import Counted
from marsad.reconcile.overlay import Overlay
from marsad.reconcile.speakers import canonical, is_of

_STATE = ("state", "government", "ministry")


def admit(accounts: Sequence[Account], voices: Sequence[Voice], judged: Overlay) -> tuple[list[Counted], list[LeftOut]]:
    """Sort the harm claims into those that count, as persons corrected them, and those that do not, in a fixed order."""
    voice_of = {claim: n for n, voice in enumerate(voices) for claim in voice.claims}
    counted: dict[str, Counted] = {}
    left: dict[str, LeftOut] = {}
    for account in sorted(accounts, key=lambda each: each.id):
        for harm in map(judged.on, account.harms):
            reason = _reason(harm, judged)
            if reason:
                left[harm.id] = LeftOut(harm.id, reason)
            else:
                counted[harm.id] = _counted(harm, account, voice_of.get(harm.id, len(voices)))
    return [counted[each] for each in sorted(counted)], [left[each] for each in sorted(left)]


def _reason(harm: HarmClaim, judged: Overlay) -> str | None:
    if harm.id in judged.rejected:
        judgement = judged.rejected[harm.id]
        return f"rejected by {judgement.by}" + (f": {judgement.reason}" if judgement.reason else "")
    if harm.statement.stance == "denied":
        return "denied by its source"
    if harm.scope == "cumulative":
        return "a running total, which counts more than this occurrence"
    return "an earlier toll that the report itself sets aside" if harm.toll == "earlier" else None


def _counted(harm: HarmClaim, account: Account, voice: int) -> Counted:
    return Counted(harm, account.id, voice, account.provenance.published, own_side(harm, account))


def own_side(harm: HarmClaim, account: Account) -> ActorRef | None:
    """Give the belligerent that says this of its own deed or of its own losses; None where others say it.

    What one side says of the deeds of the other is no figure of its own: it is a source, and known as a partisan one by its name.
    """
    sides = sorted(_sides(harm, account), key=lambda actor: actor.name)
    return next((actor for actor in sides if _speaks(harm, account.provenance, actor)), None)


def _sides(harm: HarmClaim, account: Account) -> Iterator[ActorRef]:
    """Give those who did it, as the claim or, where it is silent, the account says, and those whose people came to harm."""
    if harm.victims.actor and harm.victims.status in ("combatant", "police"):
        yield harm.victims.actor
    if harm.perpetrators:
        yield from (party.actor for party in harm.perpetrators)
    else:
        yield from (party.actor for act in account.acts for party in act.parties if party.role == "initiator")


def _speaks(harm: HarmClaim, provenance: Provenance, actor: ActorRef) -> bool:
    name = canonical(actor.name)
    if not harm.statement.sources:
        return is_of(provenance, name)
    source = harm.statement.sources[0].source
    return source.named and (canonical(source.name) == name or _is_of_state(source.name, source.kind, actor))


def _is_of_state(name: str, kind: str | None, actor: ActorRef) -> bool:
    """Say whether a ministry or office speaks for the forces of its state ('Ministry of Defence of X', 'Military Forces of X')."""
    state, own = name.rpartition(" of ")[2], actor.name.rpartition(" of ")[2]
    return bool(kind and actor.kind) and state == own != actor.name and _is_state(kind) and _is_state(actor.kind)


def _is_state(kind: str | None) -> bool:
    return kind is not None and kind.startswith(_STATE)


def hedged(counted: Iterable[Counted]) -> tuple[str, ...]:
    """Give the claims that their own sources doubt."""
    return tuple(sorted({each.harm.id for each in counted if each.harm.statement.stance == "hedged"}))
