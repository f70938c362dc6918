"""Every router of the workbench: what stands here is served."""

from __future__ import annotations

from fastapi import APIRouter

from marsad.serve.pages import entrance, incident, incidents, regrouping, tallies

ROUTERS: tuple[APIRouter, ...] = (
    entrance.router,
    incidents.router,
    incident.router,
    regrouping.router,
    tallies.router,
)
