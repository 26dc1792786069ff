"""The design page: every component in its states, with examples that say they are examples."""

from flask import Blueprint, render_template

from marketplace.web import design_examples

blueprint = Blueprint("design", __name__)


@blueprint.get("/design")
def show() -> str:
    """Every component of the product's pages in use."""
    return render_template("design.html", examples=design_examples)
