"""Where a list has nothing in it, its page says why, or does without the whole section."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from jinja2 import Environment, nodes

from marketplace import web
from marketplace.app import create_app
from marketplace.services import Services
from marketplace.taxonomy.models import Term
from tests.factories.organisations import make_staff

TEMPLATES = Path(web.__file__).parent / "templates"
LIST, HEADING = '<ul class="rialto-listings', "<h"
LEAST_WORDS = 4
EMPTY = re.compile(r"<(ul|ol|dl|tbody)\b[^>]*>\s*</\1>")
FIRST_DAY = (
    "/", "/solutions", "/challenges", "/cities", "/map", "/statistics", "/search?need=warm+homes",
    "/account", "/inbox", "/account/tokens", "/account/watches", "/account/searches",
    "/account/data", "/programme", "/programme/reviews", "/programme/waiting", "/programme/pairs",
    "/programme/groups", "/programme/introductions", "/programme/organisations",
    "/programme/claims", "/programme/weights", "/programme/activity",
)  # fmt: skip
"""What there is to read, for staff, before anybody has come."""
NEVER_EMPTY = {
    "city/others.html": "a city is named with the solutions that it has",
    "city/relaxing.html": "a section is there for the matches that it has",
    "design.html": "the examples are there",
    "forms/moves.html": "the pages ask whether there are questions",
    "organisations/members.html": "whoever looks is a member, or staff",
    "procurements/evaluation.html": "a lot is shown for the offers that it has",
    "procurements/market_parts.html": "the pages ask whether there are documents",
    "procurements/packs.html": "every group has the same papers",
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


def test_a_market_with_nothing_in_it_shows_no_empty_shell(services: Services) -> None:
    with services.unit_of_work() as uow:
        uow.session.add(Term(list="countries", code="EU", label="EU"))
        uow.session.flush()
        staff = make_staff(uow, email="staff@programme.example")
        uow.session.flush()
        token = staff.fs_uniquifier
    client = create_app(services).test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True

    for address in FIRST_DAY:
        page = client.get(address)
        assert (address, page.status_code) == (address, 200)
        assert (address, EMPTY.findall(page.get_data(as_text=True))) == (address, [])


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
