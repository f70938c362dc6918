"""Who makes shards: all that the running of many asks of an executor, and what it hears from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, Self

from marsad.engine.plan import Shard

How = Literal["made", "died", "refused"]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a shard ended: made, its worker died at it, or it was refused for a reason that holds for every shard."""

    shard: Shard
    how: How
    why: str = ""


class Executor(Protocol):
    """Something that makes shards beside this process."""

    @property
    def width(self) -> int:
        """Say how many shards it shall have in its hands, so that nobody waits and nothing piles up."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End at once; what is not made by then is left."""

    def hand(self, shard: Shard) -> None:
        """Take a shard to make."""

    def wait(self) -> list[Ended]:
        """Give the shards that have ended, waiting a moment for one."""
