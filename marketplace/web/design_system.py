"""What the templates need from Python: where they are found, and a few globals and filters.

No routes and no texts live here; the components themselves are in `templates/macros`.
"""

from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import urlencode

from flask import Flask, request
from flask_babel import format_datetime, format_percent, gettext
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from marketplace.foundation.saying import language
from marketplace.recommendations.languages import spoken_in
from marketplace.web import words
from marketplace.web.forms.lost_session import form_author
from marketplace.web.map import spot


def install(app: Flask) -> None:
    """Make the product's templates, the GOV.UK macros and our globals known to `app`.

    The app's `static` endpoint has to serve `marketplace/web/static`, and Flask-Babel has to
    be installed for `_()`.
    """
    libraries = {
        name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")
    }
    app.jinja_loader = ChoiceLoader([PackageLoader("marketplace.web"), PrefixLoader(libraries)])
    app.jinja_env.globals.update(on_map=spot, with_query=with_query)
    app.jinja_env.globals.update(form_author=form_author, error_message=error_message)
    app.jinja_env.filters.update(pieces=pieces, spoken=spoken)
    app.jinja_env.filters.update(day=words.day, moment=format_datetime, brussels=words.brussels)
    app.jinja_env.filters["to_the_minute"] = words.to_the_minute
    app.jinja_env.filters.update(decimal=words.decimal, percent=format_percent)
    app.jinja_env.filters.update(money=words.money, number=words.number)
    app.jinja_env.filters.update(price_breaks=words.price_breaks)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def with_query(**changes: str | int | None) -> str:
    """The address of this page with `changes` made to its query; None removes a name."""
    query: MultiDict[str, str] = MultiDict(request.args)
    for name, value in changes.items():
        query.poplist(name)
        if value is not None:
            query.add(name, str(value))
    path = request.script_root + request.path
    return f"{path}?{urlencode(list(query.items(multi=True)))}" if query else path


def with_values(name: str, values: Iterable[str]) -> str:
    """The address of this page with exactly these values of one name in its query."""
    query: MultiDict[str, str] = MultiDict(request.args)
    query.setlist(name, list(values))
    return f"{request.script_root}{request.path}?{urlencode(list(query.items(multi=True)))}"


def error_message(text: str | None) -> dict[str, str] | None:
    """What is wrong with a field, as the components take it, or None where nothing is."""
    return {"text": text, "visuallyHiddenText": gettext("Error")} if text else None


def spoken(text: str | None, written_in: str | None = None) -> Markup:
    """The `lang` attribute for an element that holds this text of somebody's own, with a space.

    `written_in` is the language that its authors stated. Nothing where it is in the language
    of the page or leaves a doubt: a wrong voice is worse.
    """
    code = written_in or spoken_in(text or "")
    of_page = language()
    return Markup(' lang="{}"').format(code) if code not in (None, of_page) else Markup("")


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut `text` at `spans`, given as (start, end) in characters, into (piece, marked).

    Spans may overlap and come in any order; what lies outside the text is left out. The
    pieces joined give the text again.
    """
    covered = [False] * len(text)
    for start, end in spans:
        for place in range(max(start, 0), min(end, len(text))):
            covered[place] = True
    edges = [at for at in range(1, len(text)) if covered[at] != covered[at - 1]]
    cuts = [0, *edges, len(text)]
    return [(text[start:end], covered[start]) for start, end in pairwise(cuts) if start < end]


def in_context(text: str, start: int, end: int, around: int = 120) -> tuple[str, str, str]:
    """The span of `text` with what stands round it: (before, span, after).

    Each side has at most `around` characters, cut between words and marked with an ellipsis.
    """
    before, after = text[:start], text[end:]
    if len(before) > around:
        before = "…" + _from_word(before[-around:])
    if len(after) > around:
        after = _to_word(after[:around]) + "…"
    return before, text[start:end], after


def _from_word(text: str) -> str:
    return text[text.find(" ") + 1 :]


def _to_word(text: str) -> str:
    return text[: text.rfind(" ")] if " " in text else text
