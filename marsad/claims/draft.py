"""A draft of a harm claim, and the walk through a sentence that makes drafts."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.claims.quantity import Quantity
from marsad.claims.scene import Scene
from marsad.model.mention import Mention
from marsad.model.value import HarmSign
from marsad.text.sentences import Sentence


@dataclass(eq=False)
class Draft:
    """A quantity tied to the outcome that the word of harm names; `parent` is the draft that already counts these people."""

    quantity: Quantity
    trigger: Mention
    sentence: Sentence
    rule: str
    parent: Draft | None = None
    outcome: str = field(init=False)

    def __post_init__(self) -> None:
        assert isinstance(self.trigger.value, HarmSign)  # noqa: S101  attach makes drafts of harm signs only
        self.outcome = self.trigger.value.outcome

    @property
    def first(self) -> int:
        """The first token of the two."""
        return min(self.quantity.start, self.trigger.tokens[0])

    @property
    def last(self) -> int:
        """The token behind the last of the two."""
        return max(self.quantity.end, self.trigger.tokens[1])


@dataclass
class Walk:
    """Where the walk stands: the words of harm that wait for people, and the drafts made so far.

    `among` gives, by where it starts, the whole of a part that waits for its verb with it.
    """

    scene: Scene
    sentence: Sentence
    waiting: list[Mention] = field(default_factory=list)
    filled: bool = False
    last: int = 0
    subset: int | None = None
    named: Mention | None = None
    sorts: bool = False
    told: bool = False
    free: list[Quantity] = field(default_factory=list)
    among: dict[int, Quantity] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
