"""Schemathesis asks everything that the OpenAPI document allows, and much that it does not."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from marketplace.api.description import TAG
from tests.factories.town import VISITOR, Town
from tests.guards.conftest import Door
from tests.guards.table import rows

# A longer look, such as one of every night, asks for more: RIALTO_FUZZ_SECONDS=600.
SECONDS = int(os.environ.get("RIALTO_FUZZ_SECONDS", "30"))
EXAMPLES = max(6, SECONDS // 8)

# Whose program asks, and about which things of the town.
CALLERS = {
    VISITOR: ("solution.published", "challenge.open"),
    "program": ("solution.newer", "challenge.open"),
    "staff": ("solution.review", "challenge.review"),
}
# Each part of a path that names a thing of the town, everywhere or where the path says so.
NAMED = {
    "organisation_id": "organisation.vendor",
    "procurement_id": "procurement",
    "consultation_id": "consultation",
    "vendor_id": "organisation.vendor",
    "lot_id": "lot",
    "item_id": "need_item",
    "commitment_id": "commitment",
    "tenderer_id": "offer",
    "evaluator_id": "evaluator",
    "document_id": "document",
    "interest_id": "interest",
}
HIDES = "Got 404 when missing required 'Authorization' header"
"""A joint procurement whose call is not published is not there for somebody without a token."""
NAMED_THERE = {
    r"/procurements/.*\{organisation_id\}": {"organisation_id": "organisation.city"},
    "/group-questions/": {"question_id": "group_question"},
    "/market-questions/": {"question_id": "market_question"},
    r"/consultations/.*\{document_id\}": {"document_id": "handed"},
}

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


@pytest.mark.parametrize("who", CALLERS)
def test_no_question_that_can_be_put_finds_a_failure(door: Door, who: str) -> None:
    app = _undoing(door, _with_tags(door.town, door.app.wsgi_app))
    config = SchemathesisConfig.from_dict(_config(door.town, who))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    failures, finished = [], set()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            failures.append(f"{event.label}: {event.value}")
        if isinstance(event, events.FatalError):
            raise event.exception
        if isinstance(event, events.ScenarioFinished):
            finished.add(event.recorder.label)
            failures += _failures(event)

    assert not failures, "\n".join(failures)
    assert len(finished) > 100


def _failures(event: events.ScenarioFinished) -> list[str]:
    return [
        f"{event.recorder.label} {check.name}: {check.failure_info.failure} "
        f"{event.recorder.cases[case].value.as_curl_command()[:1500]}"
        for case, checks in event.recorder.checks.items()
        for check in checks
        if check.failure_info is not None and HIDES not in str(check.failure_info.failure)
    ]


def _config(town: Town, who: str) -> dict[str, Any]:
    solution, challenge = CALLERS[who]
    return {
        "headers": {} if who == VISITOR else {"Authorization": f"Bearer {town.tokens[who]}"},
        "workers": 1,
        "seed": 1,
        "max-time": SECONDS,
        "continue-on-failure": True,
        "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
        "phases": {"stateful": {"enabled": False}},
        "parameters": _parts(town, NAMED)
        | {
            "path.solution_id": town.ids[solution],
            "path.challenge_id": town.ids[challenge],
            "path.user_id": town.people["vendor.viewer"],
            "path.number": 1,
        },
        "operations": [
            {"include-path-regex": path, "parameters": _parts(town, named)}
            for path, named in NAMED_THERE.items()
        ],
        "checks": {
            # What a document cannot say: a tag may be old, a code on no list, an answer too thin.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "304", "401", "403", "404", "409", "412", "422"]
            },
            "negative_data_rejection": {
                "expected-statuses": ["401", "403", "404", "405", "409", "412", "422", "428"]
            },
            "missing_required_header": {"expected-statuses": ["401", "403", "404", "422", "428"]},
            # It cannot ask an application in the same process; the guards' table says who may.
            "ignored_auth": {"enabled": False},
        },
    }


def _parts(town: Town, named: Mapping[str, str]) -> dict[str, str]:
    return {f"path.{part}": town.ids[name] for part, name in named.items()}


def _undoing(door: Door, inner: Application) -> Application:
    """The application, which forgets after each answer what it was asked to do."""

    def run(environ: Environ, start_response: Any) -> Iterable[bytes]:
        with door.undone():
            return list(inner(environ, start_response))

    return run


def _with_tags(town: Town, inner: Application) -> Application:
    """The application for a caller who has read what it changes: any tag becomes the right one."""
    versions = {town.ids[name]: version for name, version in town.versions.items()}
    tags = {(row.method, row.path(town)): row.version(town) for row in rows() if row.is_api}

    def run(environ: Environ, start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        known = [versions[part] for part in path.split("/") if part in versions]
        version = tags.get((environ["REQUEST_METHOD"], path), known[-1] if known else None)
        if version is not None and re.fullmatch(TAG, environ.get("HTTP_IF_MATCH", "")):
            environ["HTTP_IF_MATCH"] = f'"{version}"'
        return inner(environ, start_response)

    return run
