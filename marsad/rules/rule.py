"""A rule: its name, its pattern of categories, and the production that gives the value."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from marsad.errors import KnowledgeError
from marsad.knowledge.known import RuleText
from marsad.rules.chart import Node
from marsad.rules.context import Context

Production = Callable[[tuple[Node, ...], Context], object | None]

ANY = "any"
BARE = "bare"
_ITEM = re.compile(
    r"\{(?:(?P<particle>[a-z]+)\+)?(?P<category>[a-z][a-z0-9-]*)(?::(?P<tests>[^}]*))?\}(?P<optional>\??)"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One place in a pattern: a category, the features it must have, the particle that must be attached to it."""

    category: str
    tests: tuple[tuple[str, frozenset[str]], ...] = ()
    particle: str = ""

    def fits(self, node: Node) -> bool:
        """Say whether a reading has the features and the particle that are asked for."""
        if self.particle == BARE:
            if node.particles:
                return False
        elif self.particle and self.particle not in node.particles:
            return False
        for key, allowed in self.tests:  # noqa: SIM110 (it is asked most often of all)
            if node.feature(key) not in allowed:
                return False
        return True


class Variant(NamedTuple):
    """One plain sequence of items; `needs` are the categories without which it can't match."""

    items: tuple[Item, ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A compiled rule; optional items make variants, the longest first."""

    id: str
    makes: str
    variants: tuple[Variant, ...]
    production: Production


def compile_rule(text: RuleText, productions: Mapping[str, Production]) -> Rule:
    """Make a rule of its text; a production or pattern that does not exist is a KnowledgeError."""
    if text.by not in productions:
        known = ", ".join(sorted(productions))
        raise KnowledgeError(f"{text.id}: no production is called {text.by!r}; there are {known}")
    sequences = [items for pattern in text.patterns for items in parse_pattern(pattern, text.id)]
    variants = [Variant(items, frozenset(i.category for i in items if i.category != ANY)) for items in sequences]
    return Rule(text.id, text.makes, tuple(variants), productions[text.by])


def parse_pattern(pattern: str, rule: str) -> list[tuple[Item, ...]]:
    """Read a pattern such as `{since} {wa+number:kind=unit|ten}?`, one sequence for each choice of optional items."""
    choices: list[list[tuple[Item, ...]]] = []
    for word in pattern.split():
        found = _ITEM.fullmatch(word)
        if not found:
            raise KnowledgeError(f"{rule}: {word!r} is no pattern item; write {{category}} or {{category:key=value}}")
        item = _one(Item(found["category"], _tests(found["tests"] or "", rule), found["particle"] or ""))
        choices.append([(item,), ()] if found["optional"] else [(item,)])
    variants = [tuple(itertools.chain.from_iterable(choice)) for choice in itertools.product(*choices)]
    return [variant for variant in variants if variant]


@functools.lru_cache(maxsize=4096)
def _one(item: Item) -> Item:
    """Make equal items one object: many patterns share them, and the engine tells them by identity."""
    return item


def _tests(text: str, rule: str) -> tuple[tuple[str, frozenset[str]], ...]:
    tests = []
    for part in filter(None, text.split(",")):
        key, equals, values = part.partition("=")
        if not equals:
            raise KnowledgeError(f"{rule}: {part!r} asks for no value; write key=value")
        tests.append((key.strip(), frozenset(value.strip() for value in values.split("|"))))
    return tuple(tests)
