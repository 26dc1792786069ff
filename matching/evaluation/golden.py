"""The golden set: needs judged by hand against everything that could answer them.

It is ranked with the profiles that the product ranks: requirements, facts and themes included.

A file holds one JSON object a line: `challenge`, a need of a library; `grades`, the grade of
every key that answers it, in whole numbers above 0; and where nothing does, `nothing` as true.
What is not named was judged not to fit. Holding a ranking to what it was is in `guard`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.encoding import Encoder
from matching.evaluation.judged import JudgedSet, JudgedSetInvalid, JudgedText
from matching.evaluation.metrics import DEPTH
from matching.evaluation.runs import Setting
from matching.profiles import Need, Offering, Profile, text_of


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


def golden_setting(
    golden: Golden, offerings: Sequence[Offering], needs: Sequence[Need], encoder: Encoder
) -> Setting:
    """Put a golden set before the ways to rank; needs without a grade are not measured."""
    asked = [need for need in needs if golden.grades.get(need.key)]
    others = [need for need in needs if not golden.grades.get(need.key)]
    judged = JudgedSet(
        f"golden_{golden.name}",
        tuple(map(_text, offerings)),
        tuple(map(_text, asked)),
        {need.key: golden.grades[need.key] for need in asked},
    )
    return Setting(judged, encoder, DEPTH, given=(*offerings, *asked, *others))


def _text(profile: Profile) -> JudgedText:
    return JudgedText(profile.key, "", text_of(profile))
