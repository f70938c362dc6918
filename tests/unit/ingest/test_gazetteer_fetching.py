"""Fetching from a real server on this machine: what comes is read whole, and what goes wrong is said in one sentence."""

from __future__ import annotations

import socket

import pytest
from geonames_files import alternate_line, dump_line, zipped
from geonames_server import BROKEN_OFF, REFUSED, serving

from marsad.errors import SourceError
from marsad.ingest.gazetteer.fetch import fetch

PLACES = zipped("SY.txt", [dump_line("1", "Tall Ward")])
NAMES = zipped("SY.txt", [alternate_line("1", "تل الورد")])
WHOLE = {"/export/dump/SY.zip": PLACES, "/export/dump/alternatenames/SY.zip": NAMES}


def test_a_country_is_fetched_with_its_names_and_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    with serving(WHOLE) as base:
        found = fetch("sy", base, lambda *step: told.append(step))
    assert [(row.id, row.names) for row in found.rows] == [("gn1", (("تل الورد", "common"),))]
    assert (found.name, found.file, found.date) == ("geonames-sy", "SY.zip", "2024-05-06")
    assert told[-1] == (f"{base}/alternatenames/SY.zip", len(NAMES), len(NAMES))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "is not there; is the country's code of two letters right"),
        ({"/export/dump/SY.zip": b"<html>a login page</html>"}, "what came is no whole zip"),
        ({"/export/dump/SY.zip": PLACES[:-40]}, "what came is no whole zip"),
        ({"/export/dump/SY.zip": BROKEN_OFF}, "bytes came|broke off"),
        ({"/export/dump/SY.zip": REFUSED}, "503"),
        ({"/export/dump/alternatenames/SY.zip": b""}, "no whole zip"),
    ],
)
def test_what_goes_wrong_is_one_sentence(given: dict[str, bytes], why: str) -> None:
    files = WHOLE | given if given else {}
    with serving(files) as base, pytest.raises(SourceError, match=why) as refusal:
        fetch("SY", base, lambda *_: None)
    assert str(refusal.value).startswith(base)
    assert "\n" not in str(refusal.value)


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SourceError, match="can't be reached"):
        fetch("SY", f"http://127.0.0.1:{port}/", lambda *_: None)


@pytest.mark.parametrize(
    ("country", "base"), [("Syria", "http://127.0.0.1/"), ("SY", "file:///etc/"), ("SY", "geonames.org")]
)
def test_what_is_no_country_or_no_web_address_is_never_asked_for(country: str, base: str) -> None:
    with pytest.raises(SourceError, match=r"two letters|no web address"):
        fetch(country, base, lambda *_: None)
