"""The columns of a table of reports, by the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marsad.errors import SourceError

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "_id", "uid", "guid", "report_id", "doc_id", "document_id", "article_id", "المعرف", "الرقم"),
    "title": ("title", "headline", "العنوان", "عنوان"),
    "text": (
        "text", "body", "content", "full_text", "fulltext", "article_text", "article", "report", "message",
        "النص", "نص", "المحتوى", "نص_الخبر", "الخبر",
    ),
    "published": (
        "published", "published_at", "publication_date", "publish_date", "date_published", "pubdate", "pub_date",
        "date", "تاريخ_النشر", "التاريخ",
    ),
    "outlet": ("outlet", "publisher", "source", "site_name", "media", "الوسيلة", "المصدر", "الجهة_الناشرة"),
    "url": ("url", "link", "source_url", "article_url", "الرابط", "رابط"),
}  # fmt: skip
"""What each field of a report is called, the best name first."""


def roles(columns: Sequence[str]) -> dict[str, int]:
    """Say in which column each field stands; a table without a column of text is a `SourceError` that lists its columns."""
    called = ["_".join(each.strip().lower().replace("-", " ").split()) for each in columns]
    found = {
        field: next((called.index(name) for name in names if name in called), -1) for field, names in NAMES.items()
    }
    if found["text"] < 0:
        listed = ", ".join(each.strip()[:40] for each in columns[:30] if each.strip()) or "none with a name"
        raise SourceError(f"no column holds the text of a report; call it 'text' (columns found: {listed})")
    return {field: place for field, place in found.items() if place >= 0}
