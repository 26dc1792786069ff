"""Files become entries of the catalogue: good rows are kept, bad ones named, nothing twice."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from marketplace.cli import imports
from marketplace.cli.imports import KINDS, import_rows
from marketplace.cli.rows import ImportRow
from marketplace.foundation.errors import Conflict
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.models import Organisation
from marketplace.recommendations.models import Embedding
from marketplace.services import Services
from marketplace.solutions.models import Solution, SolutionVersion
from tests.cli.files import challenge, solution, vendor, write_lines
from tests.cli.shell import Shell
from tests.factories.market import add_words

CITY = {"key": "graz", "content": {"kind": "city", "name": "Graz", "country": "AT"}}


def names(shell: Shell, kind: Any = Organisation) -> list[str]:
    with shell.services() as services, services.unit_of_work(writes=False) as uow:
        return sorted(uow.session.scalars(select(kind.name)))


def count(shell: Shell, kind: Any) -> int:
    with shell.services() as services, services.unit_of_work(writes=False) as uow:
        return uow.session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.fixture
def vendors(shell: Shell, tmp_path: Path) -> Shell:
    """An installation with two vendors and a city."""
    path = write_lines(tmp_path / "v.jsonl", [vendor("v1"), vendor("v2"), CITY])
    shell.succeed("import", "organisations", path)
    return shell


def test_rows_become_entries_that_are_found_at_once(vendors: Shell, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "s.jsonl", [solution("s1", "v1"), solution("s2", "v2")])
    assert vendors.succeed("import", "solutions", path).startswith("2 new or changed, 0 known")
    needs = write_lines(tmp_path / "c.jsonl", [challenge("c1", "graz")])
    assert vendors.succeed("import", "challenges", needs).startswith("1 new or changed")
    found = json.loads(vendors.succeed("match", "--text", "leaking pipes near s2", "--json"))
    assert found[0]["solution"]["name"] == "Solution s2"
    assert count(vendors, Embedding) == 3


def test_a_repeat_finds_everything_known_and_changes_nothing(
    vendors: Shell, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "s.jsonl", [solution(f"s{n}", "v1") for n in range(3)])
    vendors.succeed("import", "solutions", path)
    assert vendors.succeed("import", "solutions", path) == (
        "0 new or changed, 3 known already, 0 refused.\n"
    )
    assert count(vendors, SolutionVersion) == 3


def test_a_row_without_a_key_is_known_by_what_it_says(vendors: Shell, tmp_path: Path) -> None:
    row = {k: v for k, v in solution("s", "v1").items() if k != "key"}
    path = write_lines(tmp_path / "s.jsonl", [row, row])
    assert vendors.succeed("import", "solutions", path).startswith("1 new or changed, 1 known")


def test_a_row_that_says_something_else_makes_a_new_version(vendors: Shell, tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    vendors.succeed("import", "solutions", write_lines(path, [solution("s", "v1")]))
    changed = solution("s", "v1", name="Renamed")
    assert vendors.succeed("import", "solutions", write_lines(path, [changed])).startswith("1 new")
    assert names(vendors, Solution) == ["Renamed"]
    assert count(vendors, SolutionVersion) == 2


BAD_ROWS = [
    (solution("s1", "nobody"), "vendor: No organisation has this key"),
    (solution("s2", "v1") | {"vendor": 7}, "vendor: Name an organisation by its key"),
    ({"key": "thin", "vendor": "v1", "content": {}}, "name: This is needed."),
    (solution("s3", "v1", colour="red"), "colour: This field is not known here"),
    (solution("s4", "v1") | {"colour": "red"}, "colour: This field is not known here"),
    (solution("s5", "v1", themes=["XX"]), "themes: “XX” is not in the list"),
    (solution("s6", "v1", countries_served=["Austria"]), "countries_served"),
    (solution("s7", "v1", trl="nine"), "trl: "),
    (solution("s8", "v1", name=["x"]), "name: Write a text here"),
    (solution("s9", "v1", name="a\0b"), "name: Remove the character U+0000"),
    (solution("s10", "v1", themes="EN"), "themes: Write a list here. (sent: EN)"),
    (solution("s11", "v1", price={"model": "licence", "minimum": 5, "maximum": 1}), "price"),
    (solution("", "v1"), "key: Use 1 to 200 printable characters"),
    (solution("x" * 201, "v1"), "key: Use 1 to 200 printable characters"),
    (solution("first", "v2", name="Another"), "key: Line 1 has this key too"),
    ('{"key": "s", "key": "t"}', "row: The field “key” stands there twice"),
    ('{"a":' * 5000, "row: It is nested too deeply"),
    ("nonsense", "row: This is not JSON"),
]


def test_each_bad_row_is_named_with_its_line_and_reason_and_the_good_are_kept(
    vendors: Shell, tmp_path: Path
) -> None:
    rows = [solution("first", "v1"), *(row for row, _ in BAD_ROWS), solution("last", "v1")]
    result = vendors.run("import", "solutions", write_lines(tmp_path / "s.jsonl", rows))
    assert result.exit_code == 1
    for line, (_, reason) in enumerate(BAD_ROWS, start=2):
        assert f"line {line}: {reason}" in result.stderr
    assert f"2 new or changed, 0 known already, {len(BAD_ROWS)} refused." in result.stdout
    assert result.stderr.endswith("rows were refused; mend them and import again.\n")
    assert names(vendors, Solution) == ["Solution first", "Solution last"]


def test_a_key_of_another_vendors_solution_is_refused(vendors: Shell, tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    vendors.succeed("import", "solutions", write_lines(path, [solution("s", "v1")]))
    said = vendors.run("import", "solutions", write_lines(path, [solution("s", "v2")])).stderr
    assert "line 1: row: The key “s” was used for something of another organisation." in said


def test_a_program_gets_the_outcome_as_json(vendors: Shell, tmp_path: Path) -> None:
    rows = [solution("a", "v1"), solution("b", "v1", colour="red")]
    result = vendors.run("import", "solutions", write_lines(tmp_path / "s.jsonl", rows), "--json")
    told = json.loads(result.stdout)
    assert (told["taken"], told["known"], told["refusals"], told["kept"]) == (1, 0, 1, True)
    assert told["refused"][0][0] == 2
    assert told["refused"][0][1][0]["field"] == "colour"


def test_all_or_nothing_keeps_nothing_when_one_row_is_bad(vendors: Shell, tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    rows = [solution(f"s{n}", "v1") for n in range(3)]
    write_lines(path, [*rows, "nonsense"])
    result = vendors.run("import", "solutions", path, "--all-or-nothing")
    assert result.exit_code == 1
    assert "Nothing was kept." in result.stdout
    assert count(vendors, Solution) == count(vendors, Embedding) == 0
    write_lines(path, rows)
    vendors.succeed("import", "solutions", path, "--all-or-nothing")
    assert count(vendors, Solution) == count(vendors, Embedding) == 3


def test_a_dry_run_keeps_nothing_and_finds_the_same_faults(
    vendors: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    rows = [solution(f"s{n}", "v1") for n in range(5)]
    path = write_lines(tmp_path / "s.jsonl", [*rows, solution("s0", "v1")])
    result = vendors.run("import", "solutions", path, "--dry-run")
    assert result.exit_code == 1
    assert "line 6: key: Line 1 has this key too" in result.stderr
    assert "5 new or changed, 0 known already, 1 refused. Nothing was kept." in result.stdout
    assert count(vendors, Solution) == count(vendors, Embedding) == 0


def test_a_spreadsheet_is_taken_like_lines_of_json(vendors: Shell, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "key;vendor;name;summary;themes;trl;price.model;price.minimum;price.currency\r\n"
        's1;v1;"Leaks; found";In one line.;EN|MO;7;subscription;12.50;EUR\r\n'
        "s2;v2;Pipes;Pipes.;;;;;\r\n"
        "s3;v2;Bad;;;ten;;;\r\n",
        encoding="utf-8-sig",
    )
    result = vendors.run("import", "solutions", path)
    assert "line 4: trl: " in result.stderr
    assert "(sent: ten)" in result.stderr
    assert names(vendors, Solution) == ["Leaks; found", "Pipes"]
    with vendors.services() as services, services.unit_of_work(writes=False) as uow:
        (content,) = uow.session.scalars(
            select(SolutionVersion.content).join(Solution).where(Solution.name == "Leaks; found")
        )
        assert (content.trl, content.themes, str(content.price.minimum)) == (
            7,
            ("EN", "MO"),
            "12.50",
        )


def test_the_languages_of_a_city_come_from_a_cell(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("key,kind,name,country,city.languages\nc,city,Graz,AT,de | en\n")
    shell.succeed("import", "organisations", path)
    with shell.services() as services, services.unit_of_work(writes=False) as uow:
        (row,) = uow.session.scalars(select(Organisation))
        assert row.content.city is not None
        assert row.content.city.languages == ("de", "en")


def test_an_empty_file_has_no_rows(shell: Shell, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "s.jsonl", [])
    assert shell.succeed("import", "solutions", path).startswith("0 new or changed, 0 known")
    (tmp_path / "s.csv").touch()
    said = shell.refuse("import", "solutions", tmp_path / "s.csv")
    assert said == "file: The first line has to name the columns."


@pytest.mark.parametrize("name", ["nothing.csv", "."])
def test_a_file_that_is_not_there_is_refused(name: str, shell: Shell, tmp_path: Path) -> None:
    assert "File" in shell.refuse("import", "solutions", tmp_path / name)


def test_what_cannot_be_imported_is_refused_with_what_can(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    assert "'organisations', 'solutions', 'challenges'" in shell.refuse(
        "import", "people", tmp_path / "x"
    )


def test_progress_goes_where_errors_go_and_adds_up_to_the_rows(
    vendors: Shell, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "s.jsonl", [solution(f"s{n}", "v1") for n in range(7)])
    result = vendors.run("import", "solutions", path)
    assert "7 rows" in result.stderr
    assert "rows" not in result.stdout
    told: list[float] = []
    rows = [ImportRow(n, solution(f"t{n}", "v1"), texts=False) for n in range(7)]
    with vendors.services() as services:
        import_rows(services, KINDS["solutions"], rows, progress=told.append)
        import_rows(services, KINDS["solutions"], rows, all_or_nothing=True, progress=told.append)
        import_rows(services, KINDS["solutions"], rows, dry_run=True, progress=told.append)
    assert sum(told) == 21


def test_many_bad_rows_are_counted_but_only_the_first_are_kept(shell: Shell) -> None:
    rows = (ImportRow(n, {}, texts=False, fault="bad") for n in range(1, 251))
    with shell.services() as services:
        outcome = import_rows(services, KINDS["organisations"], rows)
    assert outcome.refusals == 250
    assert [line for line, _ in outcome.refused] == list(range(1, 101))


def test_what_a_refused_row_had_begun_is_undone_and_the_others_stay(services: Services) -> None:
    def begin_and_fail(
        uow: UnitOfWork, _owner: None, content: Any, key: str, signs: imports.Signs
    ) -> Any:
        kind = KINDS["organisations"]
        row = kind.take(uow, None, content, key, signs)
        if key == "bad":
            raise Conflict("Not this one.")
        return row

    kind = imports.Kind(KINDS["organisations"].schema, None, begin_and_fail)
    with services.unit_of_work() as uow:
        add_words(uow)
    rows = [ImportRow(n, vendor(k), texts=False) for n, k in enumerate(("a", "bad", "c"), 1)]
    outcome = import_rows(services, kind, rows)
    assert (outcome.taken, outcome.refusals) == (2, 1)
    with services.unit_of_work() as uow:
        kept = uow.session.scalars(select(Organisation.external_key)).all()
        assert sorted(map(str, kept)) == ["a", "c"]


def test_what_looks_written_to_be_found_is_held_and_counted(vendors: Shell, tmp_path: Path) -> None:
    words = ", ".join(["heating", "lighting", "traffic", "energy"] * 25)
    hidden = "Finds \u200bleaks."
    rows = [solution("list", "v1", description=words), solution("pipe", "v1", summary=hidden)]
    path = write_lines(tmp_path / "s.jsonl", rows)
    for known, said in (
        (0, "1 are held for programme staff"),
        (2, "0 new or changed, 2 known already"),
    ):
        told = vendors.run("import", "solutions", str(path)).output
        assert said in told
        assert ("From 1 rows characters that nobody sees were removed." in told) == (known == 0)
    with vendors.services() as services, services.unit_of_work() as uow:
        rows = uow.session.scalars(select(Solution).order_by(Solution.external_key)).all()
        assert [row.state for row in rows] == ["held", "published"]
        assert rows[1].summary == "Finds leaks."


def test_an_owner_that_claimed_its_entry_is_left_alone(vendors: Shell, tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    vendors.succeed("import", "solutions", write_lines(path, [solution("old", "v1")]))
    with vendors.services() as services, services.unit_of_work() as uow:
        chosen = select(Organisation).where(Organisation.external_key == "v1")
        uow.session.scalars(chosen).one().catalogue = False
    rows = [solution("old", "v1", name="Renamed"), solution("new", "v1")]
    result = vendors.run("import", "solutions", write_lines(path, rows))
    assert "line 2: row: Vendor v1 is no" in result.stderr
    assert "0 new or changed, 1 known already, 1 refused" in result.stdout
