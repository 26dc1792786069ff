"""What all operations share in the OpenAPI document: headers, refusals, and who is asked for.

The shapes of bodies and answers come from the resources themselves.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from flask_smorest import Api

from marketplace.api.errors import MEDIA_TYPE
from marketplace.schemas.problems import ProblemSchema

TOKEN = "token"  # noqa: S105 - the name of the scheme in the document.

NEEDED: list[dict[str, list[str]]] = [{TOKEN: []}]
OPTIONAL: list[dict[str, list[str]]] = [{}, {TOKEN: []}]

ALWAYS = {
    401: "The token is unknown, has ended or was revoked; or nobody may do this without one.",
    403: "The caller may not do this; the detail says who may.",
    404: "There is nothing here, or nothing that the caller may see.",
    503: "A part of the service does not answer now; try again later.",
}
CHANGING = {
    409: "It is not possible in the present state, or the Idempotency-Key was used otherwise.",
    412: "Somebody changed it first: If-Match does not name its present version.",
    422: "Some of it cannot be taken; `errors` names each field, the value and the remedy.",
    428: "If-Match is missing.",
}
WITH_BODY = {
    413: "The body is too large.",
    415: "The body is not sent as application/json.",
    422: CHANGING[422],
}
TOO_OFTEN = {429: "Asked too often; Retry-After says when to go on."}
REFUSALS = {**ALWAYS, **CHANGING, **WITH_BODY, **TOO_OFTEN}

TAG = r'^"[0-9]{1,9}(-[0-9a-f]{16})?"$'

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the version that is changed.",
    "schema": {"type": "string", "pattern": TAG},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "description": "The ETag of what the caller has already; 304 if it is still the same.",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "Sent again with the same body, the request happens once and is answered twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
PARAMETERS: dict[str, list[dict[str, Any]]] = {
    "get": [IF_NONE_MATCH],
    "post": [IDEMPOTENCY_KEY],
    "patch": [IF_MATCH],
}
PARAMETERS["delete"] = [IF_MATCH]


class DescribedApi(Api):  # type: ignore[misc]
    """The API with problem documents in place of flask-smorest's own errors."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave errors to the application's one table."""

    def _register_responses(self) -> None:
        """Name every refusal once, for all operations to point at."""
        for status, description in REFUSALS.items():
            content = {MEDIA_TYPE: {"schema": ProblemSchema}}
            self.spec.components.response(
                HTTPStatus(status).name,
                {"description": description, "content": content},
                lazy=True,
            )


def chosen(name: str, choices: Iterable[str]) -> dict[str, Any]:
    """The part of a path that is one of some words."""
    schema = {"type": "string", "enum": [*choices]}
    return {"in": "path", "name": name, "required": True, "schema": schema}


def describe(
    operation: dict[str, Any], _of_view: dict[str, Any], *, method: str, **_: Any
) -> dict[str, Any]:
    """Add to an operation what its method alone says; flask-smorest asks for each."""
    responses = operation.setdefault("responses", {})
    refusals = dict(ALWAYS)
    if method != "get":
        refusals |= CHANGING
    if "requestBody" in operation:
        refusals |= WITH_BODY
    for status in refusals:
        responses.setdefault(status, HTTPStatus(status).name)
    if method == "get":
        responses[304] = {"description": "What the caller has is still the same."}
    operation["parameters"] = [*operation.get("parameters", []), *PARAMETERS.get(method, [])]
    operation["security"] = OPTIONAL if method == "get" else NEEDED
    return operation
