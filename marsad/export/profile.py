"""Publishing profiles: what may leave the record, and how exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from marsad.errors import MarsadError
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.value import Precision

Links = Literal["all", "outlets", "none"]
_GRIDS = 10.0


@dataclass(frozen=True, slots=True)
class Profile:
    """What leaves: `grid` in degrees (0 for none), the `finest` place that is named, and the number under which counts are held back.

    The defaults hold back what could endanger people; what is given as a default here is the preset `public`.
    """

    name: str = "public"
    grid: float = 0.05
    finest: Precision = "town"
    small: int = 0
    private: bool = False
    quotes: bool = False
    links: Links = "outlets"
    documents: bool = False
    mark: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.grid <= _GRIDS:
            raise MarsadError(f"a grid of {self.grid} degrees is none: give a size from 0 to {_GRIDS:g}")
        if self.small < 0:
            raise MarsadError("the number under which counts are held back can't be negative")


def preset(name: str) -> Profile:
    """Give a profile of `profiles.yaml` by its name."""
    known = crosswalk("profiles").maps
    if name not in known:
        raise MarsadError(f"no publishing profile is called {name!r}: there are {', '.join(known)}")
    return _profile(name, known[name].values)


def _profile(name: str, said: Mapping[str, str]) -> Profile:
    return Profile(
        name,
        float(said["grid"]),
        cast(Precision, said["finest"]),
        int(said["small"]),
        said["private"] == "yes",
        said["quotes"] == "yes",
        cast(Links, said["links"]),
        said["documents"] == "yes",
        said["mark"] == "yes",
    )
