"""Fetching GeoNames' files of a country, through the guarded client, and only when asked to.

GeoNames' own host is guarded as every host. A server that the user named instead (`--from`, MARSAD_GEONAMES) counts as allowed by
name, wherever that name leads; what such a server redirects to does not.
"""

from __future__ import annotations

import http
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from marsad.errors import SourceError
from marsad.ingest.gazetteer.reading import Form, Table, read
from marsad.ingest.gazetteer.table import country_code
from marsad.ingest.web.answer import Limits
from marsad.ingest.web.client import Client, Tick

_HOST = "download.geonames.org"
_LIMITS = Limits(size=2_000_000_000, seconds=3600, patience=30)
_ADVICE = "try again, or fetch it elsewhere and use `marsad gazetteer import`"


def fetch(country: str, base: str, tick: Tick) -> Table:
    """Fetch and read the places of a country with their alternate names; a `SourceError` says why it can't be."""
    code = country_code(country)
    if urlsplit(base).scheme not in ("http", "https"):
        raise SourceError(f"{base}: is no web address; give one such as https://download.geonames.org/export/dump/")
    root = base if base.endswith("/") else f"{base}/"
    named = urlsplit(root).netloc.rpartition("@")[2]
    with (
        tempfile.TemporaryDirectory(prefix="marsad-") as folder,
        Client(() if named == _HOST else (named,), _LIMITS) as client,
    ):
        places, names = Path(folder) / f"{code}.zip", Path(folder) / f"{code}-alternatenames.zip"
        _download(client, urljoin(root, f"{code}.zip"), places, tick)
        _download(client, urljoin(root, f"alternatenames/{code}.zip"), names, tick)
        return read(places, Form.GEONAMES, names)


def _download(client: Client, address: str, path: Path, tick: Tick) -> None:
    """Fetch one zip whole."""
    try:
        answer = client.save(address, path, tick)
    except SourceError as refusal:
        raise SourceError(f"{refusal}, or fetch it elsewhere and use `marsad gazetteer import`") from refusal
    if answer.status == http.HTTPStatus.NOT_FOUND:
        raise SourceError(f"{address}: is not there; is the country's code of two letters right?")
    if answer.status != http.HTTPStatus.OK:
        raise SourceError(f"{address}: the server refused ({answer.status} {answer.reason}); {_ADVICE}")
    if not _is_whole(path):
        raise SourceError(f"{address}: what came is no whole zip; {_ADVICE}")


def _is_whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, OSError, EOFError):
        return False
