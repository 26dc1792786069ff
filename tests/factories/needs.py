"""Groups of cities whose challenges ask for the same, for more, and for what excludes it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from marketplace.challenges.content import Importance, JointRole, Requirement
from marketplace.challenges.operations import change_challenge, publish, submit
from marketplace.common_needs.content import Sides
from marketplace.common_needs.models import CommonNeedItem
from marketplace.common_needs.operations import draw_up
from marketplace.foundation.access import Role
from marketplace.procurements.content import Invited, ProcurementContent
from marketplace.procurements.members import accept
from marketplace.procurements.operations import propose
from tests.factories.challenges import challenge_content, make_challenge
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers, let_lead

SAME = "Reports street lamps that have failed."
SOON = "Reports a failed street lamp within 30 minutes."
LATER = "Reports a failed street lamp within 2 hours."
KEEPS, KEEPS_NOT = "Keeps data of residents.", "Keeps no data of residents."
BEES = "Breeds bees on the roofs of schools."
WISHES = ((SAME, SOON, KEEPS), (SAME, LATER, KEEPS_NOT), (SAME, BEES))


def asked(texts: Sequence[str]) -> tuple[Requirement, ...]:
    """Sentences as requirements, the first essential."""
    kinds = [Importance.ESSENTIAL, *[Importance.NICE] * len(texts)]
    return tuple(Requirement(text=t, importance=k) for t, k in zip(texts, kinds, strict=False))


def make_group(buyers: Buyers, wishes: Sequence[Sequence[str]] = WISHES, **more: Any) -> UUID:
    """A joint procurement of the first cities, each with these wishes; the first one leads."""
    cities = buyers.cities[: len(wishes)]
    challenges = [
        make_challenge(buyers.services, city, title=f"Lamps {n}", requirements=asked(texts), **more)
        for n, (city, texts) in enumerate(zip(cities, wishes, strict=True))
    ]
    with buyers.services.unit_of_work(STAFF) as uow:
        content = ProcurementContent(title="Lamps", summary="Lamps that report.")
        invited = [Invited(challenge_id=id_) for id_ in challenges]
        procurement_id = propose(uow, content, invited).id
    for city in cities:
        with buyers.services.unit_of_work(member(city, Role.EDITOR)) as uow:
            accept(uow, procurement_id, city, JointRole.BUYER, expected_version=1)
    with buyers.services.unit_of_work(STAFF) as uow:
        let_lead(uow, procurement_id, cities[0], "It has done it.")
    return procurement_id


def new_item(procurement_id: UUID, said: Sides, *, kind: str, proposed: str) -> CommonNeedItem:
    """A requirement in a common need, on which nobody has decided."""
    return CommonNeedItem(
        id=uuid4(),
        procurement_id=procurement_id,
        place=0,
        kind=kind,
        about="requirement",
        proposed=proposed,
        because="only",
        said=said,
        choice=None,
        wording="",
        reason="",
        took_part=[],
        is_changed=False,
        is_gone=False,
        version=1,
    )


def drawn_up(buyers: Buyers, wishes: Sequence[Sequence[str]] = WISHES, **more: Any) -> UUID:
    """The same, with its common need drawn up."""
    id_ = make_group(buyers, wishes, **more)
    with buyers.services.unit_of_work(member(buyers.cities[0], Role.EDITOR)) as uow:
        draw_up(uow, buyers.services.matcher, id_)
    return id_


def says_now(
    buyers: Buyers, challenge_id: UUID, city: UUID, texts: Sequence[str], *, version: int = 3
) -> None:
    """The city publishes other wishes in the same challenge, which is at that version."""
    with buyers.services.unit_of_work(member(city)) as uow:
        content = challenge_content(title="Lamps", requirements=asked(texts))
        change_challenge(uow, challenge_id, content, expected_version=version)
        submit(uow, challenge_id, expected_version=version + 1)
    with buyers.services.unit_of_work(STAFF) as uow:
        publish(uow, challenge_id, expected_version=version + 2)
