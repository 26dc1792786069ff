"""Who may read which of the town's secrets, and what all the places are where one could show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from tests.factories.buying import COMMITTED_AMOUNT, POOLED_AMOUNT
from tests.factories.town import (
    NETWORK_AMOUNT,
    PRIVATE_AMOUNT,
    SECRETS,
    VISITOR,
    Town,
)
from tests.guards.table import ACTORS, API, PROGRAMS, filled, rows

VENDOR = frozenset({"vendor.viewer", "vendor.editor", "vendor.owner", "reader"})
CITY = frozenset({"city.viewer", "city.editor", "city.owner", "reader"})
STAFF = frozenset({"staff"})
NETWORK = CITY | {"neighbour"} | STAFF

READERS = {
    "a draft": VENDOR | STAFF,
    "a solution in review": VENDOR | STAFF,
    # Whose program has a token owns the vendor, and is told by mail.
    "a held solution": VENDOR | STAFF | {"program"},
    "why a solution is held": VENDOR | STAFF,
    "a newer version of a solution": VENDOR | STAFF,
    "a draft of a challenge": CITY | STAFF,
    "a challenge in review": CITY | STAFF,
    "a newer version of a challenge": CITY | STAFF,
    "a private budget": CITY,
    "a network budget": NETWORK,
    "an internal note": CITY,
    "a contact kept": CITY,
    # Its own open challenge is the same need, and both would buy together.
    "a contact for partner cities": CITY | {"neighbour"} | STAFF,
    "what a city says of a match": CITY,
    "what a vendor writes to a city": VENDOR | CITY | STAFF,
    "a paper of a group": CITY | STAFF,
    "a question inside a group": CITY | STAFF,
    "a question to a group without an answer": VENDOR | CITY | STAFF,
    "what a vendor responds to a group": VENDOR | CITY | STAFF,
    "a note on a shortlist": CITY,
    "a lot": CITY | STAFF,
    "a mandate of a city": CITY | STAFF,
    "a decision of a group": CITY | STAFF,
    "what an evaluator thinks of an offer": frozenset({"city.editor"}),
    "what a supplier is told": VENDOR | CITY | STAFF,
    "what a group says on a long list": CITY | STAFF,
    "what a group counts in": CITY | STAFF,
    "what a member can pay": CITY | STAFF,
    "what a member commits": CITY | STAFF,
}

LISTS = (
    "solutions?sort=name", "solutions?sort=newest", "solutions?state=in_review",
    "solutions?state=draft", "solutions?state=held", "solutions?technology=ai",
    "solutions?price_max=700000",
    "challenges?sort=title", "challenges?state=draft", "challenges?state=in_review",
    "challenges?joint=true", "challenges?theme=EN",
)  # fmt: skip
EVERYWHERE = (
    *(f"/api/v1/{query}&page_size=100" for query in LISTS),
    *(f"/{query}" for query in LISTS),
    "/api/v1/challenges/{challenge.network}",
    "/api/v1/challenges/{challenge.network}/matches?price_max=700000",
    "/api/v1/challenges/{challenge.network}/partners",
    "/api/v1/challenges/{challenge.neighbour}/partners?limit=50",
    "/api/v1/solutions/{solution.newer}/challenges?limit=50",
    "/challenges/{challenge.network}",
    "/challenges/{challenge.neighbour}/partners",
)


@dataclass(frozen=True)
class Secret:
    """Something that only `readers` may see, as it would stand in an answer."""

    name: str
    pattern: re.Pattern[str]
    readers: frozenset[str]


def secrets_of(town: Town) -> Iterator[Secret]:
    """Every secret of the town."""
    for name, word in SECRETS.items():
        yield Secret(name, re.compile(word, re.IGNORECASE), READERS[name])
    for name, amount in (
        ("a private budget", PRIVATE_AMOUNT),
        ("a network budget", NETWORK_AMOUNT),
        ("what a member can pay", POOLED_AMOUNT),
        ("what a member commits", COMMITTED_AMOUNT),
    ):
        thousands, rest = divmod(amount, 1000)
        # By itself: the same digits inside the number of a request are no amount.
        alone = r"(?<![0-9a-f]){}(?![0-9a-f])"
        readable = re.compile(alone.format(rf"{thousands}\W{{0,3}}(?:{rest}|{rest - 1})"))
        yield Secret(f"the amount of {name}", readable, READERS[name])
    yield Secret("the link of an invitation", re.compile(town.ids["secret"]), frozenset())
    teams = {"vendor": VENDOR, "city": CITY, "program": VENDOR | CITY, "person": VENDOR}
    for who, email in town.emails.items():
        if who != "staff":
            # `person` is invited by the vendor, whose members see whom they have invited.
            team = teams.get(who.partition(".")[0], frozenset())
            yield Secret(f"the address of {who}", re.compile(email), STAFF | team | {who})


def questions(town: Town) -> list[tuple[str, str]]:
    """Every address that can be read, with everybody who can ask there."""
    addresses = [row.address for row in rows() if row.method == "GET"]
    shown = [a for a in dict.fromkeys((*addresses, *EVERYWHERE)) if a != "/invitations/{secret}"]
    return [
        (who, filled(address, town.ids))
        for address, who in product(shown, ACTORS)
        if address.startswith(API) or who not in PROGRAMS
    ]


def outsiders() -> tuple[str, ...]:
    """Whoever may read none of the secrets of vendor and city."""
    return (VISITOR, "person", "newcomer", "rival", "clerk")
