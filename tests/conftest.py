"""What every test stands on: no network, no luck."""

from __future__ import annotations

import socket

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marsad works offline: a test that opens a connection fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("this test tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
