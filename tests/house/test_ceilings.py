"""The checker of the ceilings notices, and what is in the house is under them."""

from pathlib import Path

import pytest

from tests.house import ceilings
from tests.house.ceilings import all_excesses, excesses, unneeded_exceptions

PARAMETERS = "a, b, c, *, d, e, f"


def messages(folder: Path, source: str) -> list[str]:
    path = folder / "sample.py"
    path.write_text(source, encoding="utf-8")
    return [str(excess) for excess in excesses(path, "sample.py")]


def test_a_file_at_every_ceiling_passes(tmp_path: Path) -> None:
    function = f"def f({PARAMETERS}):\n" + "    a = 1\n" * 39
    assert messages(tmp_path, function + "x = 1\n" * 360) == []


def test_a_file_of_401_lines_is_noticed(tmp_path: Path) -> None:
    assert messages(tmp_path, "x = 1\n" * 401) == [
        "sample.py (line 1) has 401 lines, 400 are allowed"
    ]


def test_a_function_of_41_lines_is_noticed_inside_a_class(tmp_path: Path) -> None:
    source = "class C:\n    def long(self):\n" + "        a = 1\n" * 40
    assert messages(tmp_path, source) == ["sample.py::long (line 2) has 41 lines, 40 are allowed"]


def test_a_seventh_parameter_is_noticed_even_by_keyword(tmp_path: Path) -> None:
    source = f"async def wide({PARAMETERS}, g): ...\n"
    assert messages(tmp_path, source) == [
        "sample.py::wide (line 1) has 7 parameters, 6 are allowed"
    ]


def test_self_is_no_parameter_to_think_of(tmp_path: Path) -> None:
    assert messages(tmp_path, f"class C:\n    def f(self, {PARAMETERS}): ...\n") == []


def test_an_exception_that_nothing_needs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ceilings, "EXCEPTIONS", {"tests/house/ceilings.py::main": "no reason"})
    assert unneeded_exceptions() == ["tests/house/ceilings.py::main"]


def test_nothing_in_the_house_is_above_the_ceilings() -> None:
    assert [str(excess) for excess in all_excesses()] == []
    assert unneeded_exceptions() == []


def test_every_exception_has_a_reason() -> None:
    assert all(len(reason.split()) > 3 for reason in ceilings.EXCEPTIONS.values())
