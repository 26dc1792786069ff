"""What Rialto says about itself; how it ranks is read from the engine's own weights."""

from flask import render_template

from marketplace.recommendations.results import PARTNER_WEIGHTS, SUPPLIER_WEIGHTS, Weight
from marketplace.request_scope import current_services
from marketplace.web import words
from marketplace.web.public.reasons import matcher


def about() -> str:
    """What this is and for whom."""
    return render_template("public/about.html")


def ranking() -> str:
    """Every factor that moves a rank, with its weight; and the model."""
    return render_template(
        "public/about_ranking.html",
        suppliers=_weights(SUPPLIER_WEIGHTS),
        partners=_weights(PARTNER_WEIGHTS),
        made_by=matcher().status().made_by,
        encoder=current_services().settings.encoder,
    )


def public_and_not() -> str:
    """What everybody sees, and what nobody else does."""
    return render_template("public/about_public.html")


def sources() -> str:
    """Where the demonstration data comes from."""
    return render_template("public/about_sources.html")


def accessibility() -> str:
    """How the pages are made accessible, and what to do where they are not."""
    return render_template("public/about_accessibility.html")


def _weights(weights: tuple[Weight, ...]) -> list[dict[str, object]]:
    return [
        {
            "label": words.word(words.FACTORS, weight.name),
            "sentence": weight.sentence,
            "share": weight.share,
        }
        for weight in weights
    ]
