"""The import contracts of pyproject.toml notice what they forbid.

Each test copies the product, breaks one rule in the copy, and expects the contract of that
rule to say so.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.ceilings import ROOT

PACKAGES = ("marketplace", "matching", "seed_data")
STOREYS = "The storeys of marketplace: imports run only downwards"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The product's Python files and its contracts in a folder of their own."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        for source in (ROOT / package).rglob("*.py"):
            target = tmp_path / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return tmp_path


def broken_contracts(folder: Path) -> list[str]:
    """The names of the contracts that do not hold in `folder`."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(
        [*command, "--no-cache"], check=False, cwd=folder, capture_output=True, text=True
    )
    assert "Contracts" in done.stdout, done.stdout + done.stderr
    # Behind the word stands how many imports a contract lets pass, where it names some.
    return re.findall(r"^(.+) BROKEN(?: \(.*\))?$", done.stdout, re.MULTILINE)


def test_the_product_keeps_its_contracts(copy: Path) -> None:
    assert broken_contracts(copy) == []


BREAKS = [
    ("marketplace/helpers.py", "", STOREYS),
    ("marketplace/taxonomy/stray.py", "import marketplace.organisations", STOREYS),
    ("marketplace/solutions/stray.py", "import marketplace.challenges", STOREYS),
    ("marketplace/web/stray.py", "import marketplace.api", STOREYS),
    ("marketplace/solutions/models.py", "import marketplace.solutions.operations", "The rooms"),
    ("matching/helpers.py", "", "The floors of matching"),
    ("matching/profiles.py", "import matching.library", "The floors of matching"),
    ("matching/ranking/stray.py", "import flask", "matching is a pure library"),
    ("matching/ranking/stray.py", "import marketplace", "matching is a pure library"),
    ("marketplace/web/stray.py", "import matching.suppliers", "One door to matching"),
    ("marketplace/challenges/stray.py", "import flask", "Web libraries only at the edge"),
    ("marketplace/web/stray.py", "import sqlalchemy", "No SQL at the surfaces"),
    ("matching/library.py", "import faiss", "faiss is known to one file"),
    ("matching/library.py", "import sentence_transformers", "sentence-transformers is known"),
    (
        "marketplace/foundation/errors.py",
        "import marketplace.foundation.access",
        "No circles",
    ),
]


@pytest.mark.parametrize(("path", "line", "contract"), BREAKS)
def test_a_broken_rule_is_noticed(copy: Path, path: str, line: str, contract: str) -> None:
    with (copy / path).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert any(name.startswith(contract) for name in broken_contracts(copy))
