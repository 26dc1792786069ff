"""What Rialto says about itself; how it ranks is read from the engine's own weights."""

from datetime import date

from flask import render_template

from marketplace.foundation.saying import say
from marketplace.recommendations.how_it_ranks import how_it_ranks
from marketplace.recommendations.weighing import InUse
from marketplace.request_scope import current_services, current_uow
from marketplace.web import words
from marketplace.web.kept import kinds_kept
from marketplace.web.public import visibility
from marketplace.web.public.reasons import matcher
from marketplace.web.sign_in import REMEMBERED

STATEMENT_PREPARED = date(2026, 11, 22)
"""When the statement on accessibility was last gone through, sentence by sentence."""


def about() -> str:
    """What this is and for whom."""
    return render_template("public/about.html")


def ranking() -> str:
    """Every factor that moves a rank, its bounds, how good it is, and when it last changed."""
    facts = how_it_ranks(current_uow().session)
    return render_template(
        "public/about_ranking.html",
        facts=facts,
        changes=[
            {"day": words.day(one.day), "sentence": say(one.sentence)} for one in facts.changes
        ],
        suppliers_since=words.day(facts.suppliers.since),
        partners_since=words.day(facts.partners.since),
        suppliers=_weights(facts.suppliers),
        partners=_weights(facts.partners),
        made_by=matcher().status().made_by,
        encoder=current_services().settings.encoder,
    )


def public_and_not() -> str:
    """What everybody sees, and what nobody else does."""
    return render_template(
        "public/about_public.html",
        audiences=[audience for audience, _actor in visibility.AUDIENCES.values()],
        things=visibility.who_sees_what(),
        solution_fields=visibility.fields_of_a_solution(),
        challenge_fields=visibility.fields_of_a_challenge(),
    )


def sources() -> str:
    """Where the demonstration data comes from."""
    return render_template("public/about_sources.html")


def accessibility() -> str:
    """How the pages are made accessible, and what to do where they are not."""
    return render_template(
        "public/about_accessibility.html",
        prepared=words.day(STATEMENT_PREPARED),
        settings=current_services().settings,
    )


def privacy() -> str:
    """What is kept about people: read off the tables, and from how long each is kept."""
    return render_template(
        "public/about_privacy.html",
        kinds=kinds_kept(),
        cookie_days=REMEMBERED.days,
        settings=current_services().settings,
    )


def starting(who: str = "") -> str:
    """The first steps of each kind of people."""
    return render_template(f"public/start{'_' if who else ''}{who}.html")


def _weights(used: InUse) -> list[dict[str, object]]:
    return [
        {
            "label": words.word(words.FACTORS, weight.name),
            "sentence": say(weight.sentence),
            "share": weight.share,
        }
        for weight in used.weights.factors
    ]
