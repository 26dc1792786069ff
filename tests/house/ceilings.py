"""The ceilings that keep files, functions and signatures small enough to be read at once.

`make check` runs this file; `test_ceilings.py` shows that it notices. Everything that may
be larger is listed here by name with the reason.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 40
MOST_PARAMETERS = 6

ROOT = Path(__file__).parents[2]
FOLDERS = ("marketplace", "matching", "seed_data", "migrations", "tests")

# A file, or a file and a function ("path::name"), and why it may pass the ceilings.
FIRST_SCHEMA = "migrations/versions/0001_first_schema.py"
WRITTEN_BY_ALEMBIC = "Alembic wrote it from the tables; it is read beside their models."
EXCEPTIONS = {
    FIRST_SCHEMA: WRITTEN_BY_ALEMBIC,
    f"{FIRST_SCHEMA}::upgrade": WRITTEN_BY_ALEMBIC,
    f"{FIRST_SCHEMA}::downgrade": WRITTEN_BY_ALEMBIC,
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Excess:
    """Something above a ceiling; `name` is what an exception would be listed under."""

    name: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.name} (line {self.line}) {self.message}"


def excesses(path: Path, name: str) -> Iterator[Excess]:
    """Everything in one Python file that is above a ceiling; `name` is the file's name in full."""
    source = path.read_text(encoding="utf-8")
    lines = len(source.splitlines())
    if lines > MOST_FILE_LINES:
        yield Excess(name, 1, f"has {lines} lines, {MOST_FILE_LINES} are allowed")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield from _function_excesses(node, f"{name}::{node.name}")


def _function_excesses(node: Function, name: str) -> Iterator[Excess]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > MOST_FUNCTION_LINES:
        yield Excess(name, node.lineno, f"has {lines} lines, {MOST_FUNCTION_LINES} are allowed")
    parameters = _parameters(node)
    if parameters > MOST_PARAMETERS:
        message = f"has {parameters} parameters, {MOST_PARAMETERS} are allowed"
        yield Excess(name, node.lineno, message)


def _parameters(node: Function) -> int:
    """How many parameters a caller has to think of: `self` and `cls` are none."""
    arguments = node.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    own = names[1:] if names[:1] in (["self"], ["cls"]) else names
    return len(own) + len(arguments.kwonlyargs)


def all_excesses(root: Path = ROOT) -> list[Excess]:
    """What is above a ceiling anywhere in the product and its tests, exceptions left out."""
    return [
        excess
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*.py"))
        if "node_modules" not in path.parts
        for excess in excesses(path, path.relative_to(root).as_posix())
        if excess.name not in EXCEPTIONS
    ]


def unneeded_exceptions(root: Path = ROOT) -> list[str]:
    """Exceptions that nothing needs any more."""
    paths = {name.partition("::")[0] for name in EXCEPTIONS}
    found = {
        excess.name
        for path in paths
        if (root / path).exists()
        for excess in excesses(root / path, path)
    }
    return sorted(set(EXCEPTIONS) - found)


def main() -> int:
    """Print what is above a ceiling; the exit status says whether there was anything."""
    lines = [str(excess) for excess in all_excesses()]
    lines += [f"{name} is listed as an exception without need" for name in unneeded_exceptions()]
    sys.stdout.write("".join(f"{line}\n" for line in lines) or "Nothing is above the ceilings.\n")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
