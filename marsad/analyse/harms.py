"""Words of harm: killed, injured, detained, abducted, missing, displaced, released; look-alikes left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from marsad.analyse.reading import DimensionReader
from marsad.analyse.signs import COUNTS, PEOPLE, Field, field_of, is_other_reading, is_unlawful, node_of
from marsad.model.mention import Mention
from marsad.model.value import HarmSign, Outcome, Plurality
from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.rules.rule import Production

_COUNTED = ("noun", "participle", "masdar", "event")
_HELD = ("detained", "abducted")
_REACH = 5
_VERB_REACH = 7
_CLOSE = 4
_FAR = 18


def decoy(parts: tuple[Node, ...], context: Context) -> object | None:
    """A phrase that looks like harm and means another thing; harm within it is no sign."""
    return {}


def to_value(node: Node, context: Context) -> HarmSign | None:
    """Turn a word of harm into its sign; of two readings with the same letters the wrong one gives none."""
    if is_unlawful(node) or is_other_reading(node, context):
        return None
    shape = node.feature("shape")
    number = cast("Plurality | None", node.feature("number")) if shape in _COUNTED else None
    return HarmSign(
        cast("Outcome", node.feature("outcome")),
        shape,  # type: ignore[arg-type]
        number,
        node.feature("active") == "yes",
    )


def resolve(mentions: list[Mention], context: Context) -> list[Mention]:
    """Keep the signs that their surroundings bear out."""
    if not mentions:
        return mentions
    field = field_of(context)
    if not field.violent_report() and field.befallen():
        return []
    return [m for m in mentions if _stands(m, node_of(m, "harm", context), field)]


def _stands(mention: Mention, node: Node, field: Field) -> bool:
    if field.is_decoy(mention):
        return False
    if _is_aim(node, field) or field.mishap(node, _FAR):
        return False
    needs, unless = node.feature("needs"), node.feature("unless")
    if unless and field.partner(node, unless, _FAR):
        return False
    if needs and not _has(node, needs, field):
        return False
    return node.feature("weak") is None or field.supported(mention)


def _is_aim(node: Node, field: Field) -> bool:
    """Say whether a deed stands behind 'for' and nothing before it in the sentence led to it or remembers it."""
    if node.feature("aim") is None or "li" not in node.particles:
        return False
    start, _ = field.near(node, _FAR, 0)
    caused = any(link.feature("kind") == "cause" for link in field.within("link", start, node.start))
    return not caused and not field.partner_before(node, "happened", _FAR)


def _has(node: Node, needs: str, field: Field) -> bool:
    test = _NEEDS.get(needs)
    return test(node, field) if test else field.partner(node, needs, _FAR)


def _persons(node: Node, field: Field) -> bool:
    """People, or people counted by a word of harm, follow; a verb may have its doer before them."""
    if node.suffix or (node.feature("shape") == "verb" and node.feature("number") in ("two", "many")):
        return True
    reach = _VERB_REACH if node.feature("shape") == "verb" else _REACH
    return bool(field.after(node, reach, *PEOPLE)) or _counted_harm(node, field, reach)


def _some(node: Node, field: Field) -> bool:
    """People follow, or a number that counts nothing else stands right behind."""
    return bool(field.after(node, 1, *COUNTS)) or _persons(node, field)


def _fallen(node: Node, field: Field) -> bool:
    """Falling is dying where people fall, or several have fallen; not where dead, shells or towns do."""
    if _counted_harm(node, field, _VERB_REACH) or field.after(node, 2, "instrument"):
        return False
    if node.feature("shape") == "masdar":
        return _falls_of_people(node, field)
    several = node.feature("shape") == "verb" and node.feature("number") in ("two", "many")
    return several or bool(field.after(node, _CLOSE, *PEOPLE))


def _falls_of_people(node: Node, field: Field) -> bool:
    """People, or a number and people, follow 'the fall of' at once; a nationality without the article is one of them."""
    if any("al" not in nation.particles for nation in field.after(node, 1, "nationality")):
        return True
    numbered = bool(field.after(node, 1, *COUNTS, "bound"))
    return bool(field.after(node, _CLOSE if numbered else 1, *PEOPLE))


def _toll(node: Node, field: Field) -> bool:
    """People with their number follow at once: what brings them down kills them."""
    counted = field.after(node, 1, *COUNTS) or field.after(node, 2, "bound")
    return bool(counted) and bool(field.after(node, _REACH, *PEOPLE)) and not _counted_harm(node, field, _VERB_REACH)


def _evacuees(node: Node, field: Field) -> bool:
    """Civilians with their number come out of a place: behind the word, or before a verb of many."""
    behind = field.after(node, _REACH, *PEOPLE)
    if behind:
        numbers = field.after(node, 1, *COUNTS) or field.after(node, 2, "bound")
        return bool(numbers) and _are_civilians(behind[0])
    if node.feature("shape") != "verb" or node.feature("number") != "many":
        return False
    start, _ = field.near(node, _CLOSE, 0)
    before = [people for name in PEOPLE for people in field.within(name, start, node.start)]
    counted = any(field.within(name, start - 1, node.start) for name in COUNTS)
    return counted and any(people.end == node.start and _are_civilians(people) for people in before)


def _are_civilians(people: Node) -> bool:
    inner = people.parts[0] if people.parts else people
    return _status(people) == "civilian" and not (people.feature("protest") or inner.feature("protest"))


def _lost(node: Node, field: Field) -> bool:
    """People follow at once, or several were lost; 'we lost' and 'it lost them' are other losses."""
    if node.suffix:
        return False
    several = node.feature("number") in ("two", "many")
    return several or bool(field.after(node, 2, *PEOPLE))


def _losing(node: Node, field: Field) -> bool:
    """Lives are lost: their owners' pronoun on the word, and a verb of losing close before it."""
    return bool(node.suffix) and field.partner_before(node, "losing", _VERB_REACH)


