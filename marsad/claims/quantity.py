"""Counted people: a number with the noun it counts, a noun that counts itself, or a bare number."""

from __future__ import annotations

from dataclasses import dataclass, replace

from marsad.analyse.amounts import Amount
from marsad.analyse.bounds import APART, bounded, core
from marsad.claims.scene import AND, ARTICLE, UNIDENTIFIED, Scene
from marsad.claims.sorts import counts_hurt, of_two_sorts
from marsad.model.mention import Derivation, Mention
from marsad.model.span import Quote, Span
from marsad.model.value import ActorRef, Count, HarmSign, Link, People

_ONE, _TWO, _VAGUE = Count(1, 1, "exact"), Count(2, 2, "exact"), Count(None, None, "vague")
_BY_INFLECTION = {"one": _ONE, "two": _TWO, "many": _VAGUE}
_GAP = 2
_BOUND_REACH = 3
_PREPOSITIONS = ("against", "on", "by", "between", "with", "of", "ranks", "in", "near", "to", "during")
_SMALL = (*_PREPOSITIONS, "that", "relative", "other", "or", "cared", "was")
BRACKETS = "()[]"


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many of whom, in tokens `[start, end)`.

    `number` are the letters that read alone give the count again, `figure` the number word itself, without its bound.
    `explicit` says that a number word or digit stands there; `harm` is the harm noun that is counted itself ('قتلى');
    `state` is the harm that a noun for people tells of by itself ('نازح').
    """

    start: int
    end: int
    count: Count
    number: Quote
    figure: Quote
    words: Quote
    explicit: bool
    people: Mention | None = None
    harm: Mention | None = None
    state: Mention | None = None
    actor: ActorRef | None = None
    actor_quote: Quote | None = None

    @property
    def sort(self) -> People | None:
        """What the noun says of the people, where there is one."""
        return self.people.value if self.people and isinstance(self.people.value, People) else None


def quantities(scene: Scene, start: int, end: int) -> list[Quantity]:
    """Give the quantities of people in tokens `[start, end)`, in the order of the text, none overlapping."""
    found: list[Quantity] = []
    for token in scene.starts(start, end, "number", "people", "harm"):
        if found and token < found[-1].end:
            continue
        number = scene.at["number"].get(token)
        counted = _counted(scene, number, end) if number and number.tokens[0] == token else None
        quantity = counted or _uncounted(scene, token)
        if quantity:
            found.append(_bound_behind(scene, _with_actor(quantity, scene, end), end))
    return _with_shared_group(scene, found)


def _bound_behind(scene: Scene, quantity: Quantity, end: int) -> Quantity:
    """Give one or two people told by a noun alone the bound behind it ('two Palestinians at least')."""
    few = quantity.count.low in (1, 2) and quantity.count.low == quantity.count.high
    if not few or quantity.count.qualifier != "exact" or quantity.start in scene.at["number"]:
        return quantity
    for token in range(quantity.end, min(quantity.end + _BOUND_REACH, end)):
        if scene.conjoined(token) or scene.mark(token, ".،,؛:"):
            return quantity
        for node in scene.chart.at(token, "bound"):
            count = bounded(quantity.count, node.value) if node.feature("side") != "before" else None
            if count and token not in scene.at["number"]:
                return replace(quantity, count=count, number=scene.quote(quantity.start, node.end))
    return quantity


def _with_shared_group(scene: Scene, found: list[Quantity]) -> list[Quantity]:
    """Give people joined by 'and' the group that is named once behind the last ('5 men, 11 women and 30 children of X')."""
    shared = list(found)
    for n in range(len(shared) - 1, 0, -1):
        last, before = shared[n], shared[n - 1]
        if _shares_group(scene, before, last):
            people = before.people or (last.people if before.harm else None)
            shared[n - 1] = replace(before, people=people, actor=last.actor, actor_quote=last.actor_quote)
    return shared


def _shares_group(scene: Scene, before: Quantity, last: Quantity) -> bool:
    joined = last.start - before.end <= 1 and scene.conjoined(last.start)
    if before.harm and last.harm:
        return joined and before.people is None and before.actor is None and bool(last.people or last.actor)
    not_fighters = last.sort is not None and last.sort.status in ("civilian", "unknown")
    named = before.actor is not None and before.actor.kind != UNIDENTIFIED
    return joined and not_fighters and last.actor is not None and not named


def _counted(scene: Scene, number: Mention, end: int) -> Quantity | None:
    start, after, count = *number.tokens, number.value
    if not isinstance(count, Count) or start in scene.at["time"]:
        return None
    noun = _noun_after(scene, after, end)
    if noun:
        return _of_noun(scene, of_two_sorts(scene, noun, count), number, count)
    if not _stands_bare(scene, number, end) or _is_place(scene, number):
        return None
    figure = _figure(scene, number)
    return Quantity(start, after, count, _with_bound(scene, number), figure, figure, explicit=True)


def _figure(scene: Scene, number: Mention) -> Quote:
    """Give the letters of a number without its bound."""
    span = core(number.derivation) if number.derivation.parts else number.span
    return number.quote if span == number.span else scene.document.quote(span)


def _is_place(scene: Scene, number: Mention) -> bool:
    """Say whether a number word without people is the name of a place ('the town of Billion')."""
    place = scene.at["place"].get(number.tokens[0])
    return place is not None and place.tokens[0] <= number.tokens[0] and number.tokens[1] <= place.tokens[1]


def _with_bound(scene: Scene, number: Mention) -> Quote:
    """Give the letters of a number with a bound that stands apart from it ('12 civilians at least')."""
    if number.derivation.rule != APART:
        return number.quote
    spans = [part.span for part in number.derivation.parts]
    return scene.document.quote(min(spans).join(max(spans)))


def _of_noun(scene: Scene, noun: Mention, number: Mention, count: Count) -> Quantity:
    start, end, kind = number.tokens[0], noun.tokens[1], noun.dimension
    return Quantity(
        start,
        end,
        count,
        scene.quote(start, end) if count == _ONE else _with_bound(scene, number),
        _figure(scene, number),
        scene.whole(noun),
        explicit=True,
        people=noun if kind == "people" else None,
        harm=noun if kind == "harm" else None,
        state=_state(scene, noun) if kind == "people" else None,
        actor=noun.value if isinstance(noun.value, ActorRef) else None,
        actor_quote=noun.quote if kind == "actor" else None,
    )


def _state(scene: Scene, people: Mention) -> Mention | None:
    harm = scene.at["harm"].get(people.tokens[0])
    return harm if harm and _counts_people(harm) else None


def _noun_after(scene: Scene, token: int, end: int) -> Mention | None:
    """Find the people, harm noun or actor that a number counts: next to it, or behind 'of'."""
    of = False
    for _ in range(_GAP + 1):
        while scene.mark(token, BRACKETS) and token < end:
            token += 1
        if token >= end or scene.mark(token, ".،,؛:"):
            return None
        noun = _noun(scene, token, of)
        if noun:
            return noun
        link = scene.function(token, "of", "ranks")
        if not link and token not in scene.at["number"]:
            return None
        of = of or bool(link)
        token = link.end if link else token + 1
    return None


def _noun(scene: Scene, token: int, of: bool) -> Mention | None:
    people = scene.at["people"].get(token)
    if people and people.tokens[0] == token and AND not in people.particles:
        return people
    harm = scene.at["harm"].get(token)
    if harm and harm.tokens[0] == token and (_counts_people(harm) or counts_hurt(scene, harm)):
        return harm
    actor = scene.at["actor"].get(token)
    return actor if of and actor and actor.tokens[0] == token else None


def _counts_people(harm: Mention) -> bool:
    return isinstance(harm.value, HarmSign) and harm.value.shape in ("noun", "participle")


def _stands_bare(scene: Scene, number: Mention, end: int) -> bool:
    """Say whether a number counts people without a noun: nothing that it could count follows, and it is no age nor 'a single'."""
    if _tells_age(scene, number) or _is_a_single(scene, number):
        return False
    token = number.tokens[1]
    if token >= end or scene.mark(token, '.،,؛:)"!؟'):
        return not scene.mark(token, "٪%") if token < end else True
    if scene.tokens[token].kind != "word":
        return False
    known = any(token in scene.at[dimension] for dimension in ("harm", "link", "place", "modality"))
    return known or scene.function(token, *_SMALL) is not None or scene.conjoined(token)


def _tells_age(scene: Scene, number: Mention) -> bool:
    before = [scene.at["link"].get(number.tokens[0] - back) for back in (1, 2) if number.tokens[0] >= back]
    return any(link is not None and link.value == Link("age") for link in before)


def _is_a_single(scene: Scene, number: Mention) -> bool:
    """Say whether a word for one stands behind its noun ('one family'), and not behind a word of harm."""
    token = number.tokens[0]
    worded = scene.tokens[token].kind == "word"
    return worded and number.value == _ONE and (token == 0 or token - 1 not in scene.at["harm"])


def _uncounted(scene: Scene, token: int) -> Quantity | None:
    people = scene.at["people"].get(token)
    if people and people.tokens[0] == token and isinstance(people.value, People):
        named = people.value.number == "two" and token in scene.at["actor"] and people.value.actor is None
        if is_household(scene, token):
            return None if token - 1 in scene.small["of"] else _some(scene, people)
        return None if named else _self_counted(people, scene, people.value.number)
    harm = scene.at["harm"].get(token)
    if harm and harm.tokens[0] == token and isinstance(harm.value, HarmSign) and _counts_people(harm):
        return _self_counted(harm, scene, harm.value.number or "many")
    return None


def is_household(scene: Scene, token: int) -> bool:
    """Say whether a noun for people at a token is of one household: it is not one person, and 'of one family' counts nobody."""
    found = scene.chart.at(token, "people")
    return any(node.feature("household") and node.feature("number") == "one" for node in found)


def _some(scene: Scene, household: Mention) -> Quantity:
    """Give the people of a household, whom nobody counts."""
    words = scene.whole(household)
    return Quantity(*household.tokens, _VAGUE, words, words, words, explicit=False, people=household)


def _self_counted(noun: Mention, scene: Scene, number: str) -> Quantity:
    (start, end), words = noun.tokens, scene.whole(noun)
    people, harm = (noun, None) if noun.dimension == "people" else (None, noun)
    after = scene.at["number"].get(end)
    if after and isinstance(after.value, Count) and _repeats(scene, noun, after):
        quote, end = after.quote, after.tokens[1]
        return Quantity(start, end, after.value, quote, quote, words, explicit=True, people=people, harm=harm)
    number = "two" if number == "many" and _are_two(scene, noun) else number
    count = _VAGUE if _is_any(scene, start) else _BY_INFLECTION[number]
    figure = scene.document.quote(_head(noun.derivation)) if noun.derivation.parts else noun.quote
    return Quantity(start, end, count, words, figure, words, explicit=number == "two", people=people, harm=harm)


def _are_two(scene: Scene, noun: Mention) -> bool:
    """Say whether a noun whose letters are those of two or of many is of two: a verb of two follows, or 'one of the two'."""
    nodes = scene.chart.at(noun.tokens[0], noun.dimension)
    if not any(node.start == noun.tokens[0] and node.feature("or") == "two" for node in nodes):
        return False
    after = noun.tokens[1] + scene.mark(noun.tokens[1], "،,")
    behind = [*scene.chart.at(after, "harm"), *scene.chart.at(after, "pair")]
    return any(node.feature("number") == "two" and node.feature("shape") in (None, "verb") for node in behind)


def _is_any(scene: Scene, token: int) -> bool:
    """Say whether 'any' stands before a noun, so that it names no number."""
    before = scene.chart.at(token - 1, "whatever")
    return bool(before) and any(node.end == token for node in before)


def _head(derivation: Derivation) -> Span:
    """Give the letters of the noun that a phrase begins with."""
    while derivation.parts:
        derivation = derivation.parts[0]
    return derivation.span


def _low(noun: Mention) -> int:
    """Give the number that a noun's form allows 'one' or 'two' behind it to repeat."""
    number = noun.value.number if isinstance(noun.value, People | HarmSign) else None
    return 1 if number == "one" else 2


