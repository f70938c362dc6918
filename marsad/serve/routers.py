"""Every router of the workbench: what stands here is served."""

from __future__ import annotations

from fastapi import APIRouter

from marsad.serve.api import reading as api_reading
from marsad.serve.api import schema as api_schema
from marsad.serve.pages import (
    adding,
    coverage,
    documents,
    entrance,
    incident,
    incidents,
    judging,
    logbook,
    mapping,
    persons,
    publishing,
    regrouping,
    review,
    searching,
    tallies,
)

ROUTERS: tuple[APIRouter, ...] = (
    entrance.router,
    adding.router,
    documents.router,
    mapping.router,
    coverage.router,
    persons.router,
    logbook.router,
    publishing.router,
    incidents.router,
    incident.router,
    regrouping.router,
    tallies.router,
    searching.router,
    review.router,
    judging.router,
    api_reading.router,
    api_schema.router,
)
