"""What every address of the API has in common: bodies, pages, versions and tags.

A tag is `"VERSION-DIGEST"`: the row's version, which a change must name in `If-Match`, and
a digest of what was shown, so that a cache never keeps what has changed around the row.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, NoReturn, TypeVar

from flask import Request, Response, json, make_response, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.http import parse_etags

from marketplace.api.description import describe
from marketplace.foundation.errors import Invalid, Stale
from marketplace.foundation.paging import LARGEST_PAGE, LARGEST_PAGE_SIZE, Page, PageRequest
from marketplace.request_scope import PreconditionRequired
from marketplace.schemas.loading import ContentSchema, dump, faults_of, load

Content = TypeVar("Content")


class Parser(FlaskParser):
    """Reads arguments and bodies; what cannot be taken becomes an `Invalid`."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": RAISE}  # noqa: RUF012 - as webargs declares it.

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body, if it is sent as JSON; nothing if there is none."""
        if not req.is_json and req.get_data():
            raise UnsupportedMediaType("Send the body as application/json.")
        try:
            return super().load_json(req, schema)
        except (RecursionError, ValueError):
            # Brackets within brackets without end, or a number with thousands of digits.
            return self._handle_invalid_json_error(None)

    def handle_error(self, error: ValidationError, req: Any, schema: Schema, **_: Any) -> NoReturn:
        """Name each faulty field with its value."""
        del req, schema
        messages = error.messages
        places = messages if isinstance(messages, dict) else {"json": messages}
        body = request.get_json(silent=True) if "json" in places else None
        raise Invalid(
            fault
            for place, found in places.items()
            for fault in faults_of(found, body if place == "json" else request.args)
        )

    def _handle_invalid_json_error(self, error: Any, *_: Any, **__: Any) -> NoReturn:
        del error
        raise Invalid.of("body", "This is no JSON that can be read: check quotes and brackets.")


class Resource(Blueprint):  # type: ignore[misc]
    """A group of addresses about one kind of thing."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, *names: Any, **options: Any) -> None:
        super().__init__(*names, **options)
        self._prepare_doc_cbks.append(describe)


class PageArguments(Schema):
    """Which page of a list."""

    page = fields.Integer(
        load_default=1,
        validate=validate.Range(1, LARGEST_PAGE),
        metadata={"description": "Counts from 1."},
    )
    page_size = fields.Integer(load_default=20, validate=validate.Range(1, LARGEST_PAGE_SIZE))


class ContentPatch(Schema):
    """The fields to put in place of the present ones; the others stay."""

    content = fields.Dict(keys=fields.String(), required=True)


class RemarksBody(Schema):
    """What has to be mended, field by field."""

    remarks = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 100)),
        values=fields.String(validate=validate.Length(1, 2000)),
        required=True,
        validate=validate.Length(1, 50),
    )


class VersionArguments(Schema):
    """Which version to read."""

    working = fields.Boolean(
        load_default=False,
        metadata={"description": "The version in work instead of the published one."},
    )


def page_request(arguments: dict[str, Any]) -> PageRequest:
    """Take the page out of the arguments of a list."""
    return PageRequest(arguments.pop("page"), arguments.pop("page_size"))


def envelope(page: Page[Any], show: Callable[[Any], Any]) -> dict[str, Any]:
    """A page as the API gives it."""
    return {
        "items": [show(item) for item in page.items],
        "total": page.total,
        "page": page.page,
        "page_size": page.page_size,
    }


def tagged(body: dict[str, Any], version: int | None = None, status: int = 200) -> Response:
    """A JSON answer with its tag; 304 if the asker has it already."""
    text = json.dumps(body, sort_keys=True)
    digest = sha256(text.encode()).hexdigest()[:16]
    response = make_response(text, status)
    response.content_type = "application/json"
    response.set_etag(digest if version is None else f"{version}-{digest}")
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def expected_version() -> int:
    """The row version that the caller's change was made on, from `If-Match`.

    Raises:
        PreconditionRequired: there is no `If-Match`.
        Stale: it is not a tag of this API.
    """
    header = request.headers.get("If-Match", "")
    if not header.strip():
        raise PreconditionRequired("Send If-Match with the ETag of the version you changed.")
    tags = [tag for tag in parse_etags(header).as_set() if tag]
    version = tags[0].partition("-")[0] if len(tags) == 1 else ""
    if not version.isascii() or not version.isdigit() or len(version) > 9:  # noqa: PLR2004
        raise Stale("If-Match does not hold the ETag of a version; read it again first.")
    return int(version)


def merged(schema: ContentSchema[Content], present: Content, changes: dict[str, Any]) -> Content:
    """The present content with some fields put in place of its own.

    Raises:
        Invalid: a field that was sent cannot be taken.
    """
    return load(schema, dump(schema, present) | changes)
