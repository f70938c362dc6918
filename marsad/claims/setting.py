"""When and where a clause says that something happened."""

from __future__ import annotations

from marsad.claims.clauses import Clause
from marsad.claims.scene import AND, Scene
from marsad.model.claim import When, Where
from marsad.model.mention import Mention
from marsad.model.value import Frame, PlaceRef, TimeRange

FINENESS = {"site": 0, "town": 1, "district": 2, "province": 3, "country": 4}
_REPORT_REACH = 3
_COARSE_REACH = 6
_OBJECT_REACH = 6
_BEFORE_WEIGHT = 3


def when(scene: Scene, clause: Clause, token: int) -> When | None:
    """Give the resolved day or period nearest to a token of the clause; the day of a report is not the day of the deed."""
    here = _times(scene, (clause.start, clause.end), token)
    found = here or _times(scene, (clause.sentence.start, clause.sentence.end), token)
    best = min(found, key=lambda m: _distance(m, token), default=None)
    return When(best.value, best.quote) if best and isinstance(best.value, TimeRange) else None


def _times(scene: Scene, tokens: tuple[int, int], token: int) -> list[Mention]:
    found = [m for m in scene.within("time", *tokens) if _dates_deed(scene, m)]
    return [m for m in found if _is_fine(m) or _distance(m, token) <= _COARSE_REACH]


def _is_fine(mention: Mention) -> bool:
    return isinstance(mention.value, TimeRange) and mention.value.grain in ("day", "week")


def _dates_deed(scene: Scene, mention: Mention) -> bool:
    time = mention.value
    if not isinstance(time, TimeRange) or time.start is None or time.end is None or time.open or time.duration:
        return False
    return not _dates_report(scene, mention)


def _dates_report(scene: Scene, mention: Mention) -> bool:
    """Say whether a time is of the saying: between the verb and what is said, or right before the verb."""
    start, end = mention.tokens
    sentence = scene.sentence(start)
    if any(_says(m) for m in scene.within("frame", end, min(end + _REPORT_REACH, sentence.end))):
        return True
    before = [m for m in scene.within("frame", sentence.start, start) if _says(m)]
    return bool(before) and _nothing_told(scene, before[-1].tokens[1], start)


def _says(mention: Mention) -> bool:
    return isinstance(mention.value, Frame) and mention.value.kind in ("says", "continues", "relays")


def _nothing_told(scene: Scene, start: int, end: int) -> bool:
    """Say whether what is said has not begun between a verb of saying and a time."""
    told = [*scene.within("act", start, end), *scene.within("harm", start, end)]
    return not told and next(scene.functions(start, end, "that"), None) is None


def _distance(mention: Mention, token: int) -> int:
    """Give how far a mention is from a token; what stands before it counts as farther, for Arabic says when and where behind."""
    start, end = mention.tokens
    return start - token if start >= token else (token - end + 1) * _BEFORE_WEIGHT


def where(scene: Scene, clause: Clause, token: int, *, beyond: bool = True) -> Where | None:
    """Give the most precise place of the clause that says where, the nearest to the token among equals.

    Where the clause names none, the rest of its sentence is asked, if `beyond` says so.
    """
    found = _places(scene, (clause.start, clause.end), token)
    if not found and beyond:
        found = _places(scene, (clause.sentence.start, clause.sentence.end), token)
    best = min(found, key=lambda m: (_is_origin(scene, m), _fineness(m), _distance(m, token)), default=None)
    return Where(best.value, best.quote) if best and isinstance(best.value, PlaceRef) else None


def _places(scene: Scene, tokens: tuple[int, int], token: int) -> list[Mention]:
    found = [m for m in scene.within("place", *tokens) if _says_where(scene, m, token)]
    ends = {m.tokens[1] for m in found}
    return [m for m in found if not (AND in m.particles and m.tokens[0] in ends)]


def _says_where(scene: Scene, mention: Mention, token: int) -> bool:
    """Say whether a place is where something was, not part of a name, nor a capital that stands for its government."""
    if not isinstance(mention.value, PlaceRef) or _is_named_by_it(scene, mention) or _is_care(scene, mention):
        return False
    if _is_locative(scene, mention):
        return True
    return mention.value.precision not in ("country", "province") and _distance(mention, token) <= _OBJECT_REACH


def _is_care(scene: Scene, mention: Mention) -> bool:
    """Say whether people are taken to or lie in a hospital; one that is struck is a place like others."""
    first = mention.tokens[0]
    return scene.function(first, "care") is not None and scene.function(first - 1, "to", "in") is not None


def _is_origin(scene: Scene, mention: Mention) -> bool:
    """Say whether 'from' stands before a place: where somebody came from, or something was sent from."""
    return scene.function(mention.tokens[0] - 1, "of") is not None


def _is_named_by_it(scene: Scene, mention: Mention) -> bool:
    return any(scene.at(name, token) for token in range(*mention.tokens) for name in ("actor", "source"))


def _is_locative(scene: Scene, mention: Mention) -> bool:
    """Say whether a preposition, an attached 'in' or a word such as 'the city of' shows that a place says where."""
    first = mention.tokens[0]
    if "bi" in mention.particles or mention.tokens[1] - first > 1:
        return True
    return first > 0 and scene.function(first - 1, "in", "on", "to", "near") is not None


def _fineness(mention: Mention) -> int:
    assert isinstance(mention.value, PlaceRef)  # noqa: S101  the caller filtered
    fine = FINENESS[mention.value.precision]
    return 1 if fine == 0 else fine


def same_time(left: When | None, right: When | None) -> bool:
    """Say whether two times can be of one occurrence: one is not said, or they share a day."""
    if left is None or right is None:
        return True
    a, b = left.time, right.time
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return True
    return a.start <= b.end and b.start <= a.end


def same_place(left: Where | None, right: Where | None) -> bool:
    """Say whether two places can be of one occurrence: not said, the same, one within the other, or close by."""
    if left is None or right is None:
        return True
    a, b = left.place, right.place
    if a.name == b.name or (a.id is not None and a.id == b.id):
        return True
    if _contains(a, b) or _contains(b, a):
        return True
    fine = min(FINENESS[a.precision], FINENESS[b.precision])
    return fine == 0 and a.admin1 == b.admin1


def _contains(wide: PlaceRef, narrow: PlaceRef) -> bool:
    if FINENESS[wide.precision] <= FINENESS[narrow.precision]:
        return False
    if wide.precision == "country":
        return wide.country == narrow.country
    if wide.admin1 is None:
        return wide.country is not None and wide.country == narrow.country
    return wide.admin1 == narrow.admin1


def finer(left: Where | None, right: Where | None) -> Where | None:
    """Give the more precise of two places, the first among equals."""
    if left is None or right is None:
        return left or right
    return right if FINENESS[right.place.precision] < FINENESS[left.place.precision] else left
