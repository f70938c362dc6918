"""Many attacks told of at once: the harm of 'those attacks' runs over the time that they were counted over."""

from __future__ import annotations

from marsad.claims.clauses import Clause, clauses
from marsad.claims.scene import Scene
from marsad.claims.scope import Period, counted_over
from marsad.model.mention import Mention
from marsad.model.value import Count
from marsad.text.sentences import Sentence

_MANY = 10
_BACK = 3
_GAP = 2


def campaign(scene: Scene, clause: Clause, token: int) -> Period | None:
    """Give the period that the attacks which a harm at `token` is laid to were told over; None where they are few or one."""
    sentence = clause.sentence
    if _spreads(scene, sentence, token):
        return _told_over(scene, sentence) or Period(None)
    if _counts_attacks(scene, sentence, token):
        return _told_over(scene, sentence) or Period(None)
    named = scene.part_words(sentence.start, token, "many-acts")
    if all(node.start - 1 in scene.at["number"] for node in named):
        return None
    for before in _before(scene, sentence):
        found = _told_over(scene, before)
        if found or _counts_attacks(scene, before, before.end):
            return found or Period(None)
    return None


def _before(scene: Scene, sentence: Sentence) -> list[Sentence]:
    """Give the sentences right before one, the nearest first."""
    return list(reversed(scene.reading.sentences[max(0, sentence.index - _BACK) : sentence.index]))


def _told_over(scene: Scene, sentence: Sentence) -> Period | None:
    found = (counted_over(scene, clause, clause.start) for clause in clauses(scene, sentence))
    return next((period for period in found if period), None)


def _counts_attacks(scene: Scene, sentence: Sentence, end: int) -> bool:
    """Say whether a number of attacks too great for one occasion stands in a sentence before a token."""
    numbers = scene.within("number", sentence.start, min(sentence.end, end))
    return any(_is_great(number) and _is_of_attacks(scene, number) for number in numbers)


def _spreads(scene: Scene, sentence: Sentence, token: int) -> bool:
    """Say whether a harm is laid to attacks on more towns than one occasion reaches ('11 were killed in attacks on 15 towns')."""
    numbers = scene.within("number", token, sentence.end)
    return any(_is_great(number) and number.tokens[1] in scene.telltale["counted-places"] for number in numbers)


def _is_great(number: Mention) -> bool:
    return isinstance(number.value, Count) and (number.value.low or 0) >= _MANY


def _is_of_attacks(scene: Scene, number: Mention) -> bool:
    end = number.tokens[1]
    return bool(scene.part_words(end, end + _GAP, "counted-acts"))
