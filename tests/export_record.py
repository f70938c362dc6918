"""A small record for the tests of exports: incidents built by hand, over Arabic reports of our own writing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from marsad.export.entry import Claim, Context, Entry
from marsad.export.validating import validate
from marsad.model.account import Provenance
from marsad.model.claim import ActClaim, HarmClaim, Party, Said, Statement, Victims, When, Where
from marsad.model.document import Document, document_id
from marsad.model.incident import (
    Bound,
    Dating,
    Group,
    Incident,
    Kind,
    LeftOut,
    OwnFigure,
    Participant,
    Placing,
    Range,
    Voice,
)
from marsad.model.span import Quote, Span
from marsad.model.value import (
    ActorRef,
    Count,
    Demographic,
    Outcome,
    PlaceRef,
    Role,
    SourceRef,
    Stance,
    Status,
    TimeRange,
)

CONTEXT = Context("0.1.0", "kn0wl3dg3", "f" * 64, date(2020, 1, 31))
RULES = ("acled_conservative@1", "ucdp_low_best_high@1", "airwars_min_max@1", "majority@1")
DAY = date(2019, 3, 14)

RUSSIA = ActorRef("Military Forces of Russia", "ar/actors/strikes", "state-military", "RU", "combatant")
SYRIA = ActorRef("Military Forces of Syria", "actors/syria/army", "state-military", "SY", "combatant")
LEVANT = ActorRef("Levant Front", "actors/syria/levant", "rebel", "SY", "combatant")
VALLEY = ActorRef("Valley Brigade", "actors/syria/valley", "rebel", "SY", "combatant")
GUNMEN = ActorRef("Unidentified Armed Group (Syria)", "ar/actors/armed-group", "unidentified", "SY", "combatant")
CIVILIANS = ActorRef("Civilians", None, "civilians", None, "civilian")

MONITOR = SourceRef("Syrian Observatory for Human Rights", "sources/monitors/sohr", "monitor")
REUTERS = SourceRef("Reuters", "sources/agencies/reuters", "agency")
WITNESS = SourceRef("witness", "ar/attribution/witness", "witness")
DOCTOR = SourceRef("سامر القاضي", None, "official")
ARMY = SourceRef("Military Forces of Russia", "actors/russia/army", "military")

TEXT = (
    "قال سامر القاضي لرويترز إن تسعة مدنيين بينهم امرأتان وثلاثة أطفال قتلوا وأصيب عشرون في غارة روسية على سراقب، "
    "وإن عشرات سقطوا، وتحدث المرصد عن اثني عشر قتيلا، وقال شاهد إن الطفلة ليان النجار قتلت مع مقاتلين اثنين"
)
_REPORT = Document(document_id(TEXT), TEXT, "saraqib.txt", None, date(2019, 3, 15), "Reuters", "https://example.org/a")

SARAQIB = PlaceRef("Saraqib", "sy-saraqib", "SY", "Idlib", 35.8644, 36.8059, "town")
IDLIB = PlaceRef("Idlib", "sy-idlib", "SY", "Idlib", 35.93, 36.63, "province")
HOSPITAL = PlaceRef("Al-Noor Hospital", "sy-noor", "SY", "Idlib", 35.8701, 36.8111, "site")
HAMLET = PlaceRef("خربة الزيتون", None, "SY", "Idlib", None, None, "town")


def faults(format_name: str, target: Path) -> list[str]:
    return [str(flaw) for flaw in validate(format_name, target)]


def quote(words: str) -> Quote:
    start = TEXT.index(words)
    return _REPORT.quote(Span(start, start + len(words)))


def statement(*sources: SourceRef, stance: Stance = "asserted", place: PlaceRef = SARAQIB) -> Statement:
    said = tuple(Said(source, quote("سامر القاضي")) for source in sources)
    day = When(TimeRange(DAY, DAY, "day"), quote("في غارة"))
    return Statement(quote(TEXT), said, stance, day, Where(place, quote("سراقب")), "rule")


@dataclass
class Telling:
    """A harm claim, with what matters of it."""

    count: Count
    outcome: Outcome = "killed"
    status: Status = "civilian"
    demographic: Demographic | None = None
    actor: ActorRef | None = None
    sources: tuple[SourceRef, ...] = (MONITOR, REUTERS)
    words: str = "تسعة"
    stance: Stance = "asserted"


def exactly(number: int) -> Count:
    return Count(number, number, "exact")


def harm(key: str, telling: Telling, document: str = "d1") -> HarmClaim:
    figure = quote(telling.words)
    return HarmClaim(
        id=key, document=document, knowledge="kn0wl3dg3", statement=statement(*telling.sources, stance=telling.stance),
        outcome=telling.outcome, count=telling.count, number=figure, figure=figure, scope="incident",
        victims=Victims(figure, telling.status, telling.demographic, telling.actor),
        perpetrators=(Party(RUSSIA, "initiator", quote("روسية")),), event="act-1",
    )  # fmt: skip


def act(key: str, kind: Kind, document: str = "d1") -> ActClaim:
    party = Party(RUSSIA, "initiator", quote("روسية"))
    return ActClaim(key, document, "kn0wl3dg3", statement(MONITOR), kind.type, kind.sub_type, quote("غارة"), (party,))


AIR_STRIKE = Kind("Explosions/Remote violence", "Air/drone strike", ("act-1",))
CLASH = Kind("Battles", "Armed clash", ("act-1",))
ATTACK = Kind("Violence against civilians", "Attack", ("act-1",))
PROTEST = Kind("Protests", "Peaceful protest", ("act-1",))
AGREEMENT = Kind("Strategic developments", "Other", ("act-1",))


def ranges(group: Group, low: int | None, high: int | None, **told: Any) -> tuple[Range, ...]:
    """Give the ranges of one group under all four rules."""
    outcome: Outcome = told.get("outcome", "killed")
    claims: tuple[str, ...] = told.get("claims", ("h1",))
    ends = Bound(low, claims), Bound(low if told.get("best") is None else told["best"], claims), Bound(high, claims)
    lowest = (ends[0], ends[0], ends[2]), *((ends,) * (len(RULES) - 1))
    return tuple(
        Range(outcome, group, rule, *bounds, told.get("sources", 2)) for rule, bounds in zip(RULES, lowest, strict=True)
    )


def took_part(actor: ActorRef, role: Role, *claims: str, sources: int = 1) -> Participant:
    return Participant(actor, role, claims or ("act-1",), sources)


def voices(number: int) -> tuple[Voice, ...]:
    return tuple(
        Voice(MONITOR if n == 0 else None, (f"d{n + 1}",), (f"h{n + 1}",), "its own report") for n in range(number)
    )


@dataclass
class Telltale:
    """An incident, with what matters of it; the rest is as in the strike on Saraqib."""

    id: str = "0001"
    dating: Dating | None = field(default_factory=lambda: Dating(DAY, DAY, "stated", ("h1",)))
    place: PlaceRef | None = SARAQIB
    kind: Kind | None = AIR_STRIKE
    participants: tuple[Participant, ...] = (took_part(RUSSIA, "initiator", "act-1", "h1"),)
    ranges: tuple[Range, ...] = ()
    own: tuple[OwnFigure, ...] = ()
    voices: tuple[Voice, ...] = field(default_factory=lambda: voices(2))
    left_out: tuple[LeftOut, ...] = ()
    harms: tuple[HarmClaim, ...] = ()
    documents: tuple[Provenance, ...] = ()


REPORTS = (
    Provenance("d1", "saraqib.txt", date(2019, 3, 15), "Reuters", "https://example.org/a"),
    Provenance("d2", "page.txt", date(2019, 3, 16), "صفحة أبو ليان", "https://www.facebook.com/abu.layan/posts/1"),
)


def entry(told: Telltale) -> Entry:
    claims: list[Claim] = [*([act("act-1", told.kind)] if told.kind else []), *told.harms]
    documents = told.documents or REPORTS
    incident = Incident(
        id=told.id, accounts=(f"a-{told.id}",), documents=tuple(found.document for found in documents),
        names=tuple(found.name for found in documents), claims=tuple(claim.id for claim in claims), foreground=True,
        dating=told.dating, placing=Placing(told.place, ("h1",)) if told.place else None, kind=told.kind,
        participants=told.participants, ranges=told.ranges, own=told.own, left_out=told.left_out, voices=told.voices,
    )  # fmt: skip
    return Entry(incident, {claim.id: claim for claim in claims}, {found.document: found for found in documents})


def strike(key: str = "0001", **told: Any) -> Entry:
    """Give the strike on Saraqib: nine to twelve dead, nine of them civilians, of whom two women and three children; twenty hurt."""
    usual: dict[str, Any] = {
        "harms": (
            harm("h1", Telling(exactly(9))),
            harm("h2", Telling(exactly(12), status="unknown", words="اثني عشر", sources=(DOCTOR,)), "d2"),
            harm("h3", Telling(exactly(2), demographic="women", words="امرأتان")),
            harm("h4", Telling(exactly(3), demographic="children", words="ثلاثة أطفال")),
            harm("h5", Telling(exactly(20), outcome="injured", status="unknown", words="عشرون")),
            harm("h6", Telling(exactly(1), demographic="children", words="الطفلة ليان النجار", sources=(WITNESS,)), "d2"),
        ),
        "ranges": (
            *ranges("all", 9, 12, best=11), *ranges("civilian", 9, 9), *ranges("women", 2, 2, claims=("h3",)),
            *ranges("children", 3, 3, claims=("h4",)), *ranges("all", 20, 20, outcome="injured", claims=("h5",)),
        ),
    }  # fmt: skip
    return entry(Telltale(key, **(usual | told)))


def clash(key: str = "0002", **told: Any) -> Entry:
    """Give a clash of two groups near Saraqib: seven fighters of one side and two of the other dead."""
    usual: dict[str, Any] = {
        "kind": CLASH,
        "participants": (took_part(LEVANT, "participant", sources=2), took_part(VALLEY, "participant")),
        "harms": (
            harm("h1", Telling(exactly(7), status="combatant", actor=LEVANT)),
            harm("h2", Telling(exactly(2), status="combatant", actor=VALLEY, words="اثنين")),
        ),
        "ranges": (*ranges("all", 9, 9, claims=("h1", "h2")), *ranges("combatant", 9, 9, claims=("h1", "h2"))),
    }
    return entry(Telltale(key, **(usual | told)))


def undated(key: str = "0003", **told: Any) -> Entry:
    """Give a strike that no claim dates: the day of the first report stands in."""
    published = date(2019, 3, 15)
    return strike(key, dating=Dating(published, published, "published"), place=IDLIB, **told)


def hurt_only(key: str = "0004") -> Entry:
    """Give an attack in which people were hurt and nobody is said to be dead."""
    return entry(
        Telltale(
            key, kind=ATTACK, participants=(took_part(GUNMEN, "initiator"),), voices=voices(1),
            harms=(harm("h1", Telling(exactly(4), outcome="injured")),),
            ranges=(*ranges("all", 4, 4, outcome="injured"), *ranges("civilian", 4, 4, outcome="injured")),
            dating=Dating(DAY, date(2019, 3, 16), "stated", ("h1",)), place=HOSPITAL,
        )
    )  # fmt: skip


def harm_alone(key: str = "0005") -> Entry:
    """Give deaths without an act, a date or a place in the gazetteer."""
    return entry(
        Telltale(
            key, dating=None, place=HAMLET, kind=None, participants=(), voices=voices(1),
            harms=(harm("h1", Telling(Count(None, None, "vague"), words="عشرات")),), ranges=ranges("all", None, None),
        )
    )  # fmt: skip


def record() -> tuple[Entry, ...]:
    """Give incidents of every sort: written by some formats and left out by others."""
    return (strike(), clash(), undated(), hurt_only(), harm_alone())
