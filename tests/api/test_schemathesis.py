"""Schemathesis asks everything that the OpenAPI document allows, and much that it does not."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from marketplace.api.description import TAG
from tests.factories.town import VISITOR, Town
from tests.guards.conftest import Door

# A longer look, such as one of every night, asks for more: RIALTO_FUZZ_SECONDS=600.
SECONDS = int(os.environ.get("RIALTO_FUZZ_SECONDS", "30"))
EXAMPLES = max(6, SECONDS // 8)

# Whose program asks, and about which things of the town.
CALLERS = {
    VISITOR: ("solution.published", "challenge.open"),
    "program": ("solution.newer", "challenge.open"),
    "staff": ("solution.review", "challenge.review"),
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

    assert failures == []
    assert len(finished) > 25


def _failures(event: events.ScenarioFinished) -> list[str]:
    return [
        f"{event.recorder.label} {check.name}: {check.failure_info.failure} "
        f"{event.recorder.cases[case].value.as_curl_command()[:1500]}"
        for case, checks in event.recorder.checks.items()
        for check in checks
        if check.failure_info is not None
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
        "parameters": {
            "path.solution_id": town.ids[solution],
            "path.challenge_id": town.ids[challenge],
            "path.organisation_id": town.ids["organisation.vendor"],
            "path.user_id": town.people["vendor.viewer"],
        },
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


def _undoing(door: Door, inner: Application) -> Application:
    """The application, which forgets after each answer what it was asked to do."""

    def run(environ: Environ, start_response: Any) -> Iterable[bytes]:
        with door.undone():
            return list(inner(environ, start_response))

    return run


def _with_tags(town: Town, inner: Application) -> Application:
    """The application for a caller who has read what it changes: any tag becomes the right one."""
    versions = {town.ids[name]: version for name, version in town.versions.items()}

    def run(environ: Environ, start_response: Any) -> Iterable[bytes]:
        known = [versions[part] for part in environ["PATH_INFO"].split("/") if part in versions]
        if known and re.fullmatch(TAG, environ.get("HTTP_IF_MATCH", "")):
            environ["HTTP_IF_MATCH"] = f'"{known[-1]}"'
        return inner(environ, start_response)

    return run
