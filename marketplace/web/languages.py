"""In which language a page comes, and the page on which somebody chooses another.

The choice of a person counts first, then what the browser asks for, then English. Programs
are answered in English. The sentences themselves: `foundation.saying`.
"""

from contextlib import ExitStack
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, flash, g, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel, Domain, gettext, refresh
from flask_login import current_user, user_loaded_from_cookie, user_logged_in

from marketplace.accounts.models import User
from marketplace.accounts.operations import choose_language
from marketplace.foundation.errors import Invalid
from marketplace.foundation.saying import LANGUAGES, catalogue, language, locale, speaking
from marketplace.request_scope import current_actor, current_uow, is_api_request

CHOSEN = "language"

blueprint = Blueprint("languages", __name__)


class Catalogues(Domain):  # type: ignore[misc]
    """Where Flask-Babel finds messages: where everything else that is said comes from."""

    def get_translations(self) -> object:
        """The catalogue of the language that is spoken."""
        return catalogue(language())


def install(app: Flask) -> None:
    """Speak the reader's language in every request of `app`; before anything else is installed."""
    babel = Babel(app, default_locale="en_GB", locale_selector=locale)
    babel.domain_instance = Catalogues()
    app.before_request(_begin)
    app.after_request(_tell)
    app.teardown_request(_end)
    user_logged_in.connect(_remember, app)
    user_loaded_from_cookie.connect(_remember, app)
    app.jinja_env.globals.update(language=language, LANGUAGES=LANGUAGES)
    app.register_blueprint(blueprint)


@blueprint.get("/language")
def choose() -> str:
    """The languages to choose from, each under its own name."""
    return render_template("languages.html", back=_path_of(request.referrer or ""))


@blueprint.post("/language")
def chosen() -> ResponseReturnValue:
    """Keep the choice, for the account of whoever is signed in, and go back."""
    code = request.form.get("language", "")
    if code not in LANGUAGES:
        raise Invalid.of("language", gettext("Choose one of the languages in the list."), code)
    if current_actor().is_known:
        choose_language(current_uow(), current_user, code)
    session[CHOSEN] = code
    switch(code)
    flash(gettext("Pages and letters come in English from now on."), "success")
    return redirect(request.script_root + _path_of(request.form.get("back", "")), 303)


def _begin() -> None:
    g.speech = ExitStack()
    g.speech.enter_context(speaking(_wanted()))


def _wanted() -> str | None:
    # Reading the session makes an answer one person's own; files and answers to programs are not.
    if is_api_request() or request.endpoint == "static":
        return None
    return session.get(CHOSEN) or request.accept_languages.best_match(LANGUAGES)


def _end(_error: BaseException | None) -> None:
    if "speech" in g:
        g.pop("speech").close()


def _tell(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.content_language.add(language())
        response.vary.add("Accept-Language")
    return response


def _remember(_app: Flask, user: User, **_more: object) -> None:
    if user.language is not None:
        session[CHOSEN] = user.language
        switch(user.language)


def switch(code: str) -> None:
    """Speak another language from here to the end of this request."""
    g.speech.enter_context(speaking(code))
    refresh()


def _path_of(address: str) -> str:
    """Where in this service an address leads to; the first page for those of others."""
    parts = urlsplit(address)
    if parts.netloc not in ("", request.host) or not parts.path.startswith("/"):
        return "/"
    path = "/" + parts.path.removeprefix(request.script_root).lstrip("/\\")
    return f"{path}?{parts.query}" if parts.query else path
