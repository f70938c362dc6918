"""Reporting frames: a word that says, who speaks by it, whom they told, and where what is said begins."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

from marsad.analyse.reports import FrameKind, Frames, Report
from marsad.analyse.speakers import MEDIA, STATES, Speaker, SpeakerReader
from marsad.rules.chart import Chart, Node
from marsad.rules.context import Context
from marsad.text.letters import QUOTES
from marsad.text.sentences import Sentence

_REACH = 26
_GAP = 10
_TOLD_REACH = 6
_LEAD = 4
_BREAKS = ("say", "harm")


def frames(context: Context) -> Frames:
    """Give the reporting frames of a document, read once."""
    return _frames(context.chart, _Once(context))


class _Once:
    """Carries a context past the cache, which looks at the chart alone: charts are compared by identity."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=1)
def _frames(chart: Chart, once: _Once) -> Frames:
    found = tuple(sorted(FrameReader(once.context).read(), key=lambda report: report.cue.start))
    return Frames(found, {report.cue.start: report for report in found})


class FrameReader:
    """Reads the frames of one document: each cue with what stands around it in its sentence."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.chart = context.chart
        self.tokens = context.tokens
        self.words = SpeakerReader(context)
        self.reached = 0
        self.starts = [sentence.start for sentence in context.sentences]
        self.by_category: Mapping[str, Callable[[Node], Report | None]] = {
            "say": self._say,
            "according": self._according,
            "as-said": self._as_said,
            "own-words": self._own_words,
            "recall": self._recall,
            "scripture": _nothing,
            "voice": self._plain,
            "turn": self._opening,
            "background": self._opening,
            "enumerator": self._opening,
        }

    def read(self) -> Iterator[Report]:
        """Give every frame; a cue within another's phrase of words is not read again."""
        cues = [node for category in self.by_category for node in self.chart.of(category)]
        reached = 0
        for cue in sorted(cues, key=lambda node: (node.start, -node.end)):
            report = self.by_category[cue.category](cue) if cue.start >= reached else None
            if report is not None:
                reached = max(report.cue.end, cue.end)
                self.reached = max(reached, *(speaker.end for speaker in (*report.speakers, *report.relays)), 0)
                yield report
            elif cue.category == "scripture":
                reached = cue.end
        for sentence in self.context.sentences:
            headline = self._headline(sentence)
            if headline is not None:
                yield headline

    def sentence(self, token: int) -> Sentence:
        """Give the sentence of a token."""
        return self.context.sentences[bisect.bisect_right(self.starts, token) - 1]

    # --- verbs

    def _say(self, cue: Node) -> Report | None:
        """'X said (to Y) that …', 'X quoted Y', 'X, in Z, said …', 'he added …'."""
        if self._unsaid(cue) or cue.suffix or cue.feature("person") == "1":
            return None
        report = self._said(cue)
        return None if report and report.speakers and not report.open and self._relative(cue) else report

    def _relative(self, cue: Node) -> bool:
        """Say whether the verb describes a noun: 'the truce which X announced'."""
        return any(
            node.end == cue.start and node.feature("kind") == "relative"
            for node in self._near(cue.start, ("function",))
        )

    def _said(self, cue: Node) -> Report | None:
        stop = self.sentence(cue.start).end
        if cue.feature("needs") == "nobody":
            content, is_open = self._content(cue.end, stop)
            return Report("continues", cue, cue.start, cue.end, content, open=is_open)
        speakers, after = self._speakers(cue.end, stop)
        relays: tuple[Speaker, ...] = ()
        if cue.feature("kind") == "relays":
            inner, after = self._relayed(after, stop)
            speakers, relays = (inner, speakers or self._subjects(cue)) if inner else (speakers, ())
        content, is_open = self._content(after, stop)
        if _unknown(speakers) and not (cue.feature("needs") or self._relative(cue) or self._subjects(cue)):
            speakers, after = self._stranger(cue.end, content if is_open else stop, is_open)
        report = Report(_kind(cue), cue, cue.start, after, content, speakers, relays, is_open)
        report = replace(report, relays=(*relays, *self._told(report, stop)), weak=cue.feature("weak") == "yes")
        if not speakers:
            return self._without_speaker(report)
        accepted = self._accepted(report)
        return replace(accepted, open=False) if accepted and cue.feature("needs") == "construct" else accepted

    def _unsaid(self, cue: Node) -> bool:
        return any(node.end == cue.start for node in self._near(cue.start, ("unsaid",)))

    def _near(self, token: int, categories: tuple[str, ...]) -> Iterator[Node]:
        for start in range(max(0, token - 3), token):
            for category in categories:
                yield from self.chart.at(start, category)

    def _accepted(self, report: Report) -> Report | None:
        """Say whether a word with other meanings too is one of saying here."""
        needs = report.cue.feature("needs")
        if needs == "that" and not self._at_once(report):
            return None
        if needs == "speaker" and not report.open and not self._discloses(report):
            return None
        if needs == "from" and not (report.relays or report.open):
            return None
        if needs == "construct" and (report.speakers[0].start != report.cue.end or "al" in report.cue.particles):
            return None
        return report

    def _discloses(self, report: Report) -> bool:
        """Say whether one who speaks by trade is named, or 'about' follows: others write letters and reveal faces."""
        speaks = any(_by_trade(speaker) for speaker in report.speakers)
        return speaks or self.words.longest(report.end, ("from",)) is not None

    def _without_speaker(self, report: Report) -> Report | None:
        """Find the speaker before the verb, or keep the one who spoke last."""
        needs = report.cue.feature("needs")
        if needs == "construct":
            return None
        subjects = self._subjects(report.cue)
        if subjects:
            return self._accepted(replace(report, speakers=subjects, start=subjects[0].start))
        if needs and not self._at_once(report):
            return None
        at = self.words.skip(report.cue.end, self.sentence(report.cue.start).end)
        if not report.open and at < len(self.tokens) and not self.words.ends_phrase(at):
            return None
        return replace(report, kind="continues")

    def _at_once(self, report: Report) -> bool:
        """Say whether the clause or quotation follows right behind the speaker, or the verb."""
        at = self.words.skip(report.end, self.sentence(report.cue.start).end)
        return report.open and (bool(self.words.longest(at, ("that", "colon"))) or report.content == at)

    def _subjects(self, cue: Node) -> tuple[Speaker, ...]:
        """Give the speakers that open the sentence or clause before its verb: 'X, in Z, said'."""
        if "wa" in cue.particles:
            return ()
        first = max(self.sentence(cue.start).start, self.reached)
        heads = [
            *range(first, min(first + _LEAD, cue.start)),
            *self._clause_heads(max(first, cue.start - _GAP), cue.start),
        ]
        for head in heads:
            speakers, after = self._speakers(head, cue.start)
            if speakers and self._clear(after, cue.start):
                return speakers
        return ()

    def _clause_heads(self, start: int, stop: int) -> Iterator[int]:
        for token in range(start, stop):
            turn = self.words.longest(token, ("barrier", "turn"))
            if turn or self.words.comma(token):
                yield turn.end if turn else token + 1

    def _clear(self, start: int, stop: int) -> bool:
        """Say whether no other statement stands between a subject and its verb."""
        if not 0 <= stop - start <= _GAP:
            return False
        return not any(self.words.longest(token, (*_BREAKS, "that")) for token in range(start, stop))

    # --- speakers

    def _speakers(self, token: int, stop: int, tied: bool = False) -> tuple[tuple[Speaker, ...], int]:
        """Give the speakers named from a token on, joined by 'and', and the token after them."""
        token = self.words.skip(token, stop)
        first = self.words.speaker(token, stop, tied)
        if first is None:
            return (), token
        found = [first]
        while (joined := self._joined(found[-1].end, stop)) is not None:
            found.append(joined)
        return tuple(found), found[-1].end

    def _joined(self, token: int, stop: int) -> Speaker | None:
        if token < stop and self.words.comma(token):
            token += 1
        lone = self.words.longest(token, ("function",)) if token < stop else None
        if lone and lone.feature("kind") == "and":
            return self.words.speaker(lone.end, stop)
        speaker = self.words.speaker(token, stop)
        return speaker if speaker and speaker.node and speaker.node.particles[:1] == ("wa",) else None

    def _relayed(self, token: int, stop: int) -> tuple[tuple[Speaker, ...], int]:
        """Give those whom a relay quotes: 'from X'."""
        at = self.words.skip(token, stop)
        links = (self.words.longest(near, ("from",)) for near in range(at, min(stop, at + _LEAD)))
        link = next(filter(None, links), None)
        if link is None:
            return (), token
        speakers, after = self._speakers(link.end, stop)
        return (speakers, after) if speakers else self._stranger(link.end, stop, sure=True)

    def _stranger(self, token: int, stop: int, sure: bool) -> tuple[tuple[Speaker, ...], int]:
        """Give somebody unknown; where no clause follows (not `sure`), only one whose office stands behind the name."""
        at = self.words.skip(token, stop)
        if at >= stop or self._opens_quotation(at):
            return (), at
        person = self.words.stranger(at, stop)
        if person is not None and person.end == at + 1 < stop and self._opens_quotation(person.end):
            return (), at
        if person is not None and (sure or self.words.longest(person.end, ("unnamed",))):
            return (person,), person.end
        phrase = self.words.phrase(at, stop) if sure else None
        return ((phrase,), phrase.end) if phrase else ((), at)

    def _told(self, report: Report, stop: int) -> Iterator[Speaker]:
        """Give the outlets that were told: 'to X', 'in an interview with X'."""
        last = report.content if report.open else min(stop, report.end + _TOLD_REACH)
        taken = {token for speaker in (*report.speakers, *report.relays) for token in range(speaker.start, speaker.end)}
        token = report.cue.end
        while token < last:
            outlet = None if token in taken else self._outlet(token)
            if outlet is not None:
                yield outlet
            token = outlet.end if outlet else token + 1

    def _outlet(self, token: int) -> Speaker | None:
        node = self.words.longest(token, ("source", "unnamed"))
        if node is None or node.suffix or not self._is_told(node):
            return None
        speaker = self.words.speaker(token, len(self.tokens), tied=True)
        if speaker is None or speaker.kind not in MEDIA:
            return None
        noun = speaker.noun
        return speaker if noun is None or speaker.name or (noun.refers == "media" and not noun.definite) else None

    def _is_told(self, node: Node) -> bool:
        before = self.words.longest(node.start - 1, ("to", "say")) if node.start else None
        return "li" in node.particles or (before is not None and (before.category == "to" or bool(before.suffix)))

    def _content(self, token: int, stop: int) -> tuple[int, bool]:
        """Give the token where what is said begins, and whether a clause or quotation opens there."""
        for at in range(token, min(stop, token + _REACH)):
            if self.words.longest(at, ("according", "as-said")):
                continue
            marker = self.words.longest(at, ("that", "colon"))
            if marker is not None:
                return marker.end, True
            if self._opens_quotation(at) and not self.words.longest(at, ("source", "actor")):
                return at, True
            if self.words.longest(at, _BREAKS):
                break
        return token, False

    def _opens_quotation(self, token: int) -> bool:
        start = self.tokens[token].start
        return start > 0 and self.context.document.text[start - 1] in QUOTES

    # --- according to

    def _according(self, cue: Node) -> Report | None:
        """'According to X': known speakers only, for much else is done according to something."""
        stop = self.sentence(cue.start).end
        speakers, after = self._speakers(cue.end, stop, tied=True)
        if not speakers:
            return None
        report = Report(_kind(cue), cue, cue.start, after, after, speakers, backward=True)
        return replace(report, relays=tuple(self._told(report, stop)))

    def _as_said(self, cue: Node) -> Report | None:
        """'As X said'; 'X also said that …' is spelled with the same word, and is no more than the verb."""
        verb = self.words.longest(self.words.skip(cue.end, self.sentence(cue.start).end), ("say",))
        if verb is None:
            return None
        said = self._claimed(verb)
        if cue.feature("kind") == "also" and (said.open or cue.start == self.sentence(cue.start).start):
            return None
        kind: FrameKind = "according" if said.speakers else "continues"
        return replace(said, kind=kind, cue=_widened(cue, verb), start=cue.start, open=False, backward=True)

    def _claimed(self, verb: Node) -> Report:
        """Read a verb behind 'as': it needs no more to be one of saying, and its speaker stands behind it."""
        stop = self.sentence(verb.start).end
        speakers, after = self._speakers(verb.end, stop)
        _, is_open = self._content(after, stop)
        if not speakers:
            speakers, after = self._stranger(verb.end, stop, sure=True)
        report = Report("according", verb, verb.start, after, after, speakers, (), is_open)
        return replace(report, relays=tuple(self._told(replace(report, open=False), stop)))

    def _own_words(self, cue: Node) -> Report:
        return Report("continues", cue, cue.start, cue.end, cue.end, backward=True)

    def _recall(self, cue: Node) -> Report | None:
        """'This came in a statement of X': the sentences before are X's."""
        stop = self.sentence(cue.start).end
        inner = self.words.longest(cue.end, ("as-said", "according")) if cue.end < stop else None
        if inner is not None:
            within = self._according(inner) if inner.category == "according" else self._as_said(inner)
            return replace(within, cue=cue, start=cue.start) if within else None
        link = self.words.longest(cue.end, ("on-behalf",)) if cue.end < stop else None
        speakers, after = self._speakers(link.end, stop) if link else ((), cue.end)
        return Report("according", cue, cue.start, after, after, speakers, backward=True) if speakers else None

    # --- the outlet

    def _plain(self, cue: Node) -> Report:
        return Report(_kind(cue), cue, cue.start, cue.end, cue.end)

    def _opening(self, cue: Node) -> Report | None:
        """Words that count at the head of a sentence only."""
        return self._plain(cue) if cue.start <= self.sentence(cue.start).start + 1 else None

    def _headline(self, sentence: Sentence) -> Report | None:
        """'X: five killed' at the head of a sentence."""
        speaker = self.words.speaker(sentence.start, sentence.end)
        if speaker is None or speaker.end >= sentence.end or not _heads(speaker):
            return None
        colon = self.words.longest(speaker.end, ("colon",))
        if colon is None:
            return None
        return Report("says", colon, sentence.start, colon.end, colon.end, (speaker,), open=True)


