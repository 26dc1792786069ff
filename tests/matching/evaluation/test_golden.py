from pathlib import Path

import pytest

from matching.evaluation import JudgedSetInvalid
from matching.evaluation.golden import load_golden


def test_grades_are_read_and_what_nothing_fits(tmp_path: Path) -> None:
    path = tmp_path / "suppliers.jsonl"
    path.write_text(
        '{"challenge": "dark", "nothing": false, "grades": {"lamps": 3, "bins": 1}}\n'
        '{"challenge": "snow", "nothing": true, "grades": {}}\n'
    )
    golden = load_golden(path)
    assert golden.name == "suppliers"
    assert golden.grades == {"dark": {"lamps": 3, "bins": 1}, "snow": {}}
    assert golden.nothing == {"snow"}


@pytest.mark.parametrize(
    "lines",
    [
        "not JSON",
        '{"challenge": "dark"}',
        '{"challenge": "dark", "grades": [1]}',
        '{"challenge": "dark", "grades": {"lamps": 0}}',
        '{"challenge": "dark", "grades": {"lamps": "high"}}',
        '{"challenge": "dark", "grades": {}}\n{"challenge": "dark", "grades": {}}',
    ],
)
def test_a_line_that_cannot_be_understood_is_named(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "suppliers.jsonl"
    path.write_text(lines + "\n")
    with pytest.raises(JudgedSetInvalid, match=r"suppliers\.jsonl, line [12]"):
        load_golden(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(JudgedSetInvalid, match="cannot be read"):
        load_golden(tmp_path / "suppliers.jsonl")
