"""Which quantity belongs to which word of harm: one walk through a sentence, left to right."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from marsad.claims.quantity import Quantity, quantities
from marsad.claims.scene import ARTICLE, Scene
from marsad.model.mention import Dimension, Mention
from marsad.model.value import Count, HarmSign, Link
from marsad.text.sentences import Sentence

_REACH = 9
_JOINED = 3
_BEFORE = 14
_DONE_TO = ("killed", "injured", "detained", "abducted", "missing")


@dataclass(eq=False)
class Draft:
    """A quantity tied to an outcome; `parent` is the draft that already counts these people."""

    quantity: Quantity
    trigger: Mention
    sentence: Sentence
    rule: str
    parent: Draft | None = None

    @property
    def outcome(self) -> str:
        """The outcome that the word of harm names."""
        assert isinstance(self.trigger.value, HarmSign)  # noqa: S101  attach makes drafts of harm signs only
        return self.trigger.value.outcome

    @property
    def first(self) -> int:
        """The first token of the two."""
        return min(self.quantity.start, self.trigger.tokens[0])

    @property
    def last(self) -> int:
        """The token behind the last of the two."""
        return max(self.quantity.end, self.trigger.tokens[1])


@dataclass
class _Walk:
    """Where the walk stands: the words of harm that wait for people, and the drafts made so far."""

    scene: Scene
    sentence: Sentence
    waiting: list[Mention] = field(default_factory=list)
    filled: bool = False
    last: int = 0
    subset: int | None = None
    free: list[Quantity] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


def drafts(scene: Scene, sentence: Sentence) -> list[Draft]:
    """Give the drafts of one sentence in the order of the text."""
    return _of_report(scene)[sentence.index]


@lru_cache(maxsize=1)
def _of_report(scene: Scene) -> dict[int, list[Draft]]:
    """Walk through all sentences once; scenes are compared by identity, so no other report can be met here."""
    return {sentence.index: _of_sentence(scene, sentence) for sentence in scene.reading.sentences}


@lru_cache(maxsize=1)
def hurt(scene: Scene) -> frozenset[int]:
    """Give the tokens that name people who came to harm or were taken."""
    told = (draft for found in _of_report(scene).values() for draft in found)
    return frozenset(
        token
        for draft in told
        if draft.outcome in _DONE_TO
        for token in range(draft.quantity.start, draft.quantity.end)
    )


def _of_sentence(scene: Scene, sentence: Sentence) -> list[Draft]:
    walk = _Walk(scene, sentence, last=sentence.start)
    for item in _items(scene, sentence):
        if isinstance(item, Quantity):
            _take_quantity(walk, item)
        elif isinstance(item.value, Link):
            _take_link(walk, item)
        else:
            _take_harm(walk, item)
    return walk.drafts


def _items(scene: Scene, sentence: Sentence) -> list[Quantity | Mention]:
    joints = [m for m in scene.within("link", sentence.start, sentence.end) if _is(m, "joint")]
    joint = {token for m in joints for token in range(*m.tokens)}
    counted = [q for q in quantities(scene, sentence.start, sentence.end) if q.start not in joint]
    nouns = {id(quantity.harm) for quantity in counted if quantity.harm}
    harms = [m for m in scene.within("harm", sentence.start, sentence.end) if id(m) not in nouns]
    inside = joint | {token for quantity in counted for token in range(quantity.start, quantity.end)}
    harms = [m for m in harms if m.tokens[0] not in inside]
    links = [m for m in scene.within("link", sentence.start, sentence.end) if _is(m, "subset")]
    items: list[Quantity | Mention] = [*counted, *harms, *links, *joints]
    return sorted(items, key=lambda item: item.start if isinstance(item, Quantity) else item.tokens[0])


def _is(mention: Mention, *kinds: str) -> bool:
    return isinstance(mention.value, Link) and mention.value.kind in kinds


def _take_link(walk: _Walk, link: Mention) -> None:
    if _is(link, "joint"):
        _take_joint(walk, link)
    elif walk.drafts or walk.free:
        walk.subset = link.tokens[1]


def _take_joint(walk: _Walk, link: Mention) -> None:
    """Give both outcomes of an undivided number ('15 killed and wounded') that number as their most."""
    if not walk.free:
        return
    quantity = walk.free.pop()
    most = at_most(quantity)
    for harm in walk.scene.within("harm", *link.tokens):
        walk.drafts.append(Draft(most, harm, walk.sentence, "undivided-number"))


def at_most(quantity: Quantity) -> Quantity:
    """Give the quantity with its number as an upper bound; a vague one stays as it is."""
    if quantity.count.high is None:
        return quantity
    return replace(quantity, count=Count(None, quantity.count.high, "at_most"))


def _take_harm(walk: _Walk, harm: Mention) -> None:
    """Let a word of harm wait for people; a verb behind its subject takes the quantities before it."""
    if isinstance(harm.value, HarmSign) and harm.value.shape == "event":
        return
    joined = _is_joined_to_waiting(walk, harm)
    walk.waiting = [*walk.waiting, harm] if joined else [harm]
    walk.filled = False
    walk.last = harm.tokens[1]
    walk.subset = None if not joined else walk.subset
    if _is_verb(harm):
        _take_subjects(walk, harm)


def _is_joined_to_waiting(walk: _Walk, harm: Mention) -> bool:
    """Say whether two words of harm share what follows ('the killing and wounding of'): 'and' alone stands between them."""
    if not walk.waiting or walk.filled:
        return False
    before = walk.waiting[-1]
    if _is_verb(before) and _agrees_with_many(walk, before):
        return False
    return harm.tokens[0] - before.tokens[1] <= 1 and walk.scene.conjoined(harm.tokens[0])


def _is_verb(harm: Mention) -> bool:
    return isinstance(harm.value, HarmSign) and harm.value.shape in ("verb", "participle")


def _take_subjects(walk: _Walk, verb: Mention) -> None:
    """Give a verb the people before it that wait for a verb ('12 مدنيا وجنديا قتلوا', 'إن جنديا أصيب')."""
    if verb.suffix or _agrees_with_many(walk, verb):
        subjects = [q for q in walk.free if q.explicit or _coordinated_with_explicit(walk, q)]
    else:
        subjects = [q for q in walk.free[-1:] if _opens_what_is_said(walk, q, verb)]
    if not subjects or verb.tokens[0] - subjects[-1].end > _BEFORE:
        return
    for quantity in subjects:
        walk.drafts.append(Draft(quantity, verb, walk.sentence, "subject-before-verb"))
    walk.free.clear()
    walk.filled = True


def _opens_what_is_said(walk: _Walk, quantity: Quantity, verb: Mention) -> bool:
    """Say whether one person stands right between 'that' and a verb, and so is its subject."""
    that = walk.scene.function(quantity.start - 1, "that")
    return quantity.count.low == 1 and that is not None and verb.tokens[0] - quantity.end < _JOINED


def _agrees_with_many(walk: _Walk, verb: Mention) -> bool:
    nodes = walk.scene.chart.at(verb.tokens[0], "harm")
    return any(node.feature("number") in ("two", "many") for node in nodes)


def _coordinated_with_explicit(walk: _Walk, quantity: Quantity) -> bool:
    return any(q.explicit and 0 <= quantity.start - q.end <= _JOINED for q in walk.free)


def _take_quantity(walk: _Walk, quantity: Quantity) -> None:
    if _is_some_of_them(walk, quantity) or _continues_subset(walk, quantity):
        _take_part(walk, quantity)
    elif quantity.harm and not _befalls_them(walk, quantity):
        _take_counted_harm(walk, quantity)
    elif walk.waiting and _within_reach(walk, quantity):
        _take_object(walk, quantity)
    elif quantity.count.qualifier != "vague" or quantity.explicit:
        walk.free.append(quantity)


def _befalls_them(walk: _Walk, quantity: Quantity) -> bool:
    """Say whether a verb or masdar right before tells what became of people in a state ('the death of three wounded')."""
    if (
        not walk.waiting
        or walk.filled
        or quantity.start - walk.last > _JOINED
        or not isinstance(quantity.harm, Mention)
    ):
        return False
    sign, state = walk.waiting[-1].value, quantity.harm.value
    if not isinstance(sign, HarmSign) or not isinstance(state, HarmSign):
        return False
    return sign.shape in ("verb", "masdar") and state.outcome not in (sign.outcome, "killed")


def _is_some_of_them(walk: _Walk, quantity: Quantity) -> bool:
    """Say whether 'of them' stands right behind a number ('five of them'), with no word of harm of its own before it."""
    link = walk.scene.at("link", quantity.end) if quantity.end < walk.sentence.end else None
    return bool(
        link and _is(link, "subset") and quantity.explicit and walk.drafts and (walk.filled or not walk.waiting)
    )


def _continues_subset(walk: _Walk, quantity: Quantity) -> bool:
    return walk.subset is not None and quantity.start - walk.subset <= _JOINED


def _take_part(walk: _Walk, quantity: Quantity) -> None:
    """Make a part of the last whole: the people are among those that it counts."""
    walk.subset = quantity.end
    wholes = [draft for draft in walk.drafts if draft.parent is None]
    if quantity.harm:
        draft = Draft(quantity, quantity.harm, walk.sentence, "part-with-harm")
        same = [whole for whole in wholes if whole.outcome == draft.outcome]
        draft.parent = same[-1] if same else None
        walk.drafts.append(draft)
        return
    if not wholes:
        walk.free.append(quantity)
        return
    whole = wholes[-1]
    siblings = [w for w in wholes if w.quantity is whole.quantity]
    for parent in siblings:
        walk.drafts.append(Draft(quantity, parent.trigger, walk.sentence, "part-of-whole", parent))


def _take_counted_harm(walk: _Walk, quantity: Quantity) -> None:
    """Make a draft of a harm noun with its count; a definite plural without one waits for a toll."""
    harm = quantity.harm
    assert harm is not None  # noqa: S101  the caller asked
    if quantity.explicit or not _is_definite(harm):
        if quantity.explicit or _is_news(walk, quantity):
            walk.drafts.append(Draft(quantity, harm, walk.sentence, "counted-harm"))
            walk.waiting, walk.filled, walk.last = [harm], True, quantity.end
        return
    walk.waiting, walk.filled, walk.last = [harm], False, harm.tokens[1]


def _is_definite(harm: Mention) -> bool:
    return ARTICLE in harm.particles or bool(harm.suffix)


def _is_news(walk: _Walk, quantity: Quantity) -> bool:
    """Say whether a bare harm noun tells of harm: in the title, or behind a word of cause or falling."""
    if walk.scene.in_title(quantity.start):
        return True
    start = max(walk.sentence.start, quantity.start - _REACH)
    causes = [m for m in walk.scene.within("link", start, quantity.start) if _is(m, "cause", "toll", "rose")]
    beside = walk.drafts and quantity.start - walk.drafts[-1].last <= _JOINED
    return bool(causes) or bool(beside)


def _within_reach(walk: _Walk, quantity: Quantity) -> bool:
    if not walk.filled:
        return quantity.start - walk.last <= _reach_of(walk, quantity)
    reach = _REACH if quantity.explicit and _nothing_between(walk, quantity) else _JOINED
    return quantity.start - walk.last <= reach and _is_coordinated(walk, quantity)


def _nothing_between(walk: _Walk, quantity: Quantity) -> bool:
    """Say whether no deed, harm, speaker or clause begins between the last people and these, so that one list goes on."""
    between: tuple[Dimension, ...] = ("harm", "act", "frame", "link", "time")
    return not any(walk.scene.within(dimension, walk.last, quantity.start) for dimension in between)


def _reach_of(walk: _Walk, quantity: Quantity) -> int:
    harm = walk.waiting[-1]
    if isinstance(harm.value, HarmSign) and harm.value.shape in ("noun", "participle"):
        return _REACH if quantity.explicit and _has_toll(walk, quantity) else 0
    return _REACH if quantity.explicit else _JOINED


def _has_toll(walk: _Walk, quantity: Quantity) -> bool:
    start = max(walk.sentence.start, walk.waiting[-1].tokens[0] - _REACH)
    return any(
        _is(m, "toll", "previous", "total", "rose", "subset") for m in walk.scene.within("link", start, quantity.start)
    )


def _is_coordinated(walk: _Walk, quantity: Quantity) -> bool:
    scene = walk.scene
    if scene.within("act", walk.last, quantity.start):
        return False
    added = any(_is(m, "also") for m in scene.within("link", walk.last, quantity.start))
    return added or scene.conjoined(quantity.start) or scene.mark(quantity.start - 1, "،,(")


def _take_object(walk: _Walk, quantity: Quantity) -> None:
    """Give the waiting words of harm their people; an agent before an explicit object is passed over."""
    if not walk.filled and _is_agent(walk, quantity):
        return
    undivided = len(walk.waiting) > 1 and quantity.count.qualifier == "exact" and not _own_noun(walk)
    people = at_most(quantity) if undivided else quantity
    for harm in walk.waiting:
        walk.drafts.append(
            Draft(people, harm, walk.sentence, "undivided-number" if undivided else "harm-before-people")
        )
    walk.filled, walk.last, walk.subset = True, quantity.end, None
    walk.free.clear()


def _own_noun(walk: _Walk) -> bool:
    """Say whether the words of harm are verbs or nouns of one outcome only."""
    return len({harm.value.outcome for harm in walk.waiting if isinstance(harm.value, HarmSign)}) < len(walk.waiting)


def _is_agent(walk: _Walk, quantity: Quantity) -> bool:
    """Say whether a bare plural right behind a verb did the deed: people counted, or one person, follow it in reach."""
    if not _is_verb(walk.waiting[-1]) or quantity.explicit or quantity.count.qualifier != "vague":
        return False
    if quantity.sort is not None and quantity.sort.status == "civilian":
        return False
    coming = quantities(walk.scene, quantity.end, walk.sentence.end)
    following = [q for q in coming[:1] if q.start - quantity.end < _JOINED and (q.explicit or q.count.low == 1)]
    return bool(following) and not any(_is_joined(walk.scene, a, b) for a, b in pairwise([quantity, following[0]]))


def _is_joined(scene: Scene, left: Quantity, right: Quantity) -> bool:
    return any(scene.conjoined(token) for token in range(left.end, right.start + 1))
