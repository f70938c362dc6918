"""The words of the pages in each language: data of `words/*.yaml`, a key with its Arabic and its English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from marsad.errors import KnowledgeError

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FOLDER = Path(__file__).parent / "words"
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@cache
def words(folder: Path = FOLDER) -> Mapping[str, Mapping[Language, str]]:
    """Give every text of the pages by its key, `<file>.<key>`."""
    found: dict[str, Mapping[Language, str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, said in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).items():
            found[f"{path.stem}.{key}"] = _entry(path, key, said)
    return found


def _entry(path: Path, key: str, said: Any) -> Mapping[Language, str]:
    if not isinstance(said, dict) or set(said) != set(LANGUAGES) or not all(said.values()):
        raise KnowledgeError(f"{path.name}: {key} needs its words in each of {', '.join(LANGUAGES)}, and nothing else")
    return said


def say(language: Language, key: str, **values: object) -> str:
    """Give a text by its key, with the values put in for `{name}`."""
    found = words().get(key)
    if found is None:
        raise KnowledgeError(f"no words for {key!r} are in {FOLDER.name}/")
    text = found[language]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def term(language: Language, kind: str, value: str | None) -> str:
    """Give the word for a value of a closed list (`term.<kind>-<value>`); one that has none is shown as it is."""
    if value is None:
        return say(language, "term.none")
    found = words().get(f"term.{kind}-{value}")
    return found[language] if found else value


def digits(text: object, *, arabic: bool) -> str:
    """Write numbers in the digits that the reader chose."""
    return str(text).translate(_ARABIC_DIGITS) if arabic else str(text)


def prefixed(language: Language, file: str) -> dict[str, str]:
    """Give every text of a file of words by its key, for the script of a page."""
    start = f"{file}."
    return {key.removeprefix(start): said[language] for key, said in words().items() if key.startswith(start)}
