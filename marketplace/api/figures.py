"""`/procurements/figures`: what came of buying together, for staff."""

from flask import Response

from marketplace.api.conventions import Resource, tagged
from marketplace.api.description import NEEDED
from marketplace.request_scope import current_uow
from marketplace.schemas.steps import TogetherFiguresSchema
from marketplace.steps.figures import together_figures

resource = Resource("Figures of buying together", __name__, url_prefix="/procurements/figures")


@resource.route("")
@resource.doc(security=NEEDED)
@resource.response(200, TogetherFiguresSchema)
def figures() -> Response:
    """Read the sums by currency, the cities and countries, and the time; for programme staff."""
    return tagged(TogetherFiguresSchema().dump(together_figures(current_uow())))
