"""Containers that hold reports, made by luck and spoiled: feeds, web archives, exports of messages, documents, tables, bombs."""

from __future__ import annotations

import csv
import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable

import docx
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.damage import damaged_bytes, damaged_json, damaged_text, json_bytes
from benchmarks.soups import Material, text_of

_TYPES = ("text/html; charset=utf-8", "text/plain", "application/json", "text/html; charset=x-none", "", "image/png")
_ENCODINGS = ("gzip", "br", "deflate", "identity", "gzip, gzip", "\u0661")


def _news(luck: random.Random, made_of: Material, longest: int = 1500) -> str:
    return text_of("news", luck.choice((60, longest)), luck.randrange(10**9), made_of)


def feed(luck: random.Random, made_of: Material) -> bytes:
    """Make a feed with entities, declarations and spoiled items."""
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "قتل" * 10}">' for n in range(luck.choice((1, 3, 12)))
    )
    doctype = luck.choice(
        ("", "", f"<!DOCTYPE rss [{entities}]>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>')
    )
    item = f"<item><title>{_news(luck, made_of, 60)}</title><link>https://x.example/1</link><pubDate>Wed, 09 Jan 2019 10:00:00 +0300</pubDate><description>{luck.choice(('', '&e1;', '&x;', '<![CDATA[<p>'))}{_news(luck, made_of)}</description></item>"
    xml = f'<?xml version="1.0" encoding="{luck.choice(("utf-8", "utf-8", "windows-1256", "x-none"))}"?>{doctype}<rss version="2.0"><channel><title>x</title>{item * luck.choice((1, 3, 40))}</channel></rss>'
    return _maybe_spoiled(luck, damaged_text(luck, xml, luck.choice((0, 0, 2))).encode("utf-8", "surrogatepass"))


def warc(luck: random.Random, made_of: Material) -> bytes:
    """Make a web archive with records of any kind of answer."""
    records = [_warc_record(luck, made_of) for _ in range(luck.randint(1, 4))]
    return _maybe_spoiled(luck, b"".join(map(gzip.compress, records) if luck.random() < 0.5 else records))


def _warc_record(luck: random.Random, made_of: Material) -> bytes:
    title, body = _news(luck, made_of, 60), _news(luck, made_of)
    page = f"<html><body><article><h1>{title}</h1><p>{body}</p></article></body></html>".encode()
    encoding = luck.choice(_ENCODINGS) if luck.random() < 0.3 else ""
    page = (
        gzip.compress(page) if encoding.startswith("gzip") else zlib.compress(page) if encoding == "deflate" else page
    )
    page = gzip.compress(b"\0" * 40_000_000) if encoding and luck.random() < 0.02 else page
    status = luck.choice(("200 OK", "404 Not Found", "301 Moved", "999 ?", ""))
    answer = (
        f"HTTP/1.1 {status}\r\nContent-Type: {luck.choice(_TYPES)}\r\nContent-Encoding: {encoding}\r\n\r\n".encode()
        + page
    )
    address = luck.choice(("https://x.example/a", "urn:x", "http://[", "x" * 3000))
    day = luck.choice(("2019-01-09T10:00:00Z", "0000-00-00", ""))
    length = len(answer) + luck.choice((0, 0, 0, -5, 10**6))
    head = (
        f"WARC/1.0\r\nWARC-Type: {luck.choice(('response', 'response', 'resource', 'x'))}\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: {day}\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {length}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def telegram(luck: random.Random, made_of: Material) -> bytes:
    """Make an export of messages, with any value anywhere."""
    message = {
        "id": 7, "type": "message", "date": "2019-01-09T10:00:00", "date_unixtime": "1547028000", "from": "x", "from_id": "channel1",
        "text": [_news(luck, made_of, 200), {"type": "bold", "text": _news(luck, made_of, 60)}, {"type": "link", "text": "https://x.example"}],
        "text_entities": [{"type": "plain", "text": _news(luck, made_of, 200)}],
    }  # fmt: skip
    export = {"name": "قناة", "type": "public_channel", "id": 1, "messages": [message] * luck.choice((1, 3, 30))}
    return _maybe_spoiled(luck, json_bytes(damaged_json(luck, export) if luck.random() < 0.8 else export))


def telegram_page(luck: random.Random, made_of: Material) -> bytes:
    """Make a page of messages, with its tags spoiled."""
    said = [
        f'<div class="message {luck.choice(("default clearfix", "default", "service"))}" id="message{number}"><div class="body">'
        f'<div class="date details" title="{luck.choice(("09.01.2019 10:00:00 UTC+03:00", "31.02.2019", ""))}">10:00</div>'
        f'<div class="from_name">x</div><div class="text">{_news(luck, made_of, 200)}<br>{"<b>" * luck.choice((0, 1, 400))}x</div></div></div>'
        for number in range(luck.choice((1, 3, 30)))
    ]
    page = f'<!DOCTYPE html><html><body><div class="text bold">x</div><div class="page_body chat_page">{"".join(said)}</div></body></html>'
    return _maybe_spoiled(luck, damaged_text(luck, page, luck.choice((0, 2, 9))).encode("utf-8", "surrogatepass"))


def table(luck: random.Random, made_of: Material) -> bytes:
    """Make a table of reports with the columns of some tool, or with none that is known."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=luck.choice(",;\t|"))
    writer.writerow(
        luck.choice((["id", "title", "text", "published", "url"], ["Text", "DATE"], ["نص", "تاريخ"], ["a", "a", ""]))
    )
    for _ in range(luck.choice((0, 1, 5))):
        row = ["1", _news(luck, made_of, 60), _news(luck, made_of), luck.choice(("2019-01-09", "09/01/19", "x")), "u"]
        writer.writerow(row[: luck.choice((1, 5, 5))])
    page = luck.choice(("utf-8", "utf-8-sig", "cp1256", "utf-16"))
    return _maybe_spoiled(luck, damaged_text(luck, out.getvalue(), luck.choice((0, 1))).encode(page, "replace"))


def parquet(luck: random.Random, made_of: Material) -> bytes:
    """Make a table of columns, of any type."""
    cells = luck.choice(([_news(luck, made_of)], [None], [1], [[["x"]]], [b"\xff"], [1.5]))
    columns = {
        luck.choice(("text", "id", "نص")): cells * 3,
        luck.choice(("title", "published")): ["2019-01-09", None, "x"],
    }
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, compression=luck.choice(("snappy", "zstd", "none")))
    return _maybe_spoiled(luck, out.getvalue())


def word(luck: random.Random, made_of: Material) -> bytes:
    """Make a Word document, sound or with one part of it spoiled."""
    made = docx.Document()
    for _ in range(luck.randint(0, 4)):
        made.add_paragraph(text_of(luck.choice(("news", "letters")), 200, luck.randrange(10**9), made_of))
    out = io.BytesIO()
    made.save(out)
    return _part_spoiled(luck, out.getvalue()) if luck.random() < 0.6 else _maybe_spoiled(luck, out.getvalue())


def _part_spoiled(luck: random.Random, data: bytes) -> bytes:
    """Pack a zip archive anew with one of its files spoiled, or swollen."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        unlucky = luck.choice(held.namelist())
        for name in held.namelist():
            part = held.read(name)
            if name == unlucky:
                part = b" " * 30_000_000 if luck.random() < 0.1 else damaged_bytes(luck, part)
            packed.writestr(name, part)
    return out.getvalue()


def wacz(luck: random.Random, made_of: Material) -> bytes:
    """Make a package of web archives."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(luck.choice(("archive/a.warc.gz", "archive/a.warc", "../a.warc")), warc(luck, made_of))
        packed.writestr(
            "datapackage.json",
            json_bytes(damaged_json(luck, {"profile": "data-package", "resources": [{"path": "archive/a.warc.gz"}]})),
        )
        packed.writestr("pages/pages.jsonl", json_bytes({"url": "https://x.example/a", "ts": "2019-01-09T10:00:00Z"}))
    return _maybe_spoiled(luck, out.getvalue())


def pdf(luck: random.Random, made_of: Material) -> bytes:
    """Make a small PDF by hand, with any stream and any length."""
    text = text_of("letters", 60, luck.randrange(10**9), made_of).encode("utf-16-be").hex()
    stream = damaged_bytes(luck, f"BT /F1 12 Tf 72 720 Td <{text}> Tj ET".encode())
    stream = zlib.compress(b" " * 30_000_000) if luck.random() < 0.03 else stream
    parts = (
        "<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{'3 0 R ' * luck.choice((1, 1, 50))}] /Count {luck.choice((1, 10**9, -1))} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} {'/Filter /FlateDecode' if stream[:1] == b'x' else ''} >>\nstream\n", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )  # fmt: skip
    out = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, part in enumerate(parts, 1):
        starts.append(len(out))
        body = part.encode() + (stream + b"\nendstream" if "stream" in part else b"")
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table_at = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % table_at
    return _maybe_spoiled(luck, bytes(out))


def packed(luck: random.Random, made_of: Material) -> bytes:
    """Make a compressed file: sound, cut off, in layers, or a bomb."""
    inner = luck.choice((telegram, table, feed, warc))(luck, made_of)
    drawn = luck.random()
    if drawn < 0.05:
        return gzip.compress(b"[" * luck.choice((1_000_000, 60_000_000)))
    if drawn < 0.2:
        return gzip.compress(gzip.compress(inner))
    if drawn < 0.3:
        return gzip.compress(inner) + gzip.compress(inner) + b"rest"
    return _maybe_spoiled(luck, gzip.compress(inner))


def _maybe_spoiled(luck: random.Random, data: bytes) -> bytes:
    return damaged_bytes(luck, data) if luck.random() < 0.6 else data


CONTAINERS: dict[str, tuple[Callable[[random.Random, Material], bytes], tuple[str, ...]]] = {
    "feed": (feed, ("a.rss", "a.xml", "a")),
    "warc": (warc, ("a.warc", "a.warc.gz", "a")),
    "wacz": (wacz, ("a.wacz", "a.zip", "a")),
    "telegram": (telegram, ("result.json", "a")),
    "chat": (telegram_page, ("messages.html", "a")),
    "table": (table, ("a.csv", "a.tsv")),
    "parquet": (parquet, ("a.parquet", "a")),
    "word": (word, ("a.docx", "a")),
    "pdf": (pdf, ("a.pdf", "a")),
    "packed": (packed, ("a.gz", "a.json.gz", "a.csv.gz", "a.rss.gz")),
}
"""Each container by name: what makes one, and the names that it may be received under."""
