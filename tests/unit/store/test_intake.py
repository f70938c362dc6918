from __future__ import annotations

from marsad.store import Store


def test_opens(store: Store) -> None:
    with store.reading() as c:
        assert c
