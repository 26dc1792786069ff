"""One joint procurement as a release: values that are public at its step, named one by one.

A release is made of rows by a list of what may leave; it never takes over a view or a document
as a whole, so a new field of a joint procurement stays inside until it is named here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from babel import Locale

from marketplace.awards.content import Award, OutcomeContent
from marketplace.challenges.content import JointRole
from marketplace.common_needs.models import Lot
from marketplace.consultations.models import Consultation
from marketplace.foundation.clock import BRUSSELS
from marketplace.open_contracting.content import METHODS, OUTCOMES, STATES, TAGS, Publisher
from marketplace.organisations.models import Organisation
from marketplace.procurements.content import BUYING
from marketplace.procurements.lifecycle import ACCEPTED, Step
from marketplace.procurements.models import Procurement
from marketplace.recommendations.languages import spoken_in

Json = dict[str, Any]
ENGLISH = Locale("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a release is made of: a row whose call is published, and what goes with it.

    `moved_at` is when it came to its step. `outcome` is None before the step at which everybody
    may know of it, `consultation` where none was opened.
    """

    row: Procurement
    cities: Mapping[UUID, Organisation]
    moved_at: datetime
    lots: Sequence[Lot] = ()
    outcome: OutcomeContent | None = None
    consultation: Consultation | None = None

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
        parties=[*_parties(found, publisher), *_suppliers(found)],
        buyer=_reference(found.lead),
        planning=_planning(found),
        tender=_tender(found),
        awards=list(_awards(found)),
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


def _suppliers(found: Published) -> Iterator[Json]:
    names = {award.tenderer_id: award.name for award in _given(found)}
    for id_, name in names.items():
        yield {"id": str(id_), "name": name, "roles": ["supplier"]}


def _planning(found: Published) -> Json:
    held = found.consultation
    if held is None or held.opened_at is None:
        return {}
    ended = held.closed_at or held.deadline
    milestone = _filled(
        id="open-market-consultation",
        type="engagement",
        title=held.content.title,
        dueDate=moment(held.deadline) if held.deadline else None,
        dateMet=moment(ended) if ended and ended <= found.moved_at else None,
    )
    return {"milestones": [milestone]}


def _tender(found: Published) -> Json:
    content = found.row.content
    outcome = found.outcome
    return _filled(
        id=str(found.row.id),
        title=content.title,
        description=content.summary,
        status=STATES[found.step] if outcome is None else OUTCOMES[outcome.result],
        procuringEntity=_reference(found.lead),
        procurementMethodDetails=METHODS[content.mode] if content.mode is not None else None,
        numberOfTenderers=outcome.offers if outcome is not None else None,
        items=list(_items(found)),
        lots=[
            _filled(
                id=str(lot.number), title=lot.content.title, description=lot.content.description
            )
            for lot in found.lots
        ],
    )


def _items(found: Published) -> Iterator[Json]:
    """What each lot is; its value rests on budgets that only the group knows, and stays there."""
    for lot in found.lots:
        said = lot.content
        quantity = said.quantity
        yield _filled(
            id=str(lot.number),
            description=said.title,
            classification=_filled(scheme="CPV" if said.cpv else None, id=said.cpv),
            quantity=_figure(quantity) if quantity is not None else None,
            unit=_filled(name=said.unit),
            relatedLot=str(lot.number),
        )


def _given(found: Published) -> Sequence[Award]:
    return found.outcome.awards if found.outcome is not None else ()


def _awards(found: Published) -> Iterator[Json]:
    outcome = found.outcome
    for place, award in enumerate(_given(found), 1):
        assert outcome is not None  # noqa: S101 - it is where these come from.
        related = [str(lot.number) for lot in found.lots if _is_of(award, lot)]
        yield _filled(
            id=str(place),
            title=award.lot,
            status="active",
            date=_midnight(outcome.decided_on),
            value={"amount": _figure(award.value), "currency": outcome.currency},
            suppliers=[{"id": str(award.tenderer_id), "name": award.name}],
            contractPeriod=_filled(
                startDate=_midnight(award.begins), endDate=_midnight(award.ends)
            ),
            relatedLots=related,
        )


def _is_of(award: Award, lot: Lot) -> bool:
    if award.lot_id is not None:
        return award.lot_id == lot.id
    # Of a time when lots were named in words.
    return award.lot in (str(lot.id), str(lot.number), lot.content.title)


def _midnight(day: date | None) -> str | None:
    """A day as the standard writes it: as the moment at which it begins in Brussels."""
    return moment(datetime.combine(day, time(), tzinfo=BRUSSELS)) if day is not None else None


def _figure(amount: Decimal) -> float | int:
    """A number of JSON; amounts of this size keep their cents in it."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _reference(city: Organisation | None) -> Json | None:
    return None if city is None else {"id": str(city.id), "name": city.name}


def _filled(**values: Any) -> Json:
    """The values that there are; the standard asks to leave out the others."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
