"""Where a list has nothing in it, its page says why, or does without the whole section."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from jinja2 import Environment, nodes

from marketplace import web

TEMPLATES = Path(web.__file__).parent / "templates"
LIST, HEADING = '<ul class="rialto-listings', "<h"
LEAST_WORDS = 4
NEVER_EMPTY = {
    "city/others.html": "a city is named with the solutions that it has",
    "city/relaxing.html": "a section is there for the matches that it has",
    "design.html": "the examples are there",
    "forms/moves.html": "the pages ask whether there are questions",
    "organisations/members.html": "whoever looks is a member, or staff",
    "programme/around.html": "the page asks whether there are rows",
    "vendor/interest_choose.html": "without a solution another page is shown",
}
"""Lists that are shown only with something in them, and what makes sure of that."""


def test_a_list_with_nothing_in_it_says_why() -> None:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    silent = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if any(_silent(environment.parse(path.read_text()), []))
    }

    assert silent == set(NEVER_EMPTY)


def test_a_list_that_says_nothing_would_be_noticed() -> None:
    environment = Environment(autoescape=True)
    shown = f'{{% if a %}}{LIST}">{{% endif %}}'

    assert any(_silent(environment.parse(shown), []))
    assert any(
        _silent(
            environment.parse(shown.replace("{% endif", "{% else %}{{ _('None.') }}{% endif")), []
        )
    )
    assert not any(
        _silent(
            environment.parse(
                shown.replace("{% endif", "{% else %}{{ _('No list is there yet.') }}{% endif")
            ),
            [],
        )
    )


def _silent(node: nodes.Node, around: list[nodes.If]) -> Iterator[nodes.Node]:
    """The lists in whose place nothing is said when they are empty."""
    is_list = isinstance(node, nodes.TemplateData) and LIST in node.data
    if is_list and not any(map(_is_said, around)):
        yield node
    inside = [*around, node] if isinstance(node, nodes.If) else around
    for child in node.iter_child_nodes():
        yield from _silent(child, inside)


def _is_said(choice: nodes.If) -> bool:
    """Whether the other branch says why, or there is none and the heading goes as well."""
    otherwise = [*choice.elif_, *choice.else_]
    if not otherwise:
        texts = chain.from_iterable(part.find_all(nodes.TemplateData) for part in choice.body)
        return any(HEADING in text.data for text in texts)
    calls = [call for part in otherwise for call in part.find_all(nodes.Call)]
    said = [one.value for call in calls for one in call.find_all(nodes.Const)]
    return any(isinstance(text, str) and len(text.split()) >= LEAST_WORDS for text in said)
