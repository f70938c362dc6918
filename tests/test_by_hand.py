"""What people decide of a report's claims: it moves incidents, leaves the claims as read, and taken back never was."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import MarsadError
from marsad.ingest import read
from marsad.knowledge.known import Knowledge
from marsad.knowledge.load import load
from marsad.model.claim import HarmClaim
from marsad.model.codec import pack
from marsad.model.document import Document
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement, Verdict
from marsad.model.value import ActorRef, PlaceRef
from marsad.record.added import claim_id
from marsad.record.desk import judge, run_of
from marsad.record.intake import take_in
from marsad.record.refresh import rebuild, refresh
from marsad.store import Store
from marsad.store.claims import claims_of, current_claims
from marsad.store.documents import document
from marsad.store.incidents import current_incidents, current_tallies
from marsad.store.verify import verify

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOMS = PlaceRef("Homs", "place/homs", "SY", "Homs", 34.73, 36.71, "town")
_minutes = count()


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def reports() -> list[Document]:
    with resources.as_file(resources.files("marsad") / "examples") as folder:
        return [item for item in read([folder]) if isinstance(item, Document)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, reports: list[Document], known: Knowledge) -> Path:
    path = tmp_path_factory.mktemp("by-hand") / "record.db"
    with Store.open(str(path), lambda: NOON) as store:
        take_in(store, reports, known, "test", lambda _: None)
        with store.transaction("test") as writing:
            refresh(writing, run_of(known.version))
    return path


@pytest.fixture
def store(tmp_path: Path, kept: Path) -> Iterator[Store]:
    with Store.open(str(shutil.copy(kept, tmp_path / "record.db")), lambda: NOON) as opened:
        yield opened


def signed(verdict: Verdict, subject: str, **values: str) -> Judgement:
    """Sign a decision, each a minute after the one before."""
    at = NOON + timedelta(minutes=next(_minutes))
    key = hashlib.sha256(f"{verdict} {subject} {at}".encode()).hexdigest()[:16]
    return Judgement(key, verdict, (subject,), "amal", at, "", tuple(values.items()))  # type: ignore[arg-type]


def decide(store: Store, known: Knowledge, verdict: Verdict, subject: str, **values: str) -> Judgement:
    judgement = signed(verdict, subject, **values)
    judge(store, judgement, run_of(known.version))
    return judgement


def view(store: Store) -> list[bytes]:
    with store.reading() as connection:
        return [pack(each) for each in (*current_incidents(connection), *current_tallies(connection))]


def claims(store: Store) -> list[bytes]:
    with store.reading() as connection:
        return [pack(each) for each in current_claims(connection)]


def assert_sound(store: Store, known: Knowledge) -> None:
    """Hold a record to be what a rebuild makes of it, and what its log says."""
    before = view(store)
    with store.transaction("test") as writing:
        rebuild(writing, run_of(known.version))
    assert view(store) == before
    with store.reading() as connection:
        assert verify(connection) == ()


def with_claim(store: Store, claim: str) -> Incident:
    with store.reading() as connection:
        return next(each for each in current_incidents(connection) if claim in each.claims)


def killing(store: Store, place: str = "As Susah") -> HarmClaim:
    """Find a claim of people killed in one occurrence at a place."""
    with store.reading() as connection:
        there = [each for each in current_incidents(connection) if each.placing and each.placing.place.name == place]
        wanted = {claim for each in there for claim in each.claims}
        return next(
            each
            for each in current_claims(connection)
            if isinstance(each, HarmClaim)
            and each.id in wanted
            and each.outcome == "killed"
            and each.scope == "incident"
        )


@pytest.mark.parametrize(
    "values",
    [
        {"date": "2019-01-02"},
        {"date": "2019-01-01/2019-01-03"},
        {"date": ""},
        {"place": pack(HOMS).decode()},
        {"outcome": "injured", "low": "2", "high": "40"},
        {"scope": "cumulative"},
        {"stance": "denied"},
        {"status": "police", "demographic": "men"},
        {"perpetrator": "Some Brigade", "source": "Some Witness"},
        {"perpetrator": pack(ActorRef("Other Army", "a/b", "state", "SY", "combatant")).decode(), "source": ""},
    ],
)
def test_any_field_can_be_corrected_and_taken_back(store: Store, known: Knowledge, values: dict[str, str]) -> None:
    before, as_read = view(store), claims(store)
    first = decide(store, known, "correct", killing(store).id, **values)
    assert view(store) != before
    assert claims(store) == as_read
    assert_sound(store, known)
    back = decide(store, known, "withdraw", first.id)
    assert view(store) == before
    decide(store, known, "withdraw", back.id)
    assert view(store) != before
    assert_sound(store, known)


def test_a_corrected_day_and_place_move_the_incident(store: Store, known: Knowledge) -> None:
    claim = killing(store)
    decide(store, known, "correct", claim.id, date="2019-02-11", place=pack(HOMS).decode())
    moved = with_claim(store, claim.id)
    assert moved.dating is not None
    assert moved.placing is not None
    assert (moved.dating.start, moved.placing.place) == (date(2019, 2, 11), HOMS)
    assert moved.documents == (claim.document,)
    decide(store, known, "accept", claim.id)
    found = with_claim(store, claim.id)
    assert found.placing is not None
    assert found.placing.place.name == "As Susah"
    assert_sound(store, known)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "31.1.2019"), ("date", "2019-01-05/2019-01-01"), ("place", "Atlantis"), ("outcome", "angry"), ("low", "many"),
        ("low", "4000"), ("status", "hero"), ("demographic", "cats"), ("stance", "sure"), ("scope", "wide"), ("source", "a\nb"),
        ("perpetrator", "x" * 300), ("place", '{"name": "X"}'),
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_one_sentence_and_changes_nothing(
    store: Store, known: Knowledge, field: str, value: str
) -> None:
    before = view(store)
    with pytest.raises(MarsadError) as refusal:
        decide(store, known, "correct", killing(store).id, **{field: value})
    assert "\n" not in str(refusal.value)
    assert view(store) == before


def added(store: Store, known: Knowledge, near: HarmClaim, **values: str) -> Judgement:
    """Put down a claim by hand on some letters of a report, on the day and at the place of another."""
    time, where = near.statement.when, near.statement.where
    more = {
        "start": str(near.victims.quote.span.start),
        "end": str(near.victims.quote.span.end),
        "outcome": "abducted",
        "low": "4",
        "high": "4",
        "date": time.time.start.isoformat() if time and time.time.start else "",
        "place": pack(where.place).decode() if where else "",
    }
    return decide(store, known, "add", near.document, **(more | values))


def test_a_claim_put_down_by_hand_joins_its_occurrence_and_taken_back_never_was(store: Store, known: Knowledge) -> None:
    before, as_read = view(store), claims(store)
    near = killing(store)
    home = with_claim(store, near.id).id
    judgement = added(store, known, near)
    found = with_claim(store, claim_id(judgement))
    assert found.id == home
    assert any(each.outcome == "abducted" and each.low.value == 4 for each in found.ranges)
    with store.reading() as connection:
        text = document(connection, near.document)
        by_hand = next(each for each in claims_of(connection, near.document) if each.id == claim_id(judgement))
    assert isinstance(by_hand, HarmClaim)
    assert text.check(by_hand.number) == near.victims.quote
    assert_sound(store, known)
    decide(store, known, "withdraw", judgement.id)
    assert (view(store), claims(store)) == (before, as_read)
    assert_sound(store, known)


def test_a_claim_by_hand_can_be_corrected_and_stays_when_reports_are_read_again(
    store: Store, known: Knowledge, reports: list[Document]
) -> None:
    near = killing(store)
    judgement = added(store, known, near)
    decide(store, known, "correct", claim_id(judgement), low="5", high="6", date="2019-03-01")
    before = view(store)
    taken = take_in(store, reports, known, "test", lambda _: None)
    assert taken.outcomes == {"known": len(reports)}
    assert view(store) == before
    moved = with_claim(store, claim_id(judgement))
    assert moved.dating is not None
    assert moved.dating.start == date(2019, 3, 1)
    assert_sound(store, known)


def test_a_running_total_by_hand_is_a_tally(store: Store, known: Knowledge) -> None:
    before = view(store)
    judgement = added(store, known, killing(store), scope="cumulative", low="900", high="900", source="Some Ministry")
    with store.reading() as connection:
        found = [
            each
            for each in current_tallies(connection)
            if any(state.claim == claim_id(judgement) for state in each.states)
        ]
    assert [each.speaker.name for each in found if each.speaker] == ["Some Ministry"]
    assert_sound(store, known)
    decide(store, known, "withdraw", judgement.id)
    assert view(store) == before


@pytest.mark.parametrize(
    "values",
    [{"start": "5", "end": "5"}, {"end": "9999999"}, {"start": "x"}, {"outcome": ""}, {"low": "5", "high": "2"}],
)
def test_a_claim_by_hand_that_makes_no_sense_is_refused(store: Store, known: Knowledge, values: dict[str, str]) -> None:
    before = view(store)
    with pytest.raises(MarsadError):
        added(store, known, killing(store), **values)
    assert view(store) == before


@settings(max_examples=6, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_decisions_in_any_mix_leave_what_a_rebuild_makes(
    tmp_path_factory: pytest.TempPathFactory, kept: Path, known: Knowledge, data: st.DataObject
) -> None:
    path = shutil.copy(kept, tmp_path_factory.mktemp("mix") / "record.db")
    with Store.open(str(path), lambda: NOON) as store:
        before = view(store)
        with store.reading() as connection:
            harms = [each for each in current_claims(connection) if isinstance(each, HarmClaim)]
        given_ = []
        for _ in range(data.draw(st.integers(1, 4))):
            harm = data.draw(st.sampled_from(harms))
            if data.draw(st.booleans()):
                given_.append(added(store, known, harm))
            else:
                days = data.draw(st.sampled_from(["", "2019-01-06", "2019-01-07", "2019-01-09"]))
                given_.append(decide(store, known, "correct", harm.id, date=days))
        assert_sound(store, known)
        for each in data.draw(st.permutations(given_)):
            decide(store, known, "withdraw", each.id)
        assert view(store) == before
        assert_sound(store, known)
