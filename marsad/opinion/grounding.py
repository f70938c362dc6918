"""A second reader's claims held against the report: only letters that stand there, read by our own rules, are taken.

What is refused is counted under a closed list of reasons. A claim whose core (number and word of harm, or word for an act) does not
hold is refused whole; letters for when, where and who that do not hold are left out of a claim that does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar, cast, get_args

from marsad.analyse.reading import Reading
from marsad.claims.clauses import as_stance, clauses, stance
from marsad.claims.comparing import FINENESS
from marsad.claims.quantity import Quantity, quantities
from marsad.claims.scene import Scene
from marsad.knowledge.acttypes import act_types
from marsad.model.claim import Victims, When
from marsad.model.mention import Dimension, Mention
from marsad.model.opinion import (
    ActOpinion,
    Circumstances,
    Grounded,
    HarmOpinion,
    Part,
    Reason,
    Refusal,
    Somebody,
    Speaker,
    Spot,
    counted,
)
from marsad.model.span import Quote
from marsad.model.value import ActorRef, HarmSign, Outcome, People, PlaceRef, SourceRef, TimeRange
from marsad.opinion.answer import ActSaid, Answer, HarmSaid, Said
from marsad.opinion.locating import MOST_SENTENCES, Finder, Run, Window, settle

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_CORES: Mapping[str, tuple[Part, ...]] = {"harm": ("number", "harm"), "act": ("act",)}
_DETAILS: tuple[Part, ...] = ("victims", "when", "where", "by", "against", "source")
Runs = dict[str, Run]
Value = TypeVar("Value")


class _Refused(Exception):  # noqa: N818  not an error: a claim that is not taken
    """A claim that is refused whole."""

    def __init__(self, part: Part, reason: Reason) -> None:
        super().__init__(part, reason)
        self.refusal = Refusal(part, reason)


def ground(said: Answer, reading: Reading, window: Window) -> Grounded:
    """Hold an answer against the part of a report that it is about: a pure function of the three."""
    grounder = _Grounder(reading, window)
    harms: dict[HarmOpinion, None] = {}
    acts: dict[ActOpinion, None] = {}
    for each in said.said:
        try:
            one = grounder.claim(each)
        except _Refused as refused:
            grounder.refusals.append(refused.refusal)
            continue
        kept: dict[HarmOpinion, None] | dict[ActOpinion, None] = harms if isinstance(one, HarmOpinion) else acts
        if one in kept:
            grounder.refusals.append(Refusal("claim", "twice"))
        kept[one] = None  # type: ignore[index]  # harms among the harms, acts among the acts
    return Grounded(tuple(harms), tuple(acts), counted([*said.refused, *grounder.refusals]))


class _Grounder:
    """Grounds the claims of one answer, and notes what it refuses."""

    def __init__(self, reading: Reading, window: Window) -> None:
        self.scene = Scene(reading)
        self.finder = Finder(reading, window)
        self.refusals: list[Refusal] = []
        self._quantities: dict[int, list[Quantity]] = {}

    def claim(self, said: Said) -> HarmOpinion | ActOpinion:
        """Ground one claim."""
        runs = self._placed(said)
        return self._harm(said, runs) if isinstance(said, HarmSaid) else self._act(said, runs)

    def _placed(self, said: Said) -> Runs:
        """Find where the letters of a claim stand; of several places that which lies nearest to its others."""
        core = _CORES[said.kind]
        found: dict[str, list[Run]] = {}
        for part in (*core, *_DETAILS):
            letters = getattr(said, part, None)
            places = self._places(part, letters) if letters else []
            if places:
                found[part] = places
            elif part in core:
                raise _Refused(*self._last())
        chosen = settle(self.finder, found, core)
        if not chosen:
            raise _Refused("claim", "ambiguous")
        self.refusals += [Refusal(cast(Part, part), "ambiguous") for part, run in chosen.items() if run is None]
        return {part: run for part, run in chosen.items() if run is not None}

    def _last(self) -> tuple[Part, Reason]:
        """Take back the last refusal: it is the claim's."""
        last = self.refusals.pop()
        return last.part, last.reason

    def _places(self, part: Part, letters: str) -> list[Run]:
        found = [] if self.finder.is_long(letters) else self.finder.find(letters)
        short = [run for run in found if self._sentences(run) <= MOST_SENTENCES]
        if not short:
            self.refusals.append(Refusal(part, "long" if found or self.finder.is_long(letters) else "absent"))
        return short

    def _sentences(self, run: Run) -> int:
        first, last = self.finder.sentence(run)
        return last - first + 1

    def _harm(self, said: HarmSaid, runs: Runs) -> HarmOpinion:
        if said.outcome not in OUTCOMES:
            raise _Refused("claim", "not-listed")
        quantity = self._quantity(runs["number"])
        word = self._harm_word(runs["harm"], said.outcome)
        self._has_happened("harm", word.tokens[0])
        self._has_happened("number", quantity.start)
        at, about = (quantity.start, quantity.end), word.tokens
        if abs(self.finder.sentence(at)[0] - self.finder.sentence(about)[0]) >= MOST_SENTENCES:
            raise _Refused("claim", "apart")
        return HarmOpinion(
            self._evidence(at, about),
            said.outcome,
            quantity.count,
            quantity.number,
            quantity.figure,
            word.quote,
            self._victims(quantity, runs.get("victims")),
            said.scope,
            self._circumstances(runs),
        )

    def _act(self, said: ActSaid, runs: Runs) -> ActOpinion:
        kind = next((each for each, listed in act_types().items() if said.type in listed), None)
        if kind is None:
            raise _Refused("claim", "not-listed")
        words = self._mentions("act", runs["act"])
        if not words:
            raise _Refused("act", "no-act")
        self._has_happened("act", words[0].tokens[0])
        against = self._somebody(runs, "against")
        evidence = self._evidence(words[0].tokens, words[0].tokens)
        return ActOpinion(evidence, kind, said.type, words[0].quote, against, self._circumstances(runs))

    def _has_happened(self, part: Part, token: int) -> None:
        """Refuse what our rules read at a token as denied, threatened, planned, supposed or a habit: an answer has no place to say so."""
        told = next(each for each in clauses(self.scene, self.scene.sentence(token)) if each.holds(token))
        if as_stance(stance(self.scene, told, token)) in (None, "denied"):
            raise _Refused(part, "contradicted")

    def _quantity(self, run: Run) -> Quantity:
        """Give the people that our rules count in some letters: just one number of them."""
        span = self.finder.quote(run).span
        found = [each for each in self._counted(run) if each.figure.span.overlaps(span)]
        if len(found) != 1:
            raise _Refused("number", "several-numbers" if found else "no-number")
        return found[0]

    def _counted(self, run: Run) -> Iterator[Quantity]:
        first, last = self.finder.sentence(run)
        for index in range(first, last + 1):
            if index not in self._quantities:
                sentence = self.scene.reading.sentences[index]
                self._quantities[index] = quantities(self.scene, sentence.start, sentence.end)
            yield from self._quantities[index]

    def _harm_word(self, run: Run, outcome: str) -> Mention:
        """Give the word of harm in some letters; one that names another outcome contradicts what the reader says."""
        words = self._mentions("harm", run)
        if not words:
            raise _Refused("harm", "no-harm")
        told = (each for each in words if isinstance(each.value, HarmSign) and each.value.outcome == outcome)
        word = next(told, None)
        if word is None:
            raise _Refused("harm", "contradicted")
        return word

    def _mentions(self, dimension: Dimension, run: Run) -> list[Mention]:
        found = {each.tokens: each for token in range(*run) if (each := self.scene.at[dimension].get(token))}
        return list(found.values())

    def _evidence(self, one: Run, other: Run) -> Quote:
        sentences = self.scene.reading.sentences
        numbers = [*self.finder.sentence(one), *self.finder.sentence(other)]
        return self.finder.quote((sentences[min(numbers)].start, sentences[max(numbers)].end))

    def _victims(self, quantity: Quantity, run: Run | None) -> Victims:
        """Say who was counted: what our rules read in the letters that the reader gives, or else beside the number."""
        named = self._values("people", People, run)
        noun, quote = named[0] if named else (quantity.sort, quantity.people.quote if quantity.people else None)
        status = noun.status if noun else "unknown"
        return Victims(
            quote or quantity.words,
            status,
            noun.demographic if noun else None,
            quantity.actor,
            quantity.actor_quote,
        )

    def _circumstances(self, runs: Runs) -> Circumstances:
        return Circumstances(
            self._when(runs.get("when")),
            self._where(runs.get("where")),
            self._somebody(runs, "by"),
            self._speaker(runs.get("source")),
        )

    def _when(self, run: Run | None) -> When | None:
        found = self._values("time", TimeRange, run)
        if run is not None and not found:
            self.refusals.append(Refusal("when", "no-time"))
        return When(*found[0]) if found else None

    def _where(self, run: Run | None) -> Spot | None:
        """Give the narrowest place of some letters ('the village of A in the countryside of B')."""
        if run is None:
            return None
        found = self._values("place", PlaceRef, run)
        if not found:
            return Spot(self.finder.quote(run), None)
        place, quote = min(found, key=lambda each: FINENESS[each[0].precision])
        return Spot(quote, place)

    def _somebody(self, runs: Runs, part: Part) -> Somebody | None:
        run = runs.get(part)
        if run is None:
            return None
        found = self._values("actor", ActorRef, run)
        return Somebody(found[0][1], found[0][0]) if found else Somebody(self.finder.quote(run), None)

    def _speaker(self, run: Run | None) -> Speaker | None:
        """Give the source of some letters; a force that speaks for itself is one."""
        if run is None:
            return None
        for source, quote in self._values("source", SourceRef, run):
            return Speaker(quote, source)
        for actor, quote in self._values("actor", ActorRef, run):
            return Speaker(quote, SourceRef(actor.name, actor.id, actor.kind))
        return Speaker(self.finder.quote(run), None)

    def _values(self, dimension: Dimension, kind: type[Value], run: Run | None) -> list[tuple[Value, Quote]]:
        found = self._mentions(dimension, run) if run else []
        return [(each.value, each.quote) for each in found if isinstance(each.value, kind)]
