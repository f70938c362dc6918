"""Every router of the workbench: what stands here is served."""

from __future__ import annotations

from fastapi import APIRouter

from marsad.serve.pages import adding, entrance

ROUTERS: tuple[APIRouter, ...] = (
    entrance.router,
    adding.router,
)