def _repeats(scene: Scene, noun: Mention, number: Mention) -> bool:
    """Say whether a number behind a noun counts it: one or two ('مدنيين اثنين'), or both definite ('القتلى السبعة', 'أطفاله الأربعة')."""
    assert isinstance(number.value, Count)  # noqa: S101  the caller asked
    if number.value.low in (1, 2):
        return number.value.low == _low(noun)
    definite = ARTICLE in number.particles or any(
        isinstance(node.value, Amount) and node.value.definite for node in scene.chart.at(number.tokens[0], "cardinal")
    )
    return definite and (ARTICLE in noun.particles or bool(noun.suffix))


def _with_actor(quantity: Quantity, scene: Scene, end: int) -> Quantity:
    """Tie the group that the people belong to: the noun's own, or one named behind it."""
    sort = quantity.sort
    own = sort.actor if sort else None
    named = _group_behind(quantity, own, scene, end)
    if named or quantity.people is None or own is None or _is_of_them(scene, quantity, own, end):
        return named or quantity
    whole = scene.at["actor"].get(quantity.people.tokens[0])
    if whole and whole.tokens == quantity.people.tokens and isinstance(whole.value, ActorRef):
        return replace(quantity, actor=whole.value, actor_quote=whole.quote)
    return replace(quantity, actor=own, actor_quote=_actor_quote(scene, quantity))


