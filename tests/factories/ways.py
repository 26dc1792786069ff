"""What joint procurements need on their way: settled needs, papers, criteria, an outcome."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from marketplace.awards.content import (
    Award,
    Criteria,
    Criterion,
    OutcomeContent,
    Result,
    TendererContent,
)
from marketplace.awards.operations import add_tenderer, set_criteria
from marketplace.awards.outcomes import record_outcome
from marketplace.common_needs.operations import draw_up
from marketplace.consultations.content import DocumentKind, Source
from marketplace.consultations.documents import add_document, settle
from marketplace.procurements.content import Letter, Mandate
from marketplace.procurements.members import state_letter, state_mandate
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers

SIGNED_ON = date(2026, 10, 1)
PAPERS = (DocumentKind.MEMORANDUM, DocumentKind.AGREEMENT, DocumentKind.SPECIFICATION)
QUALITY = Criterion(key="", name="Quality", weight=Decimal(100))


def align(buyers: Buyers, procurement_id: UUID) -> None:
    """Draw up a common need in which nothing contradicts."""
    with buyers.services.unit_of_work(STAFF) as uow:
        draw_up(uow, buyers.services.matcher, procurement_id)


def sign(buyers: Buyers, procurement_id: UUID, city: UUID) -> None:
    """A city signs its letter of intent and has its mandate."""
    with buyers.services.unit_of_work(member(city)) as uow:
        at = buyers.version(procurement_id, city)
        state_letter(uow, procurement_id, city, Letter.SIGNED, SIGNED_ON, expected_version=at)
        state_mandate(uow, procurement_id, city, Mandate.GIVEN, "", expected_version=at + 1)


def agree_on_papers(buyers: Buyers, procurement_id: UUID) -> None:
    """The papers of a group, agreed, and the criteria of its call."""
    with buyers.services.unit_of_work(STAFF) as uow:
        for kind in PAPERS:
            source = Source(link="https://files.example/paper.pdf")
            paper = add_document(uow, procurement_id, kind, "A paper", source)
            settle(uow, paper.id, 1, "agree", expected_version=paper.version)
        criteria = Criteria(scale=10, items=(QUALITY,))
        set_criteria(uow, procurement_id, criteria, expected_version=0)


def award(buyers: Buyers, procurement_id: UUID, value: int) -> None:
    """Record that one supplier was given the contract."""
    with buyers.services.unit_of_work(STAFF) as uow:
        offer = add_tenderer(uow, procurement_id, TendererContent(name="Coldco"))
        given = Award(tenderer_id=offer.id, name="", lot="", value=Decimal(value))
        content = OutcomeContent(
            result=Result.AWARDED,
            decided_on=uow.now.date(),
            offers=1,
            currency="EUR",
            awards=(given,),
        )
        record_outcome(uow, procurement_id, content, expected_version=0)
