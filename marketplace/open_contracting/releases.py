"""One joint procurement as a release: values that are public at its step, named one by one.

A release is made of rows by a list of what may leave; it never takes over a view or a document
as a whole, so a new field of a joint procurement stays inside until it is named here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from babel import Locale

from marketplace.challenges.content import JointRole
from marketplace.open_contracting.content import METHODS, STATES, TAGS, Publisher
from marketplace.organisations.models import Organisation
from marketplace.procurements.content import BUYING
from marketplace.procurements.lifecycle import ACCEPTED, Step
from marketplace.procurements.models import Procurement
from marketplace.recommendations.languages import spoken_in

Json = dict[str, Any]
ENGLISH = Locale("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a release is made of: a row whose call is published, its buyers, and since when."""

    row: Procurement
    cities: Mapping[UUID, Organisation]
    moved_at: datetime

    @property
    def step(self) -> Step:
        """Where it stands."""
        return Step(self.row.step)

    @property
    def buyers(self) -> Sequence[tuple[Organisation, JointRole]]:
        """The cities that buy, with their roles."""
        return [
            (self.cities[member.organisation_id], JointRole(member.role))
            for member in self.row.members
            if member.state == ACCEPTED and member.role in BUYING
        ]

    @property
    def lead(self) -> Organisation | None:
        """The city that carries out the procedure."""
        return next((city for city, role in self.buyers if role is JointRole.LEAD_BUYER), None)


def release_of(found: Published, publisher: Publisher) -> Json:
    """The release; its id changes with what it says."""
    said = _filled(
        ocid=f"{publisher.ocid_prefix}-{found.row.id}",
        date=moment(found.moved_at),
        tag=list(TAGS[found.step]),
        initiationType="tender",
        language=spoken_in(f"{found.row.content.title}\n{found.row.content.summary}"),
        parties=list(_parties(found, publisher)),
        buyer=_reference(found.lead),
        tender=_tender(found),
    )
    digest = sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]
    return {"id": f"{found.step.value}-{digest}", **said}


def moment(at: datetime) -> str:
    """A moment as the standard writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def address(publisher: Publisher, path: str) -> str:
    """The whole address of a page of the service."""
    return f"{publisher.public_url.rstrip('/')}{path}"


def _parties(found: Published, publisher: Publisher) -> Iterator[Json]:
    for city, role in found.buyers:
        leads = ["procuringEntity"] if role is JointRole.LEAD_BUYER else []
        yield _filled(
            id=str(city.id),
            name=city.name,
            roles=["buyer", *leads],
            address=_filled(countryName=ENGLISH.territories.get(city.country), region=city.nuts),
            identifier=_filled(
                legalName=city.name,
                uri=address(publisher, f"/organisations/{city.id}"),
            ),
        )


def _tender(found: Published) -> Json:
    content = found.row.content
    return _filled(
        id=str(found.row.id),
        title=content.title,
        description=content.summary,
        status=STATES[found.step],
        procuringEntity=_reference(found.lead),
        procurementMethodDetails=METHODS[content.mode] if content.mode is not None else None,
    )


def _reference(city: Organisation | None) -> Json | None:
    return None if city is None else {"id": str(city.id), "name": city.name}


def _filled(**values: Any) -> Json:
    """The values that there are; the standard asks to leave out the others."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
