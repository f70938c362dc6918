"""Who says what: the source chain that speaks at each token, the innermost claimant first and the outermost last."""

from __future__ import annotations

import bisect
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.analyse.frames import frames
from marsad.analyse.reading import Reading
from marsad.analyse.reports import Report
from marsad.analyse.speakers import MEDIA
from marsad.claims.identities import OWN, Chain, Identities, refers
from marsad.claims.quotations import quotations
from marsad.text.sentences import Sentence
from marsad.text.tokens import Token

_OUTLETS = MEDIA - {"monitor"}
_LONGEST_RUN = 2
_HEAD = 3
_SHORT = 5
_LIST = 120
_NO_QUOTATION = sys.maxsize, sys.maxsize
_COMMAS = frozenset({",", "\u060c"})
_LISTS = ("statement", "report")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The chain that speaks at each token of a document, and the name of the way in which it was found."""

    chains: tuple[Chain, ...]
    rules: tuple[str, ...]

    def at(self, token: int) -> Chain:
        """Give the chain that speaks at a token; empty where the outlet speaks."""
        return self.chains[token]

    def rule(self, token: int) -> str:
        """Give the name of the way in which the chain at a token was found."""
        return self.rules[token]


def attribute(reading: Reading) -> Attribution:
    """Give, for each token of a document, who says what stands there."""
    return _Attributor(reading).attribution()


@dataclass(slots=True)
class _Memory:
    """Who spoke before: the last chain, all chains, and whether the last speech may run on into the next sentence."""

    carried: Chain = OWN
    sentences: int = 0
    paragraph: int = -1


class _Attributor:
    """Walks through the frames of a document in order, remembering who spoke."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.context = reading.context
        self.tokens = reading.tokens
        self.who = Identities(reading)
        self.chains: list[Chain] = [OWN] * len(self.tokens)
        self.rules: list[str] = ["own-voice"] * len(self.tokens)
        self.memory = _Memory()
        self.turned = -1
        self.quotations = list(quotations(reading))

    def attribution(self) -> Attribution:
        """Fill in sentence by sentence."""
        found = frames(self.context).reports
        place = 0
        for sentence in self.reading.sentences:
            until = place
            while until < len(found) and found[until].cue.start < sentence.end:
                until += 1
            self._sentence(sentence, found[place:until])
            place = until
        return Attribution(tuple(self.chains), tuple(self.rules))

    def _sentence(self, sentence: Sentence, found: Sequence[Report]) -> None:
        base = self._carried(sentence, found)
        self._fill(sentence.start, sentence.end, base, "runs-on")
        self.memory.carried = base if self.memory.sentences < _LONGEST_RUN else OWN
        self.memory.sentences += 1
        self.memory.paragraph = sentence.paragraph
        reach = sentence.start
        opened: Report | None = None
        for report in found:
            if report.kind == "voice":
                self._voice(report, sentence)
            elif not report.backward:
                self._forward(report, sentence, opened)
                opened, reach = report, report.start
            elif opened and opened.open and report.start < opened.content:
                self._within(report, opened, sentence)
            else:
                reach = self._backward(report, sentence, reach)

    def _carried(self, sentence: Sentence, found: Sequence[Report]) -> Chain:
        """Give the chain that runs on into a sentence: of an open quotation, or of reported speech before it."""
        if sentence.start and self._in_quotation(sentence.start):
            return self.chains[sentence.start - 1]
        if sentence.paragraph != self.memory.paragraph:
            return self.chains[sentence.start - 1] if self._sums_up(sentence) else OWN
        if found and found[0].kind == "voice" and found[0].cue.start <= sentence.start + 1:
            return OWN
        return OWN if self._opens_with_time(sentence) else self.memory.carried

    def _opens_with_time(self, sentence: Sentence) -> bool:
        """Say whether a sentence opens with a time of its own: the outlet tells of another day."""
        return self._begins("when", sentence, 2)

    def _sums_up(self, sentence: Sentence) -> bool:
        """Say whether a sentence draws the sum of what was said before it: 'the toll thereby rose'."""
        return sentence.start > 0 and self._begins("thereby", sentence, _HEAD)

    def _begins(self, category: str, sentence: Sentence, head: int) -> bool:
        """Say whether a reading of a category begins in the head of a sentence."""
        begun = self.context.chart.starts(category)
        return bool(begun) and any(
            token in begun for token in range(sentence.start, min(sentence.start + head, sentence.end))
        )

    def _in_quotation(self, token: int) -> bool:
        start = self.tokens[token].start
        before = bisect.bisect_left(self.quotations, (start,)) - 1
        return before >= 0 and start < self.quotations[before][1]

    def _fill(self, start: int, end: int, chain: Chain, rule: str) -> None:
        self.chains[start:end] = [chain] * (end - start)
        self.rules[start:end] = [rule if chain else "own-voice"] * (end - start)

    def _voice(self, report: Report, sentence: Sentence) -> None:
        self._fill(report.start, sentence.end, OWN, "own-voice")
        self.turned = report.start
        self.memory.carried = OWN

    # --- frames that open what follows

    def _forward(self, report: Report, sentence: Sentence, opened: Report | None) -> None:
        chain = self._own(report)
        if opened and opened.open and report.speakers and report.start == opened.content < report.cue.start:
            chain = self._nested(chain, self.chains[report.start], report)
        self._remember(report, chain)
        self._items(report, sentence, chain)
        closing = self._closing(report, sentence)
        if report.weak and not report.open:
            self._fill(report.start, sentence.end if "wa" in report.cue.particles else report.start, OWN, "own-voice")
            return
        end = closing if report.weak and closing else sentence.end
        self._fill(report.start, end, chain, report.kind)
        self.memory.carried = chain if report.open and not closing else OWN
        self.memory.sentences = 0

    def _items(self, report: Report, sentence: Sentence, chain: Chain) -> None:
        """Give what stands between two speeches of one paper to it too: 'the statement says … In March … The statement adds'."""
        if not chain or not any(refers(speaker) in _LISTS for speaker in report.speakers):
            return
        first = max(self.turned, sentence.start - _LIST)
        token = sentence.start - 1
        while token > first and not self.chains[token]:
            token -= 1
        if token > first and self.chains[token] == chain:
            self._fill(token + 1, sentence.start, chain, "runs-on")

    def _within(self, report: Report, opened: Report, sentence: Sentence) -> None:
        """Take in a frame that stands between a verb and what it says: 'the agency said, quoting X, that …'."""
        around = self.chains[report.start]
        chain = self._nested(self._own(report), around, report)
        self._remember(report, chain)
        self._fill(opened.start, sentence.end, chain, report.kind)
        if self.memory.carried:
            self.memory.carried = chain

    def _closing(self, report: Report, sentence: Sentence) -> int | None:
        """Give the token behind a quotation that opens the content and ends within the sentence."""
        if not report.open or report.content >= sentence.end:
            return None
        start, end = self.tokens[report.content].start, self.tokens[sentence.end - 1].end
        first = bisect.bisect_left(self.quotations, (start - 2,))
        opens, closes = self.quotations[first] if first < len(self.quotations) else _NO_QUOTATION
        if opens > start or closes > end + 2:
            return None
        return bisect.bisect_left(self.tokens, closes, key=_start)

    def _own(self, report: Report) -> Chain:
        """Give the chain of a frame by itself; one without a known speaker keeps the last, a toll that 'says' is the outlet's."""
        if not report.backward and report.speakers and all(refers(speaker) == "toll" for speaker in report.speakers):
            return OWN
        inner = self.who.resolved(report.speakers)
        if inner is None:
            inner = self.who.last
        told = self.who.resolved(report.relays) or OWN
        return self.who.without_outlet((*inner, *(said for said in told if said not in inner)))

    def _remember(self, report: Report, chain: Chain) -> None:
        if chain or report.speakers:
            self.who.last = chain
        self.who.spoken += [(speaker, self.who.said(speaker)) for speaker in report.relays]
        self.who.spoken += [(speaker, chain) for speaker in report.speakers]

    # --- frames that close what stands before

    def _backward(self, report: Report, sentence: Sentence, reach: int) -> int:
        around = self.chains[report.start]
        own = self._own(report)
        chain = self._nested(own, around, report)
        if not around:
            self._remember(report, own)
        else:
            self.who.spoken += [(speaker, chain) for speaker in report.speakers]
            self._pass_on(report, around, chain)
        start, end = self._extent(report, sentence, reach)
        self._fill(start, end, chain, report.kind)
        if report.cue.category == "recall":
            self._recall(sentence, chain)
        return end

    def _pass_on(self, report: Report, around: Chain, chain: Chain) -> None:
        """Let an outlet that passes on a speech stand behind its speaker from here on."""
        if _passes_on(report) and self.who.last == around:
            self.who.last = chain
            self.who.spoken = [(speaker, chain if spoken == around else spoken) for speaker, spoken in self.who.spoken]

    def _nested(self, own: Chain, around: Chain, report: Report) -> Chain:
        """Join a frame within another's speech: an outlet passes it on, anybody else is whom the speaker quotes."""
        if not around or {said.source for said in own} <= {said.source for said in around}:
            return around or own
        passed_on = report.kind != "relays" and all(said.source.kind in _OUTLETS for said in own)
        if passed_on and not all(said.source.kind in _OUTLETS for said in around):
            return (*around, *own)
        return (*own, *around)

    def _extent(self, report: Report, sentence: Sentence, reach: int) -> tuple[int, int]:
        """Give the tokens that a closing frame governs: from the last frame to the end of its phrase, or all that follows."""
        if report.start <= sentence.start + 1:
            return report.start, sentence.end
        around = self.chains[report.start]
        relative = self._relative(report, sentence)
        if not around and relative is not None:
            return relative, report.end
        if not around:
            return (reach, sentence.end) if report.start >= reach else (report.start, report.end)
        start = reach
        while start > sentence.start and self.chains[start - 1] == around and _passes_on(report):
            start -= 1
        return start, report.end

    def _relative(self, report: Report, sentence: Sentence) -> int | None:
        """Give the 'that' of a short clause which a frame closes before the sentence goes on: 'raids that X flew, says Y, hit …'."""
        chart = self.context.chart
        aside = all(
            self.tokens[token].form in _COMMAS for token in (report.start - 1, min(report.end, sentence.end - 1))
        )
        if not aside or report.end >= sentence.end - 1:
            return None
        for token in range(report.start - 1, max(sentence.start, report.start - _SHORT) - 1, -1):
            if chart.at(token, "harm"):
                return None
            if any(node.feature("kind") == "relative" for node in chart.at(token, "function")):
                return token
        return None

    def _recall(self, sentence: Sentence, chain: Chain) -> None:
        """Give what stands before 'this came in …' to its speaker, as far as the outlet told it."""
        token = sentence.start - 1
        title = self.reading.document.title
        while token >= 0 and not self.chains[token] and not (title and self.tokens[token].start < title.end):
            self.chains[token], self.rules[token] = chain, "recall"
            token -= 1


def _passes_on(report: Report) -> bool:
    """Say whether a frame names outlets only: they pass on all that the speaker says."""
    return report.kind == "according" and all(speaker.kind in _OUTLETS for speaker in report.speakers)


def _start(token: Token) -> int:
    return token.start
