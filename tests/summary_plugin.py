"""What a run of the tests has really covered: tests for each database and in Chromium.

A skipped test is a failure, because it shows nothing. With `--complete` a run that has no
test on one of the databases, or none in Chromium, fails too. Loaded with `-p`.
"""

from collections import Counter
from dataclasses import dataclass, field

import pytest

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
CHROMIUM = "Chromium"
GROUPS = (*DATABASES.values(), CHROMIUM)
NO_GROUP = "without a database or a browser"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--complete",
        action="store_true",
        help="fail when nothing ran on SQLite, on PostgreSQL or in Chromium",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(
        Coverage(complete=config.getoption("complete")), "coverage-of-run"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note on each test where it runs; the note travels with its report, also between processes."""
    for item in items:
        item.user_properties.extend(("runs on", group) for group in groups_of(item))


def groups_of(item: pytest.Item) -> list[str]:
    """The databases and the browser that a test uses."""
    callspec = getattr(item, "callspec", None)
    values = callspec.params.values() if callspec else ()
    groups = [DATABASES[v] for v in values if isinstance(v, str) and v in DATABASES]
    return groups + [CHROMIUM] * (item.get_closest_marker("browser") is not None)


@dataclass(eq=False)
class Coverage:
    """Counts what has run, and turns an incomplete run into a failure."""

    complete: bool
    ran: Counter[str] = field(default_factory=Counter)
    total: int = 0
    skipped: list[str] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once, when its body has run; a skip may come at any stage."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)
        elif report.when == "call":
            groups = [str(value) for name, value in report.user_properties if name == "runs on"]
            self.ran.update(groups or [NO_GROUP])
            self.total += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that skips itself as a whole counts as skipped too."""
        if report.skipped:
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.faults() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("what was tested")
        for group in (*GROUPS, NO_GROUP):
            terminalreporter.write_line(f"{self.ran[group]:6}  {group}")
        terminalreporter.write_line(f"{self.total:6}  in all, {len(self.skipped)} skipped")
        for fault in self.faults():
            terminalreporter.write_line(f"FAILED: {fault}", red=True)

    def faults(self) -> list[str]:
        """What keeps this run from showing what it should show, in sentences."""
        missing = [group for group in GROUPS if self.complete and not self.ran[group]]
        return [f"{node} was skipped, so it shows nothing." for node in self.skipped] + [
            f"No test ran on {group}." for group in missing
        ]
