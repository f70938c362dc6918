"""When and where a clause says that something happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from marsad.claims.clauses import Clause, parts_clauses
from marsad.claims.comparing import FINENESS, narrows, spread
from marsad.claims.scene import AND, Scene, once_each
from marsad.claims.scope import compares
from marsad.model.claim import When, Where
from marsad.model.mention import Dimension, Mention
from marsad.model.value import Frame, Link, PlaceRef, TimeRange
from marsad.rules.chart import Node
from marsad.text.sentences import Sentence

_TALLIES: tuple[Dimension, ...] = ("number", "harm")
_LIST = 2
_FRESH = timedelta(days=3)
_FINE = ("day", "week")
_AREA_REACH = 4
_AREA = FINENESS["district"]
_REPORT_REACH = 3
_END_REACH = 2
_LASTING_REACH = 20
_COARSE_REACH = 6
_OBJECT_REACH, _ANY = 6, 1000
_SPEAKER_REACH = 6
_MEASURE_REACH = 3
_ORIGIN_REACH = 3
_SINCE_REACH = 6
_CONDEMN_REACH = 8
_BEFORE_WEIGHT = 3


def when(scene: Scene, clause: Clause, token: int, *, beyond: bool = True) -> When | None:
    """Give the resolved day or period nearest to a token of the clause; the day of a report is not the day of the deed.

    Where the clause names none, the rest of its sentence is asked, if `beyond` says so.
    """
    found = _times(scene, clause, token)
    if not found and beyond and clause.is_part:
        found = _times(scene, clause.sentence, token)
    best = _nearest(found, token)
    return When(best.value, best.quote) if best and isinstance(best.value, TimeRange) else None


def _nearest(found: Sequence[Mention], token: int) -> Mention | None:
    if len(found) <= 1:
        return found[0] if found else None
    return min(found, key=lambda m: _distance(m, token))


def heading_day(scene: Scene) -> When | None:
    """Give the one day that the headline names, if it is news at the publication: that of all that is told of no other."""
    named = (m for m in scene.of("time") if scene.in_title(m.tokens[0]) and _dates_deed(scene, m))
    days = {m.value: m for m in named if isinstance(m.value, TimeRange) and _is_fresh(scene, m.value)}
    return When(*next((time, m.quote) for time, m in days.items())) if len(days) == 1 else None


def _is_fresh(scene: Scene, time: TimeRange) -> bool:
    published = scene.document.published
    if time.grain != "day" or time.start is None or time.end is None or published is None:
        return False
    return published - _FRESH <= time.start <= published


def _times(scene: Scene, told: Clause | Sentence, token: int) -> list[Mention]:
    found = [m for m in scene.within("time", told.start, told.end) if _dates_deed(scene, m)]
    return [m for m in found if _is_fine(m) or _distance(m, token) <= _COARSE_REACH]


def _is_fine(mention: Mention) -> bool:
    time = mention.value
    if not isinstance(time, TimeRange):
        return False
    return time.grain in _FINE or (time.grain == "month" and time.start is not None and time.start.day == 1)


@once_each
def _dates_deed(scene: Scene, mention: Mention) -> bool:
    time = mention.value
    if not isinstance(time, TimeRange) or time.start is None or time.end is None or time.open or time.duration:
        return False
    return not (_dates_end(scene, mention) or _dates_report(scene, mention) or _dates_comparison(scene, mention))


def _dates_comparison(scene: Scene, mention: Mention) -> bool:
    """Say whether a time is of what a deed is the first after ('the first attack since the death of their leader last week')."""
    start = mention.tokens[0]
    links = scene.within("link", max(scene.sentence(start).start, start - _SINCE_REACH), start)
    return any(m.value == Link("since") and compares(scene, m) for m in links)


def _dates_end(scene: Scene, mention: Mention) -> bool:
    """Say whether a time is when something ends or is due ('the truce, which ends on Sunday')."""
    start = mention.tokens[0]
    return bool(scene.functions(start - _END_REACH, start, "ends"))


def lasting(scene: Scene, clause: Clause, token: int) -> When | None:
    """Give the period since when a clause says that an act goes on, up to the day of the report."""
    times = [m for m in scene.within("time", clause.start, clause.end) if _has_begun(m) and not compares(scene, m)]
    near = [m for m in times if _distance(m, token) <= _LASTING_REACH]
    best = _nearest(near, token)
    return When(_day_before(best.value), best.quote) if best and isinstance(best.value, TimeRange) else None


def _day_before(time: TimeRange) -> TimeRange:
    """Give what goes on since the day before the report as of that day, of which the report tells."""
    if time.start and time.end and time.end - time.start == timedelta(days=1):
        return replace(time, end=time.start, open=False)
    return time


def _has_begun(mention: Mention) -> bool:
    time = mention.value
    return isinstance(time, TimeRange) and time.open and time.start is not None and time.end is not None


def is_undated(scene: Scene, clause: Clause) -> bool:
    """Say whether a clause says nothing of when, not even what can't be resolved ('in recent months')."""
    times = scene.within("time", clause.start, clause.end)
    return all(_is_length(m) or _dates_report(scene, m) for m in times)


