"""What waits for review, and what puts a claim before others: doubts, disagreement between sources, severity, newness, source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from marsad.export.entry import Claim, Entry
from marsad.model.account import Provenance
from marsad.model.claim import HarmClaim
from marsad.model.judgement import Judgement
from marsad.model.value import TimeRange
from marsad.reconcile.overlay import standing
from marsad.record.facets import SEPARATOR, spread
from marsad.store.judged import Signed
from marsad.store.queue import State

ON_CLAIMS = ("accept", "correct", "reject")
"""The verdicts that speak of claims."""
DOUBTS = ("day", "days", "place", "unpinned", "coarse", "hedged", "source", "count", "status", "doer", "pdf")
"""The names of all doubts."""
FROM_PDF = ("application/pdf", "application/warc+pdf")
"""The media in which a number may have come to stand beside the wrong word."""
_SEVERITY = {"killed": 10, "missing": 4, "injured": 3}
_MOST = 10**9


@dataclass(frozen=True, slots=True)
class Review:
    """How far the review of a claim is: judged by nobody, by one, by two who agree, or by people who do not."""

    state: State
    by: str


def reviews(signed: Iterable[Signed]) -> dict[str, Review]:
    """Give how far the review of each judged claim is, in the order of the record; one whose judgements were all withdrawn is open."""
    told = sorted(signed, key=lambda each: each.seq)
    holds = {each.id for each in standing(each.judgement for each in told)}
    said: dict[str, list[Signed]] = {}
    for each in told:
        for claim in each.judgement.subjects if each.judgement.verdict in ON_CLAIMS else ():
            said.setdefault(claim, []).extend([each] if each.judgement.id in holds else [])
    return {claim: _review(tuple(heard)) for claim, heard in said.items()}


def _review(said: tuple[Signed, ...]) -> Review:
    """Follow what was said: two agree or not; where they don't, the word of a third who signs here and sees both settles it.

    What was brought in from another record settles nothing: whoever signed it there did not see what is said here.
    """
    holding: dict[str, Judgement] = {}
    state: State = "open"
    settled = False
    for each in said:
        who = each.judgement.by
        if state == "disputed" and who not in holding and not each.imported:
            holding, settled = {}, True
        holding[who] = each.judgement
        state = _state(holding.values(), settled=settled)
    return Review(state, _joined(each.judgement.by for each in said))


def _state(holding: Collection[Judgement], *, settled: bool) -> State:
    if len({(each.verdict, frozenset(each.corrections)) for each in holding}) > 1:
        return "disputed"
    return "settled" if settled or len(holding) > 1 else "once"


def queued(told: Entry, judged: Mapping[str, Review]) -> Iterator[dict[str, object]]:
    """Give the claims of an incident as the queue keeps them."""
    for claim in told.told:
        yield queue_row(claim, told.provenance[claim.document], told, judged)


def queue_row(claim: Claim, whence: Provenance, told: Entry | None, judged: Mapping[str, Review]) -> dict[str, object]:
    """Give a claim as the queue keeps it; `told` is its incident, None for a running total."""
    review, why = judged.get(claim.id, Review("open", "")), doubts(claim, whence)
    sources = claim.statement.sources
    return {
        "claim": claim.id,
        "document": claim.document,
        "incident": told.incident.id if told else None,
        "kind": "harm" if isinstance(claim, HarmClaim) else "act",
        "type": claim.outcome if isinstance(claim, HarmClaim) else claim.sub_type,
        "doubt": len(why),
        "doubts": SEPARATOR.join(why),
        "spread": spread(told.incident) if told else 0,
        "severity": severity(claim),
        "published": whence.published.isoformat() if whence.published else "",
        "source": sources[0].source.name if sources else "",
        "outlet": whence.outlet or "",
        "state": review.state,
        "judged_by": review.by,
    }


def doubts(claim: Claim, whence: Provenance) -> tuple[str, ...]:
    """Name what a reader should look at twice, by the keys of `words/doubt.yaml`."""
    said = claim.statement
    place = said.where.place if said.where else None
    found = {
        "day": said.when is None or said.when.time.start is None,
        "days": said.when is not None and _is_wide(said.when.time),
        "place": place is None,
        "unpinned": place is not None and place.lat is None,
        "coarse": place is not None and place.precision in ("province", "country"),
        "hedged": said.stance != "asserted",
        "source": not said.sources,
    }
    if isinstance(claim, HarmClaim):
        found |= {
            "count": claim.count.low is None or claim.count.qualifier not in ("exact", "range"),
            "status": claim.victims.status == "unknown",
            "doer": not claim.perpetrators,
            "pdf": whence.media in FROM_PDF and claim.count.low is not None,
        }
    return tuple(name for name, doubtful in found.items() if doubtful)


def _is_wide(time: TimeRange) -> bool:
    return time.start is not None and time.start != time.end


def severity(claim: Claim) -> int:
    """Weigh a claim by what is at stake: the dead before the hurt before all else, many before few."""
    if not isinstance(claim, HarmClaim):
        return 0
    return min(_MOST, _SEVERITY.get(claim.outcome, 1) * (claim.count.low or claim.count.high or 1))


def _joined(names: Iterable[str]) -> str:
    return SEPARATOR.join(sorted(set(names)))
