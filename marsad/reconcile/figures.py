"""What one source says in one report of one outcome and group of people: its parts and wholes settled, nobody counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marsad.model.claim import HarmClaim
from marsad.model.value import ActorRef
from marsad.reconcile.amounts import Amount, amount, either, is_more, together

_ASIDE = ("status", "actor", "demographic")
Kind = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A claim that counts, with its account and the day that it was published, and the independent source that it goes back to.

    `own` is the belligerent that says it of its own deed or losses.
    """

    harm: HarmClaim
    account: str
    voice: int
    published: date | None
    own: ActorRef | None = None

    @property
    def kind(self) -> Kind:
        """Who they were, as far as the claim says: status, group, and sex or age; None where it does not."""
        victims = self.harm.victims
        status = None if victims.status in ("unknown", "mixed") else victims.status
        return (status, victims.actor.name if victims.actor and status != "civilian" else None, victims.demographic)


@dataclass(frozen=True, slots=True)
class Figure:
    """What one source says in one account of one group of people, and the claims that say so."""

    amount: Amount
    claims: tuple[Counted, ...]

    @property
    def account(self) -> str:
        """The account that it stands in."""
        return self.claims[0].account

    @property
    def voice(self) -> int:
        """The independent source that it goes back to."""
        return self.claims[0].voice

    @property
    def published(self) -> date | None:
        """The day that its account was published."""
        return self.claims[0].published

    @property
    def own(self) -> ActorRef | None:
        """The belligerent that says it of its own deed or losses."""
        return next((each.own for each in self.claims if each.own), None)

    @property
    def risen(self) -> bool:
        """Whether the report says that the toll rose to it."""
        return any(each.harm.toll == "risen" for each in self.claims)


def figures(told: Sequence[Counted], picked: Sequence[Counted]) -> list[Figure]:
    """Give what each source says in one account of the people that are picked out of all that are told, all of one outcome.

    A part is not added to its whole, and where one source tells the whole and another a part alone, the part is no figure of its own.
    """
    if len(picked) < 2:
        return [_again(list(picked))] if picked else []
    by_id, members = {each.harm.id: each.harm for each in told}, {each.harm.id for each in picked}
    wholes = [each for each in picked if not _has_whole(each.harm, by_id, members)]
    by_voice: defaultdict[int, list[Counted]] = defaultdict(list)
    for each in wholes:
        if not any(_is_within(each, other) for other in wholes):
            by_voice[each.voice].append(each)
    return [_figure(by_voice[voice]) for voice in sorted(by_voice)]


def _has_whole(part: HarmClaim, by_id: Mapping[str, HarmClaim], members: Collection[str]) -> bool:
    """Say whether the whole of a part, or the whole of that, is counted too."""
    seen, whole = {part.id}, part.part_of
    while whole is not None and whole in by_id and whole not in seen:
        if whole in members:
            return True
        seen.add(whole)
        whole = by_id[whole].part_of
    return False


def _is_within(part: Counted, whole: Counted) -> bool:
    """Say whether another source of the same report tells of more people, of whom these are some."""
    if part.voice == whole.voice or part.kind == whole.kind:
        return False
    narrower = all(b in (None, a) for a, b in zip(part.kind, whole.kind, strict=True))
    return narrower and not is_more(amount(part.harm.count), amount(whole.harm.count))


def _figure(told: Iterable[Counted]) -> Figure:
    by_kind: defaultdict[Kind, list[Counted]] = defaultdict(list)
    for each in told:
        by_kind[each.kind].append(each)
    return _total([(kind, _again(same)) for kind, same in sorted(by_kind.items(), key=lambda pair: str(pair[0]))], 0)


def _again(same: list[Counted]) -> Figure:
    """Take several tellings of the same group of people as one figure, which spans them; people told side by side are added first."""
    if len(same) == 1:
        return Figure(amount(same[0].harm.count), tuple(same))
    sentences: defaultdict[object, list[Counted]] = defaultdict(list)
    for each in same:
        sentences[_sentence(each)].append(each)
    tellings = [telling for told in sentences.values() for telling in _side_by_side(told)]
    return Figure(either(tellings), tuple(sorted(same, key=lambda each: each.harm.id)))


def _side_by_side(told: Iterable[Counted]) -> list[Amount]:
    """Add persons of one sentence to each other and to the one number beside them; several numbers are tellings of their own."""
    people = list(_people(told))
    amounts = [amount(each.harm.count) for each in people]
    return [together(amounts)] if sum(not _is_one(each) for each in people) <= 1 else amounts


def _is_one(told: Counted) -> bool:
    return told.harm.count.low == told.harm.count.high == 1


def _sentence(told: Counted) -> tuple[object, ...]:
    return (told.harm.document, told.harm.statement.evidence.span, told.harm.part_of)


def _people(told: Iterable[Counted]) -> Iterable[Counted]:
    """Give those who are named by words of their own: the same words again are the same people."""
    return {(each.harm.victims.quote.text, each.harm.count): each for each in told}.values()


def _total(kinds: list[tuple[Kind, Figure]], aside: int) -> Figure:
    """Add those who are told apart by status, then by group, then by sex or age; those not told apart are their whole.

    The whole counts where it is no less than its parts; parts that are more than the whole count for themselves. One person told beside
    the parts is no whole of them ('a man and his two daughters').
    """
    if aside == len(_ASIDE):
        return kinds[0][1]
    sides: defaultdict[str | None, list[tuple[Kind, Figure]]] = defaultdict(list)
    for kind, figure in kinds:
        sides[kind[aside]].append((kind, figure))
    totals = {side: _total(told, aside + 1) for side, told in sides.items()}
    whole = totals.pop(None, None)
    if not totals:
        assert whole is not None  # noqa: S101  there is at least one kind
        return whole
    parts = _sum(list(totals.values()))
    if whole and _is_beside(whole, parts):
        return _sum([whole, parts])
    return whole if whole and not is_more(parts.amount, whole.amount) else parts


def _is_beside(person: Figure, others: Figure) -> bool:
    """Say whether one person, of whom less is said, stands in one sentence with others and is none of them."""
    told = {_sentence(each)[:2] for each in others.claims}
    return all(_is_one(each) and each.harm.part_of is None and _sentence(each)[:2] in told for each in person.claims)


def _sum(parts: list[Figure]) -> Figure:
    claims = {claim.harm.id: claim for part in parts for claim in part.claims}
    return Figure(together(part.amount for part in parts), tuple(claims[each] for each in sorted(claims)))
