"""Every error as a page that says what to do next."""

from flask import g, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from marketplace.foundation.errors import Conflict, Invalid, ProductError, Unauthenticated
from marketplace.request_scope import status_of
from marketplace.web.forms.lost_session import rescued
from marketplace.web.forms.small import refused


def page_of(error: ProductError) -> ResponseReturnValue:
    """The page for one of the product's own errors."""
    if isinstance(error, Unauthenticated) and (answer := rescued()) is not None:
        return answer
    if isinstance(error, Invalid | Conflict) and (answer := refused(error)) is not None:
        return answer
    reason = error.detail
    if isinstance(error, Invalid):
        named = Markup("<code>{}</code>: {}")
        reason = Markup(" ").join(named.format(f.field, f.message) for f in error.faults)
    return error_page(status_of(error), reason)


def page_of_http(error: HTTPException) -> ResponseReturnValue:
    """The page for an error that the web framework raised."""
    if isinstance(error, CSRFError) and (answer := rescued()) is not None:
        return answer
    response = make_response(error_page(error.code or 500, None))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def error_page(status: int, reason: str | None) -> ResponseReturnValue:
    """A page with the status's own words and, where there is one, the reason."""
    page = render_template(
        "error.html", status=status, reason=reason, request_id=g.get("request_id", "-")
    )
    return page, status
