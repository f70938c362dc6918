"""The restore drill: back up while another program writes, lose the record, restore it, prove it, and go on, on and across both databases."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import postgresql
import pyrage
import pytest
from records import FIRST, Clock, report
from typer.testing import CliRunner

from benchmarks import recombined
from benchmarks.store_faults import Contents, command, contents, start, until_kept
from marsad import ingest
from marsad.cli import app
from marsad.errors import MarsadError
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.refresh import rebuild, refresh
from marsad.store import Store
from marsad.store.schema import SEALED, log

ROOT = Path(__file__).parent.parent
OWN = pyrage.x25519.Identity.generate()
TO = ("--to", str(OWN.to_public()))
KINDS = [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("sqlite", "sqlite"), ("postgresql", "postgresql")]
EVIDENCE = ("documents", "originals", "readings", "mentions", "claims", "accounts", "accounts state", "claims state")
"""What was read. Of incidents there may be a version more where the backup fell between two of them."""


def marsad(*words: str, code: int = 0, told: dict[str, str] | None = None) -> str:
    """Run a verb in this process, as the command line does, with what the environment is told, and give what it says."""
    done = CliRunner().invoke(app, words, env=told)
    assert done.exception is None or isinstance(done.exception, (MarsadError, SystemExit)), done.exception
    assert done.exit_code == code, (done.output, done.exception)
    return done.output if code == 0 else str(done.exception)


@dataclass(frozen=True, slots=True)
class Drill:
    """What a drill is made of: the reports, what they are read with, a folder and a server."""

    reports: Path
    known: Knowledge
    folder: Path
    server: postgresql.Server

    def place(self, kind: str, name: str) -> str:
        return str(self.folder / f"{name}.db") if kind == "sqlite" else self.server.database()

    def destroy(self, url: str) -> None:
        if "://" in url:
            with self.server.connect() as connection:
                connection.execute(f"DROP DATABASE {urlsplit(url).path[1:]} WITH (FORCE)".encode())
        for each in self.folder.glob("marsad.db*"):
            each.unlink()

    @property
    def documents(self) -> list[Document]:
        return [each for each in ingest.read([str(self.reports)]) if isinstance(each, Document)]


@pytest.fixture
def drill(known: Knowledge, tmp_path: Path, server: postgresql.Server) -> Drill:
    with resources.as_file(resources.files("marsad") / "examples") as folder:
        reports = recombined.write(folder / "others.jsonl", tmp_path / "many.jsonl", 45, 3)
    return Drill(reports, known, tmp_path, server)


def until(url: str, entry: int) -> dict[str, list[tuple[object, ...]]]:
    """Give the rows of evidence, and the log, up to an entry of it."""
    found = {}
    with Store.open(url, Clock()) as store, store.reading() as connection:
        for table in (*SEALED, log):
            asked = table.select().with_only_columns(table.c.seq, table.c["hash" if table is log else "sha256"])
            found[str(table.name)] = sorted(tuple(row) for row in connection.execute(asked.where(table.c.seq <= entry)))
    return found


@pytest.mark.parametrize(("kind", "other"), KINDS)
def test_the_drill(kind: str, other: str, drill: Drill) -> None:
    url, again, file = drill.place(kind, "marsad"), drill.place(other, "again"), drill.folder / "a.age"
    key = drill.folder / "key.txt"
    key.write_text(str(OWN))
    writer = start(drill.reports, url)
    until_kept(url, 20, writer)
    writing = writer.poll() is None
    marsad("backup", str(file), "--store", url, *TO)
    assert (writing, writer.communicate()[1], writer.returncode) == (True, "", 0)
    wanted = contents(url)
    noted = marsad("restore", str(file), "--store", again, "--key", str(key)).rpartition("head ")[2].strip()
    last = int(noted.partition(":")[0])
    assert until(again, last) == until(url, last)
    assert len(until(again, last)["documents"]) >= 20
    drill.destroy(url)
    assert "no faults found" in marsad("verify", "--head", noted, "--store", again)
    go_on(again, drill, wanted)


def go_on(url: str, drill: Drill, wanted: Contents) -> None:
    """Read what came in since the backup, and one report more; computed anew, all must be as it is."""
    run = run_of(drill.known.version)
    with Store.open(url, Clock()) as store:
        take_in(store, drill.documents, drill.known, "amal", lambda _: None)
        with store.transaction("amal") as writing:
            refresh(writing, run)
        found = contents(url)
        assert {name: found[name] for name in EVIDENCE} == {name: wanted[name] for name in EVIDENCE}
        assert take_in(store, [report(FIRST)], drill.known, "amal", lambda _: None).outcomes == {"new": 1}
        with store.transaction("amal") as writing:
            assert refresh(writing, run).written
        with store.transaction("amal") as writing:
            assert rebuild(writing, run).written == []


def test_a_passphrase_comes_from_a_file_the_environment_or_whoever_is_asked(filled: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("an oath of many words\n")
    file = tmp_path / "a.age"
    marsad("backup", str(file), "--store", str(filled), "--passphrase-file", str(words), "--no-check")
    assert "9 reports" in marsad("restore", str(file), told=by("an oath of many words"))
    told = marsad("restore", str(file), code=1, told=by("another one than that"))
    assert "this passphrase does not open it" in told
    assert "nobody can be asked" in marsad("restore", str(file), code=1, told=by(""))
    short = marsad("backup", str(tmp_path / "b.age"), "--store", str(filled), code=1, told=by("short"))
    assert "at least 12 letters" in short
    assert {each.name for each in tmp_path.iterdir()} == {"a.age", "words.txt"}


def by(words: str) -> dict[str, str]:
    """Give the environment that holds a passphrase."""
    return {"MARSAD_PASSPHRASE": words}


def test_what_is_refused_is_one_sentence(filled: Path, tmp_path: Path) -> None:
    file, record = tmp_path / "a.age", str(filled)
    marsad("backup", str(file), "--store", record, *TO)
    refused = [
        (("backup", str(file), "--store", record, *TO), "is there already"),
        (("backup", str(tmp_path / "none/b.age"), "--store", record, *TO), "nothing can be made in this folder"),
        (("backup", str(tmp_path / "b.age"), "--store", str(tmp_path / "none.db"), *TO), "there is no record here"),
        (("backup", str(tmp_path / "b.age"), "--store", record, "--to", "age1x"), "this is no public key"),
        (("restore", str(file), "--store", str(tmp_path / "b.db")), "name the file of the private key with --key"),
        (("restore", str(tmp_path / "none.age"), "--store", str(tmp_path / "b.db")), "can't be read"),
        (("restore", record, "--store", str(tmp_path / "b.db")), "this is no backup"),
    ]
    for words, said in refused:
        told = marsad(*words, code=1)
        assert ("\n" in told, said in told) == (False, True), told
    assert {each.name for each in tmp_path.iterdir()} == {"a.age"}


def test_an_ended_backup_leaves_no_plain_file(filled: Path, tmp_path: Path) -> None:
    """It is ended as a timer or the end of a session does, at the moment when its plain image is there."""
    words = command("backup", str(tmp_path / "a.age"), "--store", str(filled), *TO)
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    while process.poll() is None and not list(tmp_path.rglob("record.db")):
        pass
    process.terminate()
    assert process.wait() in {143, 0}
    assert [each.name for each in tmp_path.iterdir() if each.name != "a.age"] == []


def test_the_program_of_the_format_opens_it(filled: Path, tmp_path: Path) -> None:
    age, tar = shutil.which("age"), shutil.which("tar")
    if age is None or tar is None:
        pytest.skip("the program age is not installed, so the format was tried on its library alone")
    key = tmp_path / "key.txt"
    key.write_text(f"{OWN}\n")
    marsad("backup", str(tmp_path / "a.age"), "--store", str(filled), *TO)
    opened = subprocess.run([age, "-d", "-i", str(key), str(tmp_path / "a.age")], check=True, capture_output=True)  # noqa: S603
    subprocess.run([tar, "-xzf", "-", "-C", str(tmp_path)], input=opened.stdout, check=True)  # noqa: S603
    assert "no faults found" in marsad("verify", "--store", str(tmp_path / "record.db"))
