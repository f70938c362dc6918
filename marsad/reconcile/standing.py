"""The figures of one outcome and group of people, and what every rule asks of those that stand: each answer is worked out once."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import cached_property

from marsad.model.incident import Bound, LeftOut
from marsad.reconcile.admission import hedged
from marsad.reconcile.bounds import highest, last_words, lowest
from marsad.reconcile.figures import Counted, Figure
from marsad.reconcile.states import current

Reading = Callable[[Sequence[Figure]], list[Figure]]


class Standing:
    """Figures as they are told, of which some are earlier states of one count; rules that look at the same ones share this."""

    def __init__(self, told: Sequence[Figure]) -> None:
        self.told = told
        self._read: dict[Reading, Standing] = {}

    def read_as(self, reading: Reading) -> Standing:
        """Give the figures as a rule reads them: some others in their place, or the very same ones, which share all that is worked out."""
        if reading not in self._read:
            found = reading(self.told)
            same = len(found) == len(self.told) and all(map(operator.is_, found, self.told))
            self._read[reading] = self if same else Standing(found)
        return self._read[reading]

    @cached_property
    def _parted(self) -> tuple[list[Figure], list[LeftOut]]:
        return current(self.told)

    @property
    def figures(self) -> list[Figure]:
        """The figures that stand."""
        return self._parted[0]

    @property
    def superseded(self) -> list[LeftOut]:
        """The claims that a later state of the count replaced."""
        return self._parted[1]

    @cached_property
    def claims(self) -> list[Counted]:
        """The claims behind the figures that stand."""
        return [claim for figure in self.figures for claim in figure.claims]

    @cached_property
    def hedged(self) -> tuple[str, ...]:
        """The claims that their own sources doubt."""
        return hedged(self.claims)

    @cached_property
    def sources(self) -> int:
        """The number of independent sources that name a number, or of those that speak at all where none does."""
        named = {figure.voice for figure in self.figures if figure.amount.is_named}
        return len(named or {figure.voice for figure in self.figures})

    @cached_property
    def lowest(self) -> Bound:
        """The least that is named."""
        return lowest(self.figures)

    @cached_property
    def highest(self) -> Bound:
        """The most that is named."""
        return highest(self.figures)

    @cached_property
    def last_words(self) -> list[Figure]:
        """Each source's latest figure."""
        return last_words(self.figures)
