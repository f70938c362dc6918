"""The documentation is under test: commands, make targets, links, examples and versions must be true."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from marsad.cli import app
from marsad.knowledge.schema import KnowledgeFile

ROOT = Path(__file__).parent.parent
PAGES = [
    path
    for path in (
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("marsad/**/*.md"),
        *ROOT.glob("corpora/*.md"),
    )
    if path.is_file()
]
GUIDES = [ROOT / "marsad/knowledge/README.md", ROOT / "marsad/knowledge/README.ar.md"]


def commands() -> dict[str, str]:
    """Give the help of every command by its name."""
    verbs = {each.name or getattr(each.callback, "__name__", ""): each for each in app.registered_commands}
    return {name: each.help or (each.callback.__doc__ if each.callback else "") or "" for name, each in verbs.items()}


def groups() -> set[str]:
    """Give the names of the commands that have verbs of their own."""
    return {group.name or "" for group in app.registered_groups}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def examples(path: Path) -> Iterator[str]:
    yield from re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("name", ["extract", "explain", "check", "demo"])
def test_the_four_verbs_are_there(name: str) -> None:
    assert name in commands()


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    assert commands()[name]
    assert f"marsad {name}" in text_of("README.md")


def test_the_readme_names_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"^marsad (\w+)", text_of("README.md"), re.MULTILINE)) <= set(commands()) | groups()


def test_every_make_target_is_explained_and_every_one_named_exists() -> None:
    makefile = text_of("Makefile")
    phony, _ = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    targets = set(phony.split())
    assert set(re.findall(r'@echo "make (\w+) ', makefile)) == targets - {"help"}
    assert set(re.findall(r"^make (\w+) ", text_of("README.md"), re.MULTILINE)) == {"demo", "test"}
    for path in PAGES:
        assert set(re.findall(r"`make (\w+)`", path.read_text(encoding="utf-8"))) <= targets, path.name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if not link.startswith(("http:", "https:", "mailto:"))]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_every_example_of_the_guides_is_a_lawful_knowledge_file(path: Path) -> None:
    found = list(examples(path))
    assert found
    for example in found:
        content = yaml.load(example, Loader=yaml.BaseLoader)
        defaults = content.get("defaults", {})
        content["words"] = [defaults | word for word in content.get("words", [])]
        KnowledgeFile.model_validate(content)


def test_both_guides_show_the_same_examples() -> None:
    first, second = (list(examples(path)) for path in GUIDES)
    assert first == second


def test_architecture_names_every_part_of_the_package() -> None:
    parts = {path.parent.name for path in ROOT.glob("marsad/*/__init__.py")}
    assert {part for part in parts if part not in text_of("docs/architecture.md")} == set()


def test_one_version_everywhere() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert yaml.safe_load(text_of("CITATION.cff"))["version"] == version
    assert "## [Unreleased]" in text_of("CHANGELOG.md")


def test_the_lock_names_the_public_index_alone() -> None:
    hosts = set(re.findall(r'"[a-z+]+://([^/"]+)', text_of("uv.lock")))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
