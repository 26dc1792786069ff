import re
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from marketplace.web import design, design_examples, design_system, languages
from marketplace.web.design_system import in_context, pieces, with_query


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
    app: Flask,
) -> None:
    page = app.test_client().get("/design").get_data(as_text=True)

    assert "invented examples" in page
    assert "<mark>Social workers plan calls and visits in a shared calendar</mark>" in page
    assert not re.search(r"\sstyle=|\son\w+=|<script(?! [^>]*src=)|<style", page)
    assert not re.search(r'(src|href)="(https?:)?//(?!example\.org)', page)


def test_every_state_has_its_own_word_and_a_shape(app: Flask) -> None:
    states = [*design_examples.STATES, *design_examples.REFERENCE_STATES]
    source = '{% from "macros/states.html" import state_tag %}{{ state_tag(state) }}'
    tags = [rendered(app, source, state=state) for state in states]

    assert all("<svg" in tag for tag in tags)
    assert len({re.sub("<[^>]+>", "", tag).strip() for tag in tags}) == len(states)


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
