"""Who says what: the source chain that speaks at each token, the innermost claimant first and the outermost last."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.analyse.frames import frames
from marsad.analyse.reading import Reading
from marsad.analyse.reports import Report
from marsad.analyse.speakers import MEDIA, Speaker, letters, quote_of, source_of
from marsad.analyse.voices import Unnamed
from marsad.model.claim import Said
from marsad.text.sentences import Sentence
from marsad.text.tokens import Token

Chain = tuple[Said, ...]
OWN: Chain = ()

_WORD = re.compile(r"[^\W\d_]+|\d+")
_WEAK_WORDS = frozenset({"the", "of", "and", "for", "al", "news", "agency", "arabic", "arabia", "network", "channel"})
_OPENERS = "«“„‹‘"
_CLOSERS = "»”›’"
_STRAIGHT = '"'
_HOUSES = frozenset({"ngo", "un", "monitor", "medical", "civil-defence"})
_OUTLETS = MEDIA - {"monitor"}
_LONGEST_RUN = 2


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

    last: Chain = OWN
    carried: Chain = OWN
    sentences: int = 0
    paragraph: int = -1


class _Attributor:
    """Walks through the frames of a document in order, remembering who spoke."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.context = reading.context
        self.tokens = reading.tokens
        self.outlet = _words(reading.document.outlet or "")
        self.chains: list[Chain] = [OWN] * len(self.tokens)
        self.rules: list[str] = ["own-voice"] * len(self.tokens)
        self.spoken: list[tuple[Speaker, Chain]] = []
        self.memory = _Memory()
        self.quotations = list(_quotations(reading))

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
                self._forward(report, sentence)
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
            return OWN
        if found and found[0].kind == "voice" and found[0].cue.start <= sentence.start + 1:
            return OWN
        return OWN if self._opens_with_time(sentence) else self.memory.carried

    def _opens_with_time(self, sentence: Sentence) -> bool:
        """Say whether a sentence opens with a time of its own: the outlet tells of another day."""
        heads = range(sentence.start, min(sentence.start + 2, sentence.end))
        return any(self.context.chart.at(token, "when") for token in heads)

    def _in_quotation(self, token: int) -> bool:
        start = self.tokens[token].start
        return any(opens < start < closes for opens, closes in self.quotations)

    def _fill(self, start: int, end: int, chain: Chain, rule: str) -> None:
        self.chains[start:end] = [chain] * (end - start)
        self.rules[start:end] = [rule if chain else "own-voice"] * (end - start)

    def _voice(self, report: Report, sentence: Sentence) -> None:
        self._fill(report.start, sentence.end, OWN, "own-voice")
        self.memory.carried = OWN

    # --- frames that open what follows

    def _forward(self, report: Report, sentence: Sentence) -> None:
        chain = self._own(report)
        self._remember(report, chain)
        closing = self._closing(report, sentence)
        if report.weak and not report.open:
            return
        end = closing if report.weak and closing else sentence.end
        self._fill(report.start, end, chain, report.kind)
        self.memory.carried = chain if report.open and not closing else OWN
        self.memory.sentences = 0

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
        closes = next((closes for opens, closes in self.quotations if start - 2 <= opens <= start), None)
        if closes is None or closes > end + 2:
            return None
        return bisect.bisect_left(self.tokens, closes, key=_start)

    def _own(self, report: Report) -> Chain:
        """Give the chain of a frame by itself; one without a known speaker keeps the last, a toll that 'says' is the outlet's."""
        if not report.backward and report.speakers and all(_refers(speaker) == "toll" for speaker in report.speakers):
            return OWN
        inner = self._resolved(report.speakers)
        if inner is None:
            inner = self.memory.last
        told = self._resolved(report.relays) or OWN
        return self._without_outlet((*inner, *(said for said in told if said not in inner)))

    def _remember(self, report: Report, chain: Chain) -> None:
        if chain or report.speakers:
            self.memory.last = chain
        self.spoken += [(speaker, self._said(speaker)) for speaker in report.relays]
        self.spoken += [(speaker, chain) for speaker in report.speakers]

    # --- frames that close what stands before

    def _backward(self, report: Report, sentence: Sentence, reach: int) -> int:
        around = self.chains[report.start]
        own = self._own(report)
        chain = self._nested(own, around, report)
        if not around:
            self._remember(report, own)
        else:
            self.spoken += [(speaker, chain) for speaker in report.speakers]
            self._pass_on(report, around, chain)
        start, end = self._extent(report, sentence, reach)
        self._fill(start, end, chain, report.kind)
        if report.cue.category == "recall":
            self._recall(sentence, chain)
        return end

    def _pass_on(self, report: Report, around: Chain, chain: Chain) -> None:
        """Let an outlet that passes on a speech stand behind its speaker from here on."""
        if _passes_on(report) and self.memory.last == around:
            self.memory.last = chain
            self.spoken = [(speaker, chain if spoken == around else spoken) for speaker, spoken in self.spoken]

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
        if not around:
            return (reach, sentence.end) if report.start >= reach else (report.start, report.end)
        start = reach
        while start > sentence.start and self.chains[start - 1] == around and _passes_on(report):
            start -= 1
        return start, report.end

    def _recall(self, sentence: Sentence, chain: Chain) -> None:
        """Give what stands before 'this came in …' to its speaker, as far as the outlet told it."""
        token = sentence.start - 1
        title = self.reading.document.title
        while token >= 0 and not self.chains[token] and not (title and self.tokens[token].start < title.end):
            self.chains[token], self.rules[token] = chain, "recall"
            token -= 1

    # --- who it is

    def _resolved(self, speakers: Sequence[Speaker]) -> Chain | None:
        """Give the chain of some speakers; None where they only point back to nobody known."""
        found: list[Said] = []
        for speaker in speakers:
            chain = self._antecedent(speaker) or self._said(speaker)
            found += [said for said in chain if said not in found]
        return tuple(found) if found or any(_is_correspondent(speaker) for speaker in speakers) else None

    def _said(self, speaker: Speaker) -> Chain:
        source = None if _is_correspondent(speaker) or _is_paper(speaker) else source_of(speaker, self.context)
        return (Said(source, quote_of(speaker, self.context)),) if source else OWN

    def _antecedent(self, speaker: Speaker) -> Chain:
        """Give the chain of the earlier speaker that a definite noun or a bare surname points back to."""
        if speaker.node is None and speaker.name:
            return self._by_name(speaker)
        if speaker.node and speaker.node.category == "actor-anaphor":
            return self._by_source(speaker)
        noun = speaker.anaphor or _unqualified(speaker)
        if noun is None:
            return self._by_name(speaker) if speaker.name else OWN
        if not noun.definite and noun.refers == "source":
            return self._same_kind()
        for earlier, chain in reversed(self.spoken):
            if chain and self._points_to(speaker, noun, earlier):
                return chain if noun.refers != "outlet" else self._outlets(chain)
        return self.memory.last if noun.refers == "source" and noun.bare else OWN

    def _same_kind(self) -> Chain:
        """Give the chain that 'a source' belongs to: of the sources who spoke last, if any did."""
        earlier, chain = self.spoken[-1] if self.spoken else (None, OWN)
        return chain if earlier and earlier.noun and earlier.noun.refers == "source" else OWN

    def _points_to(self, speaker: Speaker, noun: Unnamed, earlier: Speaker) -> bool:
        """Say whether a definite noun can mean a speaker named before; a house shares its noun with the one meant."""
        if noun.refers != "organisation":
            return _can_mean(noun, earlier)
        head = self.tokens[speaker.start].form
        return any(head.endswith(self.tokens[token].form) for token in range(earlier.start, earlier.end)) or (
            noun.bare and earlier.kind in _HOUSES and "generic" in noun.noun
        )

    def _by_source(self, speaker: Speaker) -> Chain:
        """Give the earlier link of the group that a head such as 'the organisation' means, for the sake of its letters."""
        wanted = source_of(speaker, self.context)
        chains = (chain for _, chain in reversed(self.spoken) if chain and chain[0].source == wanted)
        return next(chains, OWN)

    def _by_name(self, speaker: Speaker) -> Chain:
        wanted = set(self._name(speaker).split())
        for earlier, chain in reversed(self.spoken):
            if chain and wanted <= set(self._name(earlier).split()):
                return chain
        return OWN

    def _name(self, speaker: Speaker) -> str:
        return letters(speaker.name or (speaker.start, speaker.end), self.context)

    @staticmethod
    def _outlets(chain: Chain) -> Chain:
        return tuple(said for said in chain if said.source.kind in MEDIA)[:1] or chain

    def _without_outlet(self, chain: Iterable[Said]) -> Chain:
        """Leave out the outlet itself."""
        return tuple(said for said in chain if not self._is_outlet(said))

    def _is_outlet(self, said: Said) -> bool:
        name = _words(said.source.name)
        if not self.outlet or not name:
            return False
        if name == self.outlet or _initials(said.source.name) in self.outlet:
            return True
        return said.source.kind in MEDIA and (name <= self.outlet or self.outlet <= name)


