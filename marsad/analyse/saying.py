"""Words of saying: who speaks by them, whom they told, and where what is said begins."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from marsad.analyse.phrases import SpeakerReader
from marsad.analyse.reports import FrameKind, Report
from marsad.analyse.speakers import MEDIA, Speaker
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.text.letters import QUOTES
from marsad.text.sentences import Sentence

_REACH = 26
_GAP = 10
_TOLD_REACH = 6
_LEAD = 4
_BREAKS = ("say", "harm")
_TURNS = frozenset(("according", "as-said", "that", "colon", *_BREAKS))
_TWOFOLD = ("that", "speaker", "from")


class SayingReader:
    """Reads the frames that a word of saying makes, with what stands around it in its sentence."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.chart = context.chart
        self.tokens = context.tokens
        self.words = SpeakerReader(context)
        self.reached = 0
        self.starts = [sentence.start for sentence in context.sentences]

    def sentence(self, token: int) -> Sentence:
        """Give the sentence of a token."""
        return self.context.sentences[bisect.bisect_right(self.starts, token) - 1]

    def say(self, cue: Node) -> Report | None:
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
            content, is_open = self.content_at(cue.end, stop)
            return Report("continues", cue, cue.start, cue.end, content, open=is_open)
        speakers, after = self.speakers_at(cue.end, stop)
        relays: tuple[Speaker, ...] = ()
        if cue.feature("kind") == "relays":
            inner, after = self._relayed(after, stop)
            inner = inner or self._meant(cue, after)
            speakers, relays = (inner, speakers or self._subjects(cue)) if inner else (speakers, ())
        content, is_open = self.content_at(after, stop)
        if _unknown(speakers) and not (_agreeing(cue) or self._relative(cue) or self._subjects(cue)):
            speakers, after = self.stranger_at(cue.end, content if is_open else stop, is_open)
        report = Report(kind_of(cue), cue, cue.start, after, content, speakers, relays, is_open)
        told, weak = tuple(self.told_by(report, stop)), cue.feature("weak") == "yes"
        if told or weak:
            report = replace(report, relays=(*relays, *told), weak=weak)
        if not speakers:
            return self._without_speaker(report)
        accepted = self._accepted(report)
        if accepted and cue.feature("needs") == "construct":
            return replace(accepted, open=False)
        return replace(accepted, open=False, weak=True) if accepted and self._owns(accepted, stop) else accepted

    def _owns(self, report: Report, stop: int) -> bool:
        """Say whether a speaker claims a deed: what is told of the deed behind it is the outlet's."""
        at = self.words.skip(report.end, stop)
        return at < stop and self.words.longest(at, ("owning",)) is not None

    def _unsaid(self, cue: Node) -> bool:
        aside = any(node.end > cue.start for node in self._near(cue.start, ("filler",)))
        return aside or any(node.end == cue.start for node in self._near(cue.start, ("unsaid",)))

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
        if needs == "construct" and (report.speakers[0].start != report.cue.end or not self._announces(report)):
            return None
        return report

    def _announces(self, report: Report) -> bool:
        """Say whether a noun of saying tells of what was said: not the noun by itself, nor 'in order to reveal'."""
        first = report.speakers[0]
        paper = first.noun is not None and first.noun.refers == "outlet"
        return {"al", "li"}.isdisjoint(report.cue.particles) and not paper

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
            speakers, after = self.speakers_at(head, cue.start)
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

    def speakers_at(self, token: int, stop: int, tied: bool = False) -> tuple[tuple[Speaker, ...], int]:
        """Give the speakers named from a token on, joined by 'and', and the token after them."""
        token = self.words.skip(token, stop)
        found = self._first(token, stop, tied)
        if not found:
            return (), token
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

    def _first(self, token: int, stop: int, tied: bool) -> list[Speaker]:
        """Give the speaker named from a token on, as two where two kinds share the noun."""
        at = self.words.longest(token, ("self",)) if token < stop else None
        first = self.words.speaker(at.end if at else token, stop, tied)
        second = self.words.alike(first, first.end) if first and first.end < stop else None
        return [speaker for speaker in (first, second) if speaker]

    def _relayed(self, token: int, stop: int) -> tuple[tuple[Speaker, ...], int]:
        """Give those whom a relay quotes: 'from X'."""
        at = self.words.skip(token, stop)
        links = (self.words.longest(near, ("from",)) for near in range(at, min(stop, at + _LEAD)))
        link = next(filter(None, links), None)
        if link is None:
            return (), token
        speakers, after = self.speakers_at(link.end, stop)
        return (speakers, after) if speakers else self.stranger_at(link.end, stop, sure=True)

    def _meant(self, cue: Node, after: int) -> tuple[Speaker, ...]:
        """Give him whom a relay quotes as one named before: 'X quoted him'."""
        found = (self.words.longest(token, ("from-him",)) for token in range(cue.end, after))
        return tuple(Speaker(node.start, node.end, node) for node in found if node)[:1]

    def stranger_at(self, token: int, stop: int, sure: bool) -> tuple[tuple[Speaker, ...], int]:
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

    def told_by(self, report: Report, stop: int) -> Iterator[Speaker]:
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
        if node is None or node.suffix or not self._istold_by(node):
            return None
        speaker = self.words.speaker(token, len(self.tokens), tied=True)
        if speaker is None or speaker.kind not in MEDIA:
            return None
        noun = speaker.noun
        return speaker if noun is None or speaker.name or (noun.refers == "media" and not noun.definite) else None

    def _istold_by(self, node: Node) -> bool:
        before = self.words.longest(node.start - 1, ("to", "say")) if node.start else None
        return "li" in node.particles or (before is not None and (before.category == "to" or bool(before.suffix)))

    def content_at(self, token: int, stop: int) -> tuple[int, bool]:
        """Give the token where what is said begins, and whether a clause or quotation opens there."""
        for at in range(token, min(stop, token + _REACH)):
            quotation = self._opens_quotation(at)
            if not quotation and self.chart.beginning(at).isdisjoint(_TURNS):
                continue
            if self.words.longest(at, ("according", "as-said")):
                continue
            marker = self.words.longest(at, ("that", "colon"))
            if marker is not None:
                return marker.end, True
            if quotation and not self.words.longest(at, ("source", "actor")):
                return at, True
            broken = self.words.longest(at, _BREAKS)
            if broken is not None and broken.feature("needs") not in _TWOFOLD:
                break
        return token, False

    def _opens_quotation(self, token: int) -> bool:
        start = self.tokens[token].start
        return start > 0 and self.context.document.text[start - 1] in QUOTES


def _agreeing(cue: Node) -> bool:
    """Say whether nobody unknown is to be expected behind a word: a plural verb has its subject in it or before it."""
    return cue.feature("number") == "many" or bool(cue.feature("needs"))


def _unknown(speakers: Sequence[Speaker]) -> bool:
    """Say whether nobody was read, or no more than the first word of a longer phrase."""
    return not speakers or (not speakers[0].closed and speakers[0].noun is not None and _points(speakers[0]))


def _points(speaker: Speaker) -> bool:
    noun = speaker.noun
    if noun is None or speaker.house or speaker.name:
        return False
    return noun.refers == "statement" or (noun.definite and noun.refers in ("person", "organisation"))


def _by_trade(speaker: Speaker) -> bool:
    """Say whether a speaker is a source by trade: a named one that is no group, or sources, witnesses, media."""
    if speaker.noun is not None:
        house = speaker.house is not None and speaker.house.category == "source"
        return house or speaker.noun.refers in ("source", "people", "media", "outlet", "report")
    return speaker.node is not None and speaker.node.category == "source"


def kind_of(cue: Node) -> FrameKind:
    """Give what a word of saying does: say, go on, pass on, close."""
    return cast(FrameKind, cue.feature("kind") or "says")
