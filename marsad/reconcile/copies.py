"""Which documents of an incident are copies of one text."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from marsad.model.account import Provenance
from marsad.reconcile.disjoint import Sets
from marsad.reconcile.fingerprint import overlap

_CONTAINED = (
    0.4  # two fifths of the five-word sequences: about one word in six was changed, or a third of the text is its own
)
_SEEN = 6


def copies(provenances: Iterable[Provenance]) -> Mapping[str, str]:
    """Give, for each document that has a copy among the others, the least id of the documents that share its text.

    What one outlet brings twice is one source already and no sign that another copied it, so only texts of two outlets are compared.
    """
    by_id = {each.document: each for each in provenances}
    if len(by_id) < 2:
        return {}
    groups = Sets(by_id)
    for first, second in _alike(by_id):
        if outlet_of(by_id[first]) != outlet_of(by_id[second]) and are_copies(by_id[first], by_id[second]):
            groups.join(first, second)
    return {each: group[0] for group in groups.all() if len(group) > 1 for each in group}


def are_copies(first: Provenance, second: Provenance) -> bool:
    """Say whether most of the shorter text stands in the longer one, as far as the fingerprints tell."""
    seen = overlap(first.fingerprint, second.fingerprint)
    return seen.shared >= _SEEN and seen.containment >= _CONTAINED


def outlet_of(provenance: Provenance) -> str:
    """Name the outlet that a document is of, to tell whether two are of one: its name, its address, or else the document alone."""
    if provenance.outlet:
        return " ".join(provenance.outlet.casefold().split())
    host = (provenance.url or "").partition("://")[2].partition("/")[0].casefold().removeprefix("www.")
    return host or provenance.document


def _alike(by_id: Mapping[str, Provenance]) -> list[tuple[str, str]]:
    """Give the pairs of documents that share enough hashes to be worth comparing."""
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for document in sorted(by_id):
        for each in by_id[document].fingerprint:
            holders[each].append(document)
    pairs = Counter(pair for held in holders.values() for pair in itertools.combinations(held, 2))
    return sorted(pair for pair, shared in pairs.items() if shared >= _SEEN)
