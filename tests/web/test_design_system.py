import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes

from marketplace.app import create_app
from marketplace.challenges.lifecycle import CHALLENGE
from marketplace.foundation.lifecycle import Lifecycle
from marketplace.interests.lifecycle import INTEREST
from marketplace.introductions.lifecycle import INTRODUCTION
from marketplace.organisations.lifecycle import VERIFICATION
from marketplace.recommendations.results import Band
from marketplace.recommendations.weighing import LIFECYCLE
from marketplace.services import Services
from marketplace.solutions.lifecycle import REFERENCE, SOLUTION
from marketplace.web import design, design_examples, design_system, languages
from marketplace.web.design_system import in_context, pieces, with_query
from marketplace.web.forms.tasks import Progress

TEMPLATES = Path(design.__file__).parent / "templates"
COMPONENTS = ("macros/", "inbox/parts", "forms/fields")
SHOWN_BY_ANOTHER = {
    "watch_button": "watch_form",
    "save_search": "watch_form",
    "hero": "search_box",
    "part": "form_page",
    "group": "form_page",
    "one_field": "form_page",
    "hidden": "form_page",
}
"""What only wraps a component or stands inside it, and which one that is."""


@pytest.fixture
def app() -> Flask:
    app = Flask("marketplace", static_folder=Path(design.__file__).parent / "static")
    app.config.update(TESTING=True, SECRET_KEY="for tests only")
    languages.install(app)
    design_system.install(app)
    app.register_blueprint(design.blueprint)
    return app


def rendered(app: Flask, source: str, **values: object) -> str:
    with app.test_request_context("/solutions?q=care&theme=EN&theme=MO&page=2"):
        return render_template_string(source, **values)


def test_the_design_page_shows_every_component_and_nothing_a_strict_policy_refuses(
    services: Services,
) -> None:
    page = create_app(services).test_client().get("/design").get_data(as_text=True)

    assert "invented examples" in page
    assert "<mark>Social workers plan calls and visits in a shared calendar</mark>" in page
    assert not re.search(r"\sstyle=|\son\w+=|<script(?! [^>]*src=)|<style", page)
    assert not re.search(r'(src|href)="(https?:)?//(?!example\.org)', page)


def test_the_design_page_shows_every_component_that_a_page_uses() -> None:
    used = {one for path in TEMPLATES.rglob("*.html") for one in _components(path)}
    shown = set(_components(TEMPLATES / "design.html"))

    assert {name for _, name in used - shown} == set(SHOWN_BY_ANOTHER)
    assert {SHOWN_BY_ANOTHER[name] for _, name in used - shown} <= {name for _, name in shown}


def _components(path: Path) -> Iterator[tuple[str, str]]:
    """The components that a template takes from elsewhere and uses, with where they are."""
    tree = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(path.read_text())
    called = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    for taken in tree.find_all(nodes.FromImport):
        file = taken.template.as_const()
        if file.startswith(COMPONENTS):
            pairs = (name if isinstance(name, tuple) else (name, name) for name in taken.names)
            yield from ((file, name) for name, alias in pairs if alias in called)


@pytest.mark.parametrize(
    ("lifecycle", "prefix"),
    [
        (SOLUTION, ""),
        (CHALLENGE, ""),
        (REFERENCE, ""),
        (INTRODUCTION, ""),
        (LIFECYCLE, ""),
        (INTEREST, "interest_"),
    ],
    ids=lambda value: getattr(value, "subject", ""),
)
def test_every_state_has_its_own_word_and_a_shape(
    app: Flask, lifecycle: Lifecycle, prefix: str
) -> None:
    states = set(lifecycle.standing)
    shown = {*design_examples.STATES, *design_examples.REFERENCE_STATES}
    shown |= {f"interest_{state}" for state in design_examples.INTEREST_STATES}
    tags = [_tag(app, "state_tag", prefix + state) for state in states]

    assert {prefix + state for state in states} <= shown
    assert all("<svg" in tag for tag in tags)
    assert len({re.sub("<[^>]+>", "", tag).strip() for tag in tags}) == len(states)


def test_bands_and_progress_have_their_own_words_and_shapes(app: Flask) -> None:
    for macro, values in (("band_tag", [*Band]), ("progress_tag", [*Progress])):
        tags = [_tag(app, macro, value) for value in values]
        assert all("<svg" in tag for tag in tags)
        assert len({re.sub("<[^>]+>", "", tag).strip() for tag in tags}) == len(values)
    assert {*Band} == {*design_examples.BANDS}


def test_a_state_without_a_word_is_an_error(app: Flask) -> None:
    with pytest.raises(ValueError, match="unpack"):
        _tag(app, "state_tag", "half_done")


@pytest.mark.parametrize("verification", sorted(VERIFICATION.standing))
def test_every_standing_of_an_organisation_is_said(app: Flask, verification: str) -> None:
    row = {"verification": verification, "verification_note": "Who?", "catalogue": False}
    source = '{% from "organisations/parts.html" import standing %}{{ standing(row) }}'

    said = rendered(app, source, row=row).strip()

    assert bool(said) is (verification != "verified")


def _tag(app: Flask, macro: str, value: str) -> str:
    source = f'{{% from "macros/states.html" import {macro} %}}{{{{ {macro}(value) }}}}'
    return rendered(app, source, value=value)


def test_markup_in_an_entry_is_shown_and_not_run(app: Flask) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    match = {
        **design_examples.MATCH,
        "solution": {"name": hostile, "summary": hostile, "href": "/s", "vendor": hostile},
        "requirements": [
            {
                "requirement": hostile,
                "importance": "nice",
                "verdict": "met",
                "evidence": {"text": hostile, "field": hostile, "before": hostile},
            }
        ]
        * 3,
        "facts": [{"name": hostile, "needed": hostile, "offered": hostile, "verdict": "met"}],
    }
    source = '{% from "macros/match.html" import match_card %}{{ match_card(match) }}'

    page = rendered(app, source, match=match)

    assert "<img" not in page
    assert page.count("&lt;img") >= 10


def test_turning_the_page_keeps_the_rest_of_the_query(app: Flask) -> None:
    with app.test_request_context("/solutions?q=care&theme=EN&theme=MO&page=2"):
        assert with_query(page=3) == "/solutions?q=care&theme=EN&theme=MO&page=3"
        assert with_query(theme=None, page=None) == "/solutions?q=care"
        assert with_query(q=None, theme=None, page=None) == "/solutions"


def test_the_first_and_last_page_have_no_way_beyond(app: Flask) -> None:
    source = '{% from "macros/lists.html" import pagination %}{{ pagination(45, page, 20) }}'

    assert "Previous" not in rendered(app, source, page=1)
    assert "Next" not in rendered(app, source, page=3)
    assert not rendered(
        app, '{% from "macros/lists.html" import pagination %}{{ pagination(20, 1, 20) }}'
    ).strip()


@given(
    text=st.text(max_size=60),
    spans=st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=5),
)
def test_cut_pieces_joined_give_the_text_again(text: str, spans: list[tuple[int, int]]) -> None:
    cut = pieces(text, spans)

    assert "".join(piece for piece, _ in cut) == text
    assert all(one != other for (_, one), (_, other) in pairwise(cut))


def test_a_span_is_shown_with_whole_words_round_it() -> None:
    text = "one two three four five six seven"
    start = text.index("four")

    assert in_context(text, start, start + 4, around=8) == ("…three ", "four", " five…")
    assert in_context(text, start, start + 4) == ("one two three ", "four", " five six seven")
