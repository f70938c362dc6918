"""The calendar of coverage: which sources were read on which day, so that silence is not read as peace."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from marsad.errors import MarsadError
from marsad.record.calendar import Calendar, known_of, reading_calendar
from marsad.serve.gate import Here, Needs, Who
from marsad.serve.page import page

router = APIRouter()
_MOST = 60
_YEARS = (1900, 2100)
_MONTHS = 12


@router.get("/coverage", dependencies=[Depends(Needs("reader"))])
def coverage(request: Request, here: Here, who: Who, month: str = "", year: str = "") -> Response:
    """Show a month, or the overview of a year."""
    wanted, every = _month(month or year), bool(request.query_params.get("every"))
    with here.store.reading() as connection:
        most, kept = None if every else _MOST, here.kept
        known = kept.answer(connection, who, "coverage", lambda: known_of(connection, who))
        found = kept.answer(
            connection, who, ("coverage", wanted, most), lambda: reading_calendar(connection, who, wanted, most, known)
        )
    ends = found.columns[-1]
    return page(
        request,
        "coverage.html",
        found=found,
        years=_years(found),
        last=ends[0] + timedelta(days=ends[1] - 1),
        silent=sum(
            of - (square.days if square else 0) for square, (_, of) in zip(found.every, found.columns, strict=True)
        ),
        shown=f"{found.year}-{found.month:02}" if found.month else str(found.year),
        around=_around(found),
    )


def _month(text: str) -> tuple[int | None, int | None]:
    """Read a month such as 2018-05, or a year such as 2018."""
    if not text:
        return None, None
    year, parted, month = text.partition("-")
    try:
        read = int(year), int(month) if parted else None
    except ValueError:
        read = 0, 0
    if not _YEARS[0] <= read[0] <= _YEARS[1] or (read[1] is not None and not 1 <= read[1] <= _MONTHS):
        raise MarsadError(f"'{text[:20]}' is no month such as 2018-05 and no year such as 2018")
    return read


def _years(found: Calendar) -> list[int]:
    first, last = (found.span[0].year, found.span[1].year) if found.span else (found.year, found.year)
    return list(range(min(first, found.year), max(last, found.year) + 1))


def _around(found: Calendar) -> tuple[str, str]:
    """Name the month, or year, before and after the one that is shown."""
    if found.month is None:
        return str(found.year - 1), str(found.year + 1)
    first = date(found.year, found.month, 1)
    before = date(first.year - (first.month == 1), (first.month - 2) % _MONTHS + 1, 1)
    after = date(first.year + (first.month == _MONTHS), first.month % _MONTHS + 1, 1)
    return f"{before:%Y-%m}", f"{after:%Y-%m}"
