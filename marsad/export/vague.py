"""Numbers that are words: what ACLED counts for 'tens' and 'hundreds'."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.knowledge.crosswalk import Crosswalk
from marsad.model.claim import HarmClaim
from marsad.text.fold import fold_word


def vague_number(harms: Iterable[HarmClaim], crosswalk: Crosswalk) -> int | None:
    """Give the least number that the table has for a word in the claims of people killed; None where no word of it is there."""
    words = {fold_word(word): int(number) for word, number in crosswalk.maps["vague"].values.items()}
    found = [
        words[word]
        for claim in harms
        if claim.outcome == "killed" and claim.count.qualifier == "vague" and claim.statement.stance != "denied"
        for word in map(fold_word, f"{claim.number.text} {claim.figure.text}".split())
        if word in words
    ]
    return min(found, default=None)
