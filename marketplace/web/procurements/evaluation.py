"""How a group judges offers: criteria, who made an offer, who evaluates, points, agreement."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.awards import operations, scoring
from marketplace.awards.content import Criteria, Mark, Marks
from marketplace.awards.judging import EvaluationView, TendererView, evaluation_view
from marketplace.foundation.errors import Conflict, Fault, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.long_lists.queries import latest_solutions
from marketplace.procurements.queries import ProcurementView
from marketplace.request_scope import current_uow, status_of
from marketplace.schemas.awards import CriteriaSchema, MarkSchema, TendererSchema
from marketplace.schemas.loading import dump, load
from marketplace.web.forms.awards import CRITERIA_FORM, marks_form
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import expected_version, faults_of, undone_on_error
from marketplace.web.forms.lost_session import come_back
from marketplace.web.forms.parts import read, with_entry, without_entry
from marketplace.web.procurements.frame import BOTH, GET, ONE, POST, inside_view, led_view
from marketplace.web.procurements.reading import ids_in

YES = "yes"


def show(procurement_id: UUID) -> str:
    """Where the evaluation stands, with everything that the reader may see and do."""
    view = inside_view(procurement_id)
    found = evaluation_view(current_uow(), procurement_id)
    listed = (
        latest_solutions(current_uow(), procurement_id)
        if found.may_manage and found.opened_at is None
        else ()
    )
    return _page("evaluation.html", view, found=found, listed=listed)


def criteria(procurement_id: UUID) -> ResponseReturnValue:
    """The form of the criteria."""
    view = led_view(procurement_id)
    found = evaluation_view(current_uow(), procurement_id)
    if request.method == "GET":
        stored = {"items": [{}, {}]} if found.criteria is None else _stored(found)
        form = _filled(found.version, stored)
        return _page("criteria.html", view, found=found, form=come_back(form))
    typed, do = read(CRITERIA_FORM, request.form), request.form.get("do", "")
    verb, _, path = do.partition(" ")
    if verb in ("add", "remove"):
        changed = with_entry(typed, path) if verb == "add" else without_entry(typed, path)
        form = _filled(expected_version(), changed)
        return _page("criteria.html", view, found=found, form=form)
    uow, version = current_uow(), expected_version()
    try:
        with undone_on_error(uow):
            items = [_without_blank(one) for one in typed["items"]]
            content = load(CriteriaSchema(), {"scale": typed["scale"], "items": items}, texts=True)
            link = load(TendererSchema(), {"name": "x", "link": typed["link"]}, texts=True).link
            operations.set_criteria(uow, procurement_id, content, link, expected_version=version)
    except (Invalid, Conflict) as error:
        newer = _stored(found) if isinstance(error, Stale) else None
        seen = found.version if newer is not None else version
        form = _filled(seen, typed, faults=faults_of(error), newer=newer)
        return _page("criteria.html", view, found=found, form=form), status_of(error)
    flash(gettext("The criteria are kept."), "success")
    return _back(procurement_id)


def add_tenderer(procurement_id: UUID) -> ResponseReturnValue:
    """Note who made an offer: typed, or chosen from the last long list."""
    uow, chosen = current_uow(), request.form.get("solution", "")
    listed = {str(one.solution_id): one for one in latest_solutions(uow, procurement_id)}
    typed = {name: request.form.get(name, "") for name in ("name", "link")}
    lots = ids_in(filter(None, request.form.getlist("lot_id")[:1]), "lot_id")
    if chosen:
        if chosen not in listed:
            raise Invalid.of("solution", gettext("Choose from the list."), chosen)
        typed["name"] = typed["name"].strip() or listed[chosen].vendor_name
    more = {"solution_id": chosen or None, "lot_id": lots[0] if lots else None}
    content = load(TendererSchema(), typed | more, texts=True)
    operations.add_tenderer(uow, procurement_id, content)
    flash(gettext("Noted. The evaluators see it."), "success")
    return _back(procurement_id)


def remove_tenderer(procurement_id: UUID, tenderer_id: UUID) -> ResponseReturnValue:
    """Take the note back."""
    operations.remove_tenderer(current_uow(), procurement_id, tenderer_id)
    return _back(procurement_id)


def name_evaluator(procurement_id: UUID, organisation_id: UUID) -> ResponseReturnValue:
    """Name one of the city's people."""
    email = request.form.get("email", "")
    operations.name_evaluator(current_uow(), procurement_id, organisation_id, email)
    flash(gettext("Named. They can declare and give points now."), "success")
    return _back(procurement_id)


def remove_evaluator(procurement_id: UUID, evaluator_id: UUID) -> ResponseReturnValue:
    """Take a naming back."""
    operations.remove_evaluator(current_uow(), procurement_id, evaluator_id)
    return _back(procurement_id)


def open_consensus(procurement_id: UUID) -> ResponseReturnValue:
    """Let the evaluators read each other."""
    scoring.open_consensus(current_uow(), procurement_id)
    flash(gettext("The evaluators read each other now, and agree on the points."), "success")
    return _back(procurement_id)


def offer(procurement_id: UUID, tenderer_id: UUID) -> str:
    """One offer: what one declares and thinks of it; from consensus on, what everybody does."""
    view = inside_view(procurement_id)
    found = evaluation_view(current_uow(), procurement_id)
    one = found.tenderer(tenderer_id)
    return _page("offer.html", view, found=found, one=one, form=_form(found, one))


