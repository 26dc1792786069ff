"""Open market consultations for everybody: the list, one of them, its documents, and responding."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.consultations import market, queries
from marketplace.consultations.content import ResponseContent
from marketplace.consultations.lifecycle import Phase
from marketplace.consultations.queries import ConsultationView
from marketplace.foundation.access import Role
from marketplace.foundation.errors import Forbidden, Unauthenticated
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation, Verification
from marketplace.organisations.queries import get_own_organisation, my_organisations
from marketplace.request_scope import current_actor, current_uow
from marketplace.schemas.consultations import ResponseContentSchema
from marketplace.schemas.loading import load
from marketplace.web.forms.belonging import may_edit
from marketplace.web.forms.keeping import expected_version
from marketplace.web.procurements.consultation import document_item, log_item
from marketplace.web.procurements.documents import sent
from marketplace.web.procurements.frame import BOTH, GET, POST
from marketplace.web.procurements.questions import voice
from marketplace.web.public.arguments import Asked

Item = dict[str, Any]
WRITERS = (Role.OWNER, Role.EDITOR)


def index() -> str:
    """All consultations that were opened."""
    asked = Asked()
    page = queries.list_consultations(current_uow(), asked.page())
    return render_template("procurements/consultations.html", page=page, faults=asked.faults)


def show(consultation_id: UUID) -> str:
    """What the cities tell and ask the market, with documents, questions and answers."""
    uow = current_uow()
    found = queries.get_consultation(uow, consultation_id)
    own = queries.own_responses(uow, consultation_id)
    return render_template(
        "procurements/market.html",
        found=found,
        is_open=found.phase is Phase.OPEN,
        documents=[document_item(found, one) for one in found.documents],
        log=[log_item(one) for one in queries.public_log_of(uow, consultation_id)],
        vendors=[
            (row, own.get(row.id))
            for row in _own_vendors()
            if row.verification == Verification.VERIFIED or row.id in own
        ],
    )


def take(consultation_id: UUID, document_id: UUID, number: int) -> ResponseReturnValue:
    """Fetch a document; which organisation did is noted."""
    return sent(market.take_document(current_uow(), consultation_id, document_id, number))


def ask(consultation_id: UUID) -> ResponseReturnValue:
    """Ask the cities something."""
    uow = current_uow()
    queries.opened(uow, consultation_id)
    _require_known()
    market.ask_in_market(uow, consultation_id, voice("asker"), request.form.get("text", ""))
    flash(gettext("Asked. Everybody will read the question with its answer."), "success")
    return redirect(url_for("procurements.market", consultation_id=consultation_id), 303)


def respond(consultation_id: UUID, vendor_id: UUID) -> ResponseReturnValue:
    """Respond in the name of a vendor, or respond anew."""
    uow = current_uow()
    found = queries.get_consultation(uow, consultation_id)
    vendor = _own_vendor(vendor_id)
    if request.method == "POST":
        content, version = _content(found), expected_version()
        market.respond(uow, consultation_id, vendor_id, content, expected_version=version)
        flash(gettext("Sent. The cities of the group and programme staff read it."), "success")
        return redirect(url_for("procurements.market", consultation_id=consultation_id), 303)
    own = queries.own_responses(uow, consultation_id).get(vendor_id)
    return render_template(
        "procurements/respond.html",
        found=found,
        vendor=vendor,
        own=own,
        stored=_stored(found, own.content if own else None),
        is_open=found.phase is Phase.OPEN,
    )


def withdraw(consultation_id: UUID, vendor_id: UUID) -> ResponseReturnValue:
    """Take a response back."""
    market.withdraw_response(
        current_uow(), consultation_id, vendor_id, expected_version=expected_version()
    )
    flash(gettext("Taken back. Nothing of it is kept."), "success")
    return redirect(url_for("procurements.market", consultation_id=consultation_id), 303)


def _stored(found: ConsultationView, content: ResponseContent | None) -> dict[str, str]:
    """What stands in the fields of the response, by their names."""
    said = content or ResponseContent(text="", answers=("",) * len(found.content.questions))
    return {"text": said.text} | {f"answers.{n}": text for n, text in enumerate(said.answers)}


def _content(found: ConsultationView) -> ResponseContent:
    names = [f"answers.{number}" for number in range(len(found.content.questions))]
    answers = [request.form.get(name, "") for name in names]
    said = {"text": request.form.get("text", ""), "answers": answers}
    return load(ResponseContentSchema(), said, texts=True)


def _own_vendors() -> list[Organisation]:
    """The vendors for which the reader writes."""
    if not current_actor().is_known:
        return []
    return [
        row
        for row, role in my_organisations(current_uow())
        if row.kind == OrganisationKind.VENDOR and role in WRITERS
    ]


def _own_vendor(vendor_id: UUID) -> Organisation:
    """Spare others a form that they cannot send.

    Raises:
        Unauthenticated, Forbidden: the actor does not write for the vendor.
    """
    _require_known()
    if not may_edit(vendor_id):
        raise Forbidden(gettext("Only owners and editors of the vendor can do this."))
    return get_own_organisation(current_uow(), vendor_id)


def _require_known() -> None:
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to take part in the consultation."))


_ONE = "/consultations/<uuid:consultation_id>"
_OWN = f"{_ONE}/respond/<uuid:vendor_id>"
ROUTES = (
    ("/consultations", "consultations", index, GET),
    (_ONE, "market", show, GET),
    (
        f"{_ONE}/documents/<uuid:document_id>/<int(max=1000):number>/file",
        "take_document",
        take,
        GET,
    ),
    (f"{_ONE}/ask", "ask_market", ask, POST),
    (_OWN, "respond", respond, BOTH),
    (f"{_OWN}/withdraw", "withdraw_response", withdraw, POST),
)
WRITING_GETS = frozenset({"procurements.take_document"})
