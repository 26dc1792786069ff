from pathlib import Path

import pytest

from matching.encoding import HashingEncoder
from matching.evaluation import JudgedSetInvalid
from matching.evaluation.golden import Golden, golden_setting, load_golden
from matching.evaluation.report import measured
from matching.evaluation.runs import SYSTEMS
from matching.profiles import Need, Offering, TextField


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


OFFERINGS = [
    Offering(key=key, owner=key, fields=(TextField("name", key), TextField("summary", said)))
    for key, said in (
        ("lamps", "Street lamps that report their failures."),
        ("bins", "Level meters for waste bins on the streets."),
        ("trees", "Soil probes that tell when young trees want water."),
    )
]
NEEDS = [
    Need(key=key, owner=key, fields=(TextField("title", said),))
    for key, said in (
        ("snow", "Snow ploughs for narrow lanes"),
        ("dark", "Failures of street lamps are reported late"),
        ("full", "Waste bins on the streets overflow"),
    )
]


def test_profiles_are_ranked_by_every_system_and_needs_without_grades_are_not_measured() -> None:
    golden = Golden(
        "suppliers", {"dark": {"lamps": 3}, "full": {"bins": 2}, "snow": {}}, frozenset()
    )
    setting = golden_setting(golden, OFFERINGS, NEEDS, HashingEncoder())
    result = measured(setting, tuple(SYSTEMS), None)
    assert (result.name, result.texts, result.questions) == ("golden_suppliers", 3, 2)
    assert {system.system for system in result.systems} == set(SYSTEMS)
    for system in result.systems:
        assert system.measures["nDCG@10"].mean == 1.0
    # The mean of all needs is part of the ranking, so those that nobody judged are there too.
    assert set(setting.library.needs) == {"dark", "full", "snow"}
    assert setting.library.offerings["lamps"] is OFFERINGS[0]
