"""The record of who did what."""

from flask import render_template

from marketplace.activity.queries import ActivityFilter, list_activity
from marketplace.request_scope import current_uow
from marketplace.web.public.arguments import Asked


def activity() -> str:
    """One page of the record, narrowed as asked."""
    asked = Asked()
    wanted = ActivityFilter(
        action=asked.code("action"),
        object_kind=asked.code("kind"),
        object_id=asked.code("object"),
    )
    page = list_activity(current_uow(), wanted, asked.page(50))
    return render_template("programme/activity.html", page=page, wanted=wanted)
