"""Learning from what cities said, from the shell."""

import json

from marketplace.foundation.paging import PageRequest
from marketplace.recommendations.weighing import AS_DOCUMENTED, in_use, proposals
from marketplace.recommendations.weight_report import Ranking
from tests.cli.shell import Shell
from tests.feedback.crowds import CITIES, add_crowd


def test_without_verdicts_nothing_is_learned(shell: Shell) -> None:
    said = shell.succeed("learn")
    assert "suppliers: 0 verdicts of 0 cities" in said
    assert "Nothing is learned" in said
    told = json.loads(shell.succeed("learn", "--dry-run", "--json"))
    assert [(one["ranking"], one["helps"]) for one in told] == [
        ("suppliers", False),
        ("partners", False),
    ]


def test_what_is_learned_is_proposed_with_its_reasons_and_changes_nothing(shell: Shell) -> None:
    with shell.services() as services:
        add_crowd(services, theme="EN", other="MO")
    said = shell.succeed("learn")
    assert "Proposed." in said
    assert "top tens change" in said
    assert f"of {CITIES} cities" in said
    with shell.services() as services, services.unit_of_work(writes=False) as uow:
        (row,) = proposals(uow, PageRequest(1, 10)).items
        assert row.state == "proposed"
        assert row.report.learned["themes"] > row.report.documented["themes"]
        assert row.report.needs > 0
        assert in_use(uow.session, Ranking.SUPPLIERS).name == AS_DOCUMENTED
