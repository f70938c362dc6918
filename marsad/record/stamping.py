"""Having originals and the end of the log stamped by an authority, and keeping what it signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.errors import SourceError
from marsad.ingest.web.authority import Token, stamped
from marsad.ingest.web.client import Client
from marsad.record.intake import Tick
from marsad.store import Store
from marsad.store.log import head
from marsad.store.stamps import Stamp, ends_in_stamp, head_statement, original, put_stamp, stamps_of


@dataclass(frozen=True, slots=True)
class Stamper:
    """Has things stamped for a record by one authority."""

    store: Store
    client: Client
    authority: str
    actor: str

    def originals(self, wanted: Iterable[tuple[str, str]], tick: Tick) -> list[str]:
        """Have originals stamped that have no timestamp, each by its document and hash; give the sentences of what went wrong.

        An authority that fails is not asked again and again: the rest is left for another time.
        """
        done: set[str] = set()
        for document, digest in wanted:
            tick(document)
            with self.store.reading() as connection:
                found = None if stamps_of(connection, digest) else original(connection, document, digest)
            if found is None or digest in done:
                continue
            done.add(digest)
            try:
                token = self._token(found.content)
            except SourceError as refusal:
                return [
                    f"{refusal}; originals are left without a timestamp, and `marsad stamp --originals` tries again"
                ]
            self._put(digest, token, document=document)
        return []

    def end(self) -> tuple[int, list[str]]:
        """Have the end of the log stamped, unless it is stamped already; give its number, and what went wrong."""
        with self.store.reading() as connection:
            last = head(connection)
            statement = head_statement(last)
            digest = hashlib.sha256(statement).hexdigest()
            done = last.seq == 0 or bool(stamps_of(connection, digest)) or ends_in_stamp(connection, last)
        if done:
            return last.seq, []
        try:
            token = self._token(statement)
        except SourceError as refusal:
            return last.seq, [f"{refusal}; the log is left without a timestamp"]
        self._put(digest, token, entry=last.seq)
        return last.seq, []

    def _token(self, data: bytes) -> Token:
        return stamped(self.client, self.authority, data)

    def _put(self, digest: str, token: Token, document: str | None = None, entry: int | None = None) -> None:
        with self.store.transaction(self.actor) as writing:
            put_stamp(writing, Stamp(digest, self.authority, token.at, token.answer, document, entry))