def _own_people(node: Node, field: Field) -> bool:
    """Fighters or police with the pronoun of the side that lost them follow, with their number before them."""
    people = field.after(node, _VERB_REACH, *PEOPLE)
    counted = field.after(node, _VERB_REACH, *COUNTS)
    mine = [noun for noun in people if noun.suffix and _status(noun) in ("combatant", "police")]
    return bool(mine) and any(count.end <= mine[0].start for count in counted)


def _unknown_fate(node: Node, field: Field) -> bool:
    return field.partner(node, "unknown") and (bool(node.suffix) or bool(field.after(node, _CLOSE, *PEOPLE)))


def _counted_harm(node: Node, field: Field, reach: int) -> bool:
    return any(harm.feature("shape") in ("noun", "participle") for harm in field.after(node, reach, "harm"))


def _crowd(node: Node, field: Field) -> bool:
    """Civilians follow closely: a crowd that flees, not a prisoner or a fighter."""
    found = field.after(node, _CLOSE, *PEOPLE)
    return bool(found) and _status(found[0]) not in ("combatant", "police") and found[0].feature("number") != "one"


def _status(people: Node) -> str | None:
    inner = people.parts[0] if people.parts else people
    return people.feature("status") or inner.feature("status")


def _driven(node: Node, field: Field) -> bool:
    """Civilians follow, and behind them the flight that they are driven to."""
    found = field.after(node, _VERB_REACH, *PEOPLE)
    if not found or not (_are_civilians(found[0]) or _status(found[0]) == "unknown"):
        return False
    return any(other.feature("of") == "flight" for other in field.after(found[0], _CLOSE, "partner"))


def _captives(node: Node, field: Field) -> bool:
    found = field.after(node, _REACH, "harm")
    return any(harm.feature("outcome") in _HELD and harm.feature("shape") in ("noun", "participle") for harm in found)


def _death(node: Node, field: Field) -> bool:
    """The verb of dying that also means spending and judging: with its noun, with people, or of several people."""
    if field.partner(node, "fate"):
        return True
    if node.feature("number") in ("two", "many"):
        return not field.after(node, _CLOSE, "unit")
    return bool(field.after(node, _CLOSE, *PEOPLE)) and (field.violent_report() or field.violent_sentence(node))


_NEEDS: Mapping[str, Callable[[Node, Field], bool]] = {
    "persons": _persons,
    "some": _some,
    "fallen": _fallen,
    "lost": _lost,
    "losing": _losing,
    "own-people": _own_people,
    "toll": _toll,
    "evacuees": _evacuees,
    "fate-unknown": _unknown_fate,
    "crowd": _crowd,
    "driven": _driven,
    "captives": _captives,
    "death": _death,
}


PRODUCTIONS: Mapping[str, Production] = {"decoy": decoy}
DIMENSION = DimensionReader("harm", {"harm": 0}, to_value, PRODUCTIONS, resolve)
