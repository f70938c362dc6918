"""Which quantity belongs to which word of harm: one walk through a sentence, left to right."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from marsad.claims.draft import Draft, Walk
from marsad.claims.joint import UNDIVIDED, shared
from marsad.claims.quantity import Quantity, quantities
from marsad.claims.reach import JOINED, in_link, is_coordinated, is_definite, is_link, is_news, within_reach
from marsad.claims.scene import ARTICLE, Scene
from marsad.claims.subjects import agrees_with_many, is_joined, subjects
from marsad.model.mention import Mention
from marsad.model.value import HarmSign, Link
from marsad.text.sentences import Sentence

_SUBSET = ("subset", "including")
OF_THOSE = "part-of-those-named"
_DONE_TO = ("killed", "injured", "detained", "abducted", "missing")


def drafts(scene: Scene, sentence: Sentence) -> list[Draft]:
    """Give the drafts of one sentence in the order of the text."""
    return scene.once(_of_report)[sentence.index]


def _of_report(scene: Scene) -> dict[int, list[Draft]]:
    """Walk through all sentences."""
    return {sentence.index: _of_sentence(scene, sentence) for sentence in scene.reading.sentences}


def hurt(scene: Scene) -> frozenset[int]:
    """Give the tokens that name people who came to harm or were taken."""
    return scene.once(_hurt)


def _hurt(scene: Scene) -> frozenset[int]:
    told = (draft for found in scene.once(_of_report).values() for draft in found)
    return frozenset(
        token
        for draft in told
        if draft.outcome in _DONE_TO
        for token in range(draft.quantity.start, draft.quantity.end)
    )


def _of_sentence(scene: Scene, sentence: Sentence) -> list[Draft]:
    walk = Walk(scene, sentence, last=sentence.start)
    for item in _items(scene, sentence):
        if isinstance(item, Quantity):
            _take_quantity(walk, item)
        elif isinstance(item.value, Link):
            _take_link(walk, item)
        else:
            _take_harm(walk, item)
    return walk.drafts


def _items(scene: Scene, sentence: Sentence) -> list[Quantity | Mention]:
    joints = [m for m in scene.within("link", sentence.start, sentence.end) if is_link(m, "joint")]
    links = [m for m in scene.within("link", sentence.start, sentence.end) if is_link(m, *_SUBSET)]
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
    return sorted(items, key=_position)


def _position(item: Quantity | Mention) -> tuple[int, bool]:
    """Give where an item stands; a link that is a number as well ('most of them') comes before that number."""
    return (item.start, True) if isinstance(item, Quantity) else (item.tokens[0], not isinstance(item.value, Link))


def _take_link(walk: Walk, link: Mention) -> None:
    if is_link(link, "joint"):
        _take_joint(walk, link)
    elif walk.drafts or any(quantity.explicit for quantity in walk.free):
        walk.subset, walk.named, walk.sorts = link.tokens[1], _harm_in(walk, link), is_link(link, "including")
    elif harm := _harm_in(walk, link):
        walk.waiting, walk.filled, walk.last = [harm], False, link.tokens[1]


def _harm_in(walk: Walk, link: Mention) -> Mention | None:
    """Give the word of harm that 'among the dead' names the whole with."""
    return next(iter(walk.scene.within("harm", *link.tokens)), None)


def _take_joint(walk: Walk, link: Mention) -> None:
    """Give both outcomes of an undivided number ('15 killed and wounded') that number as their most."""
    quantity = walk.free.pop() if walk.free else _just_told(walk, link)
    if quantity is None:
        return
    each = shared(quantity)
    for harm in walk.scene.within("harm", *link.tokens):
        walk.drafts.append(Draft(each, harm, walk.sentence, UNDIVIDED))


def _just_told(walk: Walk, link: Mention) -> Quantity | None:
    """Take back the people that stand right before a link that divides their harm ('its victims were nine, killed and wounded')."""
    if not walk.drafts or not 0 <= link.tokens[0] - walk.drafts[-1].quantity.end <= 1 or walk.drafts[-1].parent:
        return None
    return walk.drafts.pop().quantity


def _take_harm(walk: Walk, harm: Mention) -> None:
    """Let a word of harm wait for people; a verb behind its subject takes the quantities before it."""
    if isinstance(harm.value, HarmSign) and harm.value.shape == "event":
        return
    if _tells_more(walk, harm):
        _tell_more(walk, harm)
        return
    joined = _is_joined_to_waiting(walk, harm)
    walk.waiting = [*walk.waiting, harm] if joined else [harm]
    walk.filled, walk.told = False, False
    walk.last = harm.tokens[1]
    walk.subset = None if not joined else walk.subset
    if _is_verb(harm):
        _take_subjects(walk, harm)


def _tells_more(walk: Walk, verb: Mention) -> bool:
    """Say whether a verb right behind another tells of its subjects too ('who were killed or wounded')."""
    if not walk.told or not _is_verb(verb) or verb.suffix or not agrees_with_many(walk.scene, verb):
        return False
    start = verb.tokens[0]
    alternative = start - 1 in walk.scene.small["or"]
    return start - walk.waiting[-1].tokens[1] == int(alternative) and (alternative or walk.scene.conjoined(start))


def _tell_more(walk: Walk, verb: Mention) -> None:
    """Give the subjects of the verb before to a second one; a number that the two share is divided in no known way."""
    first = [draft for draft in walk.drafts if draft.trigger is walk.waiting[-1]]
    for draft in first:
        if draft.quantity.count.qualifier != "vague":
            draft.quantity, draft.rule = shared(draft.quantity), UNDIVIDED
        walk.drafts.append(Draft(draft.quantity, verb, walk.sentence, draft.rule))
    walk.last = verb.tokens[1]


def _is_joined_to_waiting(walk: Walk, harm: Mention) -> bool:
    """Say whether two words of harm share what follows ('the killing and wounding of'): 'and' alone stands between them, or 'or'."""
    if not walk.waiting or walk.filled:
        return False
    before = walk.waiting[-1]
    if before.suffix or (_is_verb(before) and agrees_with_many(walk.scene, before)):
        return False
    if harm.tokens[0] - 1 in walk.scene.small["or"]:
        return harm.tokens[0] - before.tokens[1] <= JOINED
    between = range(before.tokens[1], harm.tokens[0])
    return all(token in walk.scene.small["and"] for token in between) and walk.scene.conjoined(harm.tokens[0])


def _is_verb(harm: Mention) -> bool:
    return isinstance(harm.value, HarmSign) and harm.value.shape in ("verb", "participle")


def _take_subjects(walk: Walk, verb: Mention) -> None:
    found = subjects(walk.scene, walk.free, verb)
    if found:
        walk.drafts += _told_of(walk, found, verb)
        walk.free.clear()
        walk.filled, walk.told = True, True
    elif verb.suffix and verb in walk.waiting:
        walk.waiting.remove(verb)


def _told_of(walk: Walk, people: list[Quantity], verb: Mention) -> list[Draft]:
    """Give the drafts of the subjects of a verb; those told to be among the others are their part."""
    made = [Draft(quantity, verb, walk.sentence, "subject-before-verb") for quantity in people]
    by_start = {draft.quantity.start: draft for draft in made}
    for draft in made:
        whole = walk.among.get(draft.quantity.start)
        draft.parent = by_start.get(whole.start) if whole else None
    return made


def _take_quantity(walk: Walk, quantity: Quantity) -> None:
    if _spells_out(walk, quantity):
        walk.subset = quantity.start
    if _is_some_of_them(walk, quantity) or _continues_subset(walk, quantity):
        _take_part(walk, quantity)
    elif quantity.state and _adds_to_toll(walk, quantity):
        _take_state(walk, quantity, quantity.state)
    elif quantity.harm and not _befalls_them(walk, quantity):
        _take_counted_harm(walk, quantity)
    elif walk.waiting and within_reach(walk, quantity):
        _take_object(walk, quantity)
    elif quantity.count.qualifier != "vague" or quantity.explicit:
        walk.free.append(quantity)


def _adds_to_toll(walk: Walk, quantity: Quantity) -> bool:
    """Say whether people in a state are one more number of a toll told in nouns ('20 dead and 300 displaced')."""
    if not quantity.explicit or not walk.filled or quantity.start - walk.last > JOINED:
        return False
    toll = walk.waiting[-1].value if walk.waiting else None
    return isinstance(toll, HarmSign) and toll.shape in ("noun", "participle") and is_coordinated(walk, quantity)


def _take_state(walk: Walk, quantity: Quantity, state: Mention) -> None:
    walk.drafts.append(Draft(quantity, state, walk.sentence, "counted-harm"))
    walk.waiting, walk.last = [state], quantity.end


def _befalls_them(walk: Walk, quantity: Quantity) -> bool:
    """Say whether a verb or masdar right before tells what became of people in a state ('the death of three wounded')."""
    if not walk.waiting or walk.filled or quantity.start - walk.last > JOINED or not isinstance(quantity.harm, Mention):
        return False
    sign, state = walk.waiting[-1].value, quantity.harm.value
    if not isinstance(sign, HarmSign) or not isinstance(state, HarmSign):
        return False
    return sign.shape in ("verb", "masdar") and state.outcome not in (sign.outcome, "killed")


def _is_some_of_them(walk: Walk, quantity: Quantity) -> bool:
    """Say whether 'of them' stands right behind a number ('five of them'), with no word of harm of its own before it."""
    link = walk.scene.at["link"].get(quantity.end) if quantity.end < walk.sentence.end else None
    return bool(
        link and is_link(link, *_SUBSET) and quantity.explicit and walk.drafts and (walk.filled or not walk.waiting)
    )


def _continues_subset(walk: Walk, quantity: Quantity) -> bool:
    return walk.subset is not None and quantity.start - walk.subset <= JOINED


def _spells_out(walk: Walk, quantity: Quantity) -> bool:
    """Say whether people stand right behind more people, in a bracket or behind a mark alone: it tells who they were ('3, a man and his sons')."""
    whole = walk.drafts[-1].quantity if walk.drafts and walk.drafts[-1].parent is None else None
    if whole is None or quantity.people is None or whole.end != quantity.start - 1:
        return False
    if (whole.count.low or 0) <= (quantity.count.low or 0):
        return False
    apart = walk.scene.conjoined(quantity.start) or quantity.start in walk.scene.at["number"]
    return walk.scene.mark(whole.end, "(") or (
        not apart and walk.scene.mark(whole.end, "،,:") and _of_one_sort(whole, quantity)
    )


def _of_one_sort(whole: Quantity, part: Quantity) -> bool:
    sorts = {each.sort.status for each in (whole, part) if each.sort}
    return len(sorts - {"unknown"}) <= 1


def _names_nobody(walk: Walk, quantity: Quantity) -> bool:
    """Go on behind people of a part, and say whether they are none of their own: 'most of them' with nobody named, sorts after 'including'."""
    most = quantity.start in walk.scene.at["link"]
    alone = quantity.count.low == 1
    walk.subset = None if most and alone else quantity.end
    if quantity.start in walk.scene.telltale["most"] and not (quantity.people or quantity.harm or quantity.actor):
        return True
    if quantity.harm and quantity.harm.suffix and not quantity.explicit:
        return True
    told = walk.sorts and quantity.count.qualifier == "vague" and not quantity.explicit
    walk.sorts = walk.sorts or (most and not alone)
    return told


def _take_part(walk: Walk, quantity: Quantity) -> None:
    """Make a part of the last whole: the people are among those that it counts."""
    if _names_nobody(walk, quantity):
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
        _wait_among(walk, quantity)
    if not wholes:
        return
    whole = wholes[-1]
    siblings = [w for w in wholes if w.quantity.number == whole.quantity.number]
    for parent in siblings:
        walk.drafts.append(Draft(quantity, parent.trigger, walk.sentence, "part-of-whole", parent))


def _wait_among(walk: Walk, part: Quantity) -> None:
    """Let a part wait with its whole for the verb behind both ('six civilians, two of them children, were hurt')."""
    wholes = [quantity for quantity in walk.free if quantity.explicit and quantity.start not in walk.among]
    if wholes and walk.subset is not None:
        walk.among[part.start] = wholes[-1]
    walk.free.append(part)


def _is_named(walk: Walk, whole: Draft) -> bool:
    sign = walk.named.value if walk.named else None
    return not isinstance(sign, HarmSign) or whole.outcome == sign.outcome


def _take_counted_harm(walk: Walk, quantity: Quantity) -> None:
    """Make a draft of a harm noun with its count; a definite plural without one waits for a toll."""
    harm = quantity.harm
    assert harm is not None  # noqa: S101  the caller asked
    if _describes_people(walk, quantity):
        walk.drafts.append(Draft(walk.free.pop(), harm, walk.sentence, "subject-before-verb"))
        walk.waiting, walk.filled, walk.last = [harm], True, quantity.end
        return
    if _shares_number(walk, quantity):
        _share_number(walk, quantity, harm)
        return
    if quantity.explicit or not _awaits_number(walk, quantity, harm):
        if quantity.explicit or is_news(walk, quantity):
            walk.drafts.append(Draft(quantity, harm, walk.sentence, "counted-harm"))
            walk.waiting, walk.filled, walk.last = [harm], True, quantity.end
        return
    joined = _is_joined_to_waiting(walk, harm)
    walk.waiting, walk.filled, walk.last = [*walk.waiting, harm] if joined else [harm], False, harm.tokens[1]


def _describes_people(walk: Walk, quantity: Quantity) -> bool:
    """Say whether a participle tells what became of the people right before it ('two officers found killed')."""
    harm = quantity.harm
    if harm is None or quantity.explicit or not walk.free or not _is_verb(harm) or is_definite(harm):
        return False
    people = walk.free[-1]
    counted = people.explicit and people.people is not None and quantity.start == people.end
    return counted and not walk.scene.conjoined(quantity.start)


def _shares_number(walk: Walk, quantity: Quantity) -> bool:
    """Say whether a second definite noun of harm stands under the number of the first ('tens of the dead and the hurt')."""
    last = walk.drafts[-1].quantity if walk.drafts else None
    if last is None or quantity.explicit or not last.explicit or not last.harm or not quantity.harm:
        return False
    alike = ARTICLE in quantity.harm.particles and (ARTICLE in last.harm.particles or last.count.qualifier == "vague")
    return alike and quantity.start == last.end and walk.scene.conjoined(quantity.start)


def _share_number(walk: Walk, quantity: Quantity, harm: Mention) -> None:
    first = walk.drafts[-1]
    if first.quantity.count.qualifier != "vague":
        first.quantity, first.rule = shared(first.quantity), UNDIVIDED
    number = first.quantity
    second = replace(quantity, count=number.count, number=number.number, figure=number.figure, explicit=True)
    walk.drafts.append(Draft(second, harm, walk.sentence, first.rule))
    walk.waiting, walk.filled, walk.last = [harm], True, quantity.end


def _awaits_number(walk: Walk, quantity: Quantity, harm: Mention) -> bool:
    """Say whether a noun of harm names those that a number behind counts: 'the dead', 'the number of dead', 'bodies of four'."""
    return is_definite(harm) or in_link(walk, harm, "toll") or _is_counted_behind(walk, quantity)


def _is_counted_behind(walk: Walk, quantity: Quantity) -> bool:
    """Say whether a number of people stands right behind a bare noun of harm ('the bodies of four civilians')."""
    behind = walk.scene.at["number"].get(quantity.end)
    return behind is not None and behind.tokens[0] == quantity.end and not walk.scene.conjoined(quantity.end)


def _take_object(walk: Walk, quantity: Quantity) -> None:
    """Give the waiting words of harm their people; an agent before an explicit object is passed over."""
    if not walk.filled and _is_agent(walk, quantity):
        return
    undivided = len(walk.waiting) > 1 and quantity.count.qualifier != "vague" and not _own_noun(walk)
    people, rule = (shared(quantity), UNDIVIDED) if undivided else (quantity, _rule(walk))
    for harm in walk.waiting:
        walk.drafts.append(Draft(people, harm, walk.sentence, rule))
    walk.filled, walk.last, walk.subset = True, quantity.end, None
    walk.free.clear()


def _rule(walk: Walk) -> str:
    harm = walk.waiting[-1]
    told = walk.scene.at["link"].get(harm.tokens[1])
    named = is_definite(harm) and not _is_verb(harm) and told is not None and is_link(told, *_SUBSET)
    return OF_THOSE if named or in_link(walk, harm, "subset") else "harm-before-people"


def _own_noun(walk: Walk) -> bool:
    """Say whether the words of harm are verbs or nouns of one outcome only."""
    return len({harm.value.outcome for harm in walk.waiting if isinstance(harm.value, HarmSign)}) < len(walk.waiting)


def _is_agent(walk: Walk, quantity: Quantity) -> bool:
    """Say whether a bare plural right behind a verb did the deed: people counted, or one person, follow it in reach."""
    if not _is_verb(walk.waiting[-1]) or quantity.explicit or quantity.count.qualifier != "vague":
        return False
    if quantity.sort is not None and (quantity.sort.status == "civilian" or quantity.sort.other):
        return False
    following = quantities(walk.scene, quantity.end, walk.sentence.end)[:1]
    bands = [m.tokens[1] for q in following for m in walk.scene.within("actor", quantity.start, q.start)]
    end = max([quantity.end, *bands])
    following = [q for q in following if q.start - end < JOINED and (q.explicit or q.count.low == 1)]
    return bool(following) and not any(is_joined(walk.scene, a, b) for a, b in pairwise([quantity, following[0]]))
