"""WACZ: web archives in a zip, each checked against the hash that the package states before it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812  it is an error, and is named as one here

from marsad.errors import SourceError
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.forms.warc import cut_warc
from marsad.ingest.piece import Cut
from marsad.ingest.taking import movable
from marsad.ingest.zipped import opened_zip

_MOST = 10**12
_LARGEST_LIST = 10_000_000
_PACKAGE = "datapackage.json"
_CHUNK = 1_000_000


def cut_wacz(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Cut every archive of the package into records; one whose bytes are not those stated is a fault and is not read."""
    with opened_zip(movable(stream), _MOST) as package:
        members = sorted(each for each in package.namelist() if each.lower().endswith((".warc", ".warc.gz")))
        if not members:
            raise SourceError("it holds no WARC file; a WACZ has them in its folder archive/")
        hashes = _hashes(package)
        for member in members:
            place = f"{name}, {member}"
            try:
                if member not in hashes:
                    yield Notice(place, f"{_PACKAGE} states no SHA-256 of it, so it was not checked")
                elif _sha256(package, member) != hashes[member]:
                    yield Fault(place, f"its bytes are not those that {_PACKAGE} states; it was not read")
                    continue
                with package.open(member) as archive:
                    yield from cut_warc(place, archive, limit)  # type: ignore[arg-type]  # it reads as any stream does
            except (SourceError, BadZipFile, ZlibError, EOFError, NotImplementedError, ValueError) as fault:
                yield Fault(place, f"it can't be read ({fault})")


def _hashes(package: ZipFile) -> Mapping[str, str]:
    """Give the SHA-256 of every file that the package states one of."""
    try:
        with package.open(_PACKAGE) as stream:
            stated = json.loads(stream.read(_LARGEST_LIST))
        listed = stated["resources"]
        named = ((each["path"], str(each.get("hash", ""))) for each in listed)
        return {path: told.partition(":")[2].lower() for path, told in named if told.startswith("sha256:")}
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError, BadZipFile, ZlibError):
        return {}


def _sha256(package: ZipFile, member: str) -> str:
    with package.open(member) as stream:
        found = hashlib.sha256()
        while part := stream.read(_CHUNK):
            found.update(part)
    return found.hexdigest()
