"""Preparing to read: once for a process, however often it is asked for."""

from __future__ import annotations

import gc

from marsad.pipeline import prepare


def test_what_is_garbage_when_the_knowledge_is_asked_for_again_is_not_kept_for_good() -> None:
    prepare(imported=False)
    kept = gc.get_freeze_count()
    ring: list[object] = [[] for _ in range(1000)]
    ring.append(ring)
    del ring
    prepare(imported=False)
    assert gc.get_freeze_count() == kept