def _is_length(mention: Mention) -> bool:
    return isinstance(mention.value, TimeRange) and mention.value.duration is not None and not mention.value.open


@once_each
def _dates_report(scene: Scene, mention: Mention) -> bool:
    """Say whether a time is of the saying: between the verb and what is said, or right before the verb."""
    start, end = mention.tokens
    sentence = scene.sentence(start)
    behind = next((m for m in scene.within("frame", end, min(end + _REPORT_REACH, sentence.end)) if _says(m)), None)
    if behind and not any(parts_clauses(scene, m) for m in scene.within("link", end, behind.tokens[0])):
        return True
    before = [m.tokens[1] for m in scene.within("frame", sentence.start, start) if _says(m) or _closes(m)]
    before += _told_of(scene, sentence.start, start)
    return bool(before) and _nothing_told(scene, max(before), start)


def _told_of(scene: Scene, start: int, end: int) -> list[int]:
    """Give where verbs of saying end that describe what was said ('a toll that the army announced on Saturday')."""
    links = scene.at["link"]
    return [node.end for node in scene.once(_describing) if start <= node.start < end and node.start not in links]


def _describing(scene: Scene) -> list[Node]:
    return [node for node in scene.chart.of("say") if node.suffix and node.feature("tense")]


def _says(mention: Mention) -> bool:
    return isinstance(mention.value, Frame) and mention.value.kind in ("says", "continues", "relays")


def _closes(mention: Mention) -> bool:
    """Say whether a frame closes what was told by a verb of its own ('as the ministry said'), so that a day may follow."""
    return mention.derivation.category == "as-said"


def _nothing_told(scene: Scene, start: int, end: int) -> bool:
    """Say whether what is said has not begun between a verb of saying and a time."""
    told = scene.within("act", start, end) or scene.within("harm", start, end)
    return not told and not scene.functions(start, end, "that")


def _distance(mention: Mention, token: int) -> int:
    """Give how far a mention is from a token; what stands before it counts as farther, for Arabic says when and where behind."""
    start, end = mention.tokens
    return start - token if start >= token else (token - end + 1) * _BEFORE_WEIGHT


def where(scene: Scene, clause: Clause, token: int, *, beyond: bool = True) -> Where | None:
    """Give the most precise place of the clause that says where, the nearest to the token among equals.

    Where the clause names none, the rest of its sentence is asked, if `beyond` says so.
    """
    found = _places(scene, clause, token)
    if not found and beyond and clause.is_part:
        found = _places(scene, clause.sentence, token)
    if not found:
        return None
    best = found[0] if len(found) == 1 else min(found, key=lambda m: (*_rank(scene, m), _distance(m, token)))
    assert isinstance(best.value, PlaceRef)  # noqa: S101  places alone say where
    return Where(_seated_within(scene, best.value, clause.sentence), best.quote)


def is_placed(scene: Scene, clause: Clause, token: int) -> bool:
    """Say whether a clause names a place for what is told at a token."""
    return bool(_places(scene, clause, token))


@once_each
def _rank(scene: Scene, mention: Mention) -> tuple[bool, float]:
    return _is_beside(scene, mention), _fineness(mention)