def _can_mean(noun: Unnamed, earlier: Speaker) -> bool:
    """Say whether a definite noun can mean a speaker named before."""
    if noun.refers in ("statement", "toll"):
        return True
    if noun.refers == "outlet":
        return earlier.kind in MEDIA
    other = earlier.noun
    if noun.refers == "person":
        return bool(earlier.name) or (other is not None and other.refers == "person")
    return other is not None and other.refers == noun.refers and _agrees(noun, other)


def _agrees(noun: Unnamed, other: Unnamed) -> bool:
    """Say whether what is said of the later does not go beyond the earlier."""
    return set(noun.kinds) <= set(other.kinds) and (not noun.state or noun.state == other.state)


def _passes_on(report: Report) -> bool:
    """Say whether a frame names outlets only: they pass on all that the speaker says."""
    return report.kind == "according" and all(speaker.kind in _OUTLETS for speaker in report.speakers)


def _unqualified(speaker: Speaker) -> Unnamed | None:
    """Give the noun of 'a source' of whom no more is said: one of those named before, if any were."""
    noun = speaker.noun
    return noun if noun and noun.refers == "source" and noun.bare and not speaker.house else None


def _is_correspondent(speaker: Speaker) -> bool:
    return speaker.node is not None and speaker.node.category == "correspondent"


def _is_paper(speaker: Speaker) -> bool:
    return speaker.anaphor is not None and speaker.anaphor.refers in ("statement", "toll")


def _refers(speaker: Speaker) -> str:
    return speaker.anaphor.refers if speaker.anaphor else ""


def _start(token: Token) -> int:
    return token.start


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.casefold())) - _WEAK_WORDS


def _initials(name: str) -> str:
    """Give the initials that a body of several words goes by."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper()).casefold()
    return initials if len(initials) > 1 else name


def _quotations(reading: Reading) -> Iterator[tuple[int, int]]:
    """Give the source offsets of quotations within paragraphs; an unclosed one runs to the paragraph's end."""
    text = reading.document.text
    opened: int | None = None
    for match in re.finditer(f"[{_OPENERS}{_CLOSERS}{_STRAIGHT}\n]", text):
        mark = match[0]
        if mark in _OPENERS or (mark == _STRAIGHT and opened is None):
            opened = match.start() if opened is None else opened
        elif opened is not None:
            yield opened, match.start()
            opened = None
    if opened is not None:
        yield opened, len(text)
