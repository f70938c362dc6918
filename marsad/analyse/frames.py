"""Reporting frames: the words that say, those that close what was said, and those that give back the outlet's voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

import msgspec

from marsad.analyse.reports import FrameKind, Frames, Report
from marsad.analyse.saying import SayingReader, kind_of
from marsad.analyse.speakers import Speaker
from marsad.analyse.words import STATES
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.text.sentences import Sentence


@lru_cache(maxsize=1)
def frames(context: Context) -> Frames:
    """Give the reporting frames of a document, read once; contexts are compared by identity."""
    found = tuple(sorted(FrameReader(context).read(), key=lambda report: report.cue.start))
    return Frames(found, {report.cue.start: report for report in found})


class FrameReader(SayingReader):
    """Reads the frames of one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.by_category: Mapping[str, Callable[[Node], Report | None]] = {
            "say": self.say,
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

    # --- according to

    def _according(self, cue: Node) -> Report | None:
        """'According to X': known speakers only, for much else is done according to something."""
        stop = self.sentence(cue.start).end
        speakers, after = self.speakers_at(cue.end, stop, tied=True)
        if not speakers:
            return None
        report = Report(kind_of(cue), cue, cue.start, after, after, speakers, backward=True)
        return replace(report, relays=tuple(self.told_by(report, stop)))

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
        speakers, after = self.speakers_at(verb.end, stop)
        _, is_open = self.content_at(after, stop)
        if not speakers:
            speakers, after = self.stranger_at(verb.end, stop, sure=True)
        report = Report("according", verb, verb.start, after, after, speakers, (), is_open)
        return replace(report, relays=tuple(self.told_by(replace(report, open=False), stop)))

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
        speakers, after = self.speakers_at(link.end, stop) if link else ((), cue.end)
        return Report("according", cue, cue.start, after, after, speakers, backward=True) if speakers else None

    # --- the outlet

    def _plain(self, cue: Node) -> Report:
        return Report(kind_of(cue), cue, cue.start, cue.end, cue.end)

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


def _nothing(cue: Node) -> Report | None:
    """Read no frame: scripture is quoted, not reported."""
    return None


def _widened(cue: Node, verb: Node) -> Node:
    """Join 'as' and its verb to one cue."""
    span = cue.span.join(verb.span)
    return msgspec.structs.replace(cue, end=verb.end, letters=span, parts=(cue, verb), suffix=verb.suffix)
