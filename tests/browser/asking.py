"""What the group of `procurement` writes down, asks itself, and asks the market."""

from datetime import timedelta

from marketplace.consultations import documents, market, operations, questions
from marketplace.consultations.content import (
    ConsultationContent,
    DocumentKind,
    FileKind,
    ResponseContent,
    Source,
    StoredFile,
)
from tests.browser.furniture import CITY, VENDOR, Furniture

SAID = ConsultationContent(
    title="How could older residents be visited in time?",
    text="Two cities mean to buy a service together, and have decided on nothing yet.",
    questions=("How many residents can one person visit in a week?", "What does a visit cost?"),
)


def furnish_asking(made: Furniture) -> None:
    """A document in two versions, questions on both sides, and a response."""
    id_, city, vendor = (made.id_of(name) for name in ("procurement", "city", "vendor"))
    file = StoredFile(name="Memorandum.pdf", kind=FileKind.PDF, data=b"%PDF-1.7 memorandum")
    with made.installation.services.unit_of_work() as uow:
        made.acting(uow, CITY)
        kind, first = DocumentKind.MEMORANDUM, Source(link="https://files.example/memo")
        row = documents.add_document(uow, id_, kind, "Memorandum of the cities", first)
        second = Source(file=file, note="With the remarks of the second city")
        documents.add_version(uow, row.id, second, expected_version=1)
        document = row.id
        made.ids["document"] = str(document)
        asked = questions.ask_group(uow, id_, city, "Who signs for the second city?")
        questions.answer_group(uow, asked.id, city, "Its mayor.", expected_version=1)
        questions.ask_group(uow, id_, city, "Whose lawyers read the memorandum?")
        deadline = (uow.now + timedelta(days=30)).date()
        operations.prepare(uow, id_, SAID, deadline, expected_version=0)
        operations.hand_out(uow, id_, document, 2)
        operations.open_to_market(uow, id_, expected_version=2)
    with made.installation.services.unit_of_work() as uow:
        made.acting(uow, VENDOR)
        market.ask_in_market(uow, id_, vendor, "Do the residents have telephones?")
        market.take_document(uow, id_, document, 2)
        said = ResponseContent(text="We visit in four countries.", answers=("Sixty.", ""))
        market.respond(uow, id_, vendor, said, expected_version=0)
