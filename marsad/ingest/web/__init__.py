"""The network: one guarded client, asked only where the user named an address, and what is built on it."""

from __future__ import annotations

from marsad.ingest.web.answer import Answer, Limits
from marsad.ingest.web.client import Client

__all__ = ["Answer", "Client", "Limits"]
