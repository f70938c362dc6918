"""Those who speak: the whole phrase that names a speaker, and the source that it means."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from marsad.analyse.actors import to_value as actor_of
from marsad.analyse.groups import STATE, named_group, refer_group
from marsad.analyse.voices import Unnamed
from marsad.model.span import Quote, Span
from marsad.model.value import SourceRef
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.text.letters import QUOTES

STATES = ("state-name", "state-capital")
GROUPS = ("actor", "force-group", "actor-anaphor", *STATES)
_SPEAKERS = ("source", "correspondent", *GROUPS, "unnamed")
_HOUSES = ("source", "actor", "force-group", "actor-anaphor")
_TIED = frozenset({"bi", "li", "ka"})
_KNOWN = frozenset(
    (
        *("say", "according", "as-said", "that", "from", "to", "on-behalf", "filler", "function", "unsaid", "negation"),
        *("harm", "act", "unnamed", "source", "actor", "force", "when", "nationality", "source-quality", "link"),
        *("own-words", "voice", "turn", "self", "outlet-tail", "one-of-them", "barrier", "modality"),
    )
)
MEDIA = frozenset({"agency", "newspaper", "broadcaster", "network", "monitor", "media"})
PAPERS = ("statement", "toll", "report")
_COMMAS = frozenset({",", "\u060c"})
_ADJECTIVES = ("nationality", "source-quality")
_NOUNS = ("unnamed", "ministry-short", "force", "people", "place-phrase", "place")
_LONGEST_CONSTRUCT = 4
_LONGEST_GAP = 3
_BOUNDS = frozenset(
    (
        *("that", "colon", "filler", "when", "from", "to", "function", "say", "harm", "self", "according", "as-said"),
        *("own-words", "barrier", "unsaid", "link"),
    )
)
_ALL = tuple(dict.fromkeys((*_SPEAKERS, *sorted(_KNOWN | _BOUNDS), *_ADJECTIVES, *_NOUNS, "name-word")))
_ADVERBIAL = "\u0627"
_ARTICLE = "\u0627\u0644"
_LONGEST_PHRASE = 8
_LONGEST_NAME = 6
_LONGEST_BRACKET = 8


@dataclass(frozen=True, slots=True)
class Speaker:
    """Tokens `[start, end)` that name a speaker: the reading of its noun, whom it speaks for, the person's name.

    `node` is None for somebody the lexicon does not know; `name` is a range of tokens; `closed` says that the phrase
    ends with what was read of it.
    """

    start: int
    end: int
    node: Node | None
    house: Node | None = None
    name: tuple[int, int] | None = None
    closed: bool = True

    @property
    def noun(self) -> Unnamed | None:
        """The noun, where it is no name."""
        return self.node.value if self.node and isinstance(self.node.value, Unnamed) else None

    @property
    def anaphor(self) -> Unnamed | None:
        """The noun, where it can only point back: with the article, and neither a house nor a name behind it."""
        noun = self.noun
        if noun is None or self.house or self.name:
            return None
        return noun if self.closed and (noun.definite or noun.refers in ("statement", "toll")) else None

    @property
    def kind(self) -> str:
        """What kind of source it is."""
        node = self.node if self.noun is None else self.house
        if node is not None and isinstance(node.value, Mapping):
            return str(node.value.get("kind", ""))
        return self.noun.kind if self.noun else ""


def _better(node: Node, best: Node) -> bool:
    """Say whether a reading is longer, or as long without a pronoun written onto it."""
    return (node.end, not node.suffix) > (best.end, not best.suffix)


class SpeakerReader:
    """Reads whole phrases that name speakers, from a token on."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.tokens = context.tokens
        self.at: dict[int, list[Node]] = {}
        for category in _ALL:
            for node in context.chart.of(category):
                self.at.setdefault(node.start, []).append(node)

    def longest(self, token: int, categories: Container[str], tied: bool = True) -> Node | None:
        """Give the longest reading of some categories at a token; `tied` allows prepositions written onto it."""
        best: Node | None = None
        for node in self.at.get(token, ()):
            fits = node.category in categories and (tied or _TIED.isdisjoint(node.particles))
            if fits and (best is None or _better(node, best)):
                best = node
        return best

    def comma(self, token: int) -> bool:
        """Say whether a token is a comma."""
        return self.tokens[token].form in _COMMAS

    def skip(self, token: int, stop: int) -> int:
        """Step over adverbs, times, commas and brackets."""
        while token < stop:
            node = self.longest(token, ("filler", "when"))
            if node is not None:
                token = node.end
            elif self.comma(token):
                token += 1
            elif self.tokens[token].form in ("(", "-"):
                token = self._bracket(token, stop)
            else:
                break
        return min(token, stop)

    def _bracket(self, token: int, stop: int) -> int:
        close = ")" if self.tokens[token].form == "(" else "-"
        for after in range(token + 1, min(stop, token + _LONGEST_BRACKET)):
            if self.tokens[after].form == close:
                return after + 1
        return token + 1

    def quoted(self, token: int) -> bool:
        """Say whether a quotation mark stands right before a token."""
        if token == 0 or token >= len(self.tokens):
            return False
        between = self.context.document.text[self.tokens[token - 1].end : self.tokens[token].start]
        return any(letter in QUOTES for letter in between)

    def speaker(self, token: int, stop: int, tied: bool = False) -> Speaker | None:
        """Give the speaker that is named from a token on, if the lexicon knows its noun."""
        node = self.longest(token, _SPEAKERS, tied) if token < stop else None
        if node is None or node.suffix:
            return None
        if node.category == "correspondent":
            return self._correspondent(node)
        if node.category == "unnamed":
            return self._completed(node, stop)
        return Speaker(node.start, node.end, node) if self._names(node) else None

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
        end, house = self._extended(node, stop)
        second = self._second_office(end, stop) if noun.noun.get("office") and not house else None
        if second is not None:
            return Speaker(node.start, second.end, node, second.house, second.name, second.closed)
        if noun.introduces and not noun.definite and not house and (end == node.end or noun.refers != "person"):
            end = self.run(end, stop)
        name = (node.start, end) if noun.introduces and not house and end > node.end else None
        if noun.refers == "person" and (noun.definite or noun.noun.get("title") or end > node.end):
            name = self._apposition(end, stop, bool(noun.noun.get("title"))) or name
        end = max(end, name[1]) if name else end
        return Speaker(node.start, end, node, house, name, self._closes(noun, end, stop))

    def _second_office(self, token: int, stop: int) -> Speaker | None:
        """Give the person whose second office is joined to a first: 'director of X and head of Y, NAME'."""
        for at in range(token, min(stop, token + _LONGEST_NAME)):
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
            if self.longest(token, _BOUNDS) or self.tokens[token].kind != "word":
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
            if self.comma(at) or not (self._nameish(at - 1, first=False) or self.longest(at - 1, _ADJECTIVES)):
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
            if start >= stop or self.comma(start):
                break
        return node.end, None

    def _linked(self, token: int, stop: int) -> Node | None:
        """Give a house or an office without a name behind a preposition: 'in the name of the presidency'."""
        link = self.longest(token, ("on-behalf",)) if token < stop else None
        house = self.longest(link.end, ("unnamed", "force")) if link else None
        return house if house and (house.category == "force" or house.value.introduces) else None

    def _attached(self, token: int, noun: Unnamed, complete: bool) -> Node | None:
        """Give a word that goes on with the phrase: an adjective, or a noun in construct while the phrase is not complete."""
        more = self.longest(token, _ADJECTIVES if complete or not noun.introduces else (*_ADJECTIVES, *_NOUNS))
        if more is None or not {"al"}.issuperset(more.particles) or (more.suffix and more.category in _ADJECTIVES):
            return None
        return more if noun.introduces else None

    def _house(self, token: int, noun: Unnamed, complete: bool) -> Node | None:
        """Give whom a noun speaks for: behind it, or behind a preposition; an outlet 'to' which it speaks is not that."""
        link = self.longest(token, ("on-behalf",))
        house = self.longest(token, _HOUSES) or (self.longest(link.end, _HOUSES) if link else None)
        if house is None or house.suffix or "wa" in house.particles or not self._names(house):
            return None
        told = "li" in house.particles or (link is not None and link.feature("kind") == "to")
        if told and house.feature("kind") in MEDIA and noun.refers not in PAPERS:
            return None
        return None if complete and house.start == token and _TIED.isdisjoint(house.particles) else house

    def _apposition(self, token: int, stop: int, titled: bool) -> tuple[int, int] | None:
        """Give the name behind an office: behind a comma, behind a title, or of two words and more."""
        start = token + 1 if token < stop and self.comma(token) else token
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
        return not article and (token + 1 >= stop or self.ends_phrase(token + 1))

    def ends_phrase(self, token: int) -> bool:
        """Say whether the phrase that names a speaker can't go on with a token."""
        if self.tokens[token].kind != "word" or self.quoted(token):
            return True
        if self.longest(token, _BOUNDS):
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
        inner = (self.longest(at, _HOUSES) for at in range(token, end))
        return Speaker(token, end, None, next(filter(None, inner), None), (token, end))

    def run(self, token: int, stop: int) -> int:
        """Give the end of a run of words that no lexicon knows: a proper name."""
        end = token
        last = min(stop, token + _LONGEST_NAME)
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
            not node.suffix and (node.category in _KNOWN or (first and node.category == "people"))
            for node in self.at.get(token, ())
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