def _is_town(place: object) -> bool:
    return isinstance(place, PlaceRef) and place.precision == "town" and place.id is not None


def _is_unpinned(place: PlaceRef) -> bool:
    return place.precision == "site" and place.lat is None


def _seated_within(scene: Scene, place: PlaceRef, sentence: Sentence) -> PlaceRef:
    """Give a site the coordinates of the first town that its sentence says something was in."""
    if not _is_unpinned(place):
        return place
    found = scene.within("place", sentence.start, sentence.end)
    return seated(place, next((m.value for m in found if _is_town(m.value) and _is_stated(scene, m)), None))


def seated(site: PlaceRef, town: object) -> PlaceRef:
    """Give a site that no list has the coordinates of the town that the same words tell it to be in."""
    if not _is_unpinned(site) or not isinstance(town, PlaceRef) or not _is_town(town):
        return site
    return replace(site, country=town.country, admin1=town.admin1, lat=town.lat, lon=town.lon)


def listed(scene: Scene, clause: Clause, token: int) -> Where | None:
    """Give the place under which a token is told in a list of places with how many were hurt in each."""
    places = scene.within("place", clause.sentence.start, clause.sentence.end)
    heads = [m for m in places if _is_tallied(scene, m.tokens[1])]
    before = [m for m in heads if m.tokens[1] <= token]
    if len(heads) < _LIST or not before or before[-1] is not [m for m in places if m.tokens[1] <= token][-1]:
        return None
    return Where(before[-1].value, before[-1].quote) if isinstance(before[-1].value, PlaceRef) else None


def _is_tallied(scene: Scene, token: int) -> bool:
    """Say whether a number or harm follows a place at once, or behind 'with'."""
    followed = (scene.at[name].get(start) for name in _TALLIES for start in (token, token + 1))
    return any(found is not None and found.tokens[0] in (token, token + 1) for found in followed)


def own_place(scene: Scene, told: Where | None, clause: Clause, token: int) -> Where | None:
    """Give the place of harm: what its clause says by a preposition of place, unless its act is told to be at a finer one there."""
    found = [m for m in _places(scene, clause, token) if _is_stated(scene, m)]
    best = min(found, key=lambda m: (_fineness(m), _distance(m, token)), default=None)
    if best is None or not isinstance(best.value, PlaceRef) or (told and _is_quoted_from(scene, told, clause)):
        return told
    own = Where(seated(best.value, told.place if told else None), best.quote)
    return told if told and narrows(told, own) else own


@once_each
def _is_stated(scene: Scene, mention: Mention) -> bool:
    """Say whether a preposition says that something was there, which is not where somebody spoke."""
    first = mention.tokens[0]
    led = "bi" in mention.particles or scene.function(first - 1, "in", "near") is not None
    led = led or first in scene.small["near"]
    return led and not _is_speakers(scene, mention)


@once_each
def _is_speakers(scene: Scene, mention: Mention) -> bool:
    """Say whether a place stands between a verb of saying and what is said: where the speaker is or is from."""
    sentence, start, end = scene.sentence(mention.tokens[0]), *mention.tokens
    condemns = scene.functions(max(sentence.start, start - _CONDEMN_REACH), start, "condemn")
    if condemns and _nothing_told(scene, condemns[0].end, start):
        return True
    before = [m for m in scene.within("frame", sentence.start, start) if _says(m)]
    if not before or not _nothing_told(scene, before[-1].tokens[0] + 1, start):
        return False
    return bool(scene.functions(end, min(end + _SPEAKER_REACH, sentence.end), "that"))


def _is_quoted_from(scene: Scene, found: Where, clause: Clause) -> bool:
    span = found.quote.span
    return scene.tokens[clause.start].start < span.end and span.start < scene.tokens[clause.end - 1].end


def theatre(scene: Scene, clause: Clause, country: str | None) -> Where | None:
    """Give the area that was named shortly before as where something was: a running total is of it, if the people hurt can be of it."""
    said = _places(scene, replace(clause, start=clause.sentence.start, end=clause.start), clause.start)
    before = (m for m in scene.within("place", 0, clause.start) if m in said or _is_stated(scene, m))
    near = (m for m in before if clause.sentence.index - scene.sentence(m.tokens[0]).index <= _AREA_REACH)
    for mention in reversed([m for m in near if _is_area(m)]):
        place = mention.value
        if isinstance(place, PlaceRef):
            return Where(place, mention.quote) if not country or place.country == country else None
    return None


