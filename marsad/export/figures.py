"""The numbers of an incident as they may be shown: ranges by outcome, group and rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marsad.model.incident import Incident, Range

Key = tuple[str, str, str]
GROUPS = ("all", "civilian", "combatant", "police", "unknown", "women", "children", "men", "elderly")
LOWEST, WIDEST, BEST = "acled_conservative", "airwars_min_max", "ucdp_low_best_high"


@dataclass(frozen=True, slots=True)
class Figures:
    """The ranges of an incident by outcome, group and rule without its version; what is held back is not among them.

    `held` are the outcomes whose total is too small to be shown at all.
    """

    ranges: Mapping[Key, Range]
    held: frozenset[str] = frozenset()

    def of(self, outcome: str, group: str, rule: str) -> Range | None:
        """Give a range, None where no claim speaks of it."""
        return self.ranges.get((outcome, group, rule))

    def low(self, outcome: str, group: str, rule: str) -> int | None:
        """Give the lower end of a range."""
        found = self.of(outcome, group, rule)
        return found.low.value if found else None

    def high(self, outcome: str, group: str, rule: str) -> int | None:
        """Give the upper end of a range."""
        found = self.of(outcome, group, rule)
        return found.high.value if found else None

    def best(self, outcome: str, group: str, rule: str) -> int | None:
        """Give the single figure of a range, its lower end where the rule names none."""
        found = self.of(outcome, group, rule)
        if found is None:
            return None
        return found.best.value if found.best and found.best.value is not None else found.low.value

    def tells(self, outcome: str) -> bool:
        """Say whether any claim counts this outcome."""
        return any(key[0] == outcome for key in self.ranges)


def figures_of(incident: Incident, small: int) -> Figures:
    """Give the numbers of an incident; with a smallest number, an outcome with a group below it keeps its total alone.

    All groups go together, for one that is missing could be computed from the total and the rest.
    """
    ranges: dict[Key, Range] = {
        (each.outcome, each.group, each.rule.partition("@")[0]): each for each in incident.ranges
    }
    if not small:
        return Figures(ranges)
    few = {key for key, found in ranges.items() if _is_small(found, small)}
    held = frozenset(outcome for outcome, group, _ in few if group == "all")
    split = {outcome for outcome, _, _ in few}
    kept = {
        key: found for key, found in ranges.items() if key[0] not in held and (key[1] == "all" or key[0] not in split)
    }
    return Figures(kept, held)


def _is_small(found: Range, small: int) -> bool:
    ends = (found.low, found.high, *([found.best] if found.best else []))
    return any(end.value is not None and 0 < end.value < small for end in ends)
