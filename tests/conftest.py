"""What every test stands on: no network, no luck, and no gazetteer that somebody has imported."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ("records", "workbench")
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

os.environ["MARSAD_HOME"] = os.devnull  # no folder: a test that imports something names one of its own
_LOOPBACK = ("127.0.0.1", "::1")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marsad works offline: a test that opens a connection to any but this machine fails."""
    connect = socket.socket.connect

    def refuse(opened: socket.socket, address: Any) -> None:
        inside = opened.family == getattr(socket, "AF_UNIX", None)  # by which processes of this machine speak
        if not inside and (not isinstance(address, tuple) or address[0] not in _LOOPBACK):
            raise AssertionError("this test tried to reach the network")
        connect(opened, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
