"""Expressing interest in a challenge: which solution, the form, how it stands, taking it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace.challenges.queries import ChallengeView, get_challenge
from marketplace.foundation.errors import (
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    Stale,
    Unauthenticated,
)
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.content import InterestContent
from marketplace.interests.lifecycle import ENDED, WITHDRAWN
from marketplace.interests.operations import express_interest, withdraw
from marketplace.interests.queries import (
    InterestFilters,
    InterestView,
    get_interest,
    list_interests,
    why_no_interest,
)
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.queries import my_organisations
from marketplace.recommendations.results import RequirementVerdict, SolutionMatch
from marketplace.request_scope import current_actor, current_uow, status_of
from marketplace.schemas.interests import InterestContentSchema
from marketplace.schemas.loading import dump, load
from marketplace.solutions.queries import SolutionCard, SolutionView, get_solution, own_solutions
from marketplace.web import words
from marketplace.web.forms.belonging import may_edit, own_organisation, require_editor
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.interest import INTEREST_FORM
from marketplace.web.forms.keeping import (
    expected_version,
    faults_of,
    made_once,
    new_key,
    undone_on_error,
)
from marketplace.web.forms.lost_session import come_back
from marketplace.web.forms.parts import read
from marketplace.web.interests import evidence_rows, interest_item
from marketplace.web.public.arguments import Asked
from marketplace.web.public.items import Item
from marketplace.web.public.reasons import matcher, where_possible

ALL_SOLUTIONS = PageRequest(1, 100)


@dataclass(frozen=True, slots=True)
class Offer:
    """A solution beside a challenge, with what the engine reads of each requirement."""

    view: ChallengeView
    solution: SolutionView
    found: Mapping[str, RequirementVerdict]

    def requirements(self) -> list[Item]:
        """What is wanted, and how it looks."""
        wanted = self.view.content.requirements
        return [
            {
                "text": item.text,
                "importance": item.importance.value,
                "verdict": found.verdict.value if found else None,
                "sentence": found.evidence.text if found and found.evidence else "",
            }
            for item, found in ((item, self.found.get(item.text)) for item in wanted)
        ]

    def aligned(self, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """What was said, with one entry for each requirement of the challenge in its order."""
        known = {item["requirement"]: item for item in document["evidence"]}
        said = [
            {"text": "", "link": ""} | dict(known.get(item.text, {"requirement": item.text}))
            for item in self.view.content.requirements
        ]
        return {**document, "evidence": said}

    def filled(
        self, document: Mapping[str, Any], *, key: str, faults: tuple[Fault, ...] = ()
    ) -> Filled:
        """The form as it stands."""
        return Filled(
            sections=INTEREST_FORM,
            document=self.aligned(document),
            hidden={"challenge_version": str(self.view.number)},
            key=key,
            faults=faults,
        )


def choose(challenge_id: UUID) -> ResponseReturnValue:
    """With which solution; straight on where there is only one to choose."""
    uow = current_uow()
    view = get_challenge(uow, challenge_id)
    offered = _own_solutions(uow)
    known = _interests_in(uow, challenge_id)
    open_to = [card for card in offered if _may_begin(known.get(card.id))]
    closed = why_no_interest(uow, challenge_id)
    if len(offered) == len(open_to) == 1 and closed is None:
        here = url_for("vendor.express", challenge_id=view.id, solution_id=offered[0].id)
        return redirect(here, 303)
    fits = _fits(uow, challenge_id, [card.id for card in offered])
    return render_template(
        "vendor/interest_choose.html",
        view=view,
        closed=words.word(words.NOT_TAKEN, closed),
        offered=[
            {
                "card": card,
                "band": fits[card.id].band.value if card.id in fits else None,
                "interest": interest_item(known[card.id]) if card.id in known else None,
                "is_open": card in open_to,
            }
            for card in sorted(offered, key=lambda card: _place(fits.get(card.id)))
        ],
    )


def express(challenge_id: UUID, solution_id: UUID) -> ResponseReturnValue:
    """The form, and what it brings."""
    uow = current_uow()
    view, solution = get_challenge(uow, challenge_id), get_solution(uow, solution_id)
    require_editor(solution.vendor_id)
    match = _fits(uow, view.id, [solution.id]).get(solution.id)
    offer = Offer(view, solution, {item.requirement: item for item in _stated(match)})
    if request.method == "GET":
        form = come_back(offer.filled(_begun(uow, offer), key=new_key()))
        return _page(uow, offer, replace(form, document=offer.aligned(form.document)))
    typed = read(INTEREST_FORM, request.form)
    try:
        with undone_on_error(uow):
            content = load(InterestContentSchema(), typed, texts=True)
            made = made_once(uow, lambda: _sent(uow, offer, content))
    except (Invalid, Conflict) as error:
        return _again(uow, offer, typed, error), status_of(error)
    flash(gettext("Sent. The city reads it and answers here."), "success")
    return redirect(url_for("vendor.interest", interest_id=made), 303)


def interests(organisation_id: UUID) -> str:
    """Every interest of a vendor, with how each stands."""
    row = own_organisation(organisation_id, OrganisationKind.VENDOR)
    chosen = InterestFilters(vendor=organisation_id)
    page = list_interests(current_uow(), chosen, Asked().page())
    return render_template(
        "vendor/interests.html", row=row, page=page.map(interest_item), may_edit=may_edit(row.id)
    )


def interest(interest_id: UUID) -> str:
    """One interest: how far it has come, what the city answered, and what was sent."""
    uow = current_uow()
    view = get_interest(uow, interest_id)
    return render_template(
        "vendor/interest.html",
        view=view,
        item=interest_item(view),
        rows=evidence_rows(view),
        is_own=current_actor().is_member(view.vendor_id),
    )


def take_back(interest_id: UUID) -> ResponseReturnValue:
    """Withdraw an interest."""
    uow = current_uow()
    try:
        with undone_on_error(uow):
            withdraw(uow, interest_id, expected_version=expected_version())
    except Conflict as error:
        flash(error.detail, "error")
    else:
        flash(gettext("Withdrawn. The city no longer reads what you sent."), "success")
    return redirect(url_for("vendor.interest", interest_id=interest_id), 303)


def _own_solutions(uow: UnitOfWork) -> list[SolutionCard]:
    """The published solutions of the vendors that the actor edits.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: the actor edits none that has any.
    """
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to express interest."))
    mine = [row.id for row, _ in my_organisations(uow) if may_edit(row.id)]
    found = [card for id_ in mine for card in own_solutions(uow, id_, ALL_SOLUTIONS)]
    offered = [card for card in found if card.number is not None]
    if not offered:
        raise Forbidden(
            gettext(
                "List a solution first. Interest is expressed with a published solution of yours."
            )
        )
    return offered


def _interests_in(uow: UnitOfWork, challenge_id: UUID) -> dict[UUID, InterestView]:
    found = list_interests(uow, InterestFilters(challenge=challenge_id))
    return {view.solution_id: view for view in found}


def _may_begin(known: InterestView | None) -> bool:
    return known is None or known.state in (WITHDRAWN, ENDED)


def _fits(uow: UnitOfWork, challenge_id: UUID, ids: Sequence[UUID]) -> dict[UUID, SolutionMatch]:
    found = where_possible(lambda: matcher().judged(uow, challenge_id, ids)) or []
    return {match.solution.id: match for match in found}


def _place(match: SolutionMatch | None) -> float:
    return -match.score if match else 0.0


def _stated(match: SolutionMatch | None) -> Sequence[RequirementVerdict]:
    return match.requirements if match else ()


def _begun(uow: UnitOfWork, offer: Offer) -> dict[str, Any]:
    """What stands in the form at first: what was sent before, or what the listing says."""
    before = _interests_in(uow, offer.view.id).get(offer.solution.id)
    if before is not None and before.content is not None:
        return dump(InterestContentSchema(), before.content)
    said = [
        {"requirement": text, "text": item.evidence.text}
        for text, item in offer.found.items()
        if item.evidence is not None and item.verdict == "met"
    ]
    contact = {"name": current_user.name, "email": current_user.email}
    return {"message": "", "evidence": said, "contact": contact}


def _sent(uow: UnitOfWork, offer: Offer, content: InterestContent) -> UUID:
    return express_interest(
        uow,
        matcher(),
        offer.solution.id,
        offer.view.id,
        content,
        challenge_version=expected_version("challenge_version"),
    ).id


def _again(
    uow: UnitOfWork, offer: Offer, typed: Mapping[str, Any], error: Invalid | Conflict
) -> str:
    """The form with what was typed, and what is in the way of it."""
    # Sent on the challenge as it is now, it is another form than before.
    key = new_key() if isinstance(error, Stale) else request.form.get("key", "")
    wanted = {item.text for item in offer.view.content.requirements}
    gone = [item for item in typed["evidence"] if item["requirement"] not in wanted]
    return _page(uow, offer, offer.filled(typed, key=key, faults=faults_of(error)), gone)


def _page(
    uow: UnitOfWork, offer: Offer, form: Filled, gone: Sequence[Mapping[str, Any]] = ()
) -> str:
    return render_template(
        "vendor/interest_form.html",
        view=offer.view,
        solution=offer.solution,
        form=form,
        requirements=offer.requirements(),
        gone=[item for item in gone if item["text"] or item["link"]],
        closed=words.word(words.NOT_TAKEN, why_no_interest(uow, offer.view.id)),
        deadline=words.day(offer.view.content.deadline),
    )
