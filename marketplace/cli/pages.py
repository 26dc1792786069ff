"""`marketplace benchmark pages`: how long the server takes for each page, on the demonstration.

What is measured is the whole of a request but the network, in a process that is as warm as one
that serves: the first visit after a listing has changed, when nothing found out before it counts
any more, and the visits after that. Pages of things that the demonstration does not have (a
notice, an interest, an introduction) are not among them.
"""

import json
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID

import click
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.utils import import_string

from marketplace.accounts.queries import user_with_email
from marketplace.challenges.queries import ChallengeFilters, list_challenges
from marketplace.cli.demo import STAFF, load_demonstration
from marketplace.cli.running import plainly
from marketplace.foundation import migrations
from marketplace.foundation.access import Role
from marketplace.foundation.paging import LARGEST_PAGE_SIZE, PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.operations import add_member
from marketplace.services import Services, build_services
from marketplace.settings import Settings, read_settings
from marketplace.solutions.events import SolutionConfirmed
from marketplace.solutions.queries import SolutionFilters, list_solutions
from marketplace.taxonomy.operations import load_terms
from seed_data import FOLDER

TRIVIAL = "/about/accessibility"
"""A page that reads next to nothing; the others are told as a multiple of it too."""
WHO = {
    "visitor": None,
    "vendor": "vendor@demo.example",
    "city": "city@demo.example",
    "staff": STAFF,
}
ASKED = {
    "/search": "?need=Older residents live alone and lose contact with their neighbours",
    "/challenges/<uuid:challenge_id>/compare": "?solution={solution_id}",
    "/programme/pairs": "?challenge={challenge_id}",
}
"""What some pages are asked in their address, without which they show little."""
NO_PAGES = ("/api/", "/static", "/health", "/ready", "/metrics")
EVERYTHING = PageRequest(1, LARGEST_PAGE_SIZE)
UNLIMITED = "1000000 per minute"

Ids = Mapping[str, Sequence[UUID]]


@dataclass(frozen=True, slots=True)
class Timed:
    """A page, who asked for it, and how long the server took: at first, median and slowest."""

    page: str
    who: str
    first_ms: float
    median_ms: float
    slowest_ms: float
    ratio: float


@click.command("pages")
@click.option("--times", default=5, show_default=True, type=click.IntRange(1, 1000))
@click.option("--encoder", default="hashing", show_default=True, help="The model.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def pages(times: int, encoder: str, *, as_json: bool) -> None:
    """Time every page that a visitor, a vendor, a city and staff can open, the slowest first.

    It is done on the demonstration data, in a database that is gone afterwards. The hashing
    encoder takes next to no time, so that what is told is the time of everything else.
    """
    with TemporaryDirectory(prefix="marketplace-benchmark-") as folder:
        services = _demonstration(_settings(read_settings(), folder, encoder))
        with services.unit_of_work() as uow:
            ids = _busiest(uow)
        found = measured(services, ids, times)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found]))
        return
    for one in found:
        click.echo(
            f"{one.first_ms:8.1f} {one.median_ms:8.1f} {one.slowest_ms:8.1f} {one.ratio:6.1f}  "
            f"{one.who:8} {one.page}"
        )


def measured(services: Services, ids: Ids, times: int) -> list[Timed]:
    """Every page that each of the people gets, the slowest first; `ids` by names of arguments."""
    create_app = import_string("marketplace.app:create_app")
    app: Flask = create_app(services)
    import_string("marketplace.web:warm_up")(app)
    trivial = statistics.median(_seconds(app.test_client(), TRIVIAL, max(times, 5)))
    found = []
    for who, email in WHO.items():
        client = _client(services, app, email)
        # All before the first is opened: they are made in a context that requests would share.
        for rule, address in list(_addresses(app, ids)):
            if client.get(address).status_code == 200:  # noqa: PLR2004 - neither moved nor refused.
                _change_a_listing(services, ids)
                first, *took = (1000 * one for one in _seconds(client, address, 1 + times))
                middle = statistics.median(took)
                ratio = middle / (1000 * trivial)
                found.append(Timed(rule, who, first, middle, max(took), ratio))
    return sorted(found, key=lambda one: -one.median_ms)


def _change_a_listing(services: Services, ids: Ids) -> None:
    """Let every process look at a listing again, which ends what it has kept of answers."""
    with services.unit_of_work() as uow:
        uow.tell(SolutionConfirmed(ids["solution_id"][0]))


def _settings(settings: Settings, folder: str, encoder: str) -> Settings:
    return replace(
        settings,
        data_dir=Path(folder),
        database_url=f"sqlite:///{folder}/benchmark.sqlite",
        encoder=encoder,
        match_rate_limit=UNLIMITED,
        sign_in_rate_limit=UNLIMITED,
        log_level="ERROR",
    )


def _demonstration(settings: Settings) -> Services:
    services = build_services(settings)
    migrations.upgrade(services.engine)
    with services.unit_of_work() as uow:
        load_terms(uow, FOLDER / "taxonomy")
    with redirect_stdout(sys.stderr):
        load_demonstration(services)
    return services


def _busiest(uow: UnitOfWork) -> Ids:
    """A vendor and a city with most, with people of the demonstration as their owners."""
    solutions = list_solutions(uow, SolutionFilters(), EVERYTHING).items
    challenges = list_challenges(uow, ChallengeFilters(), EVERYTHING).items
    vendor = Counter(card.vendor_id for card in solutions).most_common(1)[0][0]
    city = Counter(card.city_id for card in challenges).most_common(1)[0][0]
    for who, organisation in (("vendor", vendor), ("city", city)):
        user = user_with_email(uow.session, WHO[who] or "")
        if user is not None:
            add_member(uow, organisation, user.id, Role.OWNER)
    solution = next(card.id for card in solutions if card.vendor_id == vendor)
    challenge = next(card.id for card in challenges if card.city_id == city)
    return {
        "solution_id": [solution],
        "challenge_id": [challenge],
        "city_id": [city],
        "organisation_id": [vendor, city],
        "thing_id": [solution, challenge],
    }


def _addresses(app: Flask, ids: Ids) -> Iterator[tuple[str, str]]:
    """The pages by their rules, each filled with every choice of what is known."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            is_page = "GET" in (rule.methods or ()) and not rule.rule.startswith(NO_PAGES)
            if is_page and set(rule.arguments) <= set(ids):
                names = sorted(rule.arguments)
                for chosen in product(*(ids[name] for name in names)):
                    values: dict[str, Any] = dict(zip(names, chosen, strict=True))
                    address = app.url_for(rule.endpoint, **values)
                    one = {name: some[0] for name, some in ids.items()}
                    yield rule.rule, address + ASKED.get(rule.rule, "").format_map(one)


def _client(services: Services, app: Flask, email: str | None) -> FlaskClient:
    """A browser, in which somebody is signed in if there is somebody."""
    client = app.test_client()
    if email is not None:
        with services.unit_of_work(writes=False) as uow:
            user = user_with_email(uow.session, email)
            stands_for = user and user.fs_uniquifier
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = stands_for, True
    return client


def _seconds(client: FlaskClient, address: str, times: int) -> list[float]:
    took = []
    for _ in range(times):
        begun = perf_counter()
        client.get(address)
        took.append(perf_counter() - begun)
    return took
