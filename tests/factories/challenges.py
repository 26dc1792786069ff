"""Challenges in every state."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from marketplace.challenges import operations
from marketplace.challenges.content import (
    Budget,
    ChallengeContent,
    Importance,
    Requirement,
    Visibility,
)
from marketplace.services import Services
from tests.factories.market import STAFF, member

ENDS = {
    "closed": operations.close,
    "awarded": operations.award,
    "cancelled": operations.cancel,
    "withdrawn": operations.withdraw,
}


def challenge_content(*, title: str, **more: Any) -> ChallengeContent:
    """A content that says enough for a review."""
    said: dict[str, Any] = {
        "problem": "Older residents live alone and lose contact with their neighbours." * 3,
        "requirements": (Requirement(text="Works by phone.", importance=Importance.NICE),),
        "themes": ("EN1",),
    }
    return ChallengeContent(title=title, **(said | more))


def budget(visibility: Visibility, *, maximum: int = 123_456) -> Budget:
    return Budget(maximum=Decimal(maximum), visibility=visibility, note="from the climate fund")


def make_challenge(
    services: Services, city: UUID, *, title: str, state: str = "open", **more: Any
) -> UUID:
    """A challenge that its city drafted, taken to `state` by those who may."""
    editor = member(city)
    with services.unit_of_work(editor) as uow:
        row = operations.create_challenge(uow, city, challenge_content(title=title, **more))
        row_id = row.id
        if state != "draft":
            operations.submit(uow, row_id, expected_version=1)
    with services.unit_of_work(STAFF) as uow:
        if state == "returned":
            operations.send_back(uow, row_id, {"problem": "Say more."}, expected_version=2)
        elif state not in {"draft", "in_review"}:
            operations.publish(uow, row_id, expected_version=2)
    with services.unit_of_work(editor) as uow:
        if state in ENDS:
            ENDS[state](uow, row_id, expected_version=3)
    return row_id
