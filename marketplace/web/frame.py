"""What the frame of every page shows: who is signed in, and whether this is a demonstration."""

from typing import Any

from flask import g, url_for

from marketplace.notifications.queries import at_a_glance
from marketplace.organisations.queries import my_organisations
from marketplace.request_scope import current_actor, current_uow
from seed_data import PROGRAMME_KEY


def frame_variables() -> dict[str, Any]:
    """`viewer` and `demo_data` for base.html; outside a view only what is known without rows."""
    if "frame" not in g:
        unread, is_demo = at_a_glance(current_uow(), PROGRAMME_KEY) if "uow" in g else (0, False)
        g.frame = {"viewer": _viewer(unread), "demo_data": is_demo}
    return dict(g.frame)


def _viewer(unread: int) -> dict[str, Any] | None:
    actor = current_actor()
    if not actor.is_known:
        return None
    organisations = my_organisations(current_uow()) if "uow" in g else []
    return {
        "name": actor.label,
        "unread": unread,
        "is_staff": actor.staff,
        "organisations": [
            {"name": row.name, "href": url_for("organisations.show", organisation_id=row.id)}
            for row, _ in organisations
        ],
    }
