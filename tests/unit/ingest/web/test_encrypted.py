"""Encrypted connections of the guarded client: to the address that was checked, with a certificate for the name that was asked for."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from authority import openssl
from feed_host import answer, moved

from marsad.errors import SourceError
from marsad.ingest.web import Client, Limits


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    named = ("-subj", "/CN=feeds.example", "-addext", "subjectAltName=DNS:feeds.example", "-days", "3650", "-nodes")
    openssl("req", "-x509", "-newkey", "rsa:2048", *named, "-keyout", f"{folder}/key", "-out", f"{folder}/pem")
    return folder


@pytest.fixture
def port(certified: Path) -> Iterator[int]:
    """Serve two requests at most: a page, and a redirect to http."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified / "pem", certified / "key")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                came, _ = listener.accept()
            except OSError:
                return
            with came:
                try:
                    secured = context.wrap_socket(came, server_side=True)
                    path = secured.recv(4096).split(b" ")[1]
                    secured.sendall(moved("http://feeds.example/") if path == b"/down" else answer("سر"))
                    secured.close()
                except OSError:
                    continue

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    yield int(listener.getsockname()[1])
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    serving.join(5)


def client(*allowed: str) -> Client:
    return Client(allowed, Limits(seconds=10), lambda *_: ["127.0.0.1"])


def test_the_certificate_must_be_of_the_name(certified: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certified / "pem"))
    with client("feeds.example", "other.example") as opened:
        assert opened.get(f"https://feeds.example:{port}/").body.decode() == "سر"
        with pytest.raises(SourceError, match=r"can't be reached .*certificate"):
            opened.get(f"https://other.example:{port}/")
        with pytest.raises(SourceError, match="which is not encrypted"):
            opened.get(f"https://feeds.example:{port}/down")


def test_a_certificate_that_nobody_vouches_for_is_refused(port: int) -> None:
    with client("feeds.example") as opened, pytest.raises(SourceError, match=r"can't be reached .*certificate"):
        opened.get(f"https://feeds.example:{port}/")
