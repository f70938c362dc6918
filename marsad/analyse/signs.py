"""What makes a word of harm or act a sign: its partners, what supports it, and the look-alikes that it may stand in."""

from __future__ import annotations

import functools
import operator
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from marsad.model.mention import Mention
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.text.sentences import Sentence

DECOY = "decoy"
PEOPLE = ("people", "people-group")
COUNTS = ("count", "vague", "cardinal", "digits")
_NAMES = ("actor", "place", "source")
_VIOLENT_TOOLS = ("artillery", "suicide", "explosive", "chemical", "grenade")
_HARMLESS = ("accident", "sports", "health", "crime")
_STATE = ("force", "police")
_ARMED_GROUPS = ("rebel", "militia", "communal", "band")
_GAME_WORDS = 3
_REPORT_EVIDENCE = 3
_BOMBED = 3
_REMOTE = "Explosions/Remote violence"


class Field:
    """Looks up the words around a sign; built once for a report whose rules have all been applied."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.chart = context.chart
        self._begun: dict[str, tuple[Sequence[Node], list[int]]] = {}
        self._violent: bool | None = None
        self._evidence = sorted(self._violence(), key=_start)
        self._sentence = [sentence for sentence in context.sentences for _ in range(sentence.start, sentence.end)]
        self._decoys = _by_token(node for node in self.chart.of(DECOY) if not _needs_article(node))
        self._names = _by_token(node for name in _NAMES for node in self.chart.of(name) if _is_long_name(node))

    def sentence(self, token: int) -> Sentence:
        """Give the sentence of a token."""
        return self._sentence[token]

    def within(self, category: str, start: int, end: int) -> Sequence[Node]:
        """Give the readings of a category that begin in `[start, end)`."""
        known = self._begun.get(category)
        if known is None:
            nodes = self.chart.of(category)
            known = self._begun[category] = nodes, [node.start for node in nodes]
        nodes, starts = known
        return nodes[bisect_left(starts, start) : bisect_left(starts, end)] if starts else nodes

    def near(self, node: Node | Mention, before: int, after: int) -> tuple[int, int]:
        """Give the tokens from so many before to so many after, kept within the sentence."""
        start, end = _bounds(node)
        sentence = self.sentence(start)
        return max(sentence.start, start - before), min(sentence.end, end + after)

    def after(self, node: Node, reach: int, *categories: str) -> list[Node]:
        """Give the readings that begin behind a node within reach, in its sentence, in the order of the text."""
        _, end = self.near(node, 0, reach)
        found = [other for category in categories for other in self.within(category, node.end, end)]
        return sorted(found, key=lambda other: (other.start, -other.end))

    def partner(self, node: Node, kind: str, reach: int = 10) -> bool:
        """Say whether a word that completes a sign stands near it in its sentence, outside its own tokens."""
        start, end = self.near(node, reach, reach)
        return any(
            other.feature("of") == kind and not (node.start <= other.start < node.end)
            for other in self.within("partner", start, end)
        )

    def partner_before(self, node: Node, kind: str, reach: int) -> bool:
        """Say whether a word that changes a sign stands before it within reach, in its sentence."""
        start, _ = self.near(node, reach, 0)
        return any(other.feature("of") == kind for other in self.within("partner", start, node.start))

    def is_decoy(self, mention: Mention) -> bool:
        """Say whether a sign lies in a phrase that looks like it but means another thing, or in a longer name."""
        start, end = mention.tokens
        if any(end <= decoy.end for decoy in self._decoys.get(start, ())) or self._is_town(start, end):
            return True
        return any(end <= n.end and n.end - n.start > end - start for n in self._names.get(start, ()))

    def _is_town(self, start: int, end: int) -> bool:
        """Say whether the letters are a place's name as well, and the word before asks for a name."""
        if not any(place.end == end for place in self.chart.at(start, "place")):
            return False
        return any(self.within(category, start - 1, start) for category in ("governor", "name-head"))

    def supported(self, mention: Mention, *, by_harm: bool = True) -> bool:
        """Say whether the sentence, or else the report, has violence that makes a weak word a sign."""
        sentence = self.sentence(mention.tokens[0])
        start, end = sentence.start, sentence.end
        if any(not _same(node, mention) for node in self._armed(start, end)):
            return True
        if self.scene(start, end, *_HARMLESS):
            return False
        return self.violent_report() or (by_harm and self._harmed(mention, start, end))

    def _harmed(self, mention: Mention, start: int, end: int) -> bool:
        """Say whether people were killed, hurt or taken in a stretch of a report without accident, disease or game."""
        if self.scene(0, len(self.context.tokens), *_HARMLESS):
            return False
        return any(_is_strong(node) and not _same(node, mention) for node in self.within("harm", start, end))

    def violent_report(self) -> bool:
        """Say whether the report as a whole has more armed violence than words of other news."""
        if self._violent is None:
            evidence = len({node.start for node in self._evidence})
            scenes = len({node.start for node in self.chart.of("scene")})
            self._violent = evidence >= _REPORT_EVIDENCE and evidence > scenes
        return self._violent

    def violent_sentence(self, node: Node) -> bool:
        """Say whether armed violence is told in the sentence of a reading."""
        sentence = self.sentence(node.start)
        return bool(self._armed(sentence.start, sentence.end))

    def mishap(self, node: Node, reach: int) -> bool:
        """Say whether an accident or a quarrel behind a word of harm caused it, in a sentence without armed violence."""
        start, end = self.near(node, 0, reach)
        told = any(scene.feature("mishap") for scene in self.within("scene", start, end))
        return told and not self.violent_sentence(node)

    def befallen(self) -> bool:
        """Say whether accidents, diseases, games or crimes fill the report, and little or less armed violence does."""
        last = len(self.context.tokens)
        harmless = len({node.start for node in self.within("scene", 0, last) if self._is_harmless(node)})
        evidence = len({node.start for node in self._evidence})
        bombings = self._bombings()
        violent = evidence if evidence >= _REPORT_EVIDENCE else max(bombings, evidence - 1)
        return bombings < _BOMBED and harmless > violent

    def _bombings(self) -> int:
        """Count the words of bombs, shells and raids, which tell of armed violence even where a report is short."""
        acts = self.within("act", 0, len(self.context.tokens))
        return len({node.start for node in acts if _is_strong(node) and node.feature("type") == _REMOTE})

    def _is_harmless(self, scene: Node) -> bool:
        """Say whether a word is of another scene, and not a noun for those who may come to harm in any ('doctors')."""
        person = scene.feature("kind") == "health" and bool(self.chart.at(scene.start, "people"))
        return scene.feature("kind") in _HARMLESS and not scene.suffix and not person

    def is_game(self) -> bool:
        """Say whether the report is of sports: its clashes and attacks are played."""
        scenes = self.within("scene", 0, len(self.context.tokens))
        games = [node for node in scenes if node.feature("kind") == "sports" and not node.suffix]
        return len(games) >= _GAME_WORDS and not self.violent_report()

    def scene(self, start: int, end: int, *kinds: str) -> bool:
        """Say whether words of another scene (sports, trade, an accident) stand in `[start, end)`."""
        return any(node.feature("kind") in kinds and not node.suffix for node in self.within("scene", start, end))

    def _armed(self, start: int, end: int) -> Sequence[Node]:
        """Give the words of armed violence that begin in `[start, end)`."""
        first = bisect_left(self._evidence, start, key=_start)
        return self._evidence[first : bisect_left(self._evidence, end, first, key=_start)]

    def _violence(self) -> Iterator[Node]:
        yield from (node for node in self.chart.of("act") if _is_strong(node))
        yield from (node for node in self.chart.of("instrument") if node.feature("kind") in _VIOLENT_TOOLS)
        yield from (node for node in self.chart.of("armed") if node.feature("kind") not in _STATE)
        yield from (node for node in self.chart.of("actor") if _is_armed_group(node))


