"""What is fuzzed: for each target how an input is made by luck, and what must hold of it whatever it is.

Only a `MarsadError` or a `Fault` may come of an input; all else is a failure, and so is a law that does not hold.
"""

from __future__ import annotations

import dataclasses
import io
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from benchmarks.containers import CONTAINERS
from benchmarks.damage import damaged_bytes, damaged_json, damaged_text, deep, json_bytes
from benchmarks.soups import KINDS, Material, material, text_of
from marsad.analyse.reading import Reading
from marsad.errors import MarsadError
from marsad.export.codebook import codebook_line
from marsad.ingest import Fault, Notice, Report, received, to_document
from marsad.ingest.encoding import decode
from marsad.ingest.gazetteer.reading import read as read_gazetteer
from marsad.ingest.reference import read_reference
from marsad.knowledge.check import check
from marsad.knowledge.known import Knowledge
from marsad.model import codec
from marsad.model.claim import Claims
from marsad.model.document import Document, document_id
from marsad.model.judgement import Judgement
from marsad.model.span import Quote, Span
from marsad.pipeline import read
from marsad.reconcile.overlay import overlay
from marsad.record.intake import filed_under
from marsad.store import Read
from marsad.text.fold import fold, fold_word
from marsad.text.sentences import sentences
from marsad.text.tokens import tokenize

LONGEST, SECONDS = 20_000, 2.0
PUBLISHED = (None, date(2014, 3, 30), date(1900, 1, 1), date(2100, 12, 31), date(2020, 2, 29))


class BrokenLawError(AssertionError):
    """A law that does not hold of an input."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What every target stands on: the knowledge, what texts are made of, and a folder for files that a reader opens."""

    knowledge: Knowledge
    made_of: Material
    folder: Path


@dataclass(frozen=True, slots=True)
class Target:
    """One reader under fire; `made` gives bytes, so that a failure can be kept in a file, and `tried` takes them."""

    made: Callable[[random.Random, Ground], bytes]
    tried: Callable[[bytes, Ground], None]


def ground(knowledge: Knowledge, reports: Path | None, folder: str | None = None) -> Ground:
    """Collect what targets stand on."""
    return Ground(knowledge, material(knowledge, reports), Path(folder or tempfile.mkdtemp(prefix="fuzz-")))


def law(holds: object, said: str) -> None:
    """Raise where a law does not hold."""
    if not holds:
        raise BrokenLawError(said)


# --- texts


def _words(luck: random.Random, on: Ground) -> bytes:
    kinds = [luck.choice(list(KINDS)) for _ in range(luck.randint(1, 3))]
    size = luck.choice((40, 200, 200, 1000, 1000, 4000, LONGEST)) // len(kinds)
    text = luck.choice((" ", "\n", ". ", "")).join(
        text_of(kind, size, luck.randrange(10**9), on.made_of) for kind in kinds
    )
    return _encoded(damaged_text(luck, text) if luck.random() < 0.4 else text)


def _spoiled_report(luck: random.Random, on: Ground) -> bytes:
    text = text_of(
        luck.choice(("news", "news", "endless", "repeated", "shuffled")),
        luck.choice((150, 800, 4000)),
        luck.randrange(10**9),
        on.made_of,
    )
    if luck.random() < 0.5:
        soup = text_of("soup", luck.choice((30, 200)), luck.randrange(10**9), on.made_of)
        at = luck.randrange(len(text))
        text = text[:at] + luck.choice((" ", "\n", "،")) + soup + text[at:]
    return _encoded(damaged_text(luck, text))


def _encoded(text: str) -> bytes:
    return text[:LONGEST].encode("utf-8", "surrogatepass")


def read_text(data: bytes, on: Ground) -> None:
    """Read a text to the end: mentions, claims, accounts, JSON; every quote is of its letters, and a second time gives the same."""
    text = data.decode("utf-8", "surrogatepass")
    luck = random.Random(len(data))  # noqa: S311  the same input is the same case
    published, title = luck.choice(PUBLISHED), text[: luck.randint(1, 60)].strip() if luck.random() < 0.3 else None
    try:
        document = to_document(Report("fuzz", text, title, published, luck.choice((None, "الصحيفة", "reuters"))))
    except MarsadError:
        document = Document(document_id(text or "x"), text or "x", "fuzz", published=published)
    start = time.process_time()
    reading, claims = read(document, on.knowledge)
    took = time.process_time() - start
    law(
        took < SECONDS * max(1.0, len(text) / LONGEST), f"reading took {took:.1f} CPU seconds for {len(text):,} letters"
    )
    _quotes_hold(document, (reading.mentions, claims))
    if "\ud800" <= max(text, default="") <= "\udfff" or any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    written = _written(document, reading, claims)
    law(codec.load(Claims, codec.dump(claims)) == claims, "claims are not what their JSON says")
    if luck.random() < 0.3:
        law(written == _written(document, *read(document, on.knowledge)), "a second reading gives other bytes")


