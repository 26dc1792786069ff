"""The design page: every component in use, for those who write pages, in English."""

from flask import Blueprint, render_template

from marketplace.foundation.saying import SOURCE
from marketplace.web import design_examples
from marketplace.web.languages import switch

blueprint = Blueprint("design", __name__)


@blueprint.get("/design")
def show() -> str:
    """Every component in use."""
    switch(SOURCE)
    return render_template("design.html", examples=design_examples)
