"""Places: names of the gazetteer, the words for kinds and sides that go with them, and names that only a cue tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from marsad.analyse.around import particle, sentence_of
from marsad.analyse.hamlets import hamlets, in_list, known_otherwise
from marsad.analyse.naming import Naming, Relation, fitting, held, listed, naming, on_side
from marsad.analyse.pinning import resolve, unpinned
from marsad.analyse.reading import DimensionReader
from marsad.knowledge.known import ARABIC
from marsad.model.value import PlaceRef
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production
from marsad.text.fold import fold_word
from marsad.text.letters import QUOTES

Parts = tuple[Node, ...]

_SHORTEST_NAME = 3
_SMALL = 5_000  # people: a namesake of a village so small is likely
_ADJECTIVE = fold_word(ARABIC.feminine_adjective)  # how an indefinite adjective ends that follows a feminine word
_NEVER = ("place-word", "place-in", "place-no-name", "place-side", "place-country", "place-border", "place-comma")
_NAMES = {"any", "place", "place-phrase", "place-within", "hamlet"}


def kind_of_place(parts: Parts, context: Context) -> Naming | None:
    """'The town of X': the word before a name tells which of its places are meant."""
    word, name = parts
    if "al" in word.particles or word.suffix or (naming(name).ordinary and _is_whole(word, name, context)):
        return None
    return _with_kind(word, naming(name), name, context)


def _is_whole(word: Node, name: Node, context: Context) -> bool:
    """Say whether a word and the name behind it are a name together ('Jisr al-Shughur', where Shughur is a place as well)."""
    return any(node.end == name.end for node in context.chart.at(word.start, "place"))


def _with_kind(word: Node, named: Naming, name: Node, context: Context) -> Naming | None:
    means: Mapping[str, str] = word.value
    places = context.knowledge.places
    fit = fitting(named.places, means["kind"], places)
    if not listed(fit, places) and means.get("strong") == "yes":
        words = context.document.quote(name.span).text
        return Naming(fit, means["kind"], means["precision"], words=words, cued=bool(fit), faint=bool(fit))
    return replace(
        named,
        places=fit if listed(fit, places) else tuple(dict.fromkeys(fit + named.places)),
        kind=means["kind"],
        precision=means["precision"],
        relation=cast(Relation, means.get("relation", named.relation)),
        form=means.get("name", named.form),
        cued=named.cued or "weak" not in means,
        several="several" in means,
    )


def kind_of_hamlet(parts: Parts, context: Context) -> Naming | None:
    """'The village of X', where X is the name of hamlets of a full gazetteer: only right behind such a word."""
    word, name = parts
    places = hamlets(word, name, context)
    if not places or "al" in word.particles or word.suffix or _is_turn(word, context):
        return None
    means: Mapping[str, str] = word.value
    words = context.document.quote(name.span).text
    named = Naming(places, means["kind"], means["precision"], words=words, cued=True, faint=True)
    return replace(named, several="several" in means)


def kind_around(parts: Parts, context: Context) -> Naming | None:
    """'Near the town of X', 'the outskirts of the city of X'."""
    word, inner = parts
    named: Naming = inner.value
    if "al" in word.particles or not named.places:
        return None
    means: Mapping[str, str] = word.value
    if means["precision"] == "site" and named.side:
        return None
    precision = means["precision"] if means["precision"] != "keep" else named.precision
    relation = cast(Relation, means["relation"])
    return replace(named, relation=relation, precision=precision, form=means.get("name", named.form))


def kind_and_side(parts: Parts, context: Context) -> Naming | None:
    """'The countryside of X, the northern one'; other kinds must agree with a name of their own (Western Ghouta)."""
    word, name, side = parts
    named = kind_of_place((word, name), context) if name.category == "place" else kind_around((word, name), context)
    if named is None or not named.places or named.relation == "in" or named.ordinary:
        return None
    return replace(named, side=side.value["side"])


def side_of_kind(parts: Parts, context: Context) -> Naming | None:
    """'The northern countryside of X'."""
    word, side, name = parts
    if not naming(name).places:
        return None
    named = _with_kind(word, naming(name), name, context)
    return replace(named, side=side.value["side"]) if named else None


def side_of(parts: Parts, context: Context) -> Naming | None:
    """'North of X' or 'the north of X'; which of the two, the kind of place tells in the end."""
    side, name = parts
    named = naming(name)
    if "al" in side.particles or not named.places or named.side:
        return None
    return replace(named, relation="near", side=side.value["side"], cued=True)


def side_of_nation(parts: Parts, context: Context) -> Naming | None:
    """'The Lebanese south'."""
    side, nation = parts
    return _country(nation, context, relation="part", side=side.value["side"])


def border(parts: Parts, context: Context) -> Naming | None:
    """'The Iraqi border': near the country, nearer is not said."""
    return _country(parts[1], context, relation="near")


def soil(parts: Parts, context: Context) -> Naming | None:
    """'Libyan soil': the country itself."""
    return _country(parts[1], context)


def _country(nation: Node, context: Context, relation: Relation = "in", side: str = "") -> Naming | None:
    key = str(nation.feature("country") or "").lower()
    if key not in context.knowledge.places:
        return None
    return Naming((key,), "country", relation=relation, side=side, cued=True)


def side_of_country(parts: Parts, context: Context) -> Naming | None:
    """'The south of the country': of that which the report is about."""
    side, _ = parts
    return None if "al" in side.particles else Naming(relation="part", side=side.value["side"], kind="country")


def in_town(parts: Parts, context: Context) -> Naming | None:
    """'The market of the town of X': a part of X, whatever it is."""
    word, inner = parts
    named: Naming = inner.value
    if "al" in word.particles or not named.places:
        return None
    return replace(named, kind="site", precision="site", relation="part")


def _held(inner: Naming, outer: Naming, context: Context) -> tuple[str, ...]:
    """Give the places of a name that lie in one of another, on the side told; those of full gazetteers where no others do.

    A name of those counts right in the other place, or where a word for a settlement vouches for it.
    """
    places, beside = context.knowledge.places, outer.relation != "in"
    found = held(listed(inner.places, places), listed(outer.places, places), places, beside=beside)
    vouched = inner.cued and inner.kind == "town"
    if not found and (inner.faint or vouched or not (beside or inner.ordinary)):
        found = held(inner.places, outer.places, places, beside=beside)
    return on_side(found, outer, places)


def namesake(parts: Parts, context: Context) -> Naming | None:
    """'Baghdad Street': a place of its own, which does not lie in Baghdad."""
    word, name = parts
    if "al" in word.particles or naming(name).ordinary:
        return None
    return Naming(kind="site", precision="site", words=_letters(word, name, context), cued=True)


def unknown_name(parts: Parts, context: Context) -> Naming | None:
    """'The village of X', where no list has X: a name, unless the words after the cue are known as something else."""
    word, *names = parts
    if "al" in word.particles or word.suffix or _is_turn(word, context) or not _is_name(word, names, context):
        return None
    if word.feature("strong") == "definite" and not (_definite(names[0], context) or _quoted(names, context)):
        return None
    return _unlisted(word, names, context)


def _unlisted(word: Node, names: list[Node], context: Context) -> Naming:
    means: Mapping[str, str] = word.value
    first = word if "whole" in means else names[0]
    words = "".join(letter for letter in _letters(first, names[-1], context) if letter not in QUOTES)
    return Naming(kind=means["kind"], precision=means.get("unlisted", means["precision"]), words=words, cued=True)


def unknown_held(parts: Parts, context: Context) -> Naming | None:
    """'The area of X, north of Y', 'the front of X Z in Y': what lies in a known place is a name, be it of one word or two."""
    word, holder = parts[0], parts[-1]
    names = [part for part in parts[1:-1] if part.category in ("any", "place-head")]
    outer = naming(holder)
    if (
        "al" in word.particles
        or word.suffix
        or _is_turn(word, context)
        or not outer.places
        or _is_parted(parts, context)
    ):
        return None
    led = "bi" in holder.particles or any(part.category in ("place-in", "place-belonging") for part in parts)
    if "several" in word.value and len(names) > 1 and _conjoined(names[1], context):
        if context.chart.at(names[1].start, "place") or context.chart.at(names[1].start, "hamlet"):
            return None
        names = names[:1]
    if any(node.end >= names[-1].end or len(names) == 1 for node in context.chart.at(names[0].start, "place")):
        return None
    listed = (*context.chart.at(word.start, "place"), *context.chart.at(word.start, "hamlet"))
    if any(node.end > word.end for node in listed) or _holds_hamlet(word, names, outer, context):
        return None
    if not (led or outer.side or outer.kind == "wide") or not all(_may_be_named(name, context) for name in names):
        return None
    return replace(_unlisted(word, names, context), inside=outer.places)


def _holds_hamlet(word: Node, names: list[Node], outer: Naming, context: Context) -> bool:
    """Say whether a name is that of a hamlet which lies in the place behind it."""
    found = (node for node in context.chart.at(names[0].start, "hamlet") if node.end == names[-1].end)
    return any(hamlets(word, node, context) and _held(naming(node), outer, context) for node in found)


def _conjoined(name: Node, context: Context) -> bool:
    """Say whether 'and' may be attached to a name: behind a word in the plural the next of them begins there."""
    return context.tokens[name.start].form.startswith(particle("wa", context))


def _may_be_named(name: Node, context: Context) -> bool:
    if name.prefix or _governs(name.start, context) or any(context.chart.at(name.start, word) for word in _NEVER):
        return False
    return name.category == "place-head" or _is_lone_name(name.start, context)


def _letters(first: Node, last: Node, context: Context) -> str:
    return context.document.text[first.span.start : last.span.end]


def _is_turn(word: Node, context: Context) -> bool:
    """Say whether a word for a district is but a turn of speech: 'on the part of', 'to spend'."""
    said_of = "li" in word.particles or bool(word.start and context.chart.at(word.start - 1, "place-where"))
    return said_of and word.feature("kind") == "district"


def _is_name(word: Node, names: list[Node], context: Context) -> bool:
    """Say whether words may be a name: in quotation marks, after the head of compound names, or known as nothing else."""
    last, chart = names[-1].start, context.chart
    if any(node.end == last + 1 for node in chart.at(names[0].start, "place")):
        return False
    if any(node.end == last + 1 and hamlets(word, node, context) for node in chart.at(names[0].start, "hamlet")):
        return False
    if _quoted(names, context):
        return True
    if names[0].prefix or _governs(last, context) or any(chart.at(last, category) for category in _NEVER):
        return False
    if len(names) > 1:
        return names[0].category == "place-head"
    return _is_lone_name(last, context)


def _is_lone_name(token: int, context: Context) -> bool:
    form, chart = context.tokens[token].form, context.chart
    if len(form) < _SHORTEST_NAME or (form.endswith(_ADJECTIVE) and not form.startswith(ARABIC.article)):
        return False
    return chart.beginning(token) <= _NAMES


def _governs(token: int, context: Context) -> bool:
    """Say whether the next word points back ('controlled by'): then this one is its verb, no name."""
    return any(node.feature("back") for node in context.chart.at(token + 1, "place-no-name"))


def _definite(name: Node, context: Context) -> bool:
    """Say whether a word has the article: without it, a word after 'camp' or 'prison' mostly describes it."""
    return context.tokens[name.start].form.startswith(ARABIC.article)


def _quoted(names: list[Node], context: Context) -> bool:
    """Say whether quotation marks stand right before and right behind the words."""
    text = context.document.text
    start, end = names[0].span.start, names[-1].span.end
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    return before != "" and before in QUOTES and behind != "" and behind in QUOTES


def within(parts: Parts, context: Context) -> Naming | None:
    """'X in the province of Y': Y tells which X; where no X lies in a Y the two are two places."""
    inner, outer = naming(parts[0]), naming(parts[-1])
    if not outer.places or (inner.relation != "in" and inner.kind == "wide") or _is_parted(parts, context):
        return None
    if inner.ordinary and not inner.cued and parts[-1].category == "place":
        return None
    found = _held(inner, outer, context)
    if not found and (inner.words or _is_namesake(parts[0], inner, outer, context)):
        words = inner.words or _bare_name(parts[0], context)
        return replace(inner, places=(), inside=inner.inside + outer.places, words=words)
    return replace(inner, places=found, inside=outer.places, cued=True) if found else None


def _is_parted(parts: Parts, context: Context) -> bool:
    """Say whether a sentence ends between two names: a headline's last and the first of the text below it."""
    return sentence_of(parts[0].start, context) != sentence_of(parts[-1].start, context)


