"""The record at work on real reports: the order and the batches they come in, and a kill at any moment, change nothing."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import hxl
import pytest

from benchmarks import incidents as measured
from benchmarks.interrupted import contents
from marsad.export.validating import validate
from marsad.ingest import read
from marsad.knowledge.known import Knowledge
from marsad.knowledge.load import load
from marsad.model.codec import pack, unpack
from marsad.model.document import Document
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.reconcile import reconcile
from marsad.reconcile.overlay import Overlay, overlay
from marsad.record import building
from marsad.record.desk import entries, judge, run_of
from marsad.record.intake import take_in
from marsad.record.publish import Publication, publish
from marsad.record.refresh import rebuild, refresh
from marsad.store import Store
from marsad.store.incidents import current_incidents, current_tallies, incident, resolve

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FORMATS = (
    "acled-31",
    "ged-25.1",
    "hxl-1.1",
    "plover-0.8",
    "airwars-like",
    "sdg-16.1.2",
    "incidents-geojson",
    "claims-parquet",
)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def reports() -> list[Document]:
    with resources.as_file(resources.files("marsad") / "examples") as folder:
        return [item for item in read([folder]) if isinstance(item, Document)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, reports: list[Document], known: Knowledge) -> Path:
    path = tmp_path_factory.mktemp("record") / "record.db"
    filled(path, [reports], known).close()
    return path


@pytest.fixture
def store(tmp_path: Path, kept: Path) -> Iterator[Store]:
    copy = Path(shutil.copy(kept, tmp_path / "record.db"))
    with Store.open(str(copy), lambda: NOON) as opened:
        yield opened


def filled(path: Path, batches: Iterable[list[Document]], known: Knowledge) -> Store:
    """Take reports in, some at a time, and bring the incidents up to date after each time."""
    store = Store.open(str(path), lambda: NOON)
    for batch in batches:
        take_in(store, batch, known, "test", lambda _: None)
        with store.transaction("test") as writing:
            refresh(writing, run_of(known.version))
    return store


def view(store: Store) -> list[bytes]:
    with store.reading() as connection:
        return [pack(each) for each in (*current_incidents(connection), *current_tallies(connection))]


def test_one_by_one_in_any_order_gives_what_all_at_once_gives(
    tmp_path: Path, store: Store, reports: list[Document], known: Knowledge
) -> None:
    mixed = random.Random(7).sample(reports, len(reports))  # noqa: S311  an order, no secret
    assert view(filled(tmp_path / "mixed.db", [[each] for each in mixed], known)) == view(store)


def test_a_full_rebuild_gives_what_was_built_step_by_step(store: Store, known: Knowledge) -> None:
    before = view(store)
    with store.transaction("test") as writing:
        assert rebuild(writing, run_of(known.version)).written == []
    assert view(store) == before


def test_however_many_processes_build_the_view_every_byte_of_it_is_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.reading() as connection:
        groups = [each.accounts for each in current_incidents(connection)]
        alone = list(building.built(connection, groups, overlay(())))
        monkeypatch.setattr(building, "_MANY", 2)
        monkeypatch.setattr(building, "_AT_ONCE", 2)
        assert list(building.built(connection, groups, overlay(()), processes=2)) == alone
        assert [unpack(Incident, each.row["payload"]) for each in alone] == list(current_incidents(connection))


class Deadly(Overlay):
    """Decisions that end whatever process they are handed to."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


def test_what_a_process_that_dies_should_have_built_is_built_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.reading() as connection:
        groups = [each.accounts for each in current_incidents(connection)]
        alone = list(building.built(connection, groups, overlay(())))
        monkeypatch.setattr(building, "_MANY", 2)
        monkeypatch.setattr(building, "_AT_ONCE", 2)
        assert list(building.built(connection, groups, Deadly({}, {}), processes=2)) == alone


def test_reports_read_twice_change_nothing(store: Store, reports: list[Document], known: Knowledge) -> None:
    before = view(store)
    assert take_in(store, reports, known, "test", lambda _: None).outcomes == {"known": len(reports)}
    with store.transaction("test") as writing:
        assert refresh(writing, run_of(known.version)).written == []
    assert view(store) == before


def test_a_copied_wire_is_one_source_and_the_toll_that_rose_stands(store: Store) -> None:
    clash = at(store, "As Susah", date(2019, 1, 6))
    assert {"agency-0107", "copy-0107", "toll-0108", "sdf-0108"} <= set(clash.names)
    found = clash.range_of("killed", "all", "airwars_min_max")
    assert found is not None
    assert (found.low.value, found.high.value) == (32, 32)
    assert any(own.actor.name == "Syrian Democratic Forces" for own in clash.own)


