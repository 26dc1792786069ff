"""What is written about the product is true: settings, commands, paths, links, decisions."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from pathlib import Path

import click
import pytest

import marketplace
from marketplace.cli import main
from marketplace.settings import PREFIX, Settings
from tests.house.ceilings import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

HEADINGS = ["## Context", "## Decision", "## Consequences", "## What enforces it"]
KINDS_OF_CHANGE = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
DEPENDS_ON_THE_MACHINE = {"database_url", "data_dir"}


def row_of(name: str) -> str:
    """The row of a README table whose first cell is `name`."""
    rows = [line for line in README.splitlines() if line.startswith(f"| `{name}` |")]
    assert len(rows) == 1, f"README has {len(rows)} table rows for {name}, one is needed"
    return rows[0]


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_stands_in_the_readme_with_its_default(field: Field[object]) -> None:
    row = row_of(PREFIX + field.name.upper())
    if field.name not in DEPENDS_ON_THE_MACHINE:
        assert field.default is not MISSING
        assert f"`{field.default}`" in row or (field.default == "" and "none" in row)


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", README)) - {PREFIX}
    assert named == {PREFIX + field.name.upper() for field in fields(Settings)}


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below `group` that does something itself, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def test_the_readme_lists_exactly_the_commands_that_exist() -> None:
    named = re.findall(r"^\| `(marketplace [a-z ]*[a-z])", README, re.MULTILINE)
    assert sorted(named) == sorted(words for words, _ in commands(main, "marketplace"))


def test_every_command_explains_itself() -> None:
    for words, command in commands(main, "marketplace"):
        assert command.help, words


def test_every_make_target_named_in_a_page_exists_and_every_target_is_explained() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    for page in PAGES:
        assert set(re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))) <= targets
    assert targets == set(re.findall(r"make ([a-z]+)  ", MAKEFILE)) | {"help"}


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.name)
def test_links_and_paths_in_pages_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
    assert [link for link in links if not (document.parent / link).exists()] == []
    paths = re.findall(
        r"`((?:marketplace|matching|seed_data|tests|docs|migrations)/[^`<*{ ]*)`", text
    )
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("package", ["marketplace", "matching"])
def test_architecture_names_every_room(package: str) -> None:
    folder = ROOT / package
    files = {path.name for path in folder.glob("*.py")} - {"__init__.py"}
    rooms = files | {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}
    named = set(re.findall(r"[a-z_]+(?:\.py|/)", ARCHITECTURE))
    assert rooms - named == set()


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_parts_on_one_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert re.findall(r"^## .*$", text, re.MULTILINE) == HEADINGS
    assert len(text.split()) < 600


def test_the_changelog_keeps_its_form_and_names_this_version() -> None:
    releases = re.findall(r"^## \[([^\]]+)\] - (\S+)$", CHANGELOG, re.MULTILINE)
    assert CHANGELOG.startswith("# Changelog\n")
    assert len(releases) == len(re.findall(r"^## ", CHANGELOG, re.MULTILINE))
    assert all(re.fullmatch(r"Unreleased|\d{4}-\d\d-\d\d", date) for _, date in releases)
    assert releases[0][0] == marketplace.__version__
    assert set(re.findall(r"^### (.*)$", CHANGELOG, re.MULTILINE)) <= KINDS_OF_CHANGE
