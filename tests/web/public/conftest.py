import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from marketplace.app import create_app
from marketplace.services import Services
from tests.factories.market import add_words

Reader = Callable[[str], str]


def text_of(page: str) -> str:
    """What a person reads: no markup, no menus of choices, spaces as one."""
    main = page.partition('id="main-content"')[2].partition('<footer class="govuk-template')[0]
    main = re.sub(r"<select.*?</select>|<svg.*?</svg>", " ", main, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


@pytest.fixture
def client(services: Services) -> Iterator[FlaskClient]:
    with services.unit_of_work() as uow:
        add_words(uow)
    with create_app(services).test_client() as client:
        yield client


@pytest.fixture
def read(client: FlaskClient) -> Reader:
    """Opens a page that has to be there and gives its text."""

    def opened(address: str) -> str:
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return text_of(answer.get_data(as_text=True))

    return opened
