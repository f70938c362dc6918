"""What libhxl wants of unidecode, which is under the GPL: letters of any script in ASCII, by anyascii."""

from __future__ import annotations

from anyascii import anyascii as unidecode

__all__ = ["unidecode"]