def _is_area(mention: Mention) -> bool:
    return isinstance(mention.value, PlaceRef) and FINENESS[mention.value.precision] >= _AREA


def _places(scene: Scene, told: Clause | Sentence, token: int) -> list[Mention]:
    """Give the places that say where what is told at a token was; one joined to another by 'and' is of the same."""
    named = scene.within("place", told.start, told.end)
    found = [m for m in named if (reach := _reach(scene, m)) and (reach == _ANY or _distance(m, token) <= reach)]
    if len(found) <= 1:
        return found
    ends = {m.tokens[1] for m in found}
    return [m for m in found if not (AND in m.particles and m.tokens[0] in ends)]


@once_each
def _reach(scene: Scene, mention: Mention) -> int:
    """Give how far from it a place may say where something was; 0 for part of a name, or a capital that stands for its government."""
    if not isinstance(mention.value, PlaceRef) or _is_named_by_it(scene, mention) or _is_care(scene, mention):
        return 0
    if _measures_from(scene, mention) or _owns(scene, mention):
        return 0
    if _is_locative(scene, mention):
        return _ANY
    far = mention.value.precision in ("country", "province") or _is_government(scene, mention)
    return 0 if far else _OBJECT_REACH


def _is_government(scene: Scene, mention: Mention) -> bool:
    """Say whether a bare capital stands for its government; what is struck or fallen on is the town."""
    first = mention.tokens[0]
    if not scene.chart.at(first, "state-capital"):
        return False
    return first - 1 not in scene.small["target"] and first - 1 not in scene.at["act"]


def _measures_from(scene: Scene, mention: Mention) -> bool:
    """Say whether a distance is measured from a place ('150 kilometres from the capital')."""
    start = mention.tokens[0]
    return bool(scene.functions(start - _MEASURE_REACH, start, "measure"))


def _owns(scene: Scene, mention: Mention) -> bool:
    """Say whether something belongs to a building or the like ('an ambulance of the hospital of …')."""
    first = mention.tokens[0]
    building = isinstance(mention.value, PlaceRef) and mention.value.precision == "site"
    return building and "li" in mention.particles and first - 1 in scene.small["ranks"]


def _is_care(scene: Scene, mention: Mention) -> bool:
    """Say whether people are taken to or lie in a hospital; one that is struck is a place like others."""
    first = mention.tokens[0]
    return first in scene.small["care"] and scene.function(first - 1, "to", "in") is not None


def _is_beside(scene: Scene, mention: Mention) -> bool:
    """Say whether a place is one that somebody or something came from, or spoke at: asked only where there is no other."""
    return _is_origin(scene, mention) or _is_speakers(scene, mention)


def _is_origin(scene: Scene, mention: Mention) -> bool:
    """Say whether 'from' or 'from the direction of' stands before a place: where somebody or something came from."""
    first = mention.tokens[0]
    return any(node.end == first for node in scene.functions(max(0, first - _ORIGIN_REACH), first, "of"))


def _is_named_by_it(scene: Scene, mention: Mention) -> bool:
    actors, sources = scene.at["actor"], scene.at["source"]
    return any(token in actors or token in sources for token in range(*mention.tokens))


def _is_locative(scene: Scene, mention: Mention) -> bool:
    """Say whether a preposition, an attached 'in' or a word such as 'the city of' shows that a place says where."""
    first = mention.tokens[0]
    if "bi" in mention.particles or mention.tokens[1] - first > 1:
        return True
    return first > 0 and scene.function(first - 1, "in", "on", "to", "near", "witness") is not None


def _fineness(mention: Mention) -> float:
    """Give how fine a place is, no site finer than a town; a bare name of town and province may be either."""
    assert isinstance(mention.value, PlaceRef)  # noqa: S101  the caller filtered
    if mention.tokens[1] - mention.tokens[0] == 1:
        return max(1, spread(mention.value))
    return max(1, FINENESS[mention.value.precision])
