"""Who is named as a source: outlets and bodies by their names, private persons by what they are."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from marsad.export.profile import Profile
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.account import Provenance
from marsad.model.value import SourceRef


def speaker_name(source: SourceRef, profile: Profile) -> str:
    """Give the name of a speaker, or the role of one who is not listed in the knowledge or of a private kind."""
    known = crosswalk("speakers")
    private = source.kind in known.lists("private")
    if profile.private or (source.id is not None and not private):
        return source.name
    return known.to("role", source.kind) or known.settings["unknown"].value


def outlet_name(provenance: Provenance, profile: Profile) -> str:
    """Give the outlet of a report; an account on a network is somebody's own and is not named."""
    known = crosswalk("speakers")
    if not profile.private and is_social(provenance.url):
        return known.settings["social"].value
    return provenance.outlet or known.settings["outlet"].value


def link(provenance: Provenance, profile: Profile) -> str:
    """Give the address of a report, where the profile lets it be given."""
    if profile.links == "none" or (profile.links == "outlets" and is_social(provenance.url)):
        return ""
    return provenance.url or ""


def is_social(url: str | None) -> bool:
    """Say whether an address is that of an account on a network."""
    return host(url) in crosswalk("speakers").lists("social")


def host(url: str | None) -> str:
    """Give the host of an address without its `www`; empty where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Give each name once, in order."""
    return tuple(dict.fromkeys(name for name in names if name))