def _is_namesake(phrase: Node, inner: Naming, outer: Naming, context: Context) -> bool:
    """Say whether 'the village of X' names another X than those known, which lie in other countries or are small and elsewhere."""
    known = context.knowledge.places
    places, lands = [known[place] for place in inner.places], {known[place].country for place in outer.places}
    small = all(place.kind == "village" and place.population < _SMALL for place in places)
    small = small or all(place.country not in lands for place in places)
    return small and phrase.category == "place-phrase" and inner.relation == "in" and inner.kind == "town"


def _bare_name(phrase: Node, context: Context) -> str:
    """Give the letters of a name behind the word for its kind."""
    name = phrase.parts[-1] if phrase.parts else phrase
    return context.document.quote(name.span).text


def hamlet_within(parts: Parts, context: Context) -> Naming | None:
    """'In X, in the province of Y', where X is the name of hamlets of a full gazetteer, one of them in Y, and no other word."""
    name, outer = parts[0], naming(parts[-1])
    led = "bi" in name.particles or bool(name.start and context.chart.at(name.start - 1, "place-where"))
    if not led or not outer.places or _is_parted(parts, context) or known_otherwise(name.start, name.end, context):
        return None
    found = _held(naming(name), outer, context)
    words = context.document.quote(name.span).text
    return Naming(found, words=words, inside=outer.places, cued=True, faint=True) if found else None


