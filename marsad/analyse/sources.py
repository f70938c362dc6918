"""Sources and frames: who says something, and the words that tie what is said to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from marsad.analyse.frames import frames
from marsad.analyse.reading import DimensionReader
from marsad.analyse.reports import Report
from marsad.analyse.speakers import MEDIA, Speaker, quote_of, source_of
from marsad.analyse.voices import PRODUCTIONS
from marsad.analyse.words import GROUPS
from marsad.model.mention import Derivation, Mention
from marsad.model.value import Frame, SourceRef
from marsad.rules.chart import Node
from marsad.rules.context import Context


def to_source(node: Node, context: Context) -> SourceRef | None:
    """Give the source of a name that can only be one; others are sources where they speak."""
    if not isinstance(node.value, dict) or node.value.get("kind") not in MEDIA:
        return None
    return SourceRef(node.value["name"], node.value.get("id", node.rule), node.value["kind"])


def with_speakers(mentions: list[Mention], context: Context) -> list[Mention]:
    """Add to the named outlets all who speak in a frame, the longer phrase where both stand; groups are actors."""
    spoken = [mention for speaker in _speakers(frames(context).reports) if (mention := _mention(speaker, context))]
    taken = {token for mention in spoken for token in range(*mention.tokens)}
    kept = [mention for mention in mentions if taken.isdisjoint(range(*mention.tokens))]
    return sorted([*spoken, *kept], key=lambda mention: mention.span)


def _speakers(found: Iterable[Report]) -> Iterator[Speaker]:
    """Give each speaker once, the first reading of its words."""
    taken: set[int] = set()
    for report in found:
        for speaker in (*report.speakers, *report.relays):
            tokens = range(speaker.start, speaker.end)
            if taken.isdisjoint(tokens) and not _is_actor(speaker):
                taken.update(tokens)
                yield speaker


def _is_actor(speaker: Speaker) -> bool:
    return speaker.node is not None and speaker.node.category in GROUPS


def _mention(speaker: Speaker, context: Context) -> Mention | None:
    source = source_of(speaker, context)
    if source is None:
        return None
    quote = quote_of(speaker, context)
    parts = tuple(node.derivation() for node in (speaker.node, speaker.house) if node)
    made = Derivation("speaker" if speaker.node else "stranger", quote.span, "speaker", parts)
    return Mention("source", quote, source, made, (speaker.start, speaker.end))


def to_frame(node: Node, context: Context) -> Frame | None:
    """Give the frame of a cue that is one here."""
    report = frames(context).by_cue.get(node.start)
    return Frame(report.kind) if report and report.cue.rule == node.rule else None


def with_verbs(mentions: list[Mention], context: Context) -> list[Mention]:
    """Widen the cues of two words, such as 'as' with its verb."""
    cues = frames(context).by_cue
    return [_widened(mention, cues[mention.tokens[0]].cue, context) for mention in mentions]


def _widened(mention: Mention, cue: Node, context: Context) -> Mention:
    if mention.tokens[1] >= cue.end:
        return mention
    quote = context.document.quote(cue.span)
    return replace(mention, quote=quote, derivation=cue.derivation(), tokens=(cue.start, cue.end))


SOURCES = DimensionReader("source", {"source": 0}, to_source, PRODUCTIONS, with_speakers)
_CUES = ("say", "according", "as-said", "own-words", "recall", "voice", "turn", "enumerator", "colon")
FRAMES = DimensionReader("frame", dict.fromkeys(_CUES, 0), to_frame, resolve=with_verbs)
DIMENSIONS = (SOURCES, FRAMES)
