"""Clauses: the stretches of a sentence within which a word of harm or act looks for its parties, time and place."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from marsad.claims.scene import AND, Scene
from marsad.model.mention import Mention
from marsad.model.value import Link, Modality, Stance
from marsad.rules.chart import Node
from marsad.text.sentences import Sentence

_STOPS = "؛;"
_SHORTEST = 3
_STANCE_REACH = 7


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `[start, end)` of one sentence."""

    start: int
    end: int
    sentence: Sentence

    @property
    def is_part(self) -> bool:
        """Say whether there is more of its sentence around it."""
        return self.start > self.sentence.start or self.end < self.sentence.end

    def holds(self, token: int) -> bool:
        """Say whether a token stands in the clause."""
        return self.start <= token < self.end


def clauses(scene: Scene, sentence: Sentence) -> list[Clause]:
    """Split a sentence at its clause links and semicolons; very short pieces stay with what follows."""
    return scene.once(_of_report)[sentence.index]


def _of_report(scene: Scene) -> dict[int, list[Clause]]:
    return {sentence.index: _split(scene, sentence) for sentence in scene.reading.sentences}


def _split(scene: Scene, sentence: Sentence) -> list[Clause]:
    links = scene.within("link", sentence.start, sentence.end)
    cuts = {m.tokens[0] for m in links if parts_clauses(scene, m)}
    cuts |= {
        node.start for node in scene.functions(sentence.start, sentence.end, "in") if _opens_elsewhere(scene, node)
    }
    stops = scene.once(_stops)
    cuts |= set(stops[bisect_left(stops, sentence.start + 1) : bisect_left(stops, sentence.end + 1)])
    starts = [sentence.start]
    for cut in sorted(cuts):
        if cut - starts[-1] >= _SHORTEST and sentence.end - cut >= _SHORTEST:
            starts.append(cut)
    ends = [*starts[1:], sentence.end]
    return [Clause(start, end, sentence) for start, end in zip(starts, ends, strict=True)]


def _stops(scene: Scene) -> list[int]:
    """Give the tokens behind the semicolons of the report."""
    return [token.index + 1 for token in scene.tokens if token.form in _STOPS]


def _opens_elsewhere(scene: Scene, node: Node) -> bool:
    """Say whether 'and in' before a place turns to another place, behind a comma."""
    return AND in node.particles and node.end in scene.at["place"] and scene.mark(node.start - 1, "،,")


def parts_clauses(scene: Scene, mention: Mention) -> bool:
    """Say whether a link opens a clause; before a place it only says where ('amid the city')."""
    opens = isinstance(mention.value, Link) and mention.value.kind == "clause"
    return opens and mention.tokens[1] not in scene.at["place"] and mention.tokens[0] not in scene.at["place"]


def stance(scene: Scene, clause: Clause, token: int) -> str:
    """Give how sure the words before a token of the clause are: a modality kind, or `asserted`.

    A modality that is spent on another deed before the token does not reach it.
    """
    before = scene.within("modality", clause.start, token)
    near = [m for m in before if token - m.tokens[1] < _STANCE_REACH and not _is_closed(scene, m, token)]
    kinds = [m.value.kind for m in near if isinstance(m.value, Modality) and not _is_spent(scene, m, token)]
    return ("denied" if "denied" in kinds else kinds[-1]) if kinds else "asserted"


def _is_closed(scene: Scene, modality: Mention, token: int) -> bool:
    """Say whether something is denied ahead of a comma, so that what 'also' adds behind it is not."""
    links = scene.within("link", modality.tokens[1], token)
    also = any(isinstance(m.value, Link) and m.value.kind == "also" for m in links)
    return also and isinstance(modality.value, Modality) and modality.value.kind == "denied"


def _is_spent(scene: Scene, modality: Mention, token: int) -> bool:
    signs = [*scene.within("harm", modality.tokens[1], token), *scene.within("act", modality.tokens[1], token)]
    return any(sign.tokens[1] < token - 1 for sign in signs)


def as_stance(kind: str) -> Stance | None:
    """Turn a modality into the stance of a claim; None where nothing is claimed to have happened."""
    stances: dict[str, Stance] = {"asserted": "asserted", "hedged": "hedged", "denied": "denied"}
    return stances.get(kind)
