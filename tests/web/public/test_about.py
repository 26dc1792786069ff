from collections.abc import Callable
from dataclasses import replace

import pytest

from marketplace.app import create_app
from marketplace.recommendations.results import PARTNER_WEIGHTS, SUPPLIER_WEIGHTS
from marketplace.services import Services

Reader = Callable[[str], str]


def test_every_factor_that_ranks_is_written_down(read: Reader) -> None:
    page = read("/about/ranking")

    for weight in (*SUPPLIER_WEIGHTS, *PARTNER_WEIGHTS):
        assert f"{weight.sentence} {weight.share:.2f}" in page


@pytest.mark.parametrize(
    "address", ["/about", "/about/public", "/about/sources", "/about/accessibility"]
)
def test_the_pages_about_rialto_are_there(read: Reader, address: str) -> None:
    assert read(address)


def test_whoever_asks_too_often_is_asked_to_wait(services: Services) -> None:
    services.settings = replace(services.settings, match_rate_limit="2 per minute")
    client = create_app(services).test_client()

    answers = [client.get("/search?need=flood").status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert "Wait a minute" in client.get("/search?need=flood").get_data(as_text=True)
