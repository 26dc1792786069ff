"""How a city's search ends: written, looked at as every vendor will read it, and sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.queries import ChallengeView, get_challenge
from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import Conflict, Invalid, Stale
from marketplace.foundation.texts import normal
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.request_scope import current_uow, prepared, status_of
from marketplace.services import Services
from marketplace.shortlists import decisions
from marketplace.shortlists.content import DecisionContent, Outcome, Reason
from marketplace.shortlists.decisions import DecisionView, TakingPart, decision_on, taking_part
from marketplace.web.forms.belonging import require_editor
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import expected_version, faults_of, undone_on_error
from marketplace.web.forms.merging import BEFORE, SEEN, Merged, mark_of, marks, merge
from marketplace.web.forms.parts import Field, Group, Kind, Section, Sections, read
from marketplace.web.forms.saying import in_words
from marketplace.web.forms.step_pages import top

OUTCOMES = {
    Outcome.CHOSEN.value: lazy_gettext("We go on with one or more of them"),
    Outcome.NONE.value: lazy_gettext("None of them suits us"),
    Outcome.CANCELLED.value: lazy_gettext("We no longer look for an answer"),
}
YES = "yes"


def decision(challenge_id: UUID) -> ResponseReturnValue:
    """The form in which a decision is written; or, once it is sent, what was sent."""
    uow = current_uow()
    view, takers = get_challenge(uow, challenge_id), taking_part(uow, challenge_id)
    written = decision_on(uow, challenge_id)
    require_editor(view.city_id)
    if written is not None and written.sent_at is not None and view.state in ENDED:
        return _check(view, written)
    draft = written if written is not None and written.sent_at is None else None
    form, stored = _form(takers), _document(draft, takers)
    if request.method == "GET":
        shown = Filled(sections=form, document=stored if draft else {})
        return _page(view, replace(shown, hidden=marks(stored, stored)))
    sent = Filled(sections=form, document=_tidy(read(form, request.form)), hidden=_sent_marks())
    merged = merge(request.form, sent.document, stored)
    if draft is not None and merged.contested:
        return _overtaken(view, draft, sent, merged)
    try:
        with undone_on_error(uow):
            said, version = _content(merged.values, takers), draft.version if draft else 0
            decisions.write_decision(uow, challenge_id, said, expected_version=version)
    except Stale:
        # A colleague wrote between our reading and our writing: look again.
        uow.session.expire_all()
        return decision(challenge_id)
    except (Invalid, Conflict) as error:
        return _page(view, replace(sent, faults=faults_of(error))), status_of(error)
    return redirect(url_for("city.check_decision", challenge_id=challenge_id), 303)


def check(challenge_id: UUID) -> ResponseReturnValue:
    """Who will read what, before anything is sent."""
    uow = current_uow()
    view, written = get_challenge(uow, challenge_id), decision_on(uow, challenge_id)
    if written is None:
        return redirect(url_for("city.decision", challenge_id=challenge_id), 303)
    return _check(view, written)


def send(challenge_id: UUID) -> ResponseReturnValue:
    """Send it."""
    version = expected_version()
    decisions.send(current_uow(), prepared(), challenge_id, expected_version=version)
    flash(
        gettext("Sent. Everybody who took part reads your decision and its own reason."), "success"
    )
    return redirect(url_for("city.manage_challenge", thing_id=challenge_id), 303)


def to_send(services: Services, uow: UnitOfWork, arguments: Mapping[str, Any]) -> object:
    """How those that are chosen fit; who is not known is refused by the view itself."""
    if uow.actor is VISITOR:
        return ()
    return decisions.chosen_matches(uow, services.matcher, arguments["challenge_id"])


def _form(takers: Sequence[TakingPart]) -> Sections:
    outcome = Field(
        name="outcome",
        label=lazy_gettext("How did your search end?"),
        kind=Kind.RADIOS,
        words=OUTCOMES,
        start=Outcome.CHOSEN.value,
    )
    message = Field(
        name="message",
        optional=True,
        label=lazy_gettext("To everyone who took part"),
        kind=Kind.AREA,
        hint=lazy_gettext("Stands above each reason. At most 800 characters."),
    )
    first = Section(id="how", title=lazy_gettext("What you decided"), parts=(outcome, message))
    if not takers:
        return (first,)
    parts = tuple(map(_group, takers))
    return (
        first,
        Section(
            id="who",
            title=lazy_gettext("A reason for each"),
            parts=parts,
            lead=lazy_gettext(
                "Each vendor reads its own reason and no other. Nothing is sent before you have "
                "looked at all of it on the next page."
            ),
        ),
    )


def _group(taker: TakingPart) -> Group:
    chosen = Field(
        name="chosen",
        label=lazy_gettext("Your choice"),
        kind=Kind.CHECKBOXES,
        words={YES: lazy_gettext("We go on with this one")},
    )
    text = Field(name="text", label=lazy_gettext("Why"), kind=Kind.AREA, rows=3)
    hint = lazy_gettext("It expressed interest, so it is told what you decided.")
    if not taker.is_claimed:
        hint = lazy_gettext("On your shortlist. Nobody of its vendor has signed up to be told.")
    elif taker.interest is None:
        hint = lazy_gettext("On your shortlist; its vendor is told only if you go on with it.")
    label = gettext("%(name)s, by %(vendor)s", name=taker.name, vendor=taker.vendor_name)
    return Group(
        name=str(taker.solution_id), label=label, fields=(chosen, text), hint=hint, always=True
    )


def _document(draft: DecisionView | None, takers: Sequence[TakingPart]) -> dict[str, Any]:
    """What is stored, as the form says it; the same fields whether there is a draft or not."""
    said = draft.content if draft else None
    reasons = {item.solution_id: item for item in said.reasons} if said else {}
    found: dict[str, Any] = {
        "outcome": said.outcome.value if said else "",
        "message": said.message if said else "",
    }
    for taker in takers:
        reason = reasons.get(taker.solution_id) or Reason(solution_id=taker.solution_id)
        chosen = [YES] if reason.chosen else []
        found[str(taker.solution_id)] = {"chosen": chosen, "text": reason.text}
    return found


def _tidy(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, in the form in which it would be stored."""
    return {
        name: value | {"text": normal(value["text"])} if isinstance(value, dict) else normal(value)
        for name, value in typed.items()
    }