def of_nation(parts: Parts, context: Context) -> Naming | None:
    """'The Libyan Tripoli'."""
    inner, nation = naming(parts[0]), parts[1]
    country = str(nation.feature("country") or "")
    places = context.knowledge.places
    found = tuple(p for p in inner.places if places[p].country == country and places[p].kind != "country")
    return replace(inner, places=found, inside=(country.lower(),), cued=True) if found else None


def to_value(node: Node, context: Context) -> PlaceRef | None:
    """Turn a reading into a place that is not pinned yet: only the whole report tells which it is.

    The bare name of a hamlet may be a place in a list alone.
    """
    if node.category == "hamlet" and not in_list(node, context):
        return None
    return unpinned(naming(node), context)


PRODUCTIONS: Mapping[str, Production] = {
    production.__name__: production
    for production in (
        kind_of_place, kind_of_hamlet, hamlet_within, kind_around, kind_and_side, side_of_kind, side_of, side_of_nation, border, soil,
        side_of_country, in_town, namesake, unknown_name, unknown_held, within, of_nation,
    )
}  # fmt: skip
_RANKS = {"hamlet": 0, "place": 0, "place-phrase": 1, "place-namesake-phrase": 1, "place-within": 2}
DIMENSION = DimensionReader("place", _RANKS, to_value, PRODUCTIONS, resolve)
