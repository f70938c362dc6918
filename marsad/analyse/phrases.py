"""Whole phrases that name a speaker: a name, a noun with whom it speaks for, an office with who holds it."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from marsad.analyse.actors import to_value as actor_of
from marsad.analyse.names import HOUSES, LONGEST_NAME, NameReader
from marsad.analyse.speakers import MEDIA, PAPERS, Speaker
from marsad.analyse.voices import Unnamed, of_another_kind
from marsad.analyse.words import ADJECTIVES, BOUNDS, GROUPS, NOUNS, SPEAKERS, STATES, TIED
from marsad.rules.chart import Node

_LONGEST_CONSTRUCT = 4
_LONGEST_GAP = 3


class SpeakerReader(NameReader):
    """Reads whole phrases that name speakers, from a token on."""

    def speaker(self, token: int, stop: int, tied: bool = False) -> Speaker | None:
        """Give the speaker that is named from a token on, if the lexicon knows its noun."""
        node = self.longest(token, SPEAKERS, tied) if token < stop else None
        if node is None or node.suffix:
            return None
        if node.category == "correspondent":
            return self._correspondent(node)
        if node.category == "unnamed":
            return self._completed(node, stop)
        if self._names(node):
            return Speaker(node.start, node.end, node)
        noun = self.longest(token, ("unnamed",), tied)
        return self._completed(noun, stop) if noun and not noun.suffix else None

    def alike(self, speaker: Speaker, token: int) -> Speaker | None:
        """Give the second of two kinds that share their noun: 'security and medical sources'."""
        quality = self.longest(token, ADJECTIVES)
        if quality is None or speaker.node is None or speaker.noun is None or speaker.house or speaker.name:
            return None
        noun = of_another_kind(speaker.noun, quality)
        nation = self.longest(quality.end, ("nationality",))
        end = nation.end if nation and {"al"}.issuperset(nation.particles) else quality.end
        if noun is None:
            return None
        node = msgspec.structs.replace(speaker.node, start=token, end=quality.end, letters=quality.span, value=noun)
        return Speaker(token, end, node, closed=self.ends_phrase(end) if end < len(self.tokens) else True)

    def _names(self, node: Node) -> bool:
        return node.category not in GROUPS or node.category in STATES or actor_of(node, self.context) is not None

    def _correspondent(self, node: Node) -> Speaker | None:
        link = self.longest(node.end, ("on-behalf",))
        outlet = self.longest(link.end if link else node.end, ("source",))
        return Speaker(node.start, outlet.end, outlet) if outlet else Speaker(node.start, node.end, node)

    def _completed(self, node: Node, stop: int) -> Speaker:
        """Add to a noun whom it speaks for, and the name of the person or house that it introduces."""
        noun: Unnamed = node.value
        outlet = self._outlet(node, stop) if noun.refers == "outlet" else None
        if outlet is not None:
            return Speaker(node.start, outlet.end, outlet)
        issuer = self._issuer(node, stop) if noun.refers in PAPERS else None
        if issuer is not None:
            return issuer
        end, house = self._extended(node, stop)
        second = self._second_office(end, stop) if noun.noun.get("office") and not house else None
        if second is not None:
            return Speaker(node.start, second.end, node, second.house, second.name, second.closed)
        if noun.introduces and not noun.definite and not house and (end == node.end or noun.refers != "person"):
            end = self.run(end, stop)
        name = (node.start, end) if noun.introduces and not house and end > node.end else None
        if noun.refers == "person" and (noun.definite or noun.noun.get("title") or end > node.end or noun.state):
            name = self.holder(end, stop, bool(noun.noun.get("title"))) or name
        end = max(end, name[1]) if name else end
        known = self.known_person(name[0]) if name and not (house and noun.noun.get("speaks")) else None
        if known is not None:
            house, name = house or known, None
        return Speaker(node.start, end, node, house, name, self._closes(noun, end, stop))

    def _second_office(self, token: int, stop: int) -> Speaker | None:
        """Give the person whose second office is joined to a first: 'director of X and head of Y, NAME'."""
        for at in range(token, min(stop, token + LONGEST_NAME)):
            node = self.longest(at, ("unnamed",))
            if node is not None and "wa" in node.particles and node.value.noun.get("office"):
                person = self._completed(node, stop)
                return person if person.name and person.name[0] > node.start else None
            if self.ends_phrase(at):
                break
        return None

    def _outlet(self, node: Node, stop: int) -> Node | None:
        """Give the name that an outlet's description ends with: 'the official agency of the state, X'."""
        for token in range(node.end, min(stop, node.end + _LONGEST_GAP + 1)):
            name = self.longest(token, ("source",), tied=False)
            if name is not None and name.feature("kind") in MEDIA:
                return name
            if self.longest(token, BOUNDS) or self.tokens[token].kind != "word":
                break
        return None

    def _closes(self, noun: Unnamed, end: int, stop: int) -> bool:
        """Say whether nothing goes on with a phrase that was read; what describes a paper does not."""
        if end >= stop:
            return True
        if noun.refers in PAPERS:
            return self.longest(end, ("on-behalf",)) is None or self.longest(end, ("function",)) is not None
        return self.ends_phrase(end)

    def _extended(self, node: Node, stop: int) -> tuple[int, Node | None]:
        """Step over the nouns that a noun is in construct with, as far as the house that it speaks for."""
        end, complete = node.end, node.value.definite
        if node.value.refers in PAPERS:
            return self._issued(node, stop)
        for _ in range(_LONGEST_CONSTRUCT):
            house = self._house(end, node.value, complete) if end < stop else None
            if house is not None:
                return house.end, house
            more = self._attached(end, node.value, complete) if end < stop else None
            more = more or self._linked(end, stop)
            if more is None:
                return self._within(node, end, stop)
            end, complete = more.end, complete or "al" in more.particles
        return end, None

    def _within(self, node: Node, token: int, stop: int) -> tuple[int, Node | None]:
        """Give the house that an office is in, behind words that no lexicon knows: 'head of the Falcons in the ministry'."""
        for at in range(token + 1, min(stop, token + _LONGEST_GAP + 2) if "office" in node.value.noun else token):
            if self.comma(at) or not (self._nameish(at - 1, first=False) or self.longest(at - 1, ADJECTIVES)):
                break
            house = self._house(at, node.value, complete=True)
            if house is not None:
                return house.end, house
        return token, None

    def _issued(self, node: Node, stop: int) -> tuple[int, Node | None]:
        """Give who issued a paper: 'a statement of X', 'a new toll by X'."""
        for gap in range(_LONGEST_GAP):
            start = node.end + gap
            house = self._house(start, node.value, complete=gap > 0) if start < stop else None
            if house is not None:
                return house.end, house
            if start >= stop or self.comma(start) or self._told(start):
                break
        return node.end, None

    def _told(self, token: int) -> bool:
        """Say whether a token goes on with what a paper says: 'to', 'that'."""
        return bool(self.longest(token, ("to", "that"))) and not self.longest(token, ("on-behalf",))

    def _issuer(self, node: Node, stop: int) -> Speaker | None:
        """Give who issued a paper behind a word of saying with a pronoun: 'a toll that officials announced'."""
        for token in range(node.end, min(stop, node.end + _LONGEST_GAP)):
            said = self.longest(token, ("say",))
            if said is not None:
                inner = self.speaker(said.end, stop) if said.suffix else None
                return replace(self._whole(inner, stop), start=node.start) if inner and not inner.anaphor else None
            link = self.longest(token, ("on-behalf",))
            if link is not None and link.end - link.start > 1 and not self._house(token, node.value, complete=True):
                phrase = self.phrase(link.end, stop)
                return replace(phrase, start=node.start, node=node) if phrase else None
            if self.comma(token):
                break
        return None

    def _whole(self, speaker: Speaker, stop: int) -> Speaker:
        """Give a house with all words that name it, where what was read of it is not all."""
        if speaker.closed or speaker.house or speaker.name or speaker.noun is None or not speaker.noun.introduces:
            return speaker
        phrase = self.phrase(speaker.start, stop)
        return replace(speaker, end=phrase.end, name=phrase.name, closed=True) if phrase else speaker

    def _linked(self, token: int, stop: int) -> Node | None:
        """Give a house or an office without a name behind a preposition: 'in the name of the presidency'."""
        link = self.longest(token, ("on-behalf",)) if token < stop else None
        house = self.longest(link.end, ("unnamed", "force")) if link else None
        return house if house and (house.category == "force" or house.value.introduces) else None

    def _attached(self, token: int, noun: Unnamed, complete: bool) -> Node | None:
        """Give a word that goes on with the phrase: an adjective, or a noun in construct while the phrase is not complete."""
        more = self.longest(token, ADJECTIVES if complete or not noun.introduces else (*ADJECTIVES, *NOUNS))
        if more is None or not {"al"}.issuperset(more.particles) or (more.suffix and more.category in ADJECTIVES):
            return None
        return more if noun.introduces else None

    def _house(self, token: int, noun: Unnamed, complete: bool) -> Node | None:
        """Give whom a noun speaks for: behind it, or behind a preposition; an outlet 'to' which it speaks is not that."""
        link = self.longest(token, ("on-behalf",))
        house = self.longest(token, HOUSES) or (self.longest(link.end, HOUSES) if link else None)
        if house is None or house.suffix or "wa" in house.particles or not self._names(house):
            return None
        told = "li" in house.particles or (link is not None and link.feature("kind") == "to")
        if told and house.feature("kind") in MEDIA and noun.refers not in PAPERS:
            return None
        return None if complete and house.start == token and TIED.isdisjoint(house.particles) else house
