"""The subjects of a verb of harm that stand before it: people who wait for a verb."""

from __future__ import annotations

from marsad.claims.quantity import Quantity
from marsad.claims.scene import AND, ARTICLE, THEN, Scene
from marsad.model.mention import Dimension, Mention

_JOINED = 3
_BEFORE = 14
_NAME = 8
_PAIR = 2
_TOLD: tuple[Dimension, ...] = ("harm", "act", "frame", "people")


def subjects(scene: Scene, free: list[Quantity], verb: Mention) -> list[Quantity]:
    """Give the people before a verb that it tells of ('12 مدنيا وجنديا قتلوا', 'إن جنديا أصيب'), nearest last."""
    if verb.suffix or agrees_with_many(scene, verb):
        found = [q for q in free if q.explicit or _coordinated(scene, free, q)]
        one = [q for q in free[-1:] if verb.suffix and (_is_taken_up(q, verb) or _is_owner(scene, q, verb))]
        found = found or one or _pair(scene, free, verb)
    else:
        found = [q for q in free[-1:] if any(test(scene, q, verb) for test in _TELLS_OF_ONE)]
    return found if found and verb.tokens[0] - found[-1].end <= _BEFORE else []


def _pair(scene: Scene, free: list[Quantity], verb: Mention) -> list[Quantity]:
    """Give one person and another joined to the first right before a verb of two ('a girl and her mother were hurt')."""
    if not agrees_with(scene, verb, "two") or len(free) < _PAIR or not is_joined(scene, *free[-_PAIR:]):
        return []
    one_each = all(quantity.count.low == quantity.count.high == 1 for quantity in free[-_PAIR:])
    return free[-_PAIR:] if one_each and verb.tokens[0] - free[-1].end < _JOINED else []


def agrees_with_many(scene: Scene, verb: Mention) -> bool:
    """Say whether a verb is written for two or more."""
    return agrees_with(scene, verb, "two", "many")


def agrees_with(scene: Scene, verb: Mention, *numbers: str) -> bool:
    """Say whether a verb is written for so many."""
    return any(node.feature("number") in numbers for node in scene.chart.at(verb.tokens[0], "harm"))


def _opens_what_is_said(scene: Scene, quantity: Quantity, verb: Mention) -> bool:
    """Say whether one person, or people with their number, stand right between 'that' or 'was' and a verb, and so are its subject."""
    opened = scene.function(quantity.start - 1, "that", "was")
    if opened is None or not (verb.tokens[0] - quantity.end < _JOINED or _is_described(scene, quantity, verb)):
        return False
    return quantity.count.low == 1 or (quantity.explicit and not _has_object(scene, verb))


def _is_taken_up(quantity: Quantity, verb: Mention) -> bool:
    """Say whether the pronoun of a verb that goes on takes up one person named right before it ('shot at a guard and killed him')."""
    goes_on = AND in verb.particles or THEN in verb.particles
    return goes_on and quantity.count.low == quantity.count.high == 1 and verb.tokens[0] - quantity.end < _JOINED


def _is_owner(scene: Scene, quantity: Quantity, verb: Mention) -> bool:
    """Say whether one person, with nothing but a name behind, stands before what was that person's own ('a woman lost her life')."""
    start, end = quantity.end, verb.tokens[0]
    owned = any(node.feature("own") for node in scene.chart.at(end, "harm"))
    alone = quantity.count.low == quantity.count.high == 1 and end - start <= _NAME
    return owned and alone and (start == end or (not scene.starts(start, end, *_TOLD) and _is_name(scene, start, end)))


def _is_described(scene: Scene, quantity: Quantity, verb: Mention) -> bool:
    """Say whether words that tell of one person, and no other deed, stand between them and a verb behind a comma."""
    start, end = quantity.end, verb.tokens[0]
    closed = scene.mark(end - 1, "،,") and any(scene.mark(token, "،,") for token in range(start, end - 1))
    return closed and not scene.within("harm", start, end) and not scene.within("act", start, end)


def _is_told_of(scene: Scene, quantity: Quantity, verb: Mention) -> bool:
    """Say whether a verb tells of one person right before it ('the driver, who was hurt') and takes no other people."""
    relative = scene.small["relative"].get(verb.tokens[0] - 1)
    if relative is None or quantity.count.low != 1 or quantity.count.high != 1:
        return False
    return not _has_object(scene, verb) and relative.start - quantity.end < _JOINED


def _is_named(scene: Scene, quantity: Quantity, verb: Mention) -> bool:
    """Say whether one person begins what is told and a name or age leads up to the verb that tells what became of them."""
    start, end, people = quantity.end, verb.tokens[0], quantity.people
    if people is None or quantity.count.low != 1 or not 0 < end - start <= _NAME:
        return False
    said = scene.function(quantity.start - 1, "that", "was") is not None
    if not said and not (ARTICLE in people.particles and _begins(scene, quantity)):
        return False
    return not scene.starts(start, end, *_TOLD) and _is_name(scene, start, end) and not _has_object(scene, verb)


def _is_numbered(scene: Scene, quantity: Quantity, verb: Mention) -> bool:
    """Say whether people with their number begin what is told, right before a verb that takes no other people ('35 civilians killed')."""
    alone = quantity.explicit and verb.tokens[0] == quantity.end and not _has_object(scene, verb)
    return alone and _begins(scene, quantity)


def _begins(scene: Scene, quantity: Quantity) -> bool:
    """Say whether people open a sentence or stand behind a mark."""
    start = quantity.start
    return scene.sentence(start).start == start or scene.tokens[start - 1].kind == "mark"


def _is_name(scene: Scene, start: int, end: int) -> bool:
    """Say whether nothing but words that could be a name stand between, with marks around them at most."""
    inner = [token for token in range(start, end) if scene.tokens[token].kind == "word"]
    return bool(inner) and not any(scene.function(token) for token in inner)


def _coordinated(scene: Scene, free: list[Quantity], quantity: Quantity) -> bool:
    for other in free:
        left, right = sorted((quantity, other), key=lambda q: q.start)
        if other.explicit and right.start - left.end <= _JOINED and (left is other or is_joined(scene, left, right)):
            return True
    return False


def is_joined(scene: Scene, left: Quantity, right: Quantity) -> bool:
    """Say whether 'and' stands between two people counted."""
    return any(scene.conjoined(token) for token in range(left.end, right.start + 1))


def _has_object(scene: Scene, verb: Mention) -> bool:
    """Say whether people, a number or a group stand right behind a verb."""
    return any(verb.tokens[1] in scene.at[dimension] for dimension in ("people", "number", "actor"))


_TELLS_OF_ONE = (_opens_what_is_said, _is_told_of, _is_named, _is_numbered)