def _heads(speaker: Speaker) -> bool:
    """Say whether a speaker may stand before a colon: no state (a place), nobody pointed back to, no 'agencies'."""
    if speaker.anaphor or (speaker.node and speaker.node.category in STATES):
        return False
    return speaker.noun is None or speaker.noun.refers != "outlet" or speaker.name is not None


def _unknown(speakers: Sequence[Speaker]) -> bool:
    """Say whether nobody was read, or no more than the first word of a longer phrase."""
    return not speakers or (not speakers[0].closed and speakers[0].noun is not None and _points(speakers[0]))


def _points(speaker: Speaker) -> bool:
    noun = speaker.noun
    if noun is None or speaker.house or speaker.name:
        return False
    return noun.refers == "statement" or (noun.definite and noun.refers in ("person", "organisation"))


def _nothing(cue: Node) -> Report | None:
    """Read no frame: scripture is quoted, not reported."""
    return None


def _by_trade(speaker: Speaker) -> bool:
    """Say whether a speaker is a source by trade: a named one that is no group, or sources, witnesses, media."""
    if speaker.noun is not None:
        house = speaker.house is not None and speaker.house.category == "source"
        return house or speaker.noun.refers in ("source", "people", "media", "outlet", "report")
    return speaker.node is not None and speaker.node.category == "source"


def _kind(cue: Node) -> FrameKind:
    return cast(FrameKind, cue.feature("kind") or "says")


def _widened(cue: Node, verb: Node) -> Node:
    """Join 'as' and its verb to one cue."""
    span = cue.span.join(verb.span)
    return replace(cue, end=verb.end, span=span, parts=(cue, verb), suffix=verb.suffix)
