"""The provinces of admin1.csv: by GeoNames' code and by any name, so that every list calls a province the same."""

from __future__ import annotations

from pathlib import Path

from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.known import ARABIC
from marsad.knowledge.rows import read_csv, slug, spellings
from marsad.knowledge.usage import Usage
from marsad.text.fold import fold_word


class Provinces:
    """Finds the name by which a province is called here."""

    def __init__(self, folder: Path = PACKAGE_FOLDER / "gazetteer") -> None:
        self.usage = Usage(folder)
        self.known: dict[tuple[str, str], str] = {}
        for row in read_csv(folder / "admin1.csv"):
            names = (row["name"], row["title"], *(name for name, _ in spellings(row["name_ar"])))
            for key in (f"code {row['code']}", *map(self._key, filter(None, names))):
                self.known.setdefault((row["country"], key), row["name"])

    def named(self, country: str, *names: str) -> str:
        """Give the province that goes by one of these names; one that is not known keeps the first name."""
        for name in names:
            found = self.known.get((country, self._key(name)))
            if found:
                return found
        return next((name for name in names if any(letter.isalpha() for letter in name)), "")

    def coded(self, country: str, code: str) -> str:
        """Give the province of a GeoNames code, or nothing."""
        return self.known.get((country, f"code {code}"), "")

    def _key(self, name: str) -> str:
        return slug(name) or fold_word(self.usage.bare(name)).removeprefix(ARABIC.article)
