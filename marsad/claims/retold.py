"""Deaths in the outlet's own voice that a source retells: 'a leader was killed … an official said that he was killed'."""

from __future__ import annotations

from marsad.claims.attribution import Attribution
from marsad.claims.casualties import Casualty
from marsad.claims.event import Event
from marsad.claims.scene import Scene
from marsad.model.claim import Said
from marsad.model.value import HarmSign
from marsad.text.sentences import Sentence

_LEAD = 2
_REACH = 4


def take_sources(scene: Scene, attribution: Attribution, found: list[Event], made: list[Casualty]) -> None:
    """Give what title and lead tell of one person whoever retells it next; of several he would give a number."""
    for casualty in made:
        alone = casualty.count.low == casualty.count.high == 1 and casualty.parent is None and not casualty.period
        if alone and casualty.draft.sentence.paragraph < _LEAD and not casualty.sources:
            casualty.sources = _retold_by(scene, attribution, found, made, casualty)


def _retold_by(
    scene: Scene, attribution: Attribution, found: list[Event], made: list[Casualty], casualty: Casualty
) -> tuple[Said, ...]:
    last = max([casualty.draft.sentence.index, *(new.draft.sentence.index for new in casualty.tellings)])
    for sentence in scene.reading.sentences[last + 1 : last + 1 + _REACH]:
        told = _told(scene, attribution, sentence, casualty.draft.outcome)
        if told:
            return told if _is_same(scene, found, made, casualty, sentence) else ()
    return ()


def _told(scene: Scene, attribution: Attribution, sentence: Sentence, outcome: str) -> tuple[Said, ...]:
    """Give who tells in a sentence of the same outcome."""
    for sign in scene.within("harm", sentence.start, sentence.end):
        if isinstance(sign.value, HarmSign) and sign.value.outcome == outcome:
            return attribution.at(sign.tokens[0])
    return ()


def _is_same(scene: Scene, found: list[Event], made: list[Casualty], casualty: Casualty, sentence: Sentence) -> bool:
    """Say whether a sentence tells of no other event and gives no other number."""
    here = [e for e in found if any(sentence.start <= act.tokens[0] < sentence.end for act in e.told)]
    if here and casualty.event not in here:
        return False
    others = (c for c in made if c is not casualty and c.draft.sentence == sentence)
    return all(c.draft.outcome != casualty.draft.outcome or c.count.low is None for c in others)
