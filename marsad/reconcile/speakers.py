"""Whom a claim goes back to: a named speaker, people whom an outlet does not name, or the outlet itself."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from marsad.model.account import Provenance
from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.value import SourceRef
from marsad.text.fold import fold_word

Sort = Literal["named", "unnamed", "own"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a claim goes back to: `name` tells two apart, and is of one outlet only where the speaker is not named."""

    sort: Sort
    name: str
    source: SourceRef | None


def speaker(claim: ActClaim | HarmClaim, longer: Mapping[str, str]) -> Speaker:
    """Give the innermost source of a claim's chain; `longer` says which short name stands for which full one."""
    if not claim.statement.sources:
        return Speaker("own", "", None)
    return speaker_of(claim.statement.sources[0].source, longer)


def speaker_of(source: SourceRef, longer: Mapping[str, str]) -> Speaker:
    """Give the speaker that a source is."""
    name = canonical(source.name)
    return Speaker("named" if source.named else "unnamed", longer.get(name, name), source)


@functools.lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """Give one spelling of a name, be it English or the letters of a report."""
    return fold_word(name.casefold())


def short_names(sources: Iterable[SourceRef]) -> Mapping[str, str]:
    """Say which names are the end of one longer name of the same kind: 'Civil Defence' beside 'Syrian Civil Defence' alone."""
    known = sorted({(canonical(source.name), source.kind or "") for source in sources if source.named and source.id})
    found = {name: [full for full, sort in known if sort == kind and full.endswith(f" {name}")] for name, kind in known}
    return {name: full[0] for name, full in found.items() if len(full) == 1}


def is_of(outlet: Provenance, name: str) -> bool:
    """Say whether a speaker's name is that of the outlet."""
    return outlet.outlet is not None and canonical(outlet.outlet) == name
