"""Texts of any length and of many kinds, ordinary and hostile, each made of a seed: what `linear.py` and `fuzz.py` read."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from marsad.knowledge.known import Knowledge
from marsad.text.letters import CONTROLS, MARKS

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى"
DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲"
STOPS = ".،؛:!؟?,;…()[]«»\"'-–/٪%*_#"
HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
_SMALL = (
    "و",
    "في",
    "من",
    "على",
    "إن",
    "أن",
    "قال",
    "بينهم",
    "منهم",
    "كما",
    "الذي",
    "حيث",
    "بعد",
    "ب",
    "ل",
    "ف",
    "وال",
    "لل",
)
_ATTACHED = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "")
_OPENERS, _CLOSERS = '«“"([', '»”")]'


@dataclass(frozen=True, slots=True)
class Material:
    """What texts are made of: sentences of reports, and the forms of the knowledge by category."""

    sentences: Sequence[str]
    words: Mapping[str, Sequence[str]]

    def of(self, *categories: str) -> list[str]:
        """Give the forms of some categories."""
        return [word for category in categories for word in self.words.get(category, ())]


def material(knowledge: Knowledge, reports: Path | None = None) -> Material:
    """Collect what texts are made of; without reports the sentences are soups of words."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for _, groups in knowledge.automaton.values():
        for group in groups:
            for form in group[-1]:
                words[form.category].add(form.text)
    sentences: list[str] = []
    if reports:
        with reports.open(encoding="utf-8") as lines:
            sentences = [part for line in lines for part in _parts(json.loads(line)["text"])]
    return Material(sentences, {category: sorted(found) for category, found in sorted(words.items())})


def _parts(text: str) -> list[str]:
    parts = text.replace("\n", ". ").split(". ")
    return [part.strip() for part in parts if part.strip()]


Piecer = Callable[[random.Random, Material], Iterator[str]]


def text_of(kind: str, letters: int, seed: int, made_of: Material) -> str:
    """Give a text of a kind that has so many letters; the same seed gives the same text."""
    pieces, held = [], 0
    for piece in KINDS[kind](random.Random(f"{kind}:{seed}"), made_of):  # noqa: S311  luck that can be repeated
        pieces.append(piece)
        held += len(piece)
        if held >= letters:
            break
    return "".join(pieces)[:letters]


def news(luck: random.Random, made_of: Material) -> Iterator[str]:
    """Sentences of reports put together anew, in paragraphs."""
    sentences = made_of.sentences or [" ".join(_soup(luck, made_of, 12))]
    while True:
        yield luck.choice(sentences) + luck.choice((". ", ". ", ".\n"))


def endless(luck: random.Random, made_of: Material) -> Iterator[str]:
    """One sentence: what `news` says with no stop and no line in it."""
    for piece in news(luck, made_of):
        yield "".join(" " if letter in ".!?؟…۔\n\r" else letter for letter in piece)


def listed(luck: random.Random, made_of: Material) -> Iterator[str]:
    """Counted people and names between commas, and no verb."""
    numbers, people = made_of.of("number", "fraction"), made_of.of("people", "place")
    while True:
        yield f"{luck.choice(numbers)} {luck.choice(people)}، و{luck.choice(people)}، "


def quoted(luck: random.Random, made_of: Material) -> Iterator[str]:
    """Speech in speech in speech, most of it never closed."""
    say = made_of.of("say") or ["قال"]
    who = made_of.of("source", "actor")
    while True:
        yield f"{luck.choice(say)} {luck.choice(who)}: {luck.choice(_OPENERS)}{' '.join(_soup(luck, made_of, 4))} "
        if luck.random() < 0.3:
            yield luck.choice(_CLOSERS) + luck.choice((" ", "، ", ". "))


def soup(luck: random.Random, made_of: Material) -> Iterator[str]:
    """Forms of any category glued with small words, attached particles, numbers and marks."""
    while True:
        yield " ".join(_soup(luck, made_of, 10)) + luck.choice((" ", "، ", ". ", "\n", " و", ": "))


