"""What people are told: the inbox, how they want to be told, what they watch and search for."""

from flask import Blueprint

from marketplace.web.inbox import choices, notices, searches, watches

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
ROUTES = (
    ("/inbox", "inbox", notices.show, GET),
    ("/inbox/read", "read", notices.read, POST),
    ("/inbox/<uuid:notice_id>", "open_notice", notices.open_one, GET),
    ("/account/notices", "choices", choices.choices, BOTH),
    ("/unsubscribe/<token>", "unsubscribe", choices.unsubscribe, BOTH),
    ("/account/watches", "watches", watches.mine, GET),
    ("/watches", "watch", watches.change, POST),
    ("/account/searches", "searches", searches.mine, GET),
    ("/account/searches", "save_search", searches.save, POST),
    ("/account/searches/<uuid:search_id>/rename", "rename_search", searches.rename, POST),
    ("/account/searches/<uuid:search_id>/delete", "delete_search", searches.delete, POST),
)

# Opening a notice notes that it was read.
WRITING_GETS = frozenset({"inbox.open_notice"})
# Mail programs send this one by themselves (RFC 8058); the signed link in it is the permission.
OPEN_POSTS = frozenset({"inbox.unsubscribe"})

blueprint = Blueprint("inbox", __name__)
for _rule, _endpoint, _view, _methods in ROUTES:
    blueprint.add_url_rule(_rule, _endpoint, _view, methods=list(_methods))
blueprint.add_app_template_global(watches.is_watched, "is_watched")
