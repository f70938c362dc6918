"""What stands around a reading: its sentence, the words before and after it, the marks that touch it."""

from __future__ import annotations

import bisect
import operator

from marsad.rules.chart import Node
from marsad.rules.context import Context
from marsad.text.letters import SILENT

Parts = tuple[Node, ...]

_START = operator.attrgetter("start")
DATE_MARKS = frozenset("-/:.")
_ADDRESS_REACH = 256  # tokens of the longest web address
_FUNCTION_WORDS = ("function-word", "to", "or", "over")


def particle(name: str, context: Context) -> str:
    """Give the letters of one particle, so that no code has to spell them."""
    prefixes = context.knowledge.particles.prefixes["noun"]
    return next(form for form, names in prefixes.items() if names == (name,))


def word_after(node: Node, context: Context) -> str:
    """Give the word that follows, empty where a number, a mark or nothing does."""
    after = context.tokens[node.end : node.end + 1]
    return after[0].form if after and after[0].kind == "word" else ""


def noun_after(node: Node, context: Context) -> str:
    """Give the word that follows, unless it is a preposition or the like."""
    function = any(context.chart.at(node.end, category) for category in _FUNCTION_WORDS)
    return "" if function else word_after(node, context)


def sentence_of(token: int, context: Context) -> int:
    """Number the sentence of a token: two tokens with one number stand in one sentence."""
    return bisect.bisect_right(context.sentences, token, key=_START)


def stands_before(node: Node, category: str, reach: int, context: Context) -> bool:
    """Say whether a word of a category stands at most `reach` tokens before, in the same sentence."""
    here = sentence_of(node.start, context)
    starts = range(max(0, node.start - reach), node.start)
    return any(context.chart.at(start, category) and sentence_of(start, context) == here for start in starts)


def is_mistaken(node: Node, context: Context) -> bool:
    """Say whether a word only looks like what it was read as.

    Either a `look-alike` covers it (the month 'First Kanun'), or folding made it equal to a word of other letters (`as`).
    """
    if any(cover.start <= node.start and node.end <= cover.end for cover in context.chart.of("look-alike")):
        return True
    letters = node.feature("as")
    return letters is not None and letters not in _plain(context.document.quote(node.span).text)


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in SILENT)


def glued(parts: Parts, context: Context) -> bool:
    """Say whether no space parts the tokens."""
    return all(token.glued for token in context.tokens[parts[0].start + 1 : parts[-1].end])


def chained(parts: Parts, context: Context, marks: frozenset[str] = DATE_MARKS) -> bool:
    """Say whether digits touch a mark with more digits: a date, a clock, a telephone number, a list."""
    tokens, start, end = context.tokens, parts[0].start, parts[-1].end
    if start > 1 and tokens[start].glued and tokens[start - 1].form in marks and tokens[start - 2].kind == "number":
        return True
    after = tokens[end : end + 2]
    return len(after) > 1 and after[0].glued and after[1].glued and after[0].form in marks and after[1].kind == "number"


def in_address(node: Node, context: Context) -> bool:
    """Say whether a reading is part of a web address: its unbroken run of tokens holds a double slash before it."""
    tokens, place = context.tokens, node.start
    first = max(1, place - _ADDRESS_REACH)
    while tokens[place].glued and place > first:
        place -= 1
        if tokens[place].form == tokens[place - 1].form == "/":
            return True
    return False
