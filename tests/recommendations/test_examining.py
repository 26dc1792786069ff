"""What is to become public is examined by whoever may publish it, once, and never in vain."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.foundation.errors import Forbidden, NotFound, Unavailable
from marketplace.organisations.models import Organisation
from marketplace.recommendations.examining import Candidate
from marketplace.recommendations.vectors import VectorStore
from marketplace.services import Services
from marketplace.solutions.content import SignKind, SolutionContent
from matching.encoding import HashingEncoder
from matching.encoding.base import Vectors
from matching.library import Library
from tests.factories.market import STAFF, member
from tests.factories.solutions import make_solution
from tests.matching.shelves import offering
from tests.recommendations.conftest import Market
from tests.recommendations.world import add_challenge

TEXT = "Volunteers ring older neighbours who live alone every week and listen to what they need."


@pytest.fixture
def handed_in(market: Market) -> UUID:
    more = {"countries_served": ("FI",), "themes": ("SO",)}
    with market.services.unit_of_work() as uow:
        organisation = uow.session.get_one(Organisation, market.caller)
        organisation.catalogue, organisation.verification = False, "verified"
    return make_solution(market.services, market.caller, name="Call", state="in_review", **more)


def test_only_staff_and_the_product_itself_have_something_examined(
    market: Market, handed_in: UUID
) -> None:
    for actor in (STAFF, SYSTEM):
        with market.services.unit_of_work(actor, writes=False) as uow:
            assert market.services.matcher.examine(uow, handed_in).number == 1
    for actor, refusal in ((member(market.caller), Forbidden), (VISITOR, NotFound)):
        with market.services.unit_of_work(actor, writes=False) as uow, pytest.raises(refusal):
            market.services.matcher.examine(uow, handed_in)


def test_without_the_model_nothing_is_examined(market: Market, handed_in: UUID) -> None:
    settings = replace(market.services.settings, encoder="/there/is/no/such/model")
    services = Services(settings, market.services.engine, market.services.sessions,
                        market.services.clock)  # fmt: skip
    with services.unit_of_work(STAFF, writes=False) as uow, pytest.raises(Unavailable):
        services.matcher.examine(uow, handed_in)


def test_a_sign_names_what_was_copied(market: Market) -> None:
    with market.services.unit_of_work() as uow:
        challenge = add_challenge(uow, market.porto, title="Lonely", problem=TEXT)
    content = SolutionContent(name="Ring", summary="Rings.", description=TEXT)
    with market.services.unit_of_work(writes=False) as uow:
        (signs,) = market.services.matcher.signs(uow, [Candidate(market.mover, content)])
    assert [(sign.kind, sign.challenges) for sign in signs] == [(SignKind.COPIED, (challenge,))]


class Counting(HashingEncoder):
    """Remembers how many texts it has read."""

    read = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.read += len(texts)
        return super().encode(texts)


def test_what_was_examined_is_not_encoded_again_for_the_index(market: Market) -> None:
    encoder = Counting()
    library = Library(encoder)
    store = VectorStore(market.services.sessions, market.services.clock)
    one, same, other = (
        offering(key, text) for key, text in zip("abc", (TEXT, TEXT, "Other."), strict=True)
    )
    first = store.encoded(library, [one])
    count = encoder.read
    again, fresh = store.encoded(library, [same, other])

    assert np.array_equal(first[0], again)
    assert fresh.shape == (2, encoder.dimension)
    assert encoder.read == count + 1
