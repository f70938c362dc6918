"""Marsad (مرصد): reports of armed conflict in, attributed and span-anchored claims out."""

__version__ = "0.1.0"
