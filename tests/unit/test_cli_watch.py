"""The verbs of watching and evidence as a person types them: what they print, what they refuse, and what they exit with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from authority import Authority, openssl
from feed_host import Host, answer, article, hosting, item
from test_cli_record import ROOT, marsad

from marsad import cli_record, cli_watch
from marsad.errors import MarsadError

STRIKE = "قُتل أربعة مدنيين وأصيب سبعة آخرون في قصف مدفعي على قرية تل السنديان بريف حلب، وفق ما قال مسعفون اليوم."


@pytest.fixture
def host() -> Iterator[Host]:
    with hosting() as running:
        running.routes["/strike"] = answer(article("قصف على قرية", STRIKE), "text/html", "Set-Cookie: who=you")
        running.feed("/feed", item(running.url("/strike")))
        yield running


def documents(store: str) -> str:
    import sqlite3

    with sqlite3.connect(store) as connection:
        return str(connection.execute("SELECT id FROM documents").fetchone()[0])


def test_a_feed_is_watched_stamped_checked_and_its_page_got_out(host: Host, tmp_path: Path) -> None:
    store, page = str(tmp_path / "w.db"), tmp_path / "page.warc.gz"
    authority = Authority(tmp_path / "authority")
    host.routes["/tsa"] = authority
    (tmp_path / "feeds.opml").write_text(
        f'<opml version="2.0"><body><outline text="a"><outline xmlUrl="{host.url("/feed")}"/></outline></body></opml>'
    )
    given = (
        "--list",
        str(tmp_path / "feeds.opml"),
        "--allow",
        host.name,
        "--stamp",
        host.url("/tsa"),
        "--store",
        store,
    )
    done = marsad("watch", *given)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 of 1 feeds asked, 0 unchanged; 1 reports new, 0 known; 1 incidents new or changed" in done.stdout
    assert marsad("original", documents(store), "-o", str(page), "--store", store).returncode == 0
    assert "digest pass" in _warcio("check", "-v", str(page))
    assert "who=you" not in _warcio("extract", str(page), "0")
    token = page.with_name(f"{page.name}.tsr")
    root = str(authority.root)
    assert "Verification: OK" in openssl("ts", "-verify", "-in", str(token), "-data", str(page), "-CAfile", root)
    checked = marsad("verify", "--store", store, "--authority-roots", root)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "1 fetched originals and 2 timestamps checked" in checked.stdout
    assert "no faults found" in checked.stdout
    assert "--authority-roots" in marsad("verify", "--store", store).stderr
    again = marsad("stamp", "--authority", host.url("/tsa"), "--allow", host.name, "--store", store, "--originals")
    assert (again.returncode, "the log is stamped up to entry" in again.stdout) == (0, True)


def _warcio(*words: str) -> str:
    done = subprocess.run(  # noqa: S603  what anybody checks a record with
        [sys.executable, "-m", "warcio.cli", *words], capture_output=True, check=True
    )
    return done.stdout.decode()


def test_a_host_within_is_asked_only_if_it_was_allowed(host: Host, tmp_path: Path) -> None:
    done = marsad("watch", host.url("/feed"), "--store", str(tmp_path / "w.db"))
    assert done.returncode == 1
    assert f"--allow {host.name}" in done.stderr
    assert host.asked == []


def test_bad_input_is_one_sentence(tmp_path: Path) -> None:
    store = str(tmp_path / "w.db")
    (tmp_path / "no.txt").write_text("# nothing\n")
    (tmp_path / "bad.opml").write_text("<opml><!ENTITY a></opml>")
    bad: list[tuple[Callable[[], None], str]] = [
        (lambda: cli_watch.watch([], store), "name a feed"),
        (lambda: cli_watch.watch(None, store, tmp_path / "nowhere.txt"), "can't be read"),
        (lambda: cli_watch.watch(None, store, tmp_path / "no.txt"), "names no feed"),
        (lambda: cli_watch.watch(None, store, tmp_path / "bad.opml"), "defines entities"),
        (lambda: cli_watch.watch(["http://a.example/"], store, allow=["http://b/"]), "is no host"),
        (lambda: cli_watch.stamp("http://127.0.0.1:9/", str(tmp_path / "none.db")), "there is no record here"),
        (lambda: cli_watch.original("0000000000000000", store), "there is no document"),
        (lambda: cli_record.verify(store, None, tmp_path / "nowhere.pem"), "can't be read"),
    ]
    for call, why in bad:
        with pytest.raises(MarsadError, match=why) as caught:
            call()
        assert "\n" not in str(caught.value)


def test_ctrl_c_ends_watching_cleanly(host: Host, tmp_path: Path) -> None:
    store = str(tmp_path / "w.db")
    running = subprocess.Popen(  # noqa: S603  our own program
        [
            sys.executable,
            "-m",
            "marsad",
            "watch",
            host.url("/feed"),
            "--allow",
            host.name,
            "--every",
            "60",
            "--store",
            store,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "200"},
    )
    assert running.stdout is not None
    assert "1 reports new" in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    out, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (0, "")
    assert "stopped; what was fetched is kept" in out
    assert marsad("verify", "--store", store).returncode == 0
