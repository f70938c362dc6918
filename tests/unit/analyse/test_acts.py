"""Words of acts in short texts: refined by instrument and target, supported or dropped."""

from __future__ import annotations

import pytest

from marsad.analyse import analyse
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.value import ActSign


def acts(text: str) -> list[str]:
    reading = analyse(Document(document_id(text), text, "test"), load())
    return [m.value.sub_type for m in reading.of("act") if isinstance(m.value, ActSign)]


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        ("هجوم على حاجز للجيش نفذه مسلحون", "Armed clash"),
        ("هجوم انتحاري على حاجز للجيش", "Suicide bomb"),
        ("هجوم صاروخي على حاجز للجيش", "Shelling/artillery/missile attack"),
        ("هجوم على حاجز للجيش بطائرة مسيرة", "Air/drone strike"),
        ("هجوم على حاجز للجيش بعبوة ناسفة", "Remote explosive/landmine/IED"),
        ("هجوم مسلح على حافلة مدنيين", "Attack"),
    ],
)
def test_the_instrument_and_the_target_refine_an_attack(text: str, sub_type: str) -> None:
    assert acts(text) == [sub_type]


def test_shelling_is_an_air_strike_where_aircraft_shell() -> None:
    assert acts("قصفت مقاتلات البلدة") == ["Air/drone strike"]
    assert acts("قصفت مدفعية البلدة") == ["Shelling/artillery/missile attack"]


def test_shelling_without_an_instrument_is_what_the_report_names() -> None:
    assert acts("غارة جوية على السوق. وأدى القصف إلى دمار كبير") == ["Air/drone strike"] * 2


def test_the_verb_that_tells_of_a_raid_is_no_second_act() -> None:
    assert acts("غارة جوية استهدفت مخزنا") == ["Air/drone strike"]


def test_what_was_foiled_or_may_come_has_not_happened() -> None:
    assert acts("أحبطت الشرطة هجوما مسلحا") == ["Disrupted weapons use"]
    assert acts("تحسبا لهجوم مسلح محتمل") == []


def test_who_takes_ground_decides_what_it_is() -> None:
    assert acts("سيطرت حركة الشباب على البلدة") == ["Non-state actor overtakes territory"]
    assert acts("استعاد الجيش العراقي البلدة") == ["Government regains territory"]


def test_a_protest_is_what_is_done_to_it() -> None:
    assert acts("مظاهرة سلمية في العاصمة") == ["Peaceful protest"]
    assert acts("فرقت الشرطة مظاهرة بخراطيم المياه") == ["Protest with intervention"]
    assert acts("مقتل طالب في مظاهرة") == ["Excessive force against protesters"]


def test_weak_words_need_violence_around_them() -> None:
    assert acts("انفجار في العاصمة الاقتصادية للفن") == []
    assert acts("انفجار قتل فيه ثلاثة جنود") == ["Remote explosive/landmine/IED"]


def test_a_game_is_no_battle() -> None:
    assert acts("خاض المنتخب معركة كبيرة في المباراة وهاجم اللاعب المرمى بقوة أمام الجيش الملكي") == []


@pytest.mark.parametrize("text", ["لتحرير المدينة", "محاولة السيطرة على القرية", "أي هجوم مسلح", "قد يشن هجوما محتملا"])
def test_an_aim_is_no_act(text: str) -> None:
    assert acts(text) == []
