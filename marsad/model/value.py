"""What a mention can mean: closed vocabularies and typed values, all frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Outcome = Literal["killed", "injured", "detained", "abducted", "missing", "displaced", "released"]
Qualifier = Literal["exact", "at_least", "at_most", "about", "range", "vague"]
Status = Literal["combatant", "police", "civilian", "mixed", "unknown"]
Demographic = Literal["men", "women", "children", "elderly"]
Precision = Literal["site", "town", "district", "province", "country"]
Role = Literal["initiator", "target", "participant"]
Scope = Literal["incident", "cumulative"]
Stance = Literal["asserted", "hedged", "denied"]
Grain = Literal["day", "week", "month", "season", "year", "decade", "century", "period"]
Plurality = Literal["one", "two", "many"]
Toll = Literal["risen", "earlier"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many, as the text bounds it: whole numbers, None where a side is open or the number vague."""

    low: int | None
    high: int | None
    qualifier: Qualifier

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a count can't go from {self.low} down to {self.high}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that counts nothing by itself: an ordinal, a percentage, a fraction, a decimal."""

    value: float
    kind: Literal["cardinal", "ordinal", "percent", "fraction"]


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A closed range of days, as far as it is known; both None where the text can't be resolved.

    `open` says that the range runs on ('since …'): `end` is then the last day that the text vouches for.
    """

    start: date | None
    end: date | None
    grain: Grain
    open: bool = False
    duration: str | None = None

    @property
    def days(self) -> str:
        """Write a day, or the first and last of several with a slash between them; empty where it can't be resolved."""
        return "/".join(dict.fromkeys(each.isoformat() for each in (self.start, self.end) if each))


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place of the gazetteer, or a name that could not be pinned: its `id` is None, and its coordinates as well.

    A name that no list has, told to lie in or by a known town, has that town's coordinates, as `relation` near says.
    """

    name: str
    id: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: Precision
    relation: Literal["in", "near", "countryside", "part"] = "in"


@dataclass(frozen=True, slots=True)
class ActorRef:
    """A group or force under its neutral English name; `status` is what its members are."""

    name: str
    id: str | None = None
    kind: str | None = None
    country: str | None = None
    status: Status = "unknown"


@dataclass(frozen=True, slots=True)
class People:
    """A noun for people: what it says of their status and sex or age, and whether of one, two or many.

    `plain` marks a noun that says no more than 'person'; `other` the 'others' that continue a group named before.
    """

    status: Status
    demographic: Demographic | None
    number: Plurality
    plain: bool = False
    other: bool = False
    actor: ActorRef | None = None


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Who says something, under a canonical English name; unnamed sources count.

    `named` is False for people who can't be told from others of their kind ('local sources'): two reports may mean two.
    """

    name: str
    id: str | None = None
    kind: str | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """A reporting frame: how it ties what is said to a source.

    `says` opens with its speaker, `according` may stand anywhere in its sentence, `relays` names who passes it on,
    `continues` ('he added') keeps the speaker before it, `voice` returns to the outlet.
    """

    kind: Literal["says", "according", "relays", "continues", "voice"]


@dataclass(frozen=True, slots=True)
class HarmSign:
    """A word for harm: its outcome and its shape in the clause.

    Shapes: `verb` (they were killed, or X killed), `masdar` (the killing of …), `noun` (dead people, counted
    themselves), `participle` (the killed ones), `event` (a noun for a deed that takes lives: massacre).
    """

    outcome: Outcome
    shape: Literal["verb", "masdar", "noun", "participle", "event"]
    number: Plurality | None = None
    active: bool = False


@dataclass(frozen=True, slots=True)
class ActSign:
    """A word for an act, by ACLED's event and sub-event type."""

    type: str
    sub_type: str
    shape: Literal["verb", "masdar", "noun"]


@dataclass(frozen=True, slots=True)
class Modality:
    """How sure the words are: a denial, a doubt, a threat or plan, a hypothesis, a habit."""

    kind: Literal["denied", "hedged", "planned", "hypothetical", "habitual"]


@dataclass(frozen=True, slots=True)
class Link:
    """A connective that shapes clauses and counts: `subset` (among them), `cause` (led to), `clause`, `toll`, and more."""

    kind: str


Value = (
    Count | Number | TimeRange | PlaceRef | ActorRef | People | SourceRef | Frame | HarmSign | ActSign | Modality | Link
)
