"""JSON for programs, a file for each resource; described by OpenAPI and by a page for people.

Resources parse, call one operation or query, and show what it gives. Errors, versions and
repeated requests are handled in one place each.
"""

from flask import Flask
from flask_limiter import Limiter

from marketplace import __version__
from marketplace.api import (
    activity,
    awards,
    callers,
    challenges,
    common_needs,
    consultations,
    demand,
    description,
    documentation,
    documents,
    errors,
    figures,
    idempotency,
    interests,
    long_lists,
    matches,
    members,
    opinions,
    organisations,
    packs,
    procurements,
    proposals,
    shortlists,
    solutions,
    steps,
    taxonomy,
)
from marketplace.services import Services

__all__ = ["PREPARES", "TAKE_FILES", "WRITING_GETS", "errors", "install"]

PREPARES = {**solutions.PREPARES, **long_lists.PREPARES}
WRITING_GETS = consultations.WRITING_GETS
TAKE_FILES = documents.TAKE_FILES

PREFIX = "/api/v1"
DESCRIPTION = (
    "Send “Authorization: Bearer TOKEN”; what is public can be read without. Lists come as "
    "{items, total, page, page_size}. Errors are application/problem+json. Reads carry an ETag; "
    "changes need it in If-Match. A POST with an Idempotency-Key can be repeated safely."
)
RESOURCES = (
    organisations,
    members,
    solutions,
    challenges,
    matches,
    opinions,
    shortlists,
    interests,
    proposals,
    figures,
    procurements,
    steps,
    common_needs,
    long_lists,
    demand,
    documents,
    consultations,
    awards,
    packs,
    taxonomy,
    activity,
)


def install(app: Flask, services: Services, limiter: Limiter) -> None:
    """Add the API to `app`, before the request scope wraps the views."""
    app.config.update(
        API_TITLE="Rialto, the marketplace for intelligent cities",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    info = {"description": DESCRIPTION, "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}
    api = description.DescribedApi(app, spec_kwargs={"info": info})
    api.spec.components.security_scheme(description.TOKEN, {"type": "http", "scheme": "bearer"})
    for resource in RESOURCES:
        api.register_blueprint(resource.resource, url_prefix=PREFIX + resource.resource.url_prefix)
    matches.limit_visitors(app, limiter, services.settings.match_rate_limit)
    documentation.install(app, api)
    reading = app.config.get("READING_POSTS", frozenset()) | {matches.FREE_MATCH}
    app.config["READING_POSTS"] = reading
    idempotency.install(app, PREFIX, reading)
    callers.install(app, PREFIX, reading)