def _written(document: Document, reading: Reading, claims: Claims) -> bytes:
    """Give all that is kept of a report as bytes: what cannot be written cannot be stored."""
    filed = filed_under(Read(document, reading.knowledge, claims, reading.mentions), ())
    values = [codec.pack_value(mention.value) for mention in reading.mentions]
    return b"\n".join([codec.pack(claims), codec.pack(filed.accounts), codebook_line(claims).encode(), *values])


def _quotes_hold(document: Document, held: object) -> None:
    """Check every quote and span in a value, however deep (law 1)."""
    rest: list[Any] = [held]
    while rest:
        each = rest.pop()
        if isinstance(each, Quote):
            document.check(each)
        elif isinstance(each, Span):
            law(each.end <= len(document.text), f"{each} lies beyond the text")
        elif isinstance(each, tuple | list | frozenset):
            rest.extend(each)
        elif dataclasses.is_dataclass(each):
            rest.extend(getattr(each, field.name) for field in dataclasses.fields(each))


def fold_text(data: bytes, on: Ground) -> None:
    """Fold a text and cut it: the map goes up, tokens share nothing, sentences share out all of them."""
    text = data.decode("utf-8", "surrogatepass")
    folded = fold(text, on.knowledge.disguised)
    law(len(folded.text) == len(folded.starts) == len(folded.ends), "the map is not as long as the text")
    law(all(0 <= s < e <= len(text) for s, e in zip(folded.starts, folded.ends, strict=True)), "a letter leads nowhere")
    law(
        all(a <= b for a, b in pairwise(folded.starts)) and all(a <= b for a, b in pairwise(folded.ends)),
        "the map goes back",
    )
    law(fold(fold(text).text).text == fold(text).text, "folding does not settle")
    law(fold_word(fold_word(text)) == fold_word(text), "folding a word does not settle")
    tokens = tokenize(folded)
    law(all(a.start < a.end <= b.start for a, b in pairwise(tokens)), "tokens share letters")
    found = sentences(text, tokens, on.knowledge.abbreviations, len(text) // 3)
    law(
        [n for one in found for n in range(one.start, one.end)] == list(range(len(tokens))),
        "a token is in no one sentence",
    )


# --- files


def _bytes(luck: random.Random, on: Ground) -> bytes:
    text = text_of(luck.choice(list(KINDS)), luck.choice((20, 500, 5000)), luck.randrange(10**9), on.made_of)
    page = luck.choice(("utf-8", "cp1256", "iso8859_6", "utf-16", "utf-32", "utf-16-be", "utf-8-sig"))
    return damaged_bytes(luck, text.encode(page, "replace"))


def decode_bytes(data: bytes, _: Ground) -> None:
    """Decode bytes to letters."""
    law(isinstance(decode(data), str), "no letters came out")


def _page(luck: random.Random, on: Ground) -> bytes:
    text = text_of("news", luck.choice((200, 3000)), luck.randrange(10**9), on.made_of)
    linked = json.dumps(
        damaged_json(
            luck,
            {"@type": "NewsArticle", "headline": text[:30], "datePublished": "2014-03-30", "publisher": {"name": "x"}},
        )
    )
    page = (
        f'<!DOCTYPE html><html lang="ar"><head><title>{text[:40]}</title><meta charset="utf-8">'
        f'<meta property="og:title" content="{text[:30]}"><meta property="article:published_time" content="2014-03-30T10:00:00Z">'
        f'<script type="application/ld+json">{linked}</script></head><body><article><h1>{text[:40]}</h1>'
        f"<p>{text[:900]}</p><table><tr><td>{text[:50]}</td></tr></table><time datetime='2014-03-30'>x</time></article></body></html>"
    )
    spoiled = damaged_text(luck, page) if luck.random() < 0.7 else page
    data = damaged_bytes(luck, spoiled.encode("utf-8", "surrogatepass"))
    return deep(luck) + data if luck.random() < 0.05 else data


def _records(luck: random.Random, on: Ground) -> bytes:
    made = text_of("news", luck.choice((100, 1500)), luck.randrange(10**9), on.made_of)
    record = {
        "id": "a-1",
        "title": made[:40],
        "text": made,
        "published": "2014-03-30",
        "outlet": "x",
        "url": "https://x.example/1",
    }
    rows = [damaged_json(luck, record) for _ in range(luck.randint(1, 5))]
    if luck.random() < 0.05:
        return deep(luck)
    lines = b"\n".join(map(json_bytes, rows)) if luck.random() < 0.6 else json_bytes(rows)
    return damaged_bytes(luck, lines) if luck.random() < 0.5 else lines


def _received(*names: str) -> Callable[[bytes, Ground], None]:
    """Give the check of what is received under a name: documents and faults come out, and nothing is raised."""

    def tried(data: bytes, _: Ground) -> None:
        name = names[len(data) % len(names)]
        for found in received(name, io.BytesIO(data)):
            law(isinstance(found, Document | Fault | Notice), f"{found!r} came out")

    return tried


def _container(name: str) -> Target:
    make, received_as = CONTAINERS[name]
    return Target(lambda luck, on: make(luck, on.made_of), _received(*received_as))


# --- knowledge, tables, judgements


def _knowledge_file(luck: random.Random, _: Ground) -> bytes:
    folder = Path(__file__).parent.parent / "marsad" / "knowledge"
    path = luck.choice(sorted(folder.glob("languages/ar/*.yaml")))
    text = path.read_text(encoding="utf-8")
    if luck.random() < 0.5:
        start = luck.randrange(len(text))
        return damaged_text(luck, text[:200] + text[start : start + 3000]).encode("utf-8", "surrogatepass")
    loaded = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    few = {key: value[:3] if isinstance(value, list) else value for key, value in loaded.items()}
    spoiled = damaged_json(luck, few)
    return yaml.safe_dump(json.loads(json.dumps(spoiled)), allow_unicode=True).encode("utf-8", "surrogatepass")


def check_knowledge(data: bytes, on: Ground) -> None:
    """Check a folder whose one file is spoiled: faults with a line, or a KnowledgeError."""
    folder = on.folder / "knowledge"
    (folder / "languages" / "ar").mkdir(parents=True, exist_ok=True)
    (folder / "languages" / "ar" / "words.yaml").write_bytes(data)
    for fault in check(folder, read_example=lambda _: (set(), set())):
        law(fault.line >= 1, f"{fault} has no line")
        str(fault)


_OCHA = "admin2Name_en,admin2Name_ar,admin2Pcode,admin1Name_en,admin1Pcode,admin0Name_en,admin0Pcode,lat,lon\nSalqin,سلقين,SY0705,Idleb,SY07,Syria,SY,36.1,36.4\n"
_OWN = "name,country,admin1,kind,lat,lon,ar\nSalqin,SY,Idleb,town,36.1,36.4,سلقين\n"
_GEONAMES = "170654\tDamascus\tDamascus\tدمشق,Damas\t33.5\t36.3\tP\tPPLC\tSY\t\t13\t\t\t\t1569394\t\t690\tAsia/Damascus\t2020-01-01\n"
_EVENTS = (
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,location,latitude,longitude,fatalities,country\n"
    "SYR1,2014-03-30,Battles,Armed clash,A,B,Salqin,36.1,36.4,3,Syria\n"
)


def _table(luck: random.Random, _: Ground) -> bytes:
    table = luck.choice((_OCHA, _OWN, _GEONAMES, _EVENTS))
    rows = table + table.splitlines(keepends=True)[-1] * luck.choice((0, 2, 50))
    return damaged_bytes(luck, damaged_text(luck, rows).encode("utf-8", "surrogatepass"))


def read_tables(data: bytes, on: Ground) -> None:
    """Read a table as a gazetteer and as a reference."""
    path = on.folder / "table.csv"
    path.write_bytes(data)
    for reader in (read_gazetteer, read_reference):
        try:
            reader(path)
        except MarsadError as refusal:
            law(str(refusal), "a refusal says nothing")


_JUDGEMENT = {
    "id": "j1", "verdict": "correct", "subjects": ["c1"], "by": "Ana", "at": "2024-01-31T10:00:00+00:00", "reason": "seen",
    "corrections": [["low", "3"], ["date", "2024-01-30/2024-01-31"], ["place", '{"name": "X"}'], ["perpetrator", "x"], ["source", ""]],
}  # fmt: skip


def _judgements(luck: random.Random, _: Ground) -> bytes:
    value = damaged_json(luck, _JUDGEMENT)
    return damaged_bytes(luck, json_bytes(value)) if luck.random() < 0.3 else json_bytes(value)


def judge(data: bytes, on: Ground) -> None:
    """Read a judgement and lay it over the claims of a report: a refusal in one sentence, or other claims."""
    judgement = codec.load(Judgement, data.decode("utf-8", "replace"))
    text = "قتل خمسة مدنيين في قصف لقوات النظام على بلدة سلقين يوم الأحد، بحسب المرصد السوري. وأصيب عشرة آخرون."
    _, claims = read(Document(document_id(text), text, "x", published=date(2014, 3, 30)), on.knowledge)
    keys = [*(act.id for act in claims.acts), *(harm.id for harm in claims.harms)]
    told = [dataclasses.replace(judgement, subjects=(key, *judgement.subjects[1:])) for key in keys]
    acts, harms = overlay(told).over(claims.acts, claims.harms)
    codec.dump([*acts, *harms])


TARGETS: Mapping[str, Target] = {
    "words": Target(_words, read_text),
    "reports": Target(_spoiled_report, read_text),
    "folding": Target(_words, fold_text),
    "encoding": Target(_bytes, decode_bytes),
    "page": Target(_page, _received("a.html")),
    "records": Target(_records, _received("a.jsonl")),
    "json": Target(_records, _received("a.json")),
    "plain": Target(_bytes, _received("a.txt")),
    "knowledge": Target(_knowledge_file, check_knowledge),
    "tables": Target(_table, read_tables),
    "judgements": Target(_judgements, judge),
    **{name: _container(name) for name in CONTAINERS},
}
"""Each target by name."""


def names(asked: str) -> Iterator[str]:
    """Give the targets of a list between commas; all where it is empty."""
    for name in asked.split(",") if asked else TARGETS:
        if name not in TARGETS:
            raise MarsadError(f"{name} is no target; there are {', '.join(TARGETS)}")
        yield name
