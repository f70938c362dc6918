"""Sources and frames: how names are put together, and what the two dimensions share."""

from __future__ import annotations

import pytest

from marsad.analyse import analyse
from marsad.analyse.frames import frames
from marsad.analyse.reading import Reading
from marsad.analyse.voices import Unnamed
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.value import SourceRef


def read(text: str) -> Reading:
    return analyse(Document(document_id(text), text, "case"), load())


def sources(text: str) -> list[tuple[str, str]]:
    found = read(text).of("source")
    return [(mention.quote.text, mention.value.name) for mention in found if isinstance(mention.value, SourceRef)]


def unnamed(*kinds: str, many: bool = False, state: str = "") -> str:
    noun = {"name": "source", "plural": "sources", "refers": "source"}
    return Unnamed(noun, "entry", many, definite=False, kinds=kinds, state=state).name


def test_adjectives_stand_as_in_english() -> None:
    assert unnamed("security", "senior", state="Egyptian") == "senior Egyptian security source"
    assert unnamed("local", many=True) == "local sources"


def test_a_source_of_whom_nothing_is_said_is_unnamed() -> None:
    assert unnamed() == "unnamed source"


def test_the_nation_of_a_source_is_its_adjective() -> None:
    assert sources("قال مصدر عراقي إن الطريق فتح.") == [("مصدر عراقي", "Iraqi source")]


def test_a_ministry_takes_its_state_from_the_report() -> None:
    text = "اجتمع الوفد في بغداد مع مسؤولين عراقيين. وقالت وزارة الصحة إن الدواء متوفر."
    assert sources(text) == [("وزارة الصحة", "Ministry of Health of Iraq")]


def test_a_person_without_a_canonical_name_keeps_its_letters() -> None:
    assert sources("وقال العقيد سامر النجار إن الطريق فتح.") == [("العقيد سامر النجار", "سامر النجار")]


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        ("قال مصدر محلي لرويترز إن الطريق فتح.", 1),
        ("قال مصدر محلي في مقابلة مع بي بي سي إن الطريق فتح.", 1),
        ("قال مصدر محلي إن رويترز أغلقت مكتبها.", 0),
    ],
)
def test_who_was_told_stands_between_the_verb_and_what_it_says(text: str, relays: int) -> None:
    report = frames(read(text).context).reports[0]
    assert len(report.relays) == relays
    assert len(report.speakers) == 1


def test_frames_are_read_once_for_a_reading() -> None:
    context = read("قال شهود إن الطريق فتح.").context
    assert frames(context) is frames(context)


def test_a_group_that_speaks_is_an_actor_and_no_source() -> None:
    reading = read("أعلن الجيش التركي فتح الطريق.")
    assert reading.of("source") == []
    assert [mention.quote.text for mention in reading.of("frame")] == ["أعلن"]


def test_a_speaker_explains_itself() -> None:
    mention = read("قال المتحدث باسم الجيش الليبي إن الطريق فتح.").of("source")[0]
    assert mention.rule == "speaker"
    assert [part.category for part in mention.derivation.parts] == ["unnamed", "actor"]
