"""How far a word of harm reaches: whether people named behind it can still be its own."""

from __future__ import annotations

from marsad.claims.draft import Walk
from marsad.claims.quantity import Quantity
from marsad.claims.scene import ARTICLE
from marsad.model.mention import Dimension, Mention
from marsad.model.value import HarmSign, Link

JOINED = 3
_REACH = 9
_FAR = 30


def is_news(walk: Walk, quantity: Quantity) -> bool:
    """Say whether a bare harm noun tells of harm: in the title, or behind a word of cause or falling."""
    if walk.scene.in_title(quantity.start):
        return True
    start = max(walk.sentence.start, quantity.start - _REACH)
    causes = [m for m in walk.scene.within("link", start, quantity.start) if is_link(m, "cause", "rose")]
    beside = walk.drafts and quantity.start - walk.drafts[-1].last <= JOINED
    return bool(causes) or bool(beside)


def within_reach(walk: Walk, quantity: Quantity) -> bool:
    """Say whether people stand near enough behind the waiting word of harm to be its own."""
    if not walk.filled:
        return quantity.start - walk.last <= _reach_of(walk, quantity)
    far = (quantity.explicit or _is_kin(walk, quantity)) and _nothing_between(walk, quantity)
    reach = _REACH if far else JOINED
    return quantity.start - walk.last <= reach and is_coordinated(walk, quantity)


def _is_kin(walk: Walk, quantity: Quantity) -> bool:
    """Say whether people are told of by their kin, who may have been named at length ('X, son of Y, and his wife')."""
    return any(node.feature("kin") for node in walk.scene.chart.at(quantity.start, "people"))


def _nothing_between(walk: Walk, quantity: Quantity) -> bool:
    """Say whether no deed, harm, speaker or clause begins between the last people and these, so that one list goes on."""
    between: tuple[Dimension, ...] = ("harm", "act", "frame", "time")
    if any(walk.scene.within(dimension, walk.last, quantity.start) for dimension in between):
        return False
    return all(is_link(m, "also") for m in walk.scene.within("link", walk.last, quantity.start))


def _reach_of(walk: Walk, quantity: Quantity) -> int:
    harm = walk.waiting[-1]
    if quantity.explicit and _is_reached(walk, quantity):
        return _FAR
    if isinstance(harm.value, HarmSign) and harm.value.shape in ("noun", "participle"):
        near = JOINED if in_link(walk, harm, "subset") else 0
        return _REACH if quantity.explicit and _has_toll(walk, quantity) else near
    return _REACH if quantity.explicit else JOINED


def _is_reached(walk: Walk, quantity: Quantity) -> bool:
    """Say whether a toll rises to a number: 'to' stands right before it, and the toll and its rising before that."""
    if quantity.start - 1 not in walk.scene.small["to"]:
        return False
    links = walk.scene.within("link", walk.sentence.start, quantity.start)
    return any(is_link(m, "rose") for m in links) and any(is_link(m, "toll", "total") for m in links)


def _has_toll(walk: Walk, quantity: Quantity) -> bool:
    start = max(walk.sentence.start, walk.waiting[-1].tokens[0] - _REACH)
    return any(
        is_link(m, "toll", "previous", "total", "rose", "subset")
        for m in walk.scene.within("link", start, quantity.start)
    )


def is_coordinated(walk: Walk, quantity: Quantity) -> bool:
    """Say whether people are joined to those before them, by 'and', 'also' or a comma."""
    scene = walk.scene
    if scene.within("act", walk.last, quantity.start):
        return False
    added = any(is_link(m, "also") for m in scene.within("link", walk.last, quantity.start))
    joined = scene.conjoined(quantity.start) and not walk.told
    return added or joined or scene.mark(quantity.start - 1, "،,(")


def in_link(walk: Walk, harm: Mention, kind: str) -> bool:
    """Say whether a word of harm is part of a connective ('among the dead')."""
    link = walk.scene.at["link"].get(harm.tokens[0])
    return link is not None and is_link(link, kind) and link.tokens != harm.tokens


def is_link(mention: Mention, *kinds: str) -> bool:
    """Say whether a mention is a connective of one of some kinds."""
    return isinstance(mention.value, Link) and mention.value.kind in kinds


def is_definite(harm: Mention) -> bool:
    """Say whether a noun of harm has the article or a pronoun."""
    return ARTICLE in harm.particles or bool(harm.suffix)
