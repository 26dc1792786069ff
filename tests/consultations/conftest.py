"""A group that buys together, and vendors that it asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from marketplace.consultations import documents, operations
from marketplace.consultations.content import (
    ConsultationContent,
    DocumentKind,
    FileKind,
    Source,
    StoredFile,
)
from marketplace.foundation.access import VISITOR, Actor, Role
from marketplace.foundation.clock import SetClock
from marketplace.services import Services
from tests.factories.market import STAFF, make_vendor, member
from tests.factories.procurements import Buyers, make_buyers

SAID = ConsultationContent(
    title="Heat pumps for three cities",
    text="We mean to buy heat pumps.",
    questions=("How many can you deliver a year?", "At which price?"),
)
UNTIL = date(2026, 12, 10)


def file(data: bytes = b"%PDF-1.7 heat", name: str = "letter.pdf") -> StoredFile:
    return StoredFile(name=name, kind=FileKind.PDF, data=data)


@dataclass(frozen=True)
class Market:
    """A procurement of three cities of which the first leads; two vendors, and a city outside."""

    services: Services
    clock: SetClock
    buyers: Buyers
    procurement: UUID
    vendor: UUID
    rival: UUID

    @property
    def lead(self) -> Actor:
        return member(self.buyers.cities[0])

    @property
    def buyer(self) -> Actor:
        return member(self.buyers.cities[1])

    @property
    def outside(self) -> tuple[Actor, ...]:
        """Everybody who may not look inside."""
        city, vendor = self.buyers.stranger, self.vendor
        return (VISITOR, member(city), member(vendor), member(vendor, Role.OWNER))

    def document(self, source: Source | None = None, title: str = "Letter") -> UUID:
        with self.services.unit_of_work(self.buyer) as uow:
            made = source or Source(file=file())
            kind = DocumentKind.LETTER_OF_INTENT
            return documents.add_document(uow, self.procurement, kind, title, made).id

    def prepared(self) -> None:
        with self.services.unit_of_work(self.lead) as uow:
            operations.prepare(uow, self.procurement, SAID, UNTIL, expected_version=0)

    def opened(self) -> None:
        self.prepared()
        with self.services.unit_of_work(self.lead) as uow:
            operations.open_to_market(uow, self.procurement, expected_version=1)


@pytest.fixture
def market(services: Services, clock: SetClock) -> Market:
    buyers = make_buyers(services)
    with services.unit_of_work(STAFF) as uow:
        rival = make_vendor(uow, name="Warmly")
    return Market(services, clock, buyers, buyers.joined(), buyers.vendor, rival)
