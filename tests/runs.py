"""Runs to test on: reports of our own, an executor that makes shards in this process, and what a folder holds in the end."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from pathlib import Path
from typing import Self

from marsad import ingest
from marsad.engine.executor import Ended
from marsad.engine.folder import Folder
from marsad.engine.manifest import Sum
from marsad.engine.plan import Shard
from marsad.engine.running import Run, Told
from marsad.engine.shard import run
from marsad.engine.terms import Terms, terms_now

TEXTS = (
    "قتل أربعة مدنيين وأصيب تسعة آخرون في قصف على مدينة إدلب يوم الأحد، وفق الدفاع المدني.",
    "أعلنت وزارة الصحة مقتل ستة أشخاص في غارة جوية على حلب أمس.",
    "قال المرصد السوري لحقوق الإنسان إن ثلاثة أطفال قتلوا بانفجار لغم في ريف حماة، ما يرفع عدد القتلى منذ مطلع الشهر إلى 41 مدنياً.",
    "اندلعت اشتباكات بين الجيش ومسلحين في درعا صباح اليوم دون أنباء عن إصابات.",
    "وصل الوزير إلى العاصمة حيث التقى نظيره وبحثا سبل التعاون التجاري بين البلدين.",
    "اختطف مسلحون مجهولون رجلين قرب الرقة، بحسب مصادر محلية، وأفرج عن أحدهما في المساء.",
    "أسفر انفجار سيارة مفخخة في سوق بمدينة الباب عن مقتل 12 شخصاً على الأقل وإصابة عشرات.",
)


def write(path: Path, texts: tuple[str, ...] = TEXTS) -> Path:
    """Write reports as JSON Lines, with one that can't be read among them."""
    rows = [
        {"id": f"r{at}", "text": text, "published": f"2019-03-{at + 10}", "outlet": f"وكالة {at % 3}"}
        for at, text in enumerate(texts)
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    lines.insert(2, "{this is no JSON")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


class Here:
    """An executor that makes shards in this process, at most so many."""

    width = 2

    def __init__(self, most: int = 1000) -> None:
        self.most = most
        self.made: list[int] = []
        self._waiting: deque[Shard] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.clear()

    def hand(self, shard: Shard) -> None:
        self._waiting.append(shard)

    def wait(self) -> list[Ended]:
        if len(self.made) >= self.most:
            raise KeyboardInterrupt
        shard = self._waiting.popleft()
        run(shard)
        self.made.append(shard.number)
        return [Ended(shard, "made")]


def terms(shard: int = 3, patience: float = 60.0) -> Terms:
    return terms_now(shard, patience)


def ran(
    inputs: Path, out: Path, hands: Here | None = None, *, renew: bool = False, notes: list[str] | None = None
) -> Sum:
    """Run in this process."""
    told = Told(note=notes.append) if notes is not None else Told()
    here = hands or Here()
    return Run(Folder(out), terms(), renew, told).run(ingest.pieces([inputs]), lambda: here)


def contents(out: Path) -> dict[str, str]:
    """Give the hash of every file of a run, by its path; drafts and pieces would be among them."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