def _soup(luck: random.Random, made_of: Material, count: int) -> Iterator[str]:
    categories = list(made_of.words)
    for _ in range(count):
        drawn = luck.random()
        if drawn < 0.6:
            yield luck.choice(_ATTACHED) * (drawn < 0.15) + luck.choice(made_of.words[luck.choice(categories)])
        elif drawn < 0.8:
            yield luck.choice(_SMALL)
        elif drawn < 0.9:
            yield str(luck.choice((0, 1, 2, 3, 11, 12, 45, 100, 2014, 10**9, 10**20)))
        else:
            yield luck.choice(STOPS)


def _only(*categories: str) -> Piecer:
    """Give the maker of texts of words of some categories."""

    def words(luck: random.Random, made_of: Material) -> Iterator[str]:
        known = made_of.of(*categories)
        while True:
            yield luck.choice(known) + luck.choice((" ", " ", " ", " و", "، "))

    return words


def numbers(luck: random.Random, made_of: Material) -> Iterator[str]:
    """Digits and number words."""
    known = made_of.of("number", "ordinal", "fraction", "bound")
    while True:
        yield luck.choice((luck.choice(known), str(luck.randrange(3000)))) + luck.choice((" ", " و", "، ", "/", "."))


def _letters(alphabet: Sequence[str]) -> Piecer:
    """Give the maker of texts of letters drawn by luck."""

    def drawn(luck: random.Random, _: Material) -> Iterator[str]:
        while True:
            yield "".join(luck.choices(alphabet, k=256))

    return drawn


def marked(luck: random.Random, _: Material) -> Iterator[str]:
    """Letters that carry combining marks by the thousand."""
    alphabet = [
        chr(code) for low, high in zip(MARKS[0::3], MARKS[2::3], strict=False) for code in range(ord(low), ord(high))
    ]
    while True:
        yield luck.choice(LETTERS) + "".join(luck.choices(alphabet or list(HARAKAT), k=luck.choice((3, 2000))))


def stretched(luck: random.Random, made_of: Material) -> Iterator[str]:
    """Words drawn out with tatweels."""
    for piece in news(luck, made_of):
        yield "".join(letter + "ـ" * luck.choice((0, 0, 1, 50)) for letter in piece)


def directed(luck: random.Random, made_of: Material) -> Iterator[str]:
    """Words with controls of direction and of joining between the letters."""
    controls = [letter for letter in CONTROLS if letter != "-"]
    for piece in news(luck, made_of):
        yield "".join(letter + luck.choice(controls) * luck.choice((0, 1, 2)) for letter in piece)


def parted(luck: random.Random, made_of: Material) -> Iterator[str]:
    """Letters parted by dots, dashes and spaces, as disguised words are."""
    for piece in soup(luck, made_of):
        yield luck.choice("._/*-+ ~•").join(piece)


def decoded(luck: random.Random, _: Material) -> Iterator[str]:
    """Bytes drawn by luck and decoded."""
    while True:
        yield luck.randbytes(256).decode(luck.choice(("utf-8", "cp1256", "utf-16-le")), errors="replace")


def shuffled(luck: random.Random, made_of: Material) -> Iterator[str]:
    """Words of reports in any order."""
    words = [word for sentence in made_of.sentences[:5000] for word in sentence.split()] or list(_SMALL)
    while True:
        yield luck.choice(words) + " "


def repeated(luck: random.Random, made_of: Material) -> Iterator[str]:
    """One sentence again and again."""
    sentence = next(news(luck, made_of))
    while True:
        yield sentence


KINDS: Mapping[str, Piecer] = {
    "news": news,
    "endless": endless,
    "shuffled": shuffled,
    "repeated": repeated,
    "listed": listed,
    "quoted": quoted,
    "soup": soup,
    "numbers": numbers,
    "places": _only("place"),
    "harms": _only("harm"),
    "acts": _only("act", "instrument"),
    "actors": _only("actor", "people", "source"),
    "times": _only(
        "weekday",
        "month-word",
        "time-unit",
        "time-since",
        "time-which",
        "day-part",
        "feast",
        "time-few",
        "ordinal",
        "time-to",
    ),
    "functions": _only("function", "link", "modality", "negation"),
    "marked": marked,
    "stretched": stretched,
    "directed": directed,
    "parted": parted,
    "letters": _letters(LETTERS + " " * 8),
    "oneword": _letters(LETTERS),
    "stops": _letters(STOPS + DIGITS),
    "decoded": decoded,
}
"""Each kind of text by name."""
ORDINARY = ("news", "shuffled")