def declare(procurement_id: UUID, tenderer_id: UUID) -> ResponseReturnValue:
    """Say whether one has an interest of one's own in it."""
    said = request.form.get("conflict", "")
    if said not in (YES, "no"):
        raise Invalid.of("conflict", gettext("Say whether you have an interest of your own."))
    scoring.declare(
        current_uow(),
        procurement_id,
        tenderer_id,
        has_conflict=said == YES,
        declaration=request.form.get("declaration", ""),
        expected_version=expected_version(),
    )
    flash(gettext("Your declaration is kept."), "success")
    return redirect(_offer_at(procurement_id, tenderer_id), 303)


def give_points(procurement_id: UUID, tenderer_id: UUID) -> ResponseReturnValue:
    """Give one's own points."""
    message = gettext("Your points are kept. Nobody else reads them before consensus.")
    return _keep_marks(procurement_id, tenderer_id, scoring.give_points, message)


def agree(procurement_id: UUID, tenderer_id: UUID) -> ResponseReturnValue:
    """Keep the points that the evaluators agreed on."""
    message = gettext("The points are kept. The sum is below.")
    return _keep_marks(procurement_id, tenderer_id, scoring.agree, message)


def _keep_marks(
    procurement_id: UUID, tenderer_id: UUID, keep: Callable[..., object], message: str
) -> ResponseReturnValue:
    view, uow = inside_view(procurement_id), current_uow()
    found = evaluation_view(uow, procurement_id)
    one = found.tenderer(tenderer_id)
    if found.criteria is None:
        raise NotFound(say(NOTHING))
    sections = marks_form(found.criteria, agreed=found.opened_at is not None)
    typed, version = read(sections, request.form), expected_version()
    try:
        with undone_on_error(uow):
            marks = _marks(found.criteria, typed)
            keep(uow, procurement_id, tenderer_id, marks, expected_version=version)
    except (Invalid, Conflict) as error:
        newer = _form(found, one) if isinstance(error, Stale) else None
        form = Filled(
            sections=sections,
            document=typed,
            faults=faults_of(error),
            newer=newer.document if newer else None,
            hidden=newer.hidden if newer else {"version": str(version)},
        )
        return _page("offer.html", view, found=found, one=one, form=form), status_of(error)
    flash(message, "success")
    return redirect(_offer_at(procurement_id, tenderer_id), 303)


def _marks(criteria: Criteria, typed: Mapping[str, Any]) -> Marks:
    """The marks that were typed; each fault names its criterion.

    Raises:
        Invalid: one cannot be read.
    """
    found: list[Mark] = []
    faults: list[Fault] = []
    for one in criteria.items:
        try:
            found.append(load(MarkSchema(), typed[one.key] | {"criterion": one.key}, texts=True))
        except Invalid as error:
            faults += [
                Fault(f"{one.key}.{fault.field}", fault.message, fault.value)
                for fault in error.faults
            ]
    if faults:
        raise Invalid(faults)
    return Marks(items=tuple(found))


def _form(found: EvaluationView, one: TendererView) -> Filled | None:
    """The points that the reader can give or agree on now; None where there are none to give."""
    if found.criteria is None:
        return None
    is_open = found.opened_at is not None
    if is_open:
        means = {c.key: {"points": one.mean_of(c.key)} for c in found.criteria.items}
        marks, version = one.agreed, one.agreed_version
    else:
        means, marks, version = {}, one.mine.marks if one.mine else None, _version(one)
    document = means | {
        mark.criterion: {"points": mark.points, "comment": mark.comment}
        for mark in (marks.items if marks else ())
    }
    form = Filled(
        sections=marks_form(found.criteria, agreed=is_open),
        document=document,
        hidden={"version": str(version)},
    )
    return come_back(form)


def _version(one: TendererView) -> int:
    return one.mine.version if one.mine else 0


def _filled(version: int, document: Mapping[str, Any], **more: Any) -> Filled:
    hidden = {"version": str(version)}
    return Filled(sections=CRITERIA_FORM, document=document, hidden=hidden, **more)


def _stored(found: EvaluationView) -> dict[str, Any]:
    """What is stored, as the form says it."""
    if found.criteria is None:
        return {}
    return dump(CriteriaSchema(), found.criteria) | {"link": found.link}


def _without_blank(entry: Mapping[str, Any]) -> dict[str, Any]:
    """No minimum means that there is none."""
    return {name: value for name, value in entry.items() if name != "minimum" or value.strip()}


def _page(template: str, view: ProcurementView, **more: Any) -> str:
    return render_template(f"procurements/{template}", view=view, here="evaluation", **more)


def _back(procurement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("procurements.evaluation", procurement_id=procurement_id), 303)


def _offer_at(procurement_id: UUID, tenderer_id: UUID) -> str:
    return url_for("procurements.offer", procurement_id=procurement_id, tenderer_id=tenderer_id)


_AT = f"{ONE}/evaluation"
_OFFER = f"{_AT}/offers/<uuid:tenderer_id>"
_PERSON = f"{_AT}/evaluators/<uuid:evaluator_id>/remove"
ROUTES = (
    (_AT, "evaluation", show, GET),
    (f"{_AT}/criteria", "criteria", criteria, BOTH),
    (f"{_AT}/offers", "add_tenderer", add_tenderer, POST),
    (_OFFER, "offer", offer, GET),
    (f"{_OFFER}/remove", "remove_tenderer", remove_tenderer, POST),
    (f"{_OFFER}/declaration", "declare", declare, POST),
    (f"{_OFFER}/points", "give_points", give_points, POST),
    (f"{_OFFER}/agreement", "agree_on_points", agree, POST),
    (f"{_AT}/cities/<uuid:organisation_id>", "name_evaluator", name_evaluator, POST),
    (_PERSON, "remove_evaluator", remove_evaluator, POST),
    (f"{_AT}/consensus", "open_consensus", open_consensus, POST),
)
