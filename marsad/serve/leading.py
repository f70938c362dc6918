"""Leading on after a form: to the page of ours that it names, and nowhere else."""

from __future__ import annotations


def ours(path: str, otherwise: str = "/") -> str:
    """Give a path if it is one of ours, or another."""
    here = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if here else otherwise
