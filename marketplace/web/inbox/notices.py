"""The inbox: what somebody was told, opened, and noted as read."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from marketplace.foundation.errors import NotFound, Unauthenticated
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.notifications.content import Kind
from marketplace.notifications.queries import inbox, mark_read, my_notice
from marketplace.notifications.wording import kinds
from marketplace.request_scope import current_actor, current_uow
from marketplace.web.public.arguments import Asked


def show() -> str:
    """What the person who is signed in was told, the newest first."""
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to read what you were told."))
    asked = Asked()
    kind = asked.choice("kind", Kind)
    page = inbox(current_uow(), asked.page(), kind)
    return render_template("inbox/inbox.html", page=page, kind=kind, kinds=kinds())


def open_one(notice_id: UUID) -> ResponseReturnValue:
    """On to the page that the notice leads to."""
    uow = current_uow()
    notice = my_notice(uow, notice_id)
    mark_read(uow, notice_id)
    return redirect(request.script_root + notice.said.path, 303)


def read() -> ResponseReturnValue:
    """Note one notice, or all, as read."""
    one = request.form.get("notice", "")
    try:
        number = mark_read(current_uow(), UUID(one) if one else None)
    except ValueError:
        raise NotFound(say(NOTHING)) from None
    told = ngettext("%(num)s notice is marked as read.", "%(num)s are marked as read.", number)
    flash(told if number else gettext("Nothing was unread."), "success")
    return redirect(url_for("inbox.inbox"), 303)
