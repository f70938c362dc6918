"""Where the knowledge lies, and which version of it this is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

PACKAGE_FOLDER = Path(__file__).parent
_COMPILER = ("knowledge", "text")


def version_of(folder: Path) -> str:
    """Hash all data files: the knowledge version that goes into each claim (12 hexadecimal digits)."""
    return _hash((p for p in folder.rglob("*") if p.suffix in (".yaml", ".csv")), folder)


def compiler_version() -> str:
    """Hash the code that compiles the knowledge: what an older one has kept on disk may have another shape."""
    package = PACKAGE_FOLDER.parent
    return _hash((path for part in _COMPILER for path in (package / part).glob("*.py")), package)


def _hash(paths: Iterable[Path], folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
