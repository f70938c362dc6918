"""Where everything of a run lies, and how a file comes there: whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import MarsadError

PIECES = "pieces"
DOCUMENTS = "documents"
CLAIMS = "claims"
PROBLEMS = "problems"
TABLES = (DOCUMENTS, CLAIMS, PROBLEMS)
ROWS = "manifest"
TERMS = "terms.json"
SUMMARY = "manifest.json"
DRAFT = ".draft-"
_NUMBERED = re.compile(r"part-(\d{5,})\.(?:json|parquet)")


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a run."""

    path: Path

    def part(self, table: str, number: int) -> Path:
        """Give where the part of a table lies that a shard makes."""
        return self.path / table / f"part-{number:05}.parquet"

    def row(self, number: int) -> Path:
        """Give where the row of the manifest lies that says that a shard is made."""
        return self.path / ROWS / f"part-{number:05}.json"

    @property
    def terms(self) -> Path:
        """Give where it stands what the run goes by."""
        return self.path / TERMS

    @property
    def summary(self) -> Path:
        """Give where it stands what came of the whole."""
        return self.path / SUMMARY

    def make(self) -> None:
        """Make the folders that are not there; where that can't be done, say so."""
        try:
            for name in (PIECES, ROWS, *TABLES):
                (self.path / name).mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise unwritable(self.path, fault) from fault

    def numbers(self, table: str) -> list[int]:
        """Give the numbers of the parts of a table, or of the rows of the manifest, in order; other files are nobody's business."""
        found = (_NUMBERED.fullmatch(path.name) for path in (self.path / table).glob("part-*"))
        return sorted(int(each[1]) for each in found if each)

    def unmake(self, number: int) -> None:
        """Take the row of a shard away that is to be made anew, or not at all any more; a run that changes is not finished."""
        self.summary.unlink(missing_ok=True)
        self.row(number).unlink(missing_ok=True)

    def cut_off(self, count: int) -> None:
        """Take away the parts beyond so many shards."""
        for table in TABLES:
            for number in self.numbers(table):
                if number >= count:
                    self.part(table, number).unlink(missing_ok=True)

    def clear(self) -> None:
        """Take away drafts that a run left which was cut off, and pieces that no shard needs any more."""
        for name in (".", ROWS, *TABLES):
            for left in (self.path / name).glob(f"{DRAFT}*"):
                _remove(left)
        for left in (self.path / PIECES).glob("*"):
            _remove(left)

    def end(self) -> None:
        """Take away the folder of the pieces: every shard is made."""
        with suppress(OSError):
            (self.path / PIECES).rmdir()


def put(path: Path, data: bytes) -> None:
    """Write a file under another name in its own folder, have the disk take it, and only then give it its name."""
    handle, draft = tempfile.mkstemp(prefix=DRAFT, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
        _settle(path.parent)
    except BaseException:
        _remove(Path(draft))
        raise


def digest_of(data: bytes) -> str:
    """Give the SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def unwritable(path: Path, fault: OSError) -> MarsadError:
    """Say that a folder can't be written to, why, and what helps."""
    return MarsadError(
        f"{path}: can't be written ({fault.strerror or fault}); make room or choose another place, and give the same "
        "command again: it goes on where it stood"
    )


def _settle(folder: Path) -> None:
    """Have the disk take the names of a folder; where folders can't be opened, the system does so by itself."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
