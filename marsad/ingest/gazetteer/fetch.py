"""Fetching GeoNames' files of a country: the one place where Marsad opens a connection, and only when asked to."""

from __future__ import annotations

import http.client
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from marsad import __version__
from marsad.errors import SourceError
from marsad.ingest.gazetteer.reading import Form, Table, read
from marsad.ingest.gazetteer.table import country_code

Tick = Callable[[str, int, int], None]
"""Told, while a file comes in: its address, the bytes so far, and all of them (0 where that is not known)."""

_PIECE = 1 << 16
_PATIENCE = 30.0  # seconds without a byte
_ADVICE = "try again, or fetch it elsewhere and use `marsad gazetteer import`"


def fetch(country: str, base: str, tick: Tick) -> Table:
    """Fetch and read the places of a country with their alternate names; a `SourceError` says why it can't be."""
    code = country_code(country)
    if urlsplit(base).scheme not in ("http", "https"):
        raise SourceError(f"{base}: is no web address; give one such as https://download.geonames.org/export/dump/")
    root = base if base.endswith("/") else f"{base}/"
    with tempfile.TemporaryDirectory(prefix="marsad-") as folder:
        places, names = Path(folder) / f"{code}.zip", Path(folder) / f"{code}-alternatenames.zip"
        _download(urljoin(root, f"{code}.zip"), places, tick)
        _download(urljoin(root, f"alternatenames/{code}.zip"), names, tick)
        return read(places, Form.GEONAMES, names)


def _download(address: str, path: Path, tick: Tick) -> None:
    """Fetch one zip whole."""
    with _answered(address) as answer, path.open("wb") as out:
        size, done = int(answer.headers.get("Content-Length") or 0), 0
        while piece := answer.read(_PIECE):
            out.write(piece)
            done += len(piece)
            tick(address, done, size)
    if done < size:
        raise SourceError(f"{address}: only {done:,} of {size:,} bytes came; {_ADVICE}")
    if not _is_whole(path):
        raise SourceError(f"{address}: what came is no whole zip; {_ADVICE}")


@contextmanager
def _answered(address: str) -> Iterator[http.client.HTTPResponse]:
    """Give the answer of a server; whatever goes wrong is a `SourceError` that says what to do."""
    request = urllib.request.Request(address, headers={"User-Agent": f"marsad/{__version__}"})  # noqa: S310  http alone
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310  as above
            yield answer
    except urllib.error.HTTPError as refusal:
        refusal.close()
        if refusal.code == http.HTTPStatus.NOT_FOUND:
            raise SourceError(f"{address}: is not there; is the country's code of two letters right?") from refusal
        raise SourceError(f"{address}: the server refused ({refusal.code} {refusal.reason}); {_ADVICE}") from refusal
    except urllib.error.URLError as fault:
        raise SourceError(f"{address}: can't be reached ({_plainly(fault.reason)}); {_ADVICE}") from fault
    except (OSError, http.client.HTTPException) as fault:
        raise SourceError(f"{address}: the connection broke off ({_plainly(fault)}); {_ADVICE}") from fault


def _plainly(fault: object) -> str:
    return getattr(fault, "strerror", None) or str(fault) or type(fault).__name__


def _is_whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, OSError, EOFError):
        return False
