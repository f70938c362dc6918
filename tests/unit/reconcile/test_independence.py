"""Independent sources: who counts once, who counts for himself, and what two texts have in common."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from telling import AGENCY, LOCALS, OBSERVATORY, killed, report

from marsad.model.account import Account
from marsad.model.value import SourceRef
from marsad.reconcile.fingerprint import fingerprint, overlap
from marsad.reconcile.independence import voices

WIRE = (
    "قتل سبعة مدنيين وأصيب عشرون آخرون بقصف مدفعي استهدف سوقا شعبيا وسط المدينة صباح اليوم، وقالت فرق الإنقاذ إنها انتشلت "
    "الجثامين من تحت الأنقاض ونقلت الجرحى إلى مشفيين قريبين، بينما توقفت الدراسة في المدارس وأغلقت المحال أبوابها حتى إشعار آخر"
)
ORIGINAL = (
    "شهد مراسلنا في الحي القديم سقوط ثلاث قذائف على بيوت السكان قبيل الظهر، وأحصى خمسة قتلى في ساحة الجامع، وروى جيران العائلة "
    "أنهم سمعوا صفيرا ثم دويا هز النوافذ، وأن سيارات الإسعاف تأخرت بسبب انقطاع الطريق المؤدي إلى المشفى الوحيد في المنطقة"
)
RED_CRESCENT = SourceRef("Red Crescent", "sources/rescue/rc", "medical")


def names(*accounts: Account) -> list[tuple[str | None, int]]:
    return sorted(((v.origin.name if v.origin else None, len(v.documents)) for v in voices(accounts)), key=str)


def test_a_wire_with_four_copies_and_an_original_are_two_sources() -> None:
    wire = [report(f"d{n}", killed(f"k{n}", 7), text=WIRE if n else f"{WIRE}. عاجل") for n in range(5)]
    found = voices([*wire, report("own", killed("o", 5), text=ORIGINAL)])
    assert sorted(len(voice.documents) for voice in found) == [1, 5]
    assert {voice.reason for voice in found} == {"one text in 5 documents", "the outlet's own word"}


def test_two_outlets_that_quote_one_monitor_are_one_source_and_its_own_page_is_it() -> None:
    quoting = [report(f"d{n}", killed(f"k{n}", n, by=(OBSERVATORY, AGENCY)[: n + 1])) for n in range(2)]
    own = report("page", killed("p", 9), outlet="Syrian Observatory for Human Rights")
    assert names(*quoting, own) == [("Syrian Observatory for Human Rights", 3)]


def test_people_whom_two_outlets_do_not_name_are_two_and_one_outlet_counts_once() -> None:
    first, second = (report(f"d{n}", killed(f"k{n}", 3, by=(LOCALS,))) for n in range(2))
    again = report("d2", killed("k2", 4, by=(LOCALS,)), outlet="outlet of d1")
    assert names(first, second, again) == [("local sources", 1), ("local sources", 2)]


def test_a_headline_that_repeats_what_a_named_source_says_goes_back_to_it() -> None:
    one = report("d", killed("title", 3), killed("body", 3, by=(OBSERVATORY,)))
    assert names(one) == [("Syrian Observatory for Human Rights", 1)]


def test_what_an_agency_has_from_a_monitor_goes_back_to_the_monitor_where_another_report_says_so() -> None:
    told = [report("d0", killed("k0", 3, by=(OBSERVATORY, AGENCY))), report("d1", killed("k1", 3, by=(AGENCY,)))]
    assert names(*told) == [("Syrian Observatory for Human Rights", 2)]
    other = report("d2", killed("k2", 8, by=(AGENCY,)))
    assert names(*told, other) == [("Agence France-Presse", 1), ("Syrian Observatory for Human Rights", 2)]


def test_a_short_name_is_the_only_longer_one_that_ends_with_it() -> None:
    kurdish = SourceRef("Kurdish Red Crescent", "sources/rescue/krc", "medical")
    syrian = SourceRef("Syrian Red Crescent", "sources/rescue/sarc", "medical")
    short, long = report("d0", killed("k0", 2, by=(RED_CRESCENT,))), report("d1", killed("k1", 2, by=(kurdish,)))
    assert len(names(short, long)) == 1
    assert len(names(short, long, report("d2", killed("k2", 2, by=(syrian,))))) == 3


def test_a_copy_in_part_of_a_longer_report_is_a_copy_and_an_outlets_other_report_is_its_own() -> None:
    wire, long = report("d0", killed("k0", 7), text=WIRE), report("d1", killed("k1", 7), text=f"{ORIGINAL} {WIRE}")
    other = report("d2", killed("k2", 6), outlet="outlet of d1", text=ORIGINAL[:90])
    assert names(wire, long, other) == [(None, 1), (None, 2)]


def test_two_reports_of_one_attack_in_their_own_words_are_no_copies() -> None:
    seen = overlap(fingerprint(WIRE), fingerprint(ORIGINAL))
    assert seen.containment == 0


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75, 1.0])
def test_the_estimate_is_near_the_truth(share: float) -> None:
    first = [f"كلمة{n}" for n in range(600)]
    second = first[: int(600 * share)] + [f"لفظ{n}" for n in range(int(600 * (1 - share)))]
    seen = overlap(fingerprint(" ".join(first)), fingerprint(" ".join(second)))
    assert seen.containment == pytest.approx(share, abs=0.2)
    assert seen.jaccard == pytest.approx(share / (2 - share), abs=0.2)


def test_a_fingerprint_is_the_same_in_another_process_and_blind_to_dress() -> None:
    program = f"from marsad.reconcile.fingerprint import fingerprint; print(fingerprint({WIRE!r}))"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)  # noqa: S603
    assert other.stdout.strip() == str(fingerprint(WIRE))
    assert fingerprint(WIRE.replace("أ", "ا").replace("ة", "ه").replace("قتل", "قُتـل")) == fingerprint(WIRE)


def test_a_headline_has_no_fingerprint() -> None:
    assert fingerprint("قتل ثلاثة مدنيين بقصف على ريف حلب") == ()


def test_a_report_is_fingerprinted_in_no_time() -> None:
    text = (WIRE + ORIGINAL) * 3
    started = time.process_time()
    for _ in range(20):
        fingerprint(text[:1500])
    assert (time.process_time() - started) / 20 < 0.006
