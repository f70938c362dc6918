"""What is typed or sent as a name: without letters that no name has and not every database can hold."""

from __future__ import annotations

from unicodedata import category
from urllib.parse import quote

from marsad.errors import MarsadError

_NO_LETTERS = frozenset({"Cc", "Cs"})


def is_name(written: str) -> bool:
    """Say whether something can be a name: it holds no control character (zero, line breaks) and no half of a surrogate pair."""
    return not any(category(letter) in _NO_LETTERS for letter in written)


def named(written: str) -> str:
    """Give a name without the space around it; what can't be a name is refused."""
    bare = written.strip()
    if not is_name(bare):
        raise MarsadError(f"{spelled(bare[:60])!r} can't be a name: it holds a control character")
    return bare


def spelled(path: str) -> str:
    """Give a path as it is logged: what can't be seen in it is spelled with percent signs, as addresses do."""
    return "".join(letter if letter.isprintable() else quote(letter, errors="surrogatepass") for letter in path)