def _is_of_them(scene: Scene, quantity: Quantity, own: ActorRef, end: int) -> bool:
    """Say whether 'of them' stands behind fighters of no named group: whose they are is said before, and not guessed."""
    link = scene.at["link"].get(quantity.end) if quantity.end < end else None
    subset = link is not None and isinstance(link.value, Link) and link.value.kind == "subset"
    return subset and own.kind == UNIDENTIFIED


def _group_behind(quantity: Quantity, own: ActorRef | None, scene: Scene, end: int) -> Quantity | None:
    """Find a group in brackets behind the people, or behind 'of' or 'in the ranks of'."""
    if quantity.actor or (own and own.kind != UNIDENTIFIED) or quantity.end >= end:
        return None
    if scene.mark(quantity.end, "("):
        return _in_brackets(quantity, scene)
    if quantity.harm and _names_the_hurt(scene, quantity):
        return _behind_link(quantity, scene, quantity.end)
    if own and _joined_member(scene, quantity):
        return _behind_link(quantity, scene, quantity.end)
    link = scene.function(quantity.end, "of", "ranks")
    return _behind_link(quantity, scene, link.end) if link and link.end < end else None


def _names_the_hurt(scene: Scene, quantity: Quantity) -> bool:
    """Say whether a noun for as many people stands right behind a harm noun ('civilian dead', 'the two bodies of soldiers')."""
    found = scene.at["people"].get(quantity.end)
    if found is None or found.tokens[0] != quantity.end or AND in found.particles:
        return False
    number = quantity.harm.value.number if quantity.harm and isinstance(quantity.harm.value, HarmSign) else None
    fitting = ("many",) if number is None else (number,) if number == "one" else (number, "many")
    many = isinstance(found.value, People) and found.value.number in fitting and not found.value.other
    definite = quantity.harm is not None and ARTICLE in quantity.harm.particles
    return many and definite == (ARTICLE in found.particles)


