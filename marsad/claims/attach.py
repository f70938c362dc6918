"""Which quantity belongs to which word of harm: one walk through a sentence, left to right."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from marsad.claims.joint import UNDIVIDED, shared
from marsad.claims.quantity import Quantity, quantities
from marsad.claims.scene import ARTICLE, Scene
from marsad.claims.subjects import agrees_with_many, is_joined, subjects
from marsad.model.mention import Dimension, Mention
from marsad.model.value import HarmSign, Link
from marsad.text.sentences import Sentence

_REACH = 9
_JOINED = 3
_FAR = 30
_SUBSET = ("subset", "including")
OF_THOSE = "part-of-those-named"
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
    named: Mention | None = None
    sorts: bool = False
    told: bool = False
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
    links = [m for m in scene.within("link", sentence.start, sentence.end) if _is(m, *_SUBSET)]
    joint = {token for m in joints for token in range(*m.tokens)}
    named = {token for m in links for token in range(*m.tokens)}
    counted = [
        q
        for q in quantities(scene, sentence.start, sentence.end)
        if q.start not in joint and not (q.harm and q.start in named)
    ]
    nouns = {id(quantity.harm) for quantity in counted if quantity.harm}
    harms = [m for m in scene.within("harm", sentence.start, sentence.end) if id(m) not in nouns]
    inside = joint | named | {token for quantity in counted for token in range(quantity.start, quantity.end)}
    harms = [m for m in harms if m.tokens[0] not in inside]
    items: list[Quantity | Mention] = [*counted, *harms, *links, *joints]
    return sorted(items, key=lambda item: item.start if isinstance(item, Quantity) else item.tokens[0])


def _is(mention: Mention, *kinds: str) -> bool:
    return isinstance(mention.value, Link) and mention.value.kind in kinds


def _take_link(walk: _Walk, link: Mention) -> None:
    if _is(link, "joint"):
        _take_joint(walk, link)
    elif walk.drafts or any(quantity.explicit for quantity in walk.free):
        walk.subset, walk.named, walk.sorts = link.tokens[1], _harm_in(walk, link), _is(link, "including")
    elif harm := _harm_in(walk, link):
        walk.waiting, walk.filled, walk.last = [harm], False, link.tokens[1]


def _harm_in(walk: _Walk, link: Mention) -> Mention | None:
    """Give the word of harm that 'among the dead' names the whole with."""
    return next(iter(walk.scene.within("harm", *link.tokens)), None)


def _take_joint(walk: _Walk, link: Mention) -> None:
    """Give both outcomes of an undivided number ('15 killed and wounded') that number as their most."""
    if not walk.free:
        return
    quantity = walk.free.pop()
    each = shared(quantity)
    for harm in walk.scene.within("harm", *link.tokens):
        walk.drafts.append(Draft(each, harm, walk.sentence, UNDIVIDED))


def _take_harm(walk: _Walk, harm: Mention) -> None:
    """Let a word of harm wait for people; a verb behind its subject takes the quantities before it."""
    if isinstance(harm.value, HarmSign) and harm.value.shape == "event":
        return
    joined = _is_joined_to_waiting(walk, harm)
    walk.waiting = [*walk.waiting, harm] if joined else [harm]
    walk.filled, walk.told = False, False
    walk.last = harm.tokens[1]
    walk.subset = None if not joined else walk.subset
    if _is_verb(harm):
        _take_subjects(walk, harm)


def _is_joined_to_waiting(walk: _Walk, harm: Mention) -> bool:
    """Say whether two words of harm share what follows ('the killing and wounding of'): 'and' alone stands between them."""
    if not walk.waiting or walk.filled:
        return False
    before = walk.waiting[-1]
    if before.suffix or (_is_verb(before) and agrees_with_many(walk.scene, before)):
        return False
    return harm.tokens[0] - before.tokens[1] <= 1 and walk.scene.conjoined(harm.tokens[0])


def _is_verb(harm: Mention) -> bool:
    return isinstance(harm.value, HarmSign) and harm.value.shape in ("verb", "participle")


def _take_subjects(walk: _Walk, verb: Mention) -> None:
    found = subjects(walk.scene, walk.free, verb)
    if found:
        walk.drafts += [Draft(quantity, verb, walk.sentence, "subject-before-verb") for quantity in found]
        walk.free.clear()
        walk.filled, walk.told = True, True
    elif verb.suffix and verb in walk.waiting:
        walk.waiting.remove(verb)


def _take_quantity(walk: _Walk, quantity: Quantity) -> None:
    if _is_some_of_them(walk, quantity) or _continues_subset(walk, quantity):
        _take_part(walk, quantity)
    elif quantity.state and _adds_to_toll(walk, quantity):
        _take_state(walk, quantity, quantity.state)
    elif quantity.harm and not _befalls_them(walk, quantity):
        _take_counted_harm(walk, quantity)
    elif walk.waiting and _within_reach(walk, quantity):
        _take_object(walk, quantity)
    elif quantity.count.qualifier != "vague" or quantity.explicit:
        walk.free.append(quantity)


def _adds_to_toll(walk: _Walk, quantity: Quantity) -> bool:
    """Say whether people in a state are one more number of a toll told in nouns ('20 dead and 300 displaced')."""
    if not quantity.explicit or not walk.filled or quantity.start - walk.last > _JOINED:
        return False
    toll = walk.waiting[-1].value if walk.waiting else None
    return isinstance(toll, HarmSign) and toll.shape in ("noun", "participle") and _is_coordinated(walk, quantity)


def _take_state(walk: _Walk, quantity: Quantity, state: Mention) -> None:
    walk.drafts.append(Draft(quantity, state, walk.sentence, "counted-harm"))
    walk.waiting, walk.last = [state], quantity.end


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
        link and _is(link, *_SUBSET) and quantity.explicit and walk.drafts and (walk.filled or not walk.waiting)
    )


def _continues_subset(walk: _Walk, quantity: Quantity) -> bool:
    return walk.subset is not None and quantity.start - walk.subset <= _JOINED


def _take_part(walk: _Walk, quantity: Quantity) -> None:
    """Make a part of the last whole: the people are among those that it counts."""
    walk.subset = quantity.end
    if quantity.harm and quantity.harm.suffix and not quantity.explicit:
        return
    if walk.sorts and quantity.count.qualifier == "vague" and not quantity.explicit:
        return
    wholes = [draft for draft in walk.drafts if draft.parent is None and _is_named(walk, draft)]
    if quantity.harm:
        draft = Draft(quantity, quantity.harm, walk.sentence, "part-with-harm")
        same = [whole for whole in wholes if whole.outcome == draft.outcome]
        draft.parent = same[-1] if same else None
        walk.drafts.append(draft)
        return
    if not wholes and walk.named:
        walk.drafts.append(Draft(quantity, walk.named, walk.sentence, OF_THOSE))
    elif not wholes:
        walk.free.append(quantity)
    if not wholes:
        return
    whole = wholes[-1]
    siblings = [w for w in wholes if w.quantity.number == whole.quantity.number]
    for parent in siblings:
        walk.drafts.append(Draft(quantity, parent.trigger, walk.sentence, "part-of-whole", parent))


def _is_named(walk: _Walk, whole: Draft) -> bool:
    sign = walk.named.value if walk.named else None
    return not isinstance(sign, HarmSign) or whole.outcome == sign.outcome


def _take_counted_harm(walk: _Walk, quantity: Quantity) -> None:
    """Make a draft of a harm noun with its count; a definite plural without one waits for a toll."""
    harm = quantity.harm
    assert harm is not None  # noqa: S101  the caller asked
    if _shares_number(walk, quantity):
        _share_number(walk, quantity, harm)
        return
    if quantity.explicit or not _awaits_number(walk, quantity, harm):
        if quantity.explicit or _is_news(walk, quantity):
            walk.drafts.append(Draft(quantity, harm, walk.sentence, "counted-harm"))
            walk.waiting, walk.filled, walk.last = [harm], True, quantity.end
        return
    joined = _is_joined_to_waiting(walk, harm)
    walk.waiting, walk.filled, walk.last = [*walk.waiting, harm] if joined else [harm], False, harm.tokens[1]


def _shares_number(walk: _Walk, quantity: Quantity) -> bool:
    """Say whether a second definite noun of harm stands under the number of the first ('tens of the dead and the hurt')."""
    last = walk.drafts[-1].quantity if walk.drafts else None
    if last is None or quantity.explicit or not last.explicit or not last.harm or not quantity.harm:
        return False
    both = ARTICLE in last.harm.particles and ARTICLE in quantity.harm.particles
    return both and quantity.start == last.end and walk.scene.conjoined(quantity.start)


def _share_number(walk: _Walk, quantity: Quantity, harm: Mention) -> None:
    first = walk.drafts[-1]
    if first.quantity.count.qualifier != "vague":
        first.quantity, first.rule = shared(first.quantity), UNDIVIDED
    number = first.quantity
    second = replace(quantity, count=number.count, number=number.number, figure=number.figure, explicit=True)
    walk.drafts.append(Draft(second, harm, walk.sentence, first.rule))
    walk.waiting, walk.filled, walk.last = [harm], True, quantity.end


def _awaits_number(walk: _Walk, quantity: Quantity, harm: Mention) -> bool:
    """Say whether a noun of harm names those that a number behind counts: 'the dead', 'the number of dead', 'bodies of four'."""
    return _is_definite(harm) or _in_link(walk, harm, "toll") or _is_counted_behind(walk, quantity)


def _is_counted_behind(walk: _Walk, quantity: Quantity) -> bool:
    """Say whether a number of people stands right behind a bare noun of harm ('the bodies of four civilians')."""
    behind = walk.scene.at("number", quantity.end)
    return behind is not None and behind.tokens[0] == quantity.end and not walk.scene.conjoined(quantity.end)


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
    if quantity.explicit and _is_reached(walk, quantity):
        return _FAR
    if isinstance(harm.value, HarmSign) and harm.value.shape in ("noun", "participle"):
        near = _JOINED if _in_link(walk, harm, "subset") else 0
        return _REACH if quantity.explicit and _has_toll(walk, quantity) else near
    return _REACH if quantity.explicit else _JOINED


def _is_reached(walk: _Walk, quantity: Quantity) -> bool:
    """Say whether a toll rises to a number: 'to' stands right before it, and the toll and its rising before that."""
    if walk.scene.function(quantity.start - 1, "to") is None:
        return False
    links = walk.scene.within("link", walk.sentence.start, quantity.start)
    return any(_is(m, "rose") for m in links) and any(_is(m, "toll", "total") for m in links)


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
    joined = scene.conjoined(quantity.start) and not walk.told
    return added or joined or scene.mark(quantity.start - 1, "،,(")


def _take_object(walk: _Walk, quantity: Quantity) -> None:
    """Give the waiting words of harm their people; an agent before an explicit object is passed over."""
    if not walk.filled and _is_agent(walk, quantity):
        return
    undivided = len(walk.waiting) > 1 and quantity.count.qualifier != "vague" and not _own_noun(walk)
    people, rule = (shared(quantity), UNDIVIDED) if undivided else (quantity, _rule(walk))
    for harm in walk.waiting:
        walk.drafts.append(Draft(people, harm, walk.sentence, rule))
    walk.filled, walk.last, walk.subset = True, quantity.end, None
    walk.free.clear()


def _rule(walk: _Walk) -> str:
    return OF_THOSE if _in_link(walk, walk.waiting[-1], "subset") else "harm-before-people"


def _in_link(walk: _Walk, harm: Mention, kind: str) -> bool:
    """Say whether a word of harm is part of a connective ('among the dead')."""
    link = walk.scene.at("link", harm.tokens[0])
    return link is not None and _is(link, kind) and link.tokens != harm.tokens


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
    return bool(following) and not any(is_joined(walk.scene, a, b) for a, b in pairwise([quantity, following[0]]))
