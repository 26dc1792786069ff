"""Pages for people, a blueprint for each audience; no SQL and no rules live here.

`install` sets up what all pages share: language, form protection, security headers, limits
on how often one address may ask, and what the frame of every page shows. `warm_up` is for
processes that serve pages, in a thread beside the first of them.
"""

import gc

from flask import Flask, request
from flask_limiter import Limiter
from flask_talisman import Talisman
from flask_wtf import CSRFProtect

from marketplace.request_scope import API_PREFIX
from marketplace.services import Services
from marketplace.web import (
    city,
    design,
    design_system,
    errors,
    inbox,
    languages,
    organisations,
    procurements,
    programme,
    public,
    sign_in,
    vendor,
)
from marketplace.web.forms import lost_session, once, small
from marketplace.web.frame import frame_variables

__all__ = ["PREPARES", "TAKE_FILES", "WRITING_GETS", "errors", "install", "warm_up"]

WRITING_GETS = sign_in.WRITING_GETS | inbox.WRITING_GETS | procurements.WRITING_GETS
TAKE_FILES = procurements.TAKE_FILES
PREPARES = {**programme.PREPARES, **city.PREPARES, **procurements.PREPARES}

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PERMISSIONS_POLICY = dict.fromkeys(("camera", "geolocation", "microphone", "payment", "usb"), "()")


def install(app: Flask, services: Services, limiter: Limiter) -> None:
    """Add every page to `app`."""
    languages.install(app)
    _protect(app, services)
    design_system.install(app)
    app.context_processor(frame_variables)
    sign_in.install(app, services)
    for audience in (public, vendor, city, programme, organisations, inbox, procurements, design):
        app.register_blueprint(audience.blueprint)
    sign_in.limit(app, limiter, services.settings.sign_in_rate_limit)
    app.config["READING_POSTS"] = frozenset(public.CHECKS_OF_FORMS)
    public.limit(limiter, app, services.settings.match_rate_limit)
    for shared in (lost_session, small, once):
        shared.install(app)


def warm_up(app: Flask) -> None:
    """Load and compile what the first visitors would wait for; it takes seconds."""
    services: Services = app.extensions["services"]
    services.matcher.warm_up()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    # All this stays, and whoever comes while the collector goes through it would wait for that.
    gc.collect()
    gc.freeze()


def _protect(app: Flask, services: Services) -> None:
    secure = services.settings.public_url.startswith("https:")
    Talisman(
        app,
        content_security_policy=CONTENT_SECURITY_POLICY,
        permissions_policy=PERMISSIONS_POLICY,
        referrer_policy="same-origin",
        force_https=False,
        session_cookie_secure=secure,
        strict_transport_security=secure,
    )
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    protection = CSRFProtect(app)

    @app.before_request
    def check_form() -> None:
        # Programs send a token of their own with each request and no cookie counts there.
        if not request.path.startswith(API_PREFIX) and request.endpoint not in inbox.OPEN_POSTS:
            protection.protect()
