"""The application: its pages, its guards, and what is said when something is refused."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from marsad import __version__
from marsad.errors import DatabaseError, MarsadError, StoreError
from marsad.serve.bench import Bench
from marsad.serve.gate import SAFE, DeniedError, Needs, SignInError, recognised, visitor
from marsad.serve.headers import Headers
from marsad.serve.page import page
from marsad.serve.routers import ROUTERS
from marsad.serve.typed import spelled

_STATIC = Path(__file__).parent / "static"
_RETRY = "5"  # seconds


def create_app(bench: Bench) -> FastAPI:
    """Make the application over a workbench; a route without exactly one rule of who may use it is refused here.

    What answers a fault is no coroutine: the server runs it beside the loop, which must not wait for the record.
    """
    app = FastAPI(title="Marsad", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.bench = bench
    for router in ROUTERS:
        app.include_router(router, include_in_schema=router.prefix.startswith("/api"))
    check_rules(rules())
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(bench.hosts), www_redirect=False)
    app.add_middleware(Headers)
    app.exception_handler(SignInError)(_sign_in)
    app.exception_handler(DeniedError)(_denied)
    app.exception_handler(DatabaseError)(_away)
    app.exception_handler(MarsadError)(_refused)
    app.exception_handler(HTTPException)(_not_found)
    app.exception_handler(RequestValidationError)(_misread)
    app.exception_handler(Exception)(_failed)
    return app


def rules(routers: Iterable[APIRouter] = ROUTERS) -> dict[tuple[str, str], list[Needs]]:
    """Give the rules of every route, by its method and path."""
    return {
        (method, route.path): [each.dependency for each in route.dependencies if isinstance(each.dependency, Needs)]
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


def check_rules(found: Mapping[tuple[str, str], Sequence[Needs]]) -> None:
    """Refuse an application with a route that does not say who may use it."""
    for (method, path), needed in found.items():
        if len(needed) != 1:
            raise TypeError(f"{method} {path} has {len(needed)} rules of who may use it; give it one Needs(...)")


def _sign_in(request: Request, _: Exception) -> Response:
    if request.headers.get("hx-request") or request.url.path.startswith("/api/"):
        return _told(request, 401, "error.signed-out")
    return RedirectResponse(f"/sign-in?then={request.url.path}", 303)


def _denied(request: Request, fault: Exception) -> Response:
    asks = recognised(request)
    if asks.person and request.method not in SAFE:
        bench: Bench = request.app.state.bench
        try:
            with bench.store.transaction(asks.person.name) as writing:
                detail = {"attempt": request.method, "why": str(fault)}
                writing.enter("REFUSED", spelled(request.url.path), detail)
        except DatabaseError as away:
            return _away(request, away)
    return _told(request, 403, "error.denied", str(fault))


def _refused(request: Request, fault: Exception) -> Response:
    """Say what was wrong; what the store says is for those who work here."""
    hidden = isinstance(fault, StoreError) and recognised(request).person is None
    return _told(request, 422, "error.refused", "" if hidden else str(fault))


def _away(request: Request, fault: Exception) -> Response:
    """Say that the record can't be worked with just now; what the database said of it is for whoever keeps the server."""
    sys.stderr.write(f"marsad: {spelled(request.url.path)}: {fault}\n")
    answer = _told(request, 503, "error.away")
    answer.headers["retry-after"] = _RETRY
    return answer


def _not_found(request: Request, fault: Exception) -> Response:
    """Say that there is no such page; whoever is signed in keeps the way to the others."""
    with suppress(MarsadError):
        visitor(request)
    status = fault.status_code if isinstance(fault, HTTPException) else 404
    return _told(
        request, status, "error.not-found" if status == 404 else "error.refused", str(getattr(fault, "detail", ""))
    )


def _misread(request: Request, fault: Exception) -> Response:
    """Say which part of a request is wrong, without giving its words back."""
    faults = fault.errors() if isinstance(fault, RequestValidationError) else ()
    said = "; ".join(f"{' '.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in faults)
    return _told(request, 422, "error.refused", said)


def _failed(request: Request, fault: Exception) -> Response:
    sys.stderr.write("".join(traceback.format_exception(fault)))
    return _told(request, 500, "error.failed")


def _told(request: Request, status: int, key: str, why: str = "") -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": key.partition(".")[2], "detail": why}, status)
    recognised(request)
    template = "refusal.html" if request.headers.get("hx-request") else "error.html"
    return page(request, template, status, key=key, why=why)
