"""What everybody can read: the addresses of the public pages, each with its view."""

from typing import Any

from flask import Blueprint, Flask
from flask_limiter import Limiter

from marketplace.web.public import (
    about,
    atlas,
    challenges,
    compare,
    funding,
    home,
    organisations,
    solutions,
    statistics,
)

ROUTES = (
    ("/", "home", home.home),
    ("/search", "search", home.search),
    ("/solutions", "solutions", solutions.solutions),
    ("/solutions/<uuid:solution_id>", "solution", solutions.solution),
    ("/challenges", "challenges", challenges.challenges),
    ("/challenges/<uuid:challenge_id>", "challenge", challenges.challenge),
    ("/challenges/<uuid:challenge_id>/matches", "challenge_matches", challenges.matches),
    ("/challenges/<uuid:challenge_id>/partners", "challenge_partners", challenges.partners),
    ("/challenges/<uuid:challenge_id>/compare", "compare", compare.compare),
    ("/cities", "cities", organisations.cities),
    ("/cities/<uuid:city_id>", "city", organisations.city),
    ("/organisations/<uuid:organisation_id>", "organisation", organisations.organisation),
    ("/map", "map", atlas.atlas),
    ("/statistics", "statistics", statistics.statistics),
    ("/statistics.csv", "statistics_file", statistics.statistics_file),
    ("/funding", "funding", funding.funding),
    ("/funding/<key>", "rule_set", funding.rule_set),
    ("/about", "about", about.about),
    ("/about/ranking", "about_ranking", about.ranking),
    ("/about/public", "about_public", about.public_and_not),
    ("/about/sources", "about_sources", about.sources),
    ("/about/accessibility", "about_accessibility", about.accessibility),
    ("/about/privacy", "about_privacy", about.privacy),
    ("/start", "start", about.starting),
    ("/start/<any(vendor, city, programme):who>", "start_as", about.starting),
)
ASK_THE_ENGINE = ("search", "challenge_matches", "challenge_partners", "compare")
CHECKS_OF_FORMS = (
    "vendor.check_solution",
    "vendor.check_new_solution",
    "city.check_challenge",
    "city.check_new_challenge",
)

blueprint = Blueprint("public", __name__)
for rule, endpoint, view in ROUTES:
    blueprint.add_url_rule(rule, endpoint, view)


def limit(limiter: Limiter, app: Flask, rate: str) -> None:
    """Bound how often one address may have something ranked; before the views are wrapped."""
    ranked = (f"{blueprint.name}.{endpoint}" for endpoint in ASK_THE_ENGINE)
    # Whoever types long must not be kept from looking at matches for it.
    for scope, names in (("ranking", ranked), ("checks", CHECKS_OF_FORMS)):
        shared = limiter.shared_limit(rate, scope=scope)
        for name in names:
            limited: Any = shared(app.view_functions[name])
            app.view_functions[name] = limited
