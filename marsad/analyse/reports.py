"""What a reporting frame is, once it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from marsad.analyse.speakers import Speaker
from marsad.rules.chart import Node

FrameKind = Literal["says", "according", "relays", "continues", "voice"]


@dataclass(frozen=True, slots=True)
class Report:
    """One reporting frame, in tokens: its cue, the phrase `[start, end)` that ties a speech to speakers, its content.

    `open` says that a clause or quotation follows, so that the sentence after it may still be the speaker's; `backward`
    that the frame closes what stands before it; `relays` are those who were told or pass it on; `weak` is an opinion.
    """

    kind: FrameKind
    cue: Node
    start: int
    end: int
    content: int
    speakers: tuple[Speaker, ...] = ()
    relays: tuple[Speaker, ...] = ()
    open: bool = False
    backward: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Frames:
    """The reporting frames of a document in the order of the text, and each by the token at which its cue begins."""

    reports: tuple[Report, ...]
    by_cue: Mapping[int, Report]
