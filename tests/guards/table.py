"""The table of who gets what, read from `routes.txt`; how a request of a row is put together."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from werkzeug.test import TestResponse

from tests.factories.town import VISITOR, Town
from tests.guards.bodies import FORMS, JSON

TABLE = Path(__file__).with_name("routes.txt")
ACTORS = (
    VISITOR, "person", "newcomer",
    "vendor.viewer", "vendor.editor", "vendor.owner", "rival",
    "city.viewer", "city.editor", "city.owner", "neighbour",
    "staff", "reader", "clerk",
)  # fmt: skip
PROGRAMS = ("reader", "clerk")
API = "/api/v1/"
NAME = re.compile(r"\{([a-z._]+)\}")
CLASSES = {401: "in", 403: "no", 404: "--"}


@dataclass(frozen=True)
class Row:
    """One request, and the class of answer that each actor gets."""

    method: str
    address: str
    sends: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Whom the row speaks of: pages know no tokens."""
        return tuple(who for who in ACTORS if self.is_api or who not in PROGRAMS)

    @property
    def is_api(self) -> bool:
        """Whether a token counts at this address."""
        return self.address.startswith(API)

    def request(self, town: Town, who: str) -> dict[str, Any]:
        """The arguments of the test client, when `who` asks."""
        ids = town.ids | {"own": town.ids.get(f"own.{who}", "")}
        address, version = filled(self.address, ids), self.version(town)
        if self.is_api:
            headers = {} if version is None else {"If-Match": f'"{version}"'}
            body = filled(JSON[self.sends], ids) if self.sends else None
            return {"address": address, "headers": headers, "json": body}
        form = filled(FORMS[self.sends], ids) if self.sends else {}
        said = "" if version is None else str(version)
        return {"address": address, "data": form | {"version": said}}

    def path(self, town: Town) -> str:
        """Where it asks, in the town; of somebody who belongs nowhere."""
        return str(filled(self.address, town.ids | {"own": ""})).partition("?")[0]

    def version(self, town: Town) -> int | None:
        """That of the last thing named in the address."""
        names = [part[1:-1] for part in self.address.split("?")[0].split("/") if part[:1] == "{"]
        return town.versions.get(names[-1]) if names and self.method != "GET" else None


def filled(value: Any, ids: dict[str, str]) -> Any:
    """The value with ids in place of the names in braces."""
    if isinstance(value, dict):
        return {key: filled(inner, ids) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, ids) for inner in value]
    return NAME.sub(lambda found: ids[found[1]], value) if isinstance(value, str) else value


def class_of(response: TestResponse) -> str:
    """ok, in (sign in first), no (forbidden), -- (not found), or the status if it is none."""
    if response.status_code in CLASSES:
        return CLASSES[response.status_code]
    if response.status_code in {302, 303}:
        target = urlsplit(response.location)
        return "in" if target.path == "/sign-in" and "next" in parse_qs(target.query) else "ok"
    return "ok" if response.status_code in {200, 201, 204} else str(response.status_code)


def rows() -> list[Row]:
    """Every row of the table."""
    found = []
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            cells, _, request = line.partition("|")
            asked, _, sends = request.partition("<")
            method, address = asked.split()
            expected = dict(zip(ACTORS, cells.split(), strict=False))
            found.append(Row(method, address, sends.strip(), expected))
    return found
