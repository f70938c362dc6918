"""The house numbers: small functions, short files, few parameters, and no drawer for odds and ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

PACKAGE = Path(__file__).parent.parent / "marsad"
FILES = sorted(PACKAGE.rglob("*.py"))
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Count the lines from `def` to the end, without the docstring."""
    first = function.body[0]
    described = ast.get_docstring(function, clean=False) is not None
    return (function.end_lineno or 0) - function.lineno + 1 - (_height(first) if described else 0)


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def parameters(function: Function) -> int:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(argument.arg not in {"self", "cls"} for argument in given)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_short_and_named_for_what_it_holds(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert path.stem not in DRAWERS


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_function_is_longer_than_forty_lines_or_takes_more_than_five_parameters(path: Path) -> None:
    most = 8 if path.name.startswith("cli_") else 5  # a verb has a parameter for each of its options
    too_long = {function.name: length(function) for function in functions(path) if length(function) > 40}
    too_many = {function.name: parameters(function) for function in functions(path) if parameters(function) > most}
    assert not too_long
    assert not too_many


def test_most_functions_are_eight_lines_or_fewer() -> None:
    assert median(length(function) for path in FILES for function in functions(path)) <= 8
