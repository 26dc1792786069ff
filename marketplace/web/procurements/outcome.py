"""What came of a joint procurement: the outcome, what suppliers are told, what was saved."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.awards import outcomes
from marketplace.awards.judging import EvaluationView, evaluation_view
from marketplace.awards.queries import feedback_for, outcomes_of, savings_of
from marketplace.foundation.errors import Conflict, Invalid, Stale
from marketplace.procurements.queries import ProcurementView
from marketplace.request_scope import current_uow, status_of
from marketplace.schemas.awards import ClaimSchema, JointOutcomeSchema
from marketplace.schemas.loading import dump, load
from marketplace.web.forms.awards import RESULTS, outcome_form
from marketplace.web.forms.figures import plain
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import expected_version, faults_of, undone_on_error
from marketplace.web.forms.lost_session import come_back
from marketplace.web.forms.parts import Sections, read, with_entry, without_entry
from marketplace.web.procurements.frame import BOTH, GET, ONE, POST, inside_view, led_view


def show(procurement_id: UUID) -> str:
    """What is on record, who was told what, and what each city saved."""
    view, uow = inside_view(procurement_id), current_uow()
    return render_template(
        "procurements/outcome.html",
        view=view,
        here="outcome",
        outcomes=outcomes_of(uow, procurement_id),
        results=RESULTS,
        evaluation=evaluation_view(uow, procurement_id),
        savings=savings_of(uow, procurement_id),
    )


def record(procurement_id: UUID) -> ResponseReturnValue:
    """The form of the outcome; recording again corrects it."""
    view, uow = led_view(procurement_id), current_uow()
    found, last = evaluation_view(uow, procurement_id), outcomes_of(uow, procurement_id)
    sections = outcome_form(_words(found), view.currency)
    if request.method == "GET":
        stored = dump(JointOutcomeSchema(), last[0].content) if last else {}
        form = _filled(sections, last[0].number if last else 0, stored)
        return _page(view, come_back(form), is_correction=bool(last))
    typed, do = read(sections, request.form), request.form.get("do", "")
    verb, _, path = do.partition(" ")
    if verb in ("add", "remove"):
        changed = with_entry(typed, path) if verb == "add" else without_entry(typed, path)
        form = _filled(sections, expected_version(), changed)
        return _page(view, form, is_correction=bool(last))
    version = expected_version()
    try:
        with undone_on_error(uow):
            content = load(JointOutcomeSchema(), typed | {"currency": view.currency}, texts=True)
            outcomes.record_outcome(uow, procurement_id, content, expected_version=version)
    except (Invalid, Conflict) as error:
        newer = dump(JointOutcomeSchema(), last[0].content) if isinstance(error, Stale) else None
        seen = last[0].number if newer is not None else version
        form = _filled(sections, seen, typed, faults=faults_of(error), newer=newer)
        return _page(view, form, is_correction=bool(last)), status_of(error)
    flash(gettext("The outcome is on record. Tell everybody who made an offer."), "success")
    return _back(procurement_id)


def tell(procurement_id: UUID, tenderer_id: UUID) -> ResponseReturnValue:
    """Tell one supplier."""
    text, version = request.form.get("feedback", ""), expected_version()
    outcomes.tell_supplier(
        current_uow(), procurement_id, tenderer_id, text, expected_version=version
    )
    flash(gettext("Kept. If it is a vendor here, its people are told now."), "success")
    return _back(procurement_id)


def claim(procurement_id: UUID, organisation_id: UUID) -> ResponseReturnValue:
    """Say what a city saved."""
    amount, basis = plain(request.form.get("amount", "")), request.form.get("basis", "")
    outcomes.claim_saving(
        current_uow(),
        procurement_id,
        organisation_id,
        load(ClaimSchema(), {"amount": amount, "basis": basis}, texts=True),
        expected_version=expected_version(),
    )
    flash(gettext("Kept. It counts as confirmed once the city itself confirms it."), "success")
    return _back(procurement_id)


def confirm(procurement_id: UUID, organisation_id: UUID) -> ResponseReturnValue:
    """Confirm for a city what it saved."""
    version = expected_version()
    outcomes.confirm_saving(
        current_uow(), procurement_id, organisation_id, expected_version=version
    )
    flash(gettext("Confirmed. It counts in the programme's figures."), "success")
    return _back(procurement_id)


def feedback(tenderer_id: UUID) -> str:
    """What a supplier was told, for its own people and for the group."""
    told = feedback_for(current_uow(), tenderer_id)
    return render_template("procurements/feedback.html", told=told, results=RESULTS)


def _words(found: EvaluationView) -> list[tuple[str, str]]:
    return [
        (str(one.id), f"{one.name} ({one.lot})" if one.lot else one.name) for one in found.tenderers
    ]


def _filled(sections: Sections, version: int, document: Mapping[str, Any], **more: Any) -> Filled:
    hidden = {"version": str(version)}
    return Filled(sections=sections, document=document, hidden=hidden, **more)


def _page(view: ProcurementView, form: Filled, *, is_correction: bool) -> str:
    return render_template(
        "procurements/outcome_form.html",
        view=view,
        here="outcome",
        form=form,
        is_correction=is_correction,
    )


def _back(procurement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("procurements.outcome", procurement_id=procurement_id), 303)


_AT = f"{ONE}/outcome"
_SAVED = f"{_AT}/savings/<uuid:organisation_id>"
ROUTES = (
    (_AT, "outcome", show, GET),
    (f"{_AT}/record", "record_outcome", record, BOTH),
    (f"{_AT}/suppliers/<uuid:tenderer_id>", "tell_supplier", tell, POST),
    (_SAVED, "claim_saving", claim, POST),
    (f"{_SAVED}/confirm", "confirm_saving", confirm, POST),
    ("/feedback/<uuid:tenderer_id>", "feedback", feedback, GET),
)
