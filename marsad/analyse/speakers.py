"""Those who speak: the words that name a speaker, and the source that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marsad.analyse.actors import to_value as actor_of
from marsad.analyse.groups import STATE, named_group, refer_group
from marsad.analyse.voices import Unnamed
from marsad.analyse.words import GROUPS, STATES
from marsad.model.span import Quote, Span
from marsad.model.value import SourceRef
from marsad.rules.chart import Node
from marsad.rules.context import Context

MEDIA = frozenset({"agency", "newspaper", "broadcaster", "network", "monitor", "media"})
HEARSAY = "hearsay"
PAPERS = ("statement", "toll", "report")


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


def source_of(speaker: Speaker, context: Context) -> SourceRef | None:
    """Give the source that a phrase names; a person without a canonical name keeps the letters of the text."""
    noun = speaker.noun
    if noun is None and speaker.node is not None:
        return _named(speaker.node, context)
    speaks = speaker.name is None or noun is None or noun.noun.get("speaks")
    house = _named(speaker.house, context) if speaker.house and speaks else None
    if house is not None:
        return house
    if speaker.name:
        joined = _joined(speaker) if speaker.name[0] == speaker.start else 0
        return SourceRef(letters(speaker.name, context)[joined:], None, "official")
    if noun is None or speaker.node is None:
        return None
    name = letters((speaker.start, speaker.end), context)[_joined(speaker) :]
    kind = noun.kind or (HEARSAY if noun.bare and not noun.definite and "hearsay" in noun.noun else None)
    if noun.refers == "organisation":
        return SourceRef(name, noun.entry, kind)
    return SourceRef(noun.name, noun.entry, kind, named=False)


def _joined(speaker: Speaker) -> int:
    """Give how many letters of an 'and' are written onto a speaker's first word."""
    return 1 if speaker.node and speaker.node.particles[:1] == ("wa",) else 0


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
