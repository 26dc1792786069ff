"""Interest that vendors express in a challenge, as its city reads and answers it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.challenges.queries import get_challenge
from marketplace.foundation.errors import Invalid
from marketplace.foundation.paging import PageRequest
from marketplace.interests.content import Answer
from marketplace.interests.operations import mark_seen
from marketplace.interests.queries import InterestFilters, list_interests
from marketplace.request_scope import current_services, current_uow
from marketplace.shortlists.operations import answer_interest
from marketplace.web.forms.keeping import expected_version
from marketplace.web.interests import interest_item
from marketplace.web.public.arguments import Asked
from marketplace.web.public.challenges import heading

ON_ONE_PAGE = 20


def interests(challenge_id: UUID) -> str:
    """Who offers a solution for this challenge, the newest first, with how each stands."""
    uow = current_uow()
    view = get_challenge(uow, challenge_id, working=True)
    page = PageRequest(Asked().page().page, ON_ONE_PAGE)
    found = list_interests(uow, InterestFilters(challenge=challenge_id), page)
    return render_template(
        "city/interests.html",
        **heading(view),
        page=found,
        items=[
            interest_item(item)
            | {"message": item.content.message if item.content else None, "may_see": item.moves}
            for item in found
        ],
    )


def read(interest_id: UUID) -> ResponseReturnValue:
    """Open one for the first time, which its vendor is shown."""
    mark_seen(current_uow(), interest_id)
    return redirect(url_for("vendor.interest", interest_id=interest_id), 303)


def answer(interest_id: UUID) -> ResponseReturnValue:
    """Tell the vendor what the city thinks of it now."""
    given, reason = request.form.get("answer", ""), request.form.get("reason", "")
    if given not in set(Answer):
        raise Invalid.of("answer", gettext("Choose what you answer."), given)
    answer_interest(
        current_uow(),
        current_services().matcher,
        interest_id,
        Answer(given),
        reason,
        expected_version=expected_version(),
    )
    flash(gettext("Your answer is sent to the vendor."), "success")
    here = url_for("vendor.interest", interest_id=interest_id, _anchor="your-answer")
    return redirect(here, 303)
