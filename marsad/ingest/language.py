"""Arabic or not: by the article and small words first, by letters next, by a model only to name what is left."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SAMPLE = 4000
_WORDS_PER_ARTICLE = 12  # Arabic news has ال on every fourth word or so; Persian, Urdu and Kurdish hardly ever
_WORDS_PER_SIGN = 8  # articles and small words together
_MOST_FOREIGN = 0.02  # of the letters: an Arabic report may quote a پ or گ in a name
_TELLING = 20  # letters; fewer don't tell a language
_LETTERS = re.compile(r"[^\W\d_]")
_ARABIC_SCRIPT = re.compile(
    r"[\u0621-\u063a\u0641-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]"
)
_ARABIC_WORDS = re.compile(r"(?<!\w)(?:و?ال\w\w+|لل\w\w+|في|على|إلى|الى|أن|عن|التي|الذي|هذا|هذه)(?!\w)")
_PERSIAN_WORDS = re.compile(
    r"(?<!\w)(?:در|از|[كک]ه|را|است|ا[يی]ن|به|با|برا[يی]|شد|شدند|م[يی]|ها[يی]|[كک]رد|بود|[يی][كک])(?!\w)"
)
# The first set of which a text has more than a trace names the language: Kurdish and Pashto share letters with Persian.
_OWN_LETTERS = (
    ("Kurdish", frozenset("ێۆڕڵ")),
    ("Pashto", frozenset("ټډړږښګڼېۍځڅ")),
    ("Uyghur", frozenset("ۇۈۋې")),
    ("Urdu", frozenset("ٹڈڑںےہ")),
    ("Persian", frozenset("پچژگ")),
)
_NAMES: Mapping[str, str] = {
    "az": "Azerbaijani",
    "ckb": "Kurdish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ku": "Kurdish",
    "nl": "Dutch",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ru": "Russian",
    "sdh": "Kurdish",
    "tr": "Turkish",
    "ug": "Uyghur",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}


def refusal(text: str) -> str | None:
    """Say in one sentence that a text is not in Arabic; None for Arabic, and where nothing speaks against it."""
    if _has_articles(text):
        return None
    sample = text[:_SAMPLE]
    letters = len(_LETTERS.findall(sample))
    script = _ARABIC_SCRIPT.findall(sample)
    if letters < _TELLING and 2 * len(script) <= letters:
        return "this report has hardly a letter of Arabic; Marsad reads Arabic"
    language = _named_by_model(sample) if 2 * len(script) < letters else _in_arabic_letters(sample, script)
    return f"this report is in {language}; Marsad reads Arabic" if language else None


def _has_articles(text: str) -> bool:
    """Say at a glance, by counting alone, whether a text has as many articles as Arabic news has."""
    return text.count(" ال") * _WORDS_PER_ARTICLE > text.count(" ")


def _in_arabic_letters(sample: str, script: list[str]) -> str | None:
    """Name the other language that is written with these letters; None for Arabic, which is told by its small words."""
    arabic = len(_ARABIC_WORDS.findall(sample))
    if arabic * _WORDS_PER_SIGN > len(sample.split()):
        return None
    for name, own in _OWN_LETTERS:
        if sum(letter in own for letter in script) > _MOST_FOREIGN * len(script):
            return name
    persian = len(_PERSIAN_WORDS.findall(sample))
    return "Persian" if persian > max(1, arabic) else None


def _named_by_model(sample: str) -> str:
    """Name a language in other letters; the model takes a second to load and is met by refused texts only."""
    import py3langid  # noqa: PLC0415  # slow to import, and no Arabic report needs it

    code = py3langid.classify(sample)[0]
    return _NAMES.get(code, f"another language (by its letters {code!r})")
