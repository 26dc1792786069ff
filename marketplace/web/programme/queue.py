"""What waits to be reviewed, verified and decided by programme staff."""

from flask import render_template, url_for
from flask_babel import gettext

from marketplace.pulse.reviews import SOLUTION, ToReview, organisations_and_claims, to_review
from marketplace.request_scope import current_uow
from marketplace.web.brokering import Item, days, whole_days
from marketplace.web.forms.belonging import require_staff
from marketplace.web.public.arguments import Asked


def queue() -> str:
    """Versions that are held or in review, and how much else waits."""
    require_staff()
    uow = current_uow()
    page = to_review(uow, Asked().page())
    organisations, claims = organisations_and_claims(uow)
    return render_template(
        "programme/queue.html",
        organisations=organisations,
        claims=claims,
        page=page,
        items=[review_item(one) for one in page],
    )


def review_item(one: ToReview) -> Item:
    """A version that waits, for a list."""
    kinds = {True: gettext("Solution"), False: gettext("Challenge")}
    return {
        "name": one.name,
        "summary": one.summary,
        "owner": one.owner,
        "kind": kinds[one.kind == SOLUTION],
        "is_held": one.is_held,
        "version": gettext("First version") if one.is_first else gettext("New version"),
        "waiting": days(whole_days(one.since, current_uow().now)),
        "href": url_for(f"programme.review_{one.kind}", thing_id=one.id),
    }
