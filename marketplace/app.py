"""Assembles the web application; no behaviour of its own."""

from pathlib import Path

import structlog
from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace import api, request_scope, web
from marketplace.foundation.errors import ProductError
from marketplace.foundation.logging import configure_logging
from marketplace.request_scope import is_api_request
from marketplace.services import Services, build_services
from marketplace.settings import Settings, read_settings, secret_key
from marketplace.web import observability

WEB = Path(__file__).parent / "web"


def create_app(services: Services | None = None) -> Flask:
    """The application for these services; without any, those of the environment's settings."""
    services = services or build_services(read_settings())
    settings = services.settings
    configure_logging(settings.log_level, settings.log_format)
    app = Flask("marketplace", static_folder=WEB / "static", template_folder=WEB / "templates")
    app.config.update(
        SECRET_KEY=secret_key(settings),
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.extensions["services"] = services
    if hops := settings.trusted_proxies:
        # Without a proxy in front anybody could write these headers and so escape the limits.
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    observability.install(app, services)
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=settings.rate_limit_storage,
        headers_enabled=True,
    )
    _take_files(app, settings)
    web.install(app, services, limiter)
    api.install(app, services, limiter)
    _answer_errors(app)
    request_scope.install(
        app,
        services,
        writing_gets=web.WRITING_GETS | api.WRITING_GETS,
        prepares={**web.PREPARES, **api.PREPARES},
    )
    return app


def _take_files(app: Flask, settings: Settings) -> None:
    """Let those addresses alone take more than other requests that take files.

    What is more is refused while it comes in, before anything of it is kept.
    """
    # Programs send files as Base64, which has four characters for three bytes.
    most = settings.max_request_bytes + settings.max_file_bytes * 4 // 3

    @app.before_request
    def allow() -> None:
        if request.endpoint in web.TAKE_FILES | api.TAKE_FILES:
            request.max_content_length = most


def _answer_errors(app: Flask) -> None:
    """Turn every error into problem+json for programs and into a page for people."""

    @app.errorhandler(ProductError)
    def own(error: ProductError) -> ResponseReturnValue:
        if is_api_request():
            return api.errors.problem_of(error)
        return web.errors.page_of(error)

    @app.errorhandler(HTTPException)
    def of_framework(error: HTTPException) -> ResponseReturnValue:
        if is_api_request():
            return api.errors.problem_of_http(error)
        return web.errors.page_of_http(error)

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> ResponseReturnValue:
        structlog.get_logger(__name__).exception("unforeseen_error", kind=type(error).__name__)
        return of_framework(InternalServerError())
