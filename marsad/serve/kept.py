"""Answers that took long, kept for as long as nothing in the record has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection

from marsad.model.person import Person
from marsad.store.board import position
from marsad.store.log import head

_MOST = 64
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Kept:
    """The answers that were asked for last, each for people who see the same, and of one state of the record and the board."""

    _found: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def answer(self, connection: Connection, person: Person, asked: Hashable, make: Callable[[], Answer]) -> Answer:
        """Give the answer to what is asked, made anew only where it is not known; whatever changes rights is in the log too."""
        key = (asked, person.collections, position(connection), head(connection).seq)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                known: Answer = self._found[key]
                return known
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > _MOST:
                self._found.popitem(last=False)
        return made