def _joined_member(scene: Scene, quantity: Quantity) -> bool:
    """Say whether a second noun for members, joined by 'and', names the group of both ('fighters and leaders of X')."""
    people = scene.at["people"].get(quantity.end)
    joined = people is not None and people.tokens[0] == quantity.end and AND in people.particles
    return joined and people is not None and _adds(quantity.sort, people)


def _in_brackets(quantity: Quantity, scene: Scene) -> Quantity | None:
    people = scene.at["people"].get(quantity.end + 1)
    if not people or not scene.mark(people.tokens[1], ")") or not isinstance(people.value, People):
        return None
    if not people.value.actor:
        return None
    return replace(quantity, actor=people.value.actor, actor_quote=people.quote, end=people.tokens[1] + 1)


def _behind_link(quantity: Quantity, scene: Scene, token: int) -> Quantity | None:
    harm = scene.at["harm"].get(token)
    if harm and harm.tokens[0] == token and _counts_people(harm):
        token = harm.tokens[1]
    people = scene.at["people"].get(token)
    if people and people.tokens[0] == token and _adds(quantity.sort, people):
        return _narrowed(scene, quantity, people)
    actor = scene.at["actor"].get(token)
    if not actor or not isinstance(actor.value, ActorRef):
        return None
    return replace(quantity, actor=actor.value, actor_quote=actor.quote, end=actor.tokens[1])


def _adds(sort: People | None, people: Mention) -> bool:
    """Say whether a second noun tells more of who they were than the first."""
    assert isinstance(people.value, People)  # noqa: S101  the caller looked up people
    return not _says_more(sort) or (people.value.actor is not None and people.value.actor.kind != UNIDENTIFIED)


def _says_more(sort: People | None) -> bool:
    return sort is not None and not sort.plain and sort.status != "unknown"


def _narrowed(scene: Scene, quantity: Quantity, people: Mention) -> Quantity:
    """Take who they were from the noun behind 'of' ('two persons of the civilians')."""
    narrowed = replace(quantity, people=people, words=people.quote, end=people.tokens[1])
    if isinstance(people.value, People) and people.value.actor:
        return replace(narrowed, actor=people.value.actor, actor_quote=_actor_quote(scene, narrowed))
    return narrowed


def _actor_quote(scene: Scene, quantity: Quantity) -> Quote | None:
    inside = scene.within("actor", quantity.start, quantity.end)
    if inside:
        return inside[-1].quote
    return quantity.people.quote if quantity.people else None
