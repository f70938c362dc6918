"""A second reader at work: a report is sent in parts, and each answer is held against the report before anything is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from marsad.analyse.reading import Reading
from marsad.model.opinion import ActOpinion, Grounded, HarmOpinion, Heard, Opinion, Refusal, counted
from marsad.opinion import prompt
from marsad.opinion.answer import answer
from marsad.opinion.asking import Endpoint, Pause, Poster, ask, request
from marsad.opinion.grounding import ground
from marsad.opinion.locating import Window
from marsad.opinion.windows import text_of, windows

_PATIENCE = 3


@dataclass(slots=True)
class Patience:
    """How long a reader that does not answer is asked on: not at all if it never did, else for three reports in a row."""

    heard: int = 0
    silent: int = 0

    def is_over(self, *, answered: bool) -> bool:
        """Note whether a report was answered, and say whether it is time to give up."""
        self.heard += answered
        self.silent = 0 if answered else self.silent + 1
        return not answered and (self.heard == 0 or self.silent == _PATIENCE)


@dataclass(frozen=True, slots=True)
class Reader:
    """A model that is asked, through what, and how to wait when it is busy."""

    endpoint: Endpoint
    post: Poster
    pause: Pause

    @property
    def name(self) -> str:
        """Name the reader, as the record does."""
        return self.endpoint.name

    @property
    def prompt(self) -> str:
        """Name what it is asked."""
        return prompt.version()

    def opinion(self, reading: Reading) -> Opinion:
        """Ask about a report that was read; a reader that does not answer is an `OpinionError`."""
        heard: list[Heard] = []
        for portion, window in windows(reading):
            heard.append(_new(self._heard(portion, window), heard))
        return Opinion(reading.document.id, self.name, self.prompt, reading.knowledge, tuple(heard))

    def _heard(self, reading: Reading, window: Window) -> Heard:
        body = request(self.endpoint, text_of(reading, window), reading.document.published)
        said = ask(self.post, self.endpoint, body, self.pause)
        return Heard(hashlib.sha256(body).hexdigest(), said, ground(answer(said), reading, window))


def _new(one: Heard, before: list[Heard]) -> Heard:
    """Leave out what the part before said already of the sentences that both have."""
    known: set[HarmOpinion | ActOpinion] = set()
    for heard in before:
        known.update(heard.grounded.harms, heard.grounded.acts)
    told = one.grounded
    harms = tuple(each for each in told.harms if each not in known)
    acts = tuple(each for each in told.acts if each not in known)
    times = len(told.harms) + len(told.acts) - len(harms) - len(acts)
    twice = (Refusal("claim", "twice", times),) if times else ()
    return replace(one, grounded=Grounded(harms, acts, counted((*told.refused, *twice))))
