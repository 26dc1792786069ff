"""The golden set: needs judged by hand against everything that could answer them.

A file holds one JSON object a line: `challenge`, a need of a library; `grades`, the grade of
every key that answers it, in whole numbers above 0; and where nothing does, `nothing` as true.
What is not named was judged not to fit. Ranking and measuring are in `guard`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matching.evaluation.judged import JudgedSetInvalid


@dataclass(frozen=True, slots=True)
class Golden:
    """Grades by need and key; `nothing` are the needs that nothing fits."""

    name: str
    grades: Mapping[str, Mapping[str, int]]
    nothing: frozenset[str]


def load_golden(path: Path) -> Golden:
    """Read a file of judgements; its name without the ending is the name of the set.

    Raises:
        JudgedSetInvalid: the file is missing, or a line cannot be understood.
    """
    grades: dict[str, dict[str, int]] = {}
    nothing = set()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise JudgedSetInvalid(f"{path}: cannot be read ({error.strerror})") from error
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            need, found = str(row["challenge"]), {str(k): int(v) for k, v in row["grades"].items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise JudgedSetInvalid(f"{path}, line {number}: {error!r}") from error
        if need in grades or not all(grade > 0 for grade in found.values()):
            raise JudgedSetInvalid(f"{path}, line {number}: {need} twice, or a grade below 1")
        grades[need] = found
        if row.get("nothing"):
            nothing.add(need)
    return Golden(path.stem, grades, frozenset(nothing))
