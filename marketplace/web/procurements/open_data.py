"""Open contracting data: of one joint procurement, and of all whose call is published."""

from uuid import UUID

from flask import Response, jsonify

from marketplace.foundation.paging import LARGEST_PAGE_SIZE, PageRequest
from marketplace.open_contracting.queries import package_of, package_of_all
from marketplace.open_contracting.releases import Json
from marketplace.request_scope import current_services, current_uow
from marketplace.web.procurements.frame import GET, ONE
from marketplace.web.public.arguments import Asked


def releases(procurement_id: UUID) -> Response:
    """What everybody may know of one joint procurement."""
    return _sent(package_of(current_uow(), current_services().settings, procurement_id))


def all_releases() -> Response:
    """The same of all, a hundred to a page."""
    page = PageRequest(Asked().page().page, LARGEST_PAGE_SIZE)
    return _sent(package_of_all(current_uow(), current_services().settings, page))


def _sent(package: Json) -> Response:
    response = jsonify(package)
    # Other sites may read it: it is the same for everybody, and public.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


ROUTES = (
    (f"{ONE}/ocds.json", "ocds", releases, GET),
    ("/ocds/releases.json", "all_ocds", all_releases, GET),
)
