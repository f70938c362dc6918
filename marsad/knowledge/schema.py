"""The one schema of the knowledge files; every scalar is read as a string."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from marsad.knowledge.known import Speech

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Year = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}$")]
Form = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tie(_Strict):
    """What a group belongs to, or what it became: the other group's name, and the first and last year as far as known."""

    name: str
    since: Year | None = None
    until: Year | None = None


class Word(_Strict):
    """A word or phrase: its spelled forms, its class (the category that rules see) and what it means."""

    id: Id
    cls: Id = Field(alias="class")
    forms: list[Form] = Field(min_length=1)
    inflect: str | list[str] | None = None
    means: dict[str, str] = {}
    register_: Literal["partisan", "dialect", "rare"] | None = Field(default=None, alias="register")
    since: Year | None = None
    until: Year | None = None
    parents: list[Tie] = []
    became: list[Tie] = []
    note: str | None = None
    examples: list[str] = []
    not_: list[str] = Field(default=[], alias="not")


class RuleEntry(_Strict):
    """A rule: a pattern of categories, the category it makes, and the production that makes its value."""

    id: Id
    pattern: str | list[str]
    makes: Id
    by: str
    note: str | None = None
    examples: list[str] = []
    not_: list[str] = Field(default=[], alias="not")


class Ending(BaseModel):
    """One ending of a paradigm; any further key is a feature of the forms that it makes."""

    model_config = ConfigDict(extra="allow", frozen=True)
    add: str = ""
    before: str = ""
    drop: str = ""

    def features(self) -> dict[str, str]:
        """Give the grammatical features: number, gender, person, tense."""
        return {key: str(value) for key, value in (self.model_extra or {}).items()}


class Paradigm(_Strict):
    """How a class of words is inflected, and which particles it takes."""

    id: Id
    pos: Speech
    note: str | None = None
    endings: list[Ending] = Field(min_length=1)


class Particle(_Strict):
    """Letters written onto the next word (`names` says which particles they are) or pronouns written onto the last."""

    form: Form
    pos: list[Speech]
    names: list[Id] = []


class KnowledgeFile(_Strict):
    """One YAML file of words, rules, paradigms or particles."""

    about: str
    defaults: dict[str, str] = {}
    words: list[Word] = []
    rules: list[RuleEntry] = []
    paradigms: list[Paradigm] = []
    prefixes: list[Particle] = []
    suffixes: list[Particle] = []
    abbreviations: list[Form] = []
    disguised: list[Form] = []
    supports: list[str] = []
    lacks: dict[str, str] = {}