def _sent_marks() -> dict[str, str]:
    return {name: mark for name, mark in request.form.items() if name.startswith(BEFORE)}


def _overtaken(
    view: ChallengeView, draft: DecisionView, sent: Filled, merged: Merged
) -> ResponseReturnValue:
    """Ask for each part that a colleague and this person changed whose words shall stand."""
    stored = _document(draft, taking_part(current_uow(), view.id))
    parts = [part for section in sent.sections for part in section.parts]
    names = {part.name for part in parts}
    both = [
        (part, in_words(part, merged.values[part.name]), in_words(part, stored[part.name]))
        for part in parts
        if part.name in merged.contested
    ]
    seen = {SEEN + name: mark_of(stored[name]) for name in merged.contested}
    page = render_template(
        "forms/merge.html",
        name=view.content.title,
        owner=(url_for("city.home", organisation_id=view.city_id), view.city_name),
        tasks_href=url_for("city.manage_challenge", thing_id=view.id),
        section={"title": gettext("Your decision")},
        latest={"created_by": draft.written_by, "created_at": draft.written_at},
        both=both,
        typed=[pair for pair in request.form.items(multi=True) if top(pair[0]) in names],
        form=replace(sent, hidden={**sent.hidden, **seen}),
        action=url_for("city.decision", challenge_id=view.id),
    )
    return page, 412


def _content(typed: Mapping[str, Any], takers: Sequence[TakingPart]) -> DecisionContent:
    if typed["outcome"] not in set(Outcome):
        raise Invalid.of("outcome", gettext("Say how your search ended."))
    reasons = (
        Reason(
            solution_id=taker.solution_id,
            text=typed[str(taker.solution_id)]["text"],
            chosen=YES in typed[str(taker.solution_id)]["chosen"],
        )
        for taker in takers
    )
    return DecisionContent(
        outcome=Outcome(typed["outcome"]),
        message=typed["message"],
        reasons=tuple(item for item in reasons if item.text.strip() or item.chosen),
    )


def _page(view: ChallengeView, form: Filled) -> str:
    return render_template("city/decision.html", view=view, form=form)


def _check(view: ChallengeView, written: DecisionView) -> str:
    letters = decisions.told_by(current_uow(), view.id, written)
    return render_template(
        "city/decision_check.html",
        view=view,
        decision=written,
        outcome=OUTCOMES[written.content.outcome.value],
        letters=letters,
        missing=decisions.missing(written, letters) if written.sent_at is None else [],
    )
