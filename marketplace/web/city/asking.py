"""Asking a vendor about its solution, beginning with what it does not state of a challenge."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.foundation.errors import Forbidden, NotFound, Unauthenticated
from marketplace.organisations.content import OrganisationKind
from marketplace.recommendations.results import Verdict
from marketplace.request_scope import current_actor, current_uow
from marketplace.solutions.queries import get_solution
from marketplace.solutions.questions import ask_vendor
from marketplace.web.forms.asking import form_of, taken, those_who_ask
from marketplace.web.forms.parts import Field, Kind
from marketplace.web.public.reasons import matcher, where_possible

MOST_POINTS = 8
"""More points than these are no question that anybody answers."""

NAMED = Field(
    name="named",
    label=lazy_gettext("What everybody reads of who asks"),
    kind=Kind.RADIOS,
    words={"no": lazy_gettext("“A city”"), "yes": lazy_gettext("The name of our city")},
    start="no",
)
HINT = lazy_gettext("The vendor and programme staff see which city asks.")


def ask_about(solution_id: UUID) -> ResponseReturnValue:
    """The form for a question about a solution, and the question."""
    uow = current_uow()
    view = get_solution(uow, solution_id)
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to ask a question."))
    form = form_of(those_who_ask(view.vendor_id, OrganisationKind.CITY), HINT, NAMED)
    return taken(
        form,
        lambda filled: render_template("city/ask.html", view=view, form=filled),
        lambda asker, typed: (
            ask_vendor(uow, solution_id, asker, typed["text"], named=typed["named"] == "yes").id
        ),
        leads_to=url_for("public.solution", solution_id=solution_id) + "#questions",
        told=gettext("Your question is sent. The vendor answers to everybody."),
        begins=_begins(solution_id) if request.method == "GET" else "",
    )


def _begins(solution_id: UUID) -> str:
    """What the solution does not state of what a challenge of one's own asks for."""
    try:
        challenge_id = UUID(request.args.get("challenge", ""))
        found = where_possible(lambda: matcher().judged(current_uow(), challenge_id, [solution_id]))
    except (ValueError, NotFound, Forbidden):
        return ""
    points = [
        item.requirement
        for match in found or ()
        for item in match.requirements
        if item.stated and item.verdict is Verdict.NOT_STATED
    ][:MOST_POINTS]
    if not points:
        return ""
    asked = gettext("Your entry does not say whether it meets the following. Does it, and how?")
    return "\n".join([str(asked), *(f"{n}. {point}" for n, point in enumerate(points, 1))])
