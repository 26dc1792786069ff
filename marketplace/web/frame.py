"""What the frame of every page shows: who is signed in, and whether this is a demonstration."""

from typing import Any

from flask import g, url_for

from marketplace.notifications.queries import unread_count
from marketplace.organisations.queries import my_organisations, organisation_with_key
from marketplace.request_scope import current_actor, current_uow
from seed_data import PROGRAMME_KEY


def frame_variables() -> dict[str, Any]:
    """`viewer` and `demo_data` for base.html; outside a view only what is known without rows."""
    if "frame" not in g:
        g.frame = {"viewer": _viewer(), "demo_data": _demo_data()}
    return dict(g.frame)


def _viewer() -> dict[str, Any] | None:
    actor = current_actor()
    if not actor.is_known:
        return None
    organisations = my_organisations(current_uow()) if "uow" in g else []
    return {
        "name": actor.label,
        "unread": unread_count(current_uow()) if "uow" in g else 0,
        "is_staff": actor.staff,
        "organisations": [
            {"name": row.name, "href": url_for("organisations.show", organisation_id=row.id)}
            for row, _ in organisations
        ],
    }


def _demo_data() -> bool:
    if "uow" not in g:
        return False
    return organisation_with_key(current_uow().session, PROGRAMME_KEY) is not None
