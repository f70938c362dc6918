"""Memory that is free goes back to the system where its C library can be told so."""

from __future__ import annotations

import subprocess
import sys

import pytest

from marsad.memory import _trim, give_back

HOLEY = """
import psutil
from marsad.memory import give_back
held = [bytearray(900) for _ in range(200_000)]
last = held[-1]
del held
before = psutil.Process().memory_info().rss
give_back()
print(before - psutil.Process().memory_info().rss)
"""


def test_it_can_be_asked_for_anywhere() -> None:
    give_back()


@pytest.mark.skipif(_trim() is None, reason="this C library can't be told")
def test_what_is_free_behind_what_is_held_goes_back() -> None:
    ended = subprocess.run([sys.executable, "-c", HOLEY], check=True, capture_output=True, text=True)  # noqa: S603
    assert int(ended.stdout) > 50_000_000
