"""The lineage of groups: when each existed, what it belonged to and what it became, as the knowledge files say."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from marsad.knowledge.schema import Word

_OF_STATES = (
    "Military Forces of ",
    "Police Forces of ",
    "Government of ",
    "Ministry of ",
    "Unidentified ",
    "Protesters ",
)


def group_names(words: Iterable[Word]) -> set[str]:
    """Give every name that a group can have: those of the entries, and the forces of each state."""
    means = [word.means for word in words]
    states = {found["state"] for found in means if "state" in found}
    names = {found["name"] for found in means if found.get("name")}
    return names | {name.replace("{state}", state) for name in names if "{state}" in name for state in states}


def loose_ties(words: Sequence[Word], groups: Container[str]) -> Iterator[tuple[int, str]]:
    """Give the index of each entry whose lineage can't be right, and why: an unknown name, or years that run backwards."""
    for index, word in enumerate(words):
        for tie in (*word.parents, *word.became):
            if tie.name not in groups:
                yield index, f"no group is called {tie.name!r}; write the name that its own entry has"
            elif tie.name == word.means.get("name"):
                yield index, "a group can't be its own parent or successor"
        spans = [(span.since, span.until) for span in (*word.parents, *word.became)]
        if any(_backwards(*years) for years in [(word.since, word.until), *spans]):
            yield index, "its years run backwards: `until` is before `since`"


def _backwards(since: str | None, until: str | None) -> bool:
    return since is not None and until is not None and until < since


def distinct(words: Iterable[Word]) -> set[str]:
    """Give the names of the groups of their own: no force of a state under the generic names, and each group once."""
    names = {word.means.get("name", "") for word in words if word.cls in ("actor", "actor-weak")}
    return {name for name in names if name and "{" not in name and ";" not in name and not name.startswith(_OF_STATES)}
