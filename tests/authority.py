"""A timestamp authority on this machine: real openssl behind a real server, with a root and a certificate made for it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from feed_host import Asked, answer

_SETTINGS = """[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
"""


class Authority:
    """Makes timestamps as an authority does; `root` is the certificate that its signature leads to."""

    def __init__(self, folder: Path, key: str = "rsa:2048") -> None:
        self.folder = folder
        folder.mkdir()
        self.root = folder / "root.pem"
        constraints = ("-addext", "basicConstraints=critical,CA:TRUE")
        made = ("-nodes", "-subj", "/CN=Root of the test", "-days", "3650")
        openssl(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            *made,
            *constraints,
            "-keyout",
            f"{folder}/root.key",
            "-out",
            str(self.root),
        )
        curve = ("-pkeyopt", "ec_paramgen_curve:P-256") if key == "ec" else ()
        named = (
            "-nodes",
            "-subj",
            "/CN=Authority of the test",
            "-keyout",
            f"{folder}/tsa.key",
            "-out",
            f"{folder}/tsa.csr",
        )
        openssl("req", "-newkey", key, *curve, *named)
        (folder / "use").write_text("extendedKeyUsage = critical,timeStamping\n")
        signed = (
            "-CA",
            str(self.root),
            "-CAkey",
            f"{folder}/root.key",
            "-CAcreateserial",
            "-days",
            "3650",
            "-extfile",
            f"{folder}/use",
        )
        openssl("x509", "-req", "-in", f"{folder}/tsa.csr", *signed, "-out", f"{folder}/tsa.pem")
        (folder / "settings").write_text(_SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01\n")

    def __call__(self, asked: Asked) -> list[bytes]:
        """Answer a request that came over the network."""
        return [answer(self.reply(asked.body), "application/timestamp-reply")]

    def reply(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        given = ("-config", f"{self.folder}/settings", "-queryfile", f"{self.folder}/query")
        openssl("ts", "-reply", *given, "-out", f"{self.folder}/reply")
        return (self.folder / "reply").read_bytes()


def openssl(*words: str) -> str:
    """Run openssl; what it complains of is the error."""
    done = subprocess.run(  # noqa: S603  the system's own
        ["openssl", *words],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
