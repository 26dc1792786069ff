import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from marketplace.app import create_app
from marketplace.recommendations import how_it_ranks, weighing
from marketplace.recommendations.results import PARTNER_WEIGHTS, SUPPLIER_WEIGHTS
from marketplace.recommendations.weighing import InUse
from marketplace.recommendations.weight_report import Ranking
from marketplace.services import Services
from matching.ranking.history import CHANGES
from matching.ranking.weights import MOST_LEARNED, PER_OWNER, Weights

Reader = Callable[[str], str]


def test_every_factor_that_ranks_is_written_down(read: Reader) -> None:
    page = read("/about/ranking")

    for weight in (*SUPPLIER_WEIGHTS, *PARTNER_WEIGHTS):
        assert f"{weight.sentence} {weight.share:.2f}" in page


def test_a_weight_that_changes_changes_the_page(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = tuple(
        replace(factor, share=0.77) if factor.name == "facts" else factor
        for factor in SUPPLIER_WEIGHTS
    )
    monkeypatch.setitem(weighing.DOCUMENTED, Ranking.SUPPLIERS, Weights(moved))

    page = read("/about/ranking")

    (facts,) = (factor for factor in moved if factor.name == "facts")
    assert f"{facts.sentence} 0.77" in page


def test_learned_weights_are_shown_with_the_day_they_came(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(session: Session, ranking: Ranking) -> InUse:
        del session
        return InUse(weighing.DOCUMENTED[ranking], "learned", datetime(2027, 3, 5, tzinfo=UTC))

    monkeypatch.setattr(how_it_ranks, "in_use", in_use)

    assert "Since 5 March 2027 these weights are those that cities' verdicts" in read(
        "/about/ranking"
    )


def test_bounds_figures_and_changes_are_those_of_the_engine(read: Reader) -> None:
    page = read("/about/ranking")
    golden = how_it_ranks.golden_figures()

    assert f"no weight moves by more than {MOST_LEARNED:.0%}" in page
    assert f"one vendor has {PER_OWNER} at most" in page
    assert f"Who has a solution? {golden.suppliers.mean:.2f}" in page
    assert f"it was said of {golden.said}, rightly of {golden.rightly}" in page
    for row in golden.bands:
        assert re.search(rf"fit {row.places} \d+%|fit 0 none", page)
    for change in CHANGES:
        assert change.sentence in page


def test_figures_by_band_count_every_place_of_the_first_ten() -> None:
    golden = how_it_ranks.golden_figures()

    assert sum(row.places for row in golden.bands) == 10 * golden.needs
    assert all(row.fit <= row.touch <= row.places for row in golden.bands)
    assert golden.rightly <= min(golden.said, golden.nothing)


@pytest.mark.parametrize(
    "address", ["/about", "/about/public", "/about/sources", "/about/accessibility"]
)
def test_the_pages_about_rialto_are_there(read: Reader, address: str) -> None:
    assert read(address)


def test_a_market_consultation_is_for_everybody_and_what_a_vendor_responds_is_not(
    read: Reader,
) -> None:
    page = read("/about/public")

    assert "what is asked, handed out and answered Yes Yes Yes Yes Yes" in page
    assert "What a vendor responds to a market consultation No No Yes Yes Yes" in page


def test_whoever_asks_too_often_is_asked_to_wait(services: Services) -> None:
    services.settings = replace(services.settings, match_rate_limit="2 per minute")
    client = create_app(services).test_client()

    answers = [client.get("/search?need=flood").status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert "Wait a minute" in client.get("/search?need=flood").get_data(as_text=True)
