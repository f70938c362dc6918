"""What one document tells of one occurrence: the unit that reconciling joins to incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.document import Media


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an account comes from: its document, as received.

    `fingerprint` holds the least hashes of the document's word sequences, ascending: two documents that share most of them
    are copies of one text. It is empty where a text is too short to tell. `media` says what kind of bytes it was read from.
    """

    document: str
    name: str
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    fingerprint: tuple[int, ...] = ()
    media: Media = "text/plain"


@dataclass(frozen=True, slots=True)
class Account:
    """The acts and harms that one document tells of one occurrence.

    `foreground` says whether it is told as news of its own, `lead` whether the document opens with it. `id` depends on the document and the letters of the first act or harm alone, so it stays while readings of the rest change.
    """

    id: str
    provenance: Provenance
    acts: tuple[ActClaim, ...]
    harms: tuple[HarmClaim, ...]
    foreground: bool = True
    lead: bool = False

    @property
    def claims(self) -> tuple[ActClaim | HarmClaim, ...]:
        """Give every claim of the account, acts first."""
        return (*self.acts, *self.harms)