def test_reports_that_differ_give_a_range_whose_ends_name_their_claims(store: Store) -> None:
    found = at(store, "Ash Shafah", date(2019, 1, 7)).range_of("killed", "civilian", "airwars_min_max")
    assert found is not None
    assert (found.low.value, found.high.value) == (6, 8)
    assert found.low.claims
    assert found.high.claims
    assert not set(found.low.claims) & set(found.high.claims)


def at(store: Store, place: str, day: date) -> Incident:
    with store.reading() as connection:
        there = [
            each
            for each in current_incidents(connection)
            if each.placing and each.placing.place.name == place and each.dating and each.dating.start == day
        ]
    assert len(there) == 1
    return there[0]


def test_a_judgement_takes_effect_and_taken_back_restores_what_was_before(store: Store, known: Knowledge) -> None:
    before = view(store)
    clash = at(store, "As Susah", date(2019, 1, 6))
    apart = Judgement("j1", "different", clash.accounts[:2], "amal", NOON)
    judge(store, apart, run_of(known.version))
    with store.reading() as connection:
        one, other = (resolve(connection, each).incident for each in clash.accounts[:2])
    assert one != other
    judge(store, Judgement("j2", "withdraw", ("j1",), "amal", NOON), run_of(known.version))
    assert view(store) == before


def test_accounts_that_are_judged_the_same_are_one_and_every_old_id_resolves(store: Store, known: Knowledge) -> None:
    with store.reading() as connection:
        first, second = [each for each in current_incidents(connection) if each.foreground][:2]
    judge(store, Judgement("j1", "same", (first.accounts[0], second.accounts[0]), "amal", NOON), run_of(known.version))
    with store.reading() as connection:
        assert incident(connection, first.id).id == incident(connection, second.id).id


@pytest.mark.parametrize("form", FORMATS)
def test_every_export_of_the_examples_passes_its_validator(store: Store, form: str, tmp_path: Path) -> None:
    publish(store, Publication(form, tmp_path / "out", "public", date(2026, 1, 1), "test"), lambda _: None)
    assert list(validate(form, tmp_path / "out")) == []


@pytest.mark.filterwarnings("ignore")  # libhxl's own
def test_the_hxl_export_passes_libhxl(store: Store, tmp_path: Path) -> None:
    publish(store, Publication("hxl-1.1", tmp_path / "out.csv", "public", date(2026, 1, 1), "test"), lambda _: None)
    source = hxl.data(str(tmp_path / "out.csv"), hxl.input.InputOptions(allow_local=True))
    assert source.validate()


def test_the_loss_report_of_acled_lists_injuries(store: Store, tmp_path: Path) -> None:
    publish(store, Publication("acled-31", tmp_path / "out", "public", date(2026, 1, 1), "test"), lambda _: None)
    assert "injur" in (tmp_path / "out" / "loss.json").read_text(encoding="utf-8")


def test_an_entry_holds_every_claim_of_its_incident(store: Store) -> None:
    with store.reading() as connection:
        for each in entries(connection):
            assert {claim.id for claim in each.told} == set(each.incident.claims)


@pytest.mark.parametrize("after", [1.6, 2.2])
def test_a_run_that_was_killed_goes_on_to_the_same_record(
    tmp_path: Path, store: Store, reports: list[Document], after: float
) -> None:
    lines = tmp_path / "reports.jsonl"
    rows = [
        {"id": f"{n}-{each.name}", "text": each.text, "published": "2019-01-09"} for n in range(6) for each in reports
    ]
    lines.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    for name, kill in (("whole", None), ("cut", after), ("cut", None)):
        words = [sys.executable, "-m", "marsad", "read", str(lines), "--store", str(tmp_path / f"{name}.db")]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  our own program
        try:
            process.wait(kill)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert contents(tmp_path / "cut.db") == contents(tmp_path / "whole.db")


def test_reconciling_the_coded_pages_in_another_order_changes_nothing(known: Knowledge) -> None:
    if not (measured.EVAL / "airwars").exists():
        pytest.skip("the coded pages are not here; MARSAD_EVAL may name their folder")
    told = measured.told(measured.EVAL, known)
    mixed = random.Random(3).sample(told, len(told))  # noqa: S311  an order, no secret
    assert [pack(each) for each in reconcile(mixed)] == [pack(each) for each in reconcile(told)]
