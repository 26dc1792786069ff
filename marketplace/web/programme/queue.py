"""What waits for programme staff."""

from flask import render_template

from marketplace.challenges import queries as challenges
from marketplace.foundation.paging import PageRequest
from marketplace.organisations.queries import pending_claims, pending_verifications
from marketplace.request_scope import current_uow
from marketplace.solutions import queries as solutions
from marketplace.web.forms.belonging import require_staff

SHOWN = PageRequest(1, 50)
COUNTED = PageRequest(1, 1)


def queue() -> str:
    """Versions in review or held, the longest waiting first, and how much else waits."""
    uow = current_uow()
    require_staff()
    return render_template(
        "programme/queue.html",
        organisations=pending_verifications(uow, COUNTED).total,
        claims=pending_claims(uow, COUNTED).total,
        solutions=solutions.review_queue(uow, SHOWN),
        held=solutions.held_queue(uow, SHOWN),
        challenges=challenges.review_queue(uow, SHOWN),
    )
