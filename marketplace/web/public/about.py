"""What Rialto says about itself; how it ranks is read from the engine's own weights."""

from flask import render_template

from marketplace.recommendations.how_it_ranks import how_it_ranks
from marketplace.recommendations.weighing import InUse
from marketplace.request_scope import current_services, current_uow
from marketplace.web import words
from marketplace.web.public.reasons import matcher


def about() -> str:
    """What this is and for whom."""
    return render_template("public/about.html")


def ranking() -> str:
    """Every factor that moves a rank, its bounds, how good it is, and when it last changed."""
    facts = how_it_ranks(current_uow().session)
    return render_template(
        "public/about_ranking.html",
        facts=facts,
        changes=[{"day": words.day(one.day), "sentence": one.sentence} for one in facts.changes],
        suppliers_since=words.day(facts.suppliers.since),
        partners_since=words.day(facts.partners.since),
        suppliers=_weights(facts.suppliers),
        partners=_weights(facts.partners),
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


def _weights(used: InUse) -> list[dict[str, object]]:
    return [
        {
            "label": words.word(words.FACTORS, weight.name),
            "sentence": weight.sentence,
            "share": weight.share,
        }
        for weight in used.weights.factors
    ]
