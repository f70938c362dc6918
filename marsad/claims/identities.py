"""Who a speaker is: by its own words, or as one who spoke before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from marsad.analyse.reading import Reading
from marsad.analyse.speakers import MEDIA, Speaker, letters, quote_of, source_of
from marsad.analyse.voices import Unnamed
from marsad.model.claim import Said

Chain = tuple[Said, ...]
OWN: Chain = ()

_WORD = re.compile(r"[^\W\d_]+|\d+")
_WEAK_WORDS = frozenset({"the", "of", "and", "for", "al", "news", "agency", "arabic", "arabia", "network", "channel"})
_HOUSES = frozenset({"ngo", "un", "monitor", "medical", "civil-defence"})


class Identities:
    """Remembers who spoke, and tells whom the next speaker means."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.context = reading.context
        self.tokens = reading.tokens
        self.outlet = _words(reading.document.outlet or "")
        self.last: Chain = OWN
        self.spoken: list[tuple[Speaker, Chain]] = []

    def resolved(self, speakers: Sequence[Speaker]) -> Chain | None:
        """Give the chain of some speakers; None where they only point back to nobody known."""
        found: list[Said] = []
        for speaker in speakers:
            chain = self.last if _is_he(speaker) else self._antecedent(speaker) or self.said(speaker)
            found += [said for said in chain if said not in found]
        return tuple(found) if found or any(_is_correspondent(speaker) for speaker in speakers) else None

    def said(self, speaker: Speaker) -> Chain:
        """Give the chain of a speaker by its own words."""
        source = None if _is_correspondent(speaker) or _is_paper(speaker) else source_of(speaker, self.context)
        return (Said(source, quote_of(speaker, self.context)),) if source else OWN

    def _antecedent(self, speaker: Speaker) -> Chain:
        """Give the chain of the earlier speaker that a definite noun or a bare surname points back to."""
        if speaker.node is None and speaker.name:
            return self._by_name(speaker)
        if speaker.node and speaker.node.category == "actor-anaphor":
            return self._by_head(speaker) or self._by_source(speaker)
        noun = speaker.anaphor or _unqualified(speaker)
        if noun is None:
            return self._by_name(speaker) if speaker.name else OWN
        if not noun.definite and noun.refers == "source":
            return self._same_kind()
        for earlier, chain in reversed(self.spoken):
            if chain and self._points_to(speaker, noun, earlier):
                return chain if noun.refers != "outlet" else self._outlets(chain)
        return self.last if noun.refers == "source" and noun.bare else OWN

    def _same_kind(self) -> Chain:
        """Give the chain that 'a source' belongs to: of the sources who spoke last, if any did."""
        earlier, chain = self.spoken[-1] if self.spoken else (None, OWN)
        return chain if earlier and earlier.noun and earlier.noun.refers == "source" else OWN

    def _points_to(self, speaker: Speaker, noun: Unnamed, earlier: Speaker) -> bool:
        """Say whether a definite noun can mean a speaker named before; a house shares its noun with the one meant."""
        if noun.refers != "organisation":
            return _can_mean(noun, earlier)
        return self._shares_head(speaker, earlier) or (noun.bare and earlier.kind in _HOUSES and "generic" in noun.noun)

    def _shares_head(self, speaker: Speaker, earlier: Speaker) -> bool:
        head = self.tokens[speaker.start].form
        return any(head.endswith(self.tokens[token].form) for token in range(earlier.start, earlier.end))

    def _by_head(self, speaker: Speaker) -> Chain:
        """Give the earlier speaker whose name has the noun that now stands for it: 'the organisation'."""
        chains = (chain for earlier, chain in reversed(self.spoken) if chain and self._shares_head(speaker, earlier))
        return next(chains, OWN)

    def _by_source(self, speaker: Speaker) -> Chain:
        """Give the earlier link of the group that a head such as 'the organisation' means, for the sake of its letters."""
        wanted = source_of(speaker, self.context)
        chains = (chain for _, chain in reversed(self.spoken) if chain and chain[0].source == wanted)
        return next(chains, OWN)

    def _by_name(self, speaker: Speaker) -> Chain:
        wanted = set(self._name(speaker).split())
        for earlier, chain in reversed(self.spoken):
            if chain and wanted <= set(self._name(earlier).split()):
                return chain
        return OWN

    def _name(self, speaker: Speaker) -> str:
        return letters(speaker.name or (speaker.start, speaker.end), self.context)

    @staticmethod
    def _outlets(chain: Chain) -> Chain:
        return tuple(said for said in chain if said.source.kind in MEDIA)[:1] or chain

    def without_outlet(self, chain: Iterable[Said]) -> Chain:
        """Leave out the outlet itself."""
        return tuple(said for said in chain if not self._is_outlet(said))

    def _is_outlet(self, said: Said) -> bool:
        name = _words(said.source.name) if self.outlet else None
        if not name:
            return False
        if name == self.outlet or _initials(said.source.name) in self.outlet:
            return True
        return said.source.kind in MEDIA and (name <= self.outlet or self.outlet <= name)


def _can_mean(noun: Unnamed, earlier: Speaker) -> bool:
    """Say whether a definite noun can mean a speaker named before."""
    if noun.refers in ("statement", "toll"):
        return True
    if noun.refers == "outlet":
        return earlier.kind in MEDIA
    other = earlier.noun
    if noun.refers == "person":
        return (bool(earlier.name) and not noun.many) or (other is not None and other.refers == "person")
    return other is not None and other.refers == noun.refers and _agrees(noun, other)


def _agrees(noun: Unnamed, other: Unnamed) -> bool:
    """Say whether what is said of the later does not go beyond the earlier."""
    return set(noun.kinds) <= set(other.kinds) and (not noun.state or noun.state == other.state)


def _unqualified(speaker: Speaker) -> Unnamed | None:
    """Give the noun of 'a source' of whom no more is said: one of those named before, if any were."""
    noun = speaker.noun
    return noun if noun and noun.refers == "source" and noun.bare and not speaker.house else None


def _is_he(speaker: Speaker) -> bool:
    return speaker.node is not None and speaker.node.category == "from-him"


def _is_correspondent(speaker: Speaker) -> bool:
    return speaker.node is not None and speaker.node.category == "correspondent"


def _is_paper(speaker: Speaker) -> bool:
    return speaker.anaphor is not None and speaker.anaphor.refers in ("statement", "toll")


def refers(speaker: Speaker) -> str:
    """Give what a speaker that points back can mean."""
    return speaker.anaphor.refers if speaker.anaphor else ""


@lru_cache(maxsize=1024)
def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.casefold())) - _WEAK_WORDS


@lru_cache(maxsize=1024)
def _initials(name: str) -> str:
    """Give the initials that a body of several words goes by."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper()).casefold()
    return initials if len(initials) > 1 else name
