"""From accounts to incidents and tallies: which accounts tell of one occurrence, and what they say together.

Pure: the same accounts and judgements give the same incidents, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable

from marsad.model.account import Account
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.reconcile.accounts import accounts, is_running
from marsad.reconcile.block import links
from marsad.reconcile.cluster import cluster
from marsad.reconcile.decisions import verdicts
from marsad.reconcile.overlay import overlay
from marsad.reconcile.sketch import sketch
from marsad.reconcile.view import incident

__all__ = ["accounts", "is_running", "reconcile"]


def reconcile(told: Iterable[Account], judgements: Iterable[Judgement] = ()) -> tuple[Incident, ...]:
    """Give the incidents that the accounts tell of, in the order of their ids; running totals are of none."""
    by_id = {account.id: account for account in told if not is_running(account)}
    judged = tuple(judgements)
    sketches = {each: sketch(account) for each, account in by_id.items()}
    groups = cluster(sketches, links(sketches), verdicts(judged))
    decided = overlay(judged)
    found = (incident([by_id[each] for each in group], sketches, decided) for group in groups)
    return tuple(sorted(found, key=lambda each: each.id))