def source_of(speaker: Speaker, context: Context) -> SourceRef | None:
    """Give the source that a phrase names; a person without a canonical name keeps the letters of the text."""
    noun = speaker.noun
    if noun is None and speaker.node is not None:
        return _named(speaker.node, context)
    if speaker.house and (speaker.name is None or noun is None or noun.noun.get("speaks")):
        return _named(speaker.house, context)
    if speaker.name:
        return SourceRef(letters(speaker.name, context), None, "official")
    if noun is None or speaker.node is None:
        return None
    name = letters((speaker.start, speaker.end), context) if noun.refers == "organisation" else noun.name
    return SourceRef(name, noun.entry, noun.kind or None)


def letters(tokens: tuple[int, int], context: Context) -> str:
    """Give the source letters of a run of tokens."""
    return context.document.text[context.tokens[tokens[0]].start : context.tokens[tokens[1] - 1].end]


def _named(node: Node, context: Context) -> SourceRef | None:
    if node.category in STATES:
        return SourceRef(f"Government of {node.value['state']}", node.rule, "government")
    if node.category in GROUPS:
        actor = actor_of(node, context)
        return SourceRef(actor.name, actor.id, actor.kind) if actor else None
    if not isinstance(node.value, Mapping) or "name" not in node.value:
        return None
    return SourceRef(_placed(node, context), node.value.get("id", node.rule), node.value.get("kind"))


def _placed(node: Node, context: Context) -> str:
    """Fill in the state of an office that does not say it, from the report; without it where nothing tells."""
    name = str(node.value["name"])
    if STATE not in name:
        return name
    actor = refer_group(named_group({"name": name, "kind": "state"}, node.rule), node, context)
    return actor.name if actor else name.replace(f" of {STATE}", "")


def quote_of(speaker: Speaker, context: Context) -> Quote:
    """Give the letters that name a speaker, in whole words."""
    return context.document.quote(Span(context.tokens[speaker.start].start, context.tokens[speaker.end - 1].end))
