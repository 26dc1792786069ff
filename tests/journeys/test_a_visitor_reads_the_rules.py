"""A visitor reads who sees what, what ranks, and how many there are, without signing in.

They sit at a telephone without JavaScript.
"""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from marketplace.recommendations.weighing import in_use
from marketplace.recommendations.weight_report import Ranking
from tests.browser.fixtures import PHONE, Sits
from tests.browser.installation import Installation
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_a_visitor_finds_the_rules_and_the_figures_as_they_are(
    sits_down: Sits, installation: Installation
) -> None:
    visitor = sits_down(viewport=PHONE, java_script_enabled=False)
    visitor.opens("/")
    _reads_who_sees_what(visitor)
    _reads_what_ranks(visitor, installation)
    _finds_the_figures_in_the_file(visitor)


def _reads_who_sees_what(visitor: Person) -> None:
    visitor.follows("What is public and what is not")
    visitor.sees("What is published is for everybody. Drafts, private budgets, notes and opinions")
    for link, title in (("Privacy", "Privacy"), ("Accessibility", "Accessibility statement")):
        visitor.follows(link)
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text(title)
    visitor.follows("Sources")
    visitor.sees("A deployment is claimed until the city named confirms it.")


def _reads_what_ranks(visitor: Person, installation: Installation) -> None:
    """Every factor that the engine weighs stands there with its weight, and no other."""
    visitor.page.get_by_role("contentinfo").get_by_role("link", name="How ranking works").click()
    for ranking, scored in ((Ranking.SUPPLIERS, "a solution"), (Ranking.PARTNERS, "a partner")):
        with installation.services.unit_of_work(writes=False) as uow:
            factors = in_use(uow.session, ranking).weights.factors
        shown = _lines(visitor, f"What the score of {scored} is the sum of")
        assert [(line[1], line[-1]) for line in shown[:-1]] == [
            (factor.sentence, f"{factor.share:.2f}") for factor in factors
        ]
        assert shown[-1] == ["Together", "1.00"]


def _finds_the_figures_in_the_file(visitor: Person) -> None:
    """Each line of the page, with its three figures, is a line of the file."""
    visitor.follows("Statistics")
    visitor.unfolds("The other countries")
    with visitor.page.expect_download() as files:
        visitor.follows("All figures as a table for spreadsheets (CSV)")
    filed = list(csv.reader(Path(files.value.path()).read_text("utf-8-sig").splitlines()))
    by_theme = _lines(visitor, "Solutions and open challenges by theme, the most asked for first")
    by_country = _lines(visitor, "Solutions by the country of their vendor,") + _lines(
        visitor, "The other countries"
    )
    for topic, shown in (("theme", by_theme), ("country", by_country)):
        assert len(shown) > 1
        assert shown == [line[2:6] for line in filed if line[0] == topic]


def _lines(visitor: Person, caption: str) -> list[list[str]]:
    """What can be read in each line of a table, cell by cell; charts say nothing."""
    table = visitor.page.get_by_role("table").filter(has=visitor.page.get_by_text(caption)).first
    lines = [line.locator("th, td").all_inner_texts() for line in table.locator("tbody tr").all()]
    return [[text.strip() for text in line if text.strip()] for line in lines]
