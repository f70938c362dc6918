"""What the knowledge is once it is compiled: forms, rules and places, with nothing of the files that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from marsad.model.value import Precision
from marsad.text.disguise import Disguised
from marsad.text.particles import Particles

Speech = Literal["verb", "noun", "name", "word"]


class Form(NamedTuple):
    """One spelled form: folded letters, its entry, its category, and what it means with the features of its ending.

    `bound` forms stand only before a suffix pronoun; `after` names the particle that must stand before the form.
    """

    text: str
    entry: str
    category: str
    means: Mapping[str, str]
    pos: Speech
    bound: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Orthography:
    """The letters of a language that forms change with: the feminine endings and the article, before and after joining."""

    feminine: str = "ة"
    feminine_bound: str = "ت"
    feminine_adjective: str = "ية"
    article: str = "ال"
    article_joined: str = "ل"
    article_particle: str = "li"


ARABIC = Orthography()

FormGroup = tuple[str, bool, str, tuple[Form, ...]]
"""Part of speech, bound or not, the particle that must stand before, and the forms that share these."""


class Place(NamedTuple):
    """One row of places.csv; degrees of WGS 84, population in people (0 where not known).

    `origin` is `hand` or `own` (a user's) for what people have chosen to list, `geonames` for other embedded places,
    `imported` for those of a full gazetteer.
    """

    id: str
    name: str
    country: str
    admin1: str
    kind: str
    precision: Precision
    lat: float
    lon: float
    population: int
    origin: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as written, with its full id and the file (its layer) that it stands in."""

    id: str
    layer: str
    patterns: tuple[str, ...]
    makes: str
    by: str


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Everything that is known, compiled: the automaton leads from letters to `forms`."""

    version: str
    language: str
    automaton: Any
    rules: tuple[RuleText, ...]
    particles: Particles
    abbreviations: frozenset[str]
    disguised: Disguised
    places: Mapping[str, Place]
    lacks: Mapping[str, str]
