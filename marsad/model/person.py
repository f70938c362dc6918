"""Who works with a record, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from marsad.errors import ModelError

Role = Literal["reader", "analyst", "reviewer", "administrator"]
"""What a person may do, each role all that the one before it may: look, judge, sign second and approve, admit people."""

ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here: the name they sign in and sign with, the name that is shown, and their role.

    `collections` are those that they may see beside the open shelf; None for all of them.
    """

    name: str
    shown: str
    role: Role
    collections: frozenset[str] | None = frozenset()

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ModelError(f"'{self.role}' is no role; one of {', '.join(ROLES)} is")

    def may(self, role: Role) -> bool:
        """Say whether the person may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)
