"""Prices by quantity: one unit, one currency, each quantity once; shown where the price is."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from marketplace.foundation.errors import Invalid
from marketplace.schemas.loading import dump, load
from marketplace.schemas.solutions import SolutionSchema
from marketplace.services import Services
from marketplace.solutions.content import PriceBreak
from marketplace.solutions.queries import get_solution
from marketplace.solutions.rules import faults
from tests.factories.solutions import make_solution, solution_content

TEN = PriceBreak(from_quantity=10, unit_price=Decimal("12.50"), currency="EUR", unit="sensor")
THOUSAND = replace(TEN, from_quantity=1000, unit_price=Decimal("9.00"))


def test_they_come_back_as_they_were_listed(services: Services, vendor: UUID) -> None:
    id_ = make_solution(services, vendor, name="Sensor", price_breaks=(TEN, THOUSAND))
    with services.unit_of_work() as uow:
        assert get_solution(uow, id_).content.price_breaks == (TEN, THOUSAND)
    content = solution_content(name="Sensor", price_breaks=(TEN, THOUSAND))
    assert load(SolutionSchema(), dump(SolutionSchema(), content)) == content


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit_price": Decimal(0)}, "unit_price"),
        ({"from_quantity": 10}, "from_quantity"),
        ({"currency": "SEK"}, "currency"),
        ({"unit": "lamp"}, "unit"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_field(change: dict[str, object], field: str) -> None:
    second = replace(THOUSAND, **change)  # type: ignore[arg-type]
    content = solution_content(name="Sensor", price_breaks=(TEN, second))
    assert [fault.field for fault in faults(content)] == [f"price_breaks.1.{field}"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"from_quantity": 0}, "from_quantity"),
        ({"from_quantity": 10**18}, "from_quantity"),
        ({"unit_price": "NaN"}, "unit_price"),
        ({"unit_price": "1e18"}, "unit_price"),
        ({"currency": "XXX"}, "currency"),
        ({"unit": " "}, "unit"),
    ],
)
def test_what_is_no_price_is_refused_by_field(sent: dict[str, object], field: str) -> None:
    whole = {"from_quantity": 10, "unit_price": "1.50", "currency": "EUR", "unit": "sensor"}
    said = {"name": "Sensor", "summary": "Measures.", "price_breaks": [whole | sent]}
    with pytest.raises(Invalid) as error:
        load(SolutionSchema(), said)
    assert [fault.field for fault in error.value.faults] == [f"price_breaks.0.{field}"]
