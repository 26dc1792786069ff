"""What a group writes down, asks itself and asks the market, in a town, with secrets in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from marketplace.consultations import documents, market, operations, questions
from marketplace.consultations.content import (
    ConsultationContent,
    DocumentKind,
    FileKind,
    ResponseContent,
    Source,
    StoredFile,
)
from marketplace.consultations.models import Consultation

if TYPE_CHECKING:
    from tests.factories.town import Town

SECRETS = {
    "a paper of a group": "narwhalpaper",
    "a question inside a group": "axolotlquestion",
    "a question to a group without an answer": "tapirquestion",
    "what a vendor responds to a group": "wombatresponse",
}
SAID = ConsultationContent(
    title="Warm homes: what can the market do?",
    text="Two cities mean to find where heat is lost.",
    questions=("How many houses a year?",),
)


def ask_the_market(town: Town) -> None:
    """The city that leads writes a paper, hands another out, and asks; the vendor responds."""
    id_, city = town.id_of("procurement"), town.id_of("organisation.city")
    vendor, secret = town.id_of("organisation.vendor"), SECRETS["a paper of a group"]
    kept = StoredFile(name=f"{secret}.txt", kind=FileKind.TXT, data=secret.encode())
    with town.acting("city.owner") as uow:
        kind = DocumentKind.MEMORANDUM
        private = documents.add_document(uow, id_, kind, f"About {secret}", Source(file=kept))
        data = b"%PDF-1.7 open"
        file = StoredFile(name="specification.pdf", kind=FileKind.PDF, data=data)
        handed = documents.add_document(uow, id_, kind, "For the market", Source(file=file))
        asked = questions.ask_group(uow, id_, city, SECRETS["a question inside a group"])
        operations.prepare(uow, id_, SAID, date(2026, 12, 10), expected_version=0)
        operations.hand_out(uow, id_, handed.id, 1)
        operations.open_to_market(uow, id_, expected_version=2)
        town.know("document", private)
        town.know("handed", handed)
        town.know("group_question", asked)
    with town.acting("vendor.owner") as uow:
        unanswered = SECRETS["a question to a group without an answer"]
        town.know("market_question", market.ask_in_market(uow, id_, vendor, unanswered))
        said = ResponseContent(
            text=SECRETS["what a vendor responds to a group"], answers=("Four hundred.",)
        )
        response = market.respond(uow, id_, vendor, said, expected_version=0)
        town.ids["response"], town.versions["response"] = str(vendor), response.version
        town.know("consultation", uow.session.get_one(Consultation, id_))
