"""Names that no lexicon knows: runs of unknown words behind an office, a title or a word of saying."""

from __future__ import annotations

from marsad.analyse.speakers import MEDIA, Speaker
from marsad.analyse.words import ADJECTIVES, BOUNDS, KNOWN, WordReader
from marsad.rules.chart import Node

_ADVERBIAL = "\u0627"
_ARTICLE = "\u0627\u0644"
HOUSES = ("source", "actor", "force-group", "actor-anaphor")
_LONGEST_PHRASE = 8
LONGEST_NAME = 6
_PLACES = ("place-phrase", "place")


class NameReader(WordReader):
    """Reads names, and phrases of which no more is known than the words."""

    def holder(self, token: int, stop: int, titled: bool) -> tuple[int, int] | None:
        """Give the name of who holds an office, behind it or behind what describes it: 'of the city', 'Afghan'."""
        if self.known_person(token):
            return self._apposition(token, stop, titled)
        described = self._described(token, stop)
        name = self._apposition(described, stop, titled)
        return name or (self._apposition(token, stop, titled) if described > token else None)

    def _described(self, token: int, stop: int) -> int:
        """Step over the adjectives and the place of an office, and a house of one word that no lexicon knows."""
        link = self.longest(token, ("on-behalf",)) if token + 1 < stop else None
        if link and link.end < stop and self.tokens[link.end].form.startswith(_ARTICLE):
            token = link.end if self.longest(link.end, _PLACES) else link.end + 1
        accredited = self.longest(token, ("accredited",)) if token + 1 < stop else None
        whom = self.longest(accredited.end, (*HOUSES, *_PLACES)) if accredited else None
        at = token = whom.end if whom else token
        while at < min(stop, token + LONGEST_NAME):
            adjective, place = self.longest(at, ADJECTIVES), self.longest(at, _PLACES)
            if adjective is not None and {"al"}.issuperset(adjective.particles):
                at = adjective.end
            elif place is not None and (at == token or "bi" in place.particles or self._in(at - 1)):
                at = place.end
            elif self._in(at) and at + 1 < stop and self.longest(at + 1, _PLACES):
                at += 1
            else:
                break
        return at

    def _in(self, token: int) -> bool:
        """Say whether a place may be named behind a token: behind 'in' or another place."""
        return self.longest(token, ("on-behalf", "nationality")) is not None

    def known_person(self, token: int) -> Node | None:
        """Give the name of a person whom the lexicon knows."""
        node = self.longest(token, ("source",))
        return node if node and node.feature("person") and not node.particles else None

    def _apposition(self, token: int, stop: int, titled: bool) -> tuple[int, int] | None:
        """Give the name behind an office: behind a comma, behind a title, or of two words and more."""
        start = token + 1 if token < stop and self.comma(token) else token
        known = self.known_person(start) if start < stop else None
        if known is not None:
            return start, known.end
        title = self.longest(start, ("unnamed",)) if start < stop else None
        if title and title.value.noun.get("title"):
            start, titled = title.end, True
        end = self.run(start, stop)
        if end == start + 1 and not titled and not self._surname(start, stop):
            return None
        return (start, end) if end > start else None

    def _surname(self, token: int, stop: int) -> bool:
        """Say whether a lone unknown word can be a name: nothing goes on with it, and it has no article."""
        article = self.tokens[token].form.startswith(_ARTICLE)
        after = token + 1
        return not article and (after >= stop or (self.ends_phrase(after) and not self.longest(after, ("from",))))

    def ends_phrase(self, token: int) -> bool:
        """Say whether the phrase that names a speaker can't go on with a token."""
        if self.tokens[token].kind != "word" or self.quoted(token):
            return True
        if self.longest(token, BOUNDS):
            return not self._name_word(token, first=True)
        outlet = self.longest(token, ("source",))
        return outlet is not None and "li" in outlet.particles and outlet.feature("kind") in MEDIA

    def phrase(self, token: int, stop: int) -> Speaker | None:
        """Give a speaker of whom no more is known than the words, up to where the phrase must end."""
        end = token
        while end < min(stop, token + _LONGEST_PHRASE) and not self.ends_phrase(end):
            end += 1
        if end == token or (end == token + 1 and self.tokens[token].form.endswith(_ADVERBIAL)):
            return None
        inner = (self.longest(at, HOUSES) for at in range(token, end))
        return Speaker(token, end, None, next(filter(None, inner), None), (token, end))

    def run(self, token: int, stop: int) -> int:
        """Give the end of a run of words that no lexicon knows: a proper name."""
        end = token
        last = min(stop, token + LONGEST_NAME)
        while end < last and self._nameish(end, end == token) and not (end > token and self.quoted(end)):
            end += 1
        return end

    def _nameish(self, token: int, first: bool) -> bool:
        """Say whether a word may be part of a proper name; surnames are nouns for people, first names are not."""
        if self.tokens[token].kind != "word":
            return False
        if self._name_word(token, first):
            return True
        return not any(
            not node.suffix and (node.category in KNOWN or (first and node.category == "people"))
            for node in self.at(token)
        )

    def _name_word(self, token: int, first: bool) -> bool:
        """Say whether a word that means something else too is a name here, behind another or by its very letters."""
        node = self.longest(token, ("name-word",))
        if node is None:
            return False
        asked = node.feature("as")
        return asked in self.context.document.quote(node.span).text if asked else not first

    def stranger(self, token: int, stop: int) -> Speaker | None:
        """Give a person whom no lexicon knows, named by a run of unknown words; no single adverb."""
        end = self.run(token, stop)
        if end == token or (end == token + 1 and self.tokens[token].form.endswith(_ADVERBIAL)):
            return None
        return Speaker(token, end, None, None, (token, end))
