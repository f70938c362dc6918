"""Making pages: templates with the words, digits and direction of whoever reads them; nothing in them is trusted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from marsad import __version__
from marsad.reconcile.correcting import readable
from marsad.serve.bench import bench
from marsad.serve.gate import COOKIE, Visitor, visitor
from marsad.serve.retold import retold
from marsad.serve.sections import SECTIONS
from marsad.serve.words import digits, say, term

_FOLDER = Path(__file__).parent / "templates"


@cache
def templates() -> Environment:
    """Give the templates: every value is escaped, and one that is missing is a fault."""
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Give a page, or the part of one that htmx asked for, made for whoever asks."""
    asks = visitor(request)
    text = templates().get_template(template).render(**shared(request, asks), **values)
    response = HTMLResponse(text, status)
    if request.cookies.get(COOKIE) != asks.token:
        set_token(request, response, asks.token)
    return response


def set_token(request: Request, response: HTMLResponse | Any, token: str) -> None:
    """Give the browser the token of its session: no script reads it, and no other site's request carries it."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=bench(request).secure, path="/")


def shared(request: Request, asks: Visitor) -> dict[str, Any]:
    """Give what every template may use: `t` words, `term` for values of closed lists, `n` for numbers, `readable` for what was chosen."""
    arabic = asks.arabic_digits
    spoken: Callable[..., str] = partial(say, asks.language)
    return {
        "t": spoken,
        "term": partial(term, asks.language),
        "retell": partial(retold, asks.language, arabic=arabic),
        "n": lambda number: "" if number is None else digits(number, arabic=arabic),
        "readable": readable,
        "language": asks.language,
        "direction": "rtl" if asks.language == "ar" else "ltr",
        "person": asks.person,
        "csrf": asks.csrf,
        "arabic_digits": arabic,
        "sections": [each for each in SECTIONS if asks.person and asks.person.may(each.role)],
        "path": request.url.path,
        "own_machine": bench(request).owner is not None,
        "version": __version__,
    }
