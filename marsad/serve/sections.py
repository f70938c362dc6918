"""The sections of the workbench, in the order of its menu."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model.person import Role


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its name (`nav.<name>` has the words), where it begins, and the least role that sees it."""

    name: str
    path: str
    role: Role


SECTIONS = (
    Section("incidents", "/incidents", "reader"),
    Section("map", "/map", "reader"),
    Section("coverage", "/coverage", "reader"),
    Section("review", "/review", "analyst"),
    Section("documents", "/documents", "reader"),
    Section("tallies", "/tallies", "reader"),
    Section("search", "/search", "reader"),
    Section("add", "/add", "analyst"),
    Section("publish", "/publish", "analyst"),
    Section("people", "/people", "administrator"),
    Section("log", "/log", "reviewer"),
)
