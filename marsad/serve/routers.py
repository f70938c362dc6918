"""Every router of the workbench: what stands here is served."""

from __future__ import annotations

from fastapi import APIRouter

from marsad.serve.api import reading as api_reading
from marsad.serve.api import schema as api_schema
from marsad.serve.pages import adding, coverage, entrance, incidents, logbook, mapping, persons, publishing

ROUTERS: tuple[APIRouter, ...] = (
    entrance.router,
    adding.router,
    incidents.router,
    mapping.router,
    coverage.router,
    persons.router,
    logbook.router,
    publishing.router,
    api_reading.router,
    api_schema.router,
)
