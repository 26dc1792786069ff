"""`/activity`: the record of who did what, for staff."""

from typing import Any

from flask import Response

from marketplace.activity.queries import ActivityFilter, list_activity
from marketplace.api.conventions import PageArguments, Resource, envelope, page_request, tagged
from marketplace.api.description import NEEDED
from marketplace.request_scope import current_uow
from marketplace.schemas.answers import ActivitySchema, page_of
from marketplace.schemas.fields import Code

resource = Resource("Activity", __name__, url_prefix="/activity")


class ActivityArguments(PageArguments):
    """What to look for in the record."""

    action = Code(60)
    object_kind = Code(40)
    object_id = Code(64)


@resource.route("")
@resource.doc(security=NEEDED)
@resource.arguments(ActivityArguments, location="query")
@resource.response(200, page_of(ActivitySchema))
def record(arguments: dict[str, Any]) -> Response:
    """Read the record, newest first; staff only."""
    page = page_request(arguments)
    found = list_activity(current_uow(), ActivityFilter(**arguments), page)
    return tagged(envelope(found, ActivitySchema().dump))
