"""Saved searches: kept from the page that shows what they find, listed, renamed, deleted."""

from urllib.parse import parse_qsl
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.foundation.errors import Unauthenticated
from marketplace.notifications.content import ListPage
from marketplace.notifications.searches import (
    LONGEST_NAME,
    delete_search,
    my_searches,
    rename_search,
    save_search,
)
from marketplace.request_scope import current_actor, current_uow
from marketplace.web.forms.keeping import expected_version

WORDS = {
    ListPage.SEARCH: lazy_gettext("Ranked solutions for a need"),
    ListPage.SOLUTIONS: lazy_gettext("Solutions"),
    ListPage.CHALLENGES: lazy_gettext("Challenges"),
}


def mine() -> str:
    """What the person who is signed in keeps."""
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to see your searches."))
    items = [
        {
            "row": row,
            "word": WORDS[ListPage(row.page)],
            "href": f"{url_for(f'public.{row.page}')}?{row.query}",
        }
        for row in my_searches(current_uow())
    ]
    return render_template("inbox/searches.html", items=items)


def save() -> ResponseReturnValue:
    """Keep the search whose page the button was on."""
    page, query = request.form.get("page", ""), request.form.get("query", "")
    name = request.form.get("name", "").strip()[:LONGEST_NAME] or gettext("My search")
    save_search(current_uow(), page, parse_qsl(query), name)
    flash(gettext("Saved. You are told when something new passes it."), "success")
    return redirect(url_for("inbox.searches"), 303)


def rename(search_id: UUID) -> ResponseReturnValue:
    """Call it something else."""
    name = request.form.get("name", "")
    rename_search(current_uow(), search_id, name, expected_version=expected_version())
    flash(gettext("Renamed."), "success")
    return redirect(url_for("inbox.searches"), 303)


def delete(search_id: UUID) -> ResponseReturnValue:
    """Forget it."""
    delete_search(current_uow(), search_id)
    flash(gettext("Deleted. It alerts you no more."), "success")
    return redirect(url_for("inbox.searches"), 303)
