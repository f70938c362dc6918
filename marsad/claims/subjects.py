"""The subjects of a verb of harm that stand before it: people who wait for a verb."""

from __future__ import annotations

from marsad.claims.quantity import Quantity
from marsad.claims.scene import AND, THEN, Scene
from marsad.model.mention import Mention

_JOINED = 3
_BEFORE = 14


def subjects(scene: Scene, free: list[Quantity], verb: Mention) -> list[Quantity]:
    """Give the people before a verb that it tells of ('12 مدنيا وجنديا قتلوا', 'إن جنديا أصيب'), nearest last."""
    if verb.suffix or agrees_with_many(scene, verb):
        found = [q for q in free if q.explicit or _coordinated(scene, free, q)]
        found = found or [q for q in free[-1:] if verb.suffix and _is_taken_up(q, verb)]
    else:
        found = [q for q in free[-1:] if _opens_what_is_said(scene, q, verb) or _is_told_of(scene, q, verb)]
    return found if found and verb.tokens[0] - found[-1].end <= _BEFORE else []


def agrees_with_many(scene: Scene, verb: Mention) -> bool:
    """Say whether a verb is written for two or more."""
    nodes = scene.chart.at(verb.tokens[0], "harm")
    return any(node.feature("number") in ("two", "many") for node in nodes)


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


def _is_described(scene: Scene, quantity: Quantity, verb: Mention) -> bool:
    """Say whether words that tell of one person, and no other deed, stand between them and a verb behind a comma."""
    start, end = quantity.end, verb.tokens[0]
    closed = scene.mark(end - 1, "،,") and any(scene.mark(token, "،,") for token in range(start, end - 1))
    return closed and not scene.within("harm", start, end) and not scene.within("act", start, end)


def _is_told_of(scene: Scene, quantity: Quantity, verb: Mention) -> bool:
    """Say whether a verb tells of one person right before it ('the driver, who was hurt') and takes no other people."""
    relative = scene.function(verb.tokens[0] - 1, "relative")
    if relative is None or quantity.count.low != 1 or quantity.count.high != 1:
        return False
    return not _has_object(scene, verb) and relative.start - quantity.end < _JOINED


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
    return any(scene.at(dimension, verb.tokens[1]) is not None for dimension in ("people", "number", "actor"))
