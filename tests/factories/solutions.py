"""Solutions in every state."""

from typing import Any
from uuid import UUID

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.services import Services
from marketplace.solutions import operations
from marketplace.solutions.content import (
    Deployment,
    Findings,
    LifecycleStage,
    Price,
    PriceModel,
    Sign,
    SignKind,
    SolutionContent,
)
from marketplace.solutions.models import Solution
from tests.factories.market import STAFF, member

GRAZ = Deployment(place="Graz", country="AT", period="2025", result="12 % less", indicator="heat")


def solution_content(*, name: str, **more: Any) -> SolutionContent:
    """A content that says enough for a review."""
    said: dict[str, Any] = {
        "summary": f"{name} in one line.",
        "description": f"{name} measures what every building needs and says what to mend." * 3,
        "problem": "Heat is lost and nobody knows where.",
        "features": ("Finds heat losses.",),
        "themes": ("EN1",),
        "stage": LifecycleStage.MARKET,
        "price": Price(model=PriceModel.ON_REQUEST),
        "countries_served": ("AT",),
    }
    return SolutionContent(name=name, **(said | more))


SIGN = Sign(kind=SignKind.UNRELATED, measure=20, texts=("Lend drills to neighbours.",))


def hold(uow: UnitOfWork, solution_id: UUID, *, expected_version: int) -> Solution:
    """Held at publication, as its examination found a sign."""
    number = uow.session.get_one(Solution, solution_id).working_version
    findings = Findings(number=number, signs=(SIGN,))
    return operations.publish(uow, solution_id, findings, expected_version=expected_version)


def publish_clear(uow: UnitOfWork, solution_id: UUID, *, expected_version: int) -> Solution:
    """Published, as its examination found nothing."""
    number = uow.session.get_one(Solution, solution_id).working_version
    findings = Findings(number=number)
    return operations.publish(uow, solution_id, findings, expected_version=expected_version)


def make_catalogue_solution(uow: UnitOfWork, vendor: UUID, *, name: str, **more: Any) -> Solution:
    return operations.create_catalogue_solution(
        uow, vendor, solution_content(name=name, **more), f"key-{name}", signs=()
    )


def make_solution(
    services: Services, vendor: UUID, *, name: str, state: str = "published", **more: Any
) -> UUID:
    """A solution that its vendor drafted, taken to `state` by those who may."""
    editor = member(vendor)
    with services.unit_of_work(editor) as uow:
        row = operations.create_solution(uow, vendor, solution_content(name=name, **more))
        row_id = row.id
        if state != "draft":
            operations.submit(uow, row_id, expected_version=1)
    with services.unit_of_work(STAFF) as uow:
        if state == "returned":
            operations.send_back(uow, row_id, {"summary": "Say more."}, expected_version=2)
        elif state == "held":
            hold(uow, row_id, expected_version=2)
        elif state not in {"draft", "in_review"}:
            publish_clear(uow, row_id, expected_version=2)
    with services.unit_of_work(editor) as uow:
        if state in {"withdrawn", "archived"}:
            move = {"withdrawn": operations.withdraw, "archived": operations.archive}[state]
            move(uow, row_id, expected_version=3)
    return row_id
