"""Every router of the workbench: what stands here is served."""

from __future__ import annotations

from fastapi import APIRouter

from marsad.serve.api import reading as api_reading
from marsad.serve.api import schema as api_schema
from marsad.serve.pages import adding, documents, entrance, judging, logbook, persons, publishing, review

ROUTERS: tuple[APIRouter, ...] = (
    entrance.router,
    adding.router,
    documents.router,
    persons.router,
    logbook.router,
    review.router,
    judging.router,
    publishing.router,
    api_reading.router,
    api_schema.router,
)
