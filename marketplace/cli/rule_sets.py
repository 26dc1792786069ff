"""Takes in the rule sets of a file, for `marketplace demo`; what is there already stays."""

from pathlib import Path

from marketplace.cli.rows import read_rows
from marketplace.foundation.errors import Invalid
from marketplace.funding.operations import take_seeded
from marketplace.schemas.funding import RuleSetSchema
from marketplace.schemas.loading import load
from marketplace.services import Services


def take_rule_sets(services: Services, path: Path) -> tuple[int, int]:
    """Take the rows of the file in, all or none; how many are new, and how many known.

    Raises:
        Invalid: a row cannot be taken; each fault names its line.
    """
    taken = rows = 0
    with services.unit_of_work() as uow:
        for row in read_rows(path, frozenset()):
            rows += 1
            content = load(RuleSetSchema(), row.values.get("content"))
            if row.fault or not isinstance(row.values.get("key"), str):
                raise Invalid.of(f"{path.name}, line {row.line}", row.fault or "Give key, content.")
            taken += take_seeded(uow, row.values["key"], content) is not None
    return taken, rows - taken