_start = operator.attrgetter("start")


@functools.lru_cache(maxsize=1)
def field_of(context: Context) -> Field:
    """Give the field of a report, built once; contexts are compared by identity."""
    return Field(context)


def _by_token(nodes: Iterable[Node]) -> dict[int, list[Node]]:
    """Give for each token the readings that it stands in."""
    found: defaultdict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        for token in range(node.start, node.end):
            found[token].append(node)
    return found


def in_noun_position(node: Node, context: Context) -> bool:
    """Say whether the word before asks for a noun, so that letters of verb and verbal noun are the noun."""
    return any(governor.end == node.start for governor in context.chart.at(node.start - 1, "governor"))


def is_other_reading(node: Node, context: Context) -> bool:
    """Say whether a verb and a verbal noun of the same letters stand here and this reading is the wrong one."""
    if node.feature("homograph") is None:
        return False
    twins = [n for n in context.chart.at(node.start, node.category) if n.end == node.end and n.feature("homograph")]
    if len({twin.feature("shape") for twin in twins}) < 2:
        return False
    return in_noun_position(node, context) == (node.feature("shape") == "verb")


def is_unlawful(node: Node) -> bool:
    """Say whether the particles can't be: an article with a pronoun; or set the deed in the future."""
    return "sa" in node.particles or ("al" in node.particles and bool(node.suffix))


def node_of(mention: Mention, category: str, context: Context) -> Node:
    """Give the reading that a mention was made of."""
    start, end = mention.tokens
    return next(n for n in context.chart.at(start, category) if n.end == end and n.rule == mention.rule)


def _is_long_name(node: Node) -> bool:
    """Say whether a name has several words and is no phrase that tells of an act itself ('a Turkish raid')."""
    return node.end - node.start > 1 and not any(part.category == "strike" for part in node.parts)


def _is_armed_group(actor: Node) -> bool:
    """Say whether an actor is an armed group; armies and alliances are in the news without fighting."""
    return actor.feature("status") == "combatant" and actor.feature("kind") in _ARMED_GROUPS


def _needs_article(node: Node) -> bool:
    return node.feature("al") is not None and "al" not in node.particles


def _bounds(node: Node | Mention) -> tuple[int, int]:
    return node.tokens if isinstance(node, Mention) else (node.start, node.end)


def _same(node: Node, mention: Mention) -> bool:
    return node.start < mention.tokens[1] and mention.tokens[0] < node.end


def _is_strong(node: Node) -> bool:
    return node.feature("weak") is None and node.feature("needs") is None
