"""Backups: one encrypted file of a whole record, and the way back from it to a record that verifies."""

from __future__ import annotations

from marsad.store.vault.backup import Made, backup
from marsad.store.vault.keys import Keys, Lock, Opener, Passphrase, Recipients, identities, recipients, wants_passphrase
from marsad.store.vault.restore import Restored, Wanted, drill, restore_database, restore_file

__all__ = [
    "Keys", "Lock", "Made", "Opener", "Passphrase", "Recipients", "Restored", "Wanted", "backup", "drill", "identities", "recipients",
    "restore_database", "restore_file", "wants_passphrase",
]  # fmt: skip
