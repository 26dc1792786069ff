"""Release packages: of one joint procurement, and of all whose call is published.

They are the same whoever asks; before the call is published there is none, for nobody.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.awards.queries import latest_outcomes
from marketplace.common_needs.models import Lot
from marketplace.consultations.models import Consultation
from marketplace.consultations.policy import IS_OPENED
from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import NotFound
from marketplace.foundation.lists import page_of
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.open_contracting.content import LOTS, TOLD_OUTCOME, VERSION, Publisher
from marketplace.open_contracting.releases import Json, Published, address, moment, release_of
from marketplace.organisations.queries import organisations_by_id
from marketplace.procurements.models import Procurement
from marketplace.procurements.policy import IS_PUBLIC
from marketplace.steps.models import StepMove


def package_of(uow: UnitOfWork, publisher: Publisher, procurement_id: UUID) -> Json:
    """The release package of one joint procurement.

    Raises:
        NotFound: there is none, or its call is not published.
    """
    row = uow.session.get(Procurement, procurement_id)
    if row is None or not IS_PUBLIC.allows(VISITOR, row):
        raise NotFound(say(NOTHING))
    return _package(publisher, f"/procurements/{row.id}/ocds.json", _published(uow, [(row,)]))


def package_of_all(uow: UnitOfWork, publisher: Publisher, page: PageRequest) -> Json:
    """One package of a page of joint procurements, the last published first.

    Raises:
        NotFound: there is none on this page; the standard knows no package without a release.
    """
    chosen = select(Procurement).where(IS_PUBLIC.where(VISITOR))
    ordered = chosen.order_by(Procurement.published_at.desc(), Procurement.id)
    found = page_of(uow.session, ordered, page, lambda rows: _published(uow, rows)).items
    if not found:
        raise NotFound(say("No call of a joint procurement is published on this page."))
    return _package(publisher, f"/ocds/releases.json?page={page.page}", found)


def _published(uow: UnitOfWork, rows: Sequence[Any]) -> list[Published]:
    found = [row for (row,) in rows]
    ids = [row.id for row in found]
    told = [row.id for row in found if row.step in TOLD_OUTCOME]
    members = {member.organisation_id for row in found for member in row.members}
    cities = organisations_by_id(uow.session, members)
    moved, lots, held = _moved(uow, ids), _lots(uow, ids), _consultations(uow, ids)
    outcomes = latest_outcomes(uow, told)
    return [
        Published(
            row=row,
            cities=cities,
            moved_at=moved.get(row.id, row.changed_at),
            lots=lots[row.id],
            outcome=outcomes[row.id].content if row.id in outcomes else None,
            consultation=held.get(row.id),
        )
        for row in found
    ]


def _moved(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    last = select(StepMove.procurement_id, func.max(StepMove.moved_at))
    grouped = last.where(StepMove.procurement_id.in_(ids)).group_by(StepMove.procurement_id)
    return dict(uow.session.execute(grouped).all())


def _lots(uow: UnitOfWork, ids: Sequence[UUID]) -> Mapping[UUID, list[Lot]]:
    found: dict[UUID, list[Lot]] = defaultdict(list)
    chosen = select(Lot).where(Lot.procurement_id.in_(ids))
    for lot in uow.session.scalars(chosen.order_by(Lot.number, Lot.id)):
        found[lot.procurement_id].append(lot)
    return found


def _consultations(uow: UnitOfWork, ids: Sequence[UUID]) -> Mapping[UUID, Consultation]:
    chosen = select(Consultation).where(
        Consultation.procurement_id.in_(ids), IS_OPENED.where(VISITOR)
    )
    return {row.procurement_id: row for row in uow.session.scalars(chosen)}


def _package(publisher: Publisher, path: str, found: Sequence[Published]) -> Json:
    return {
        "uri": address(publisher, path),
        "version": VERSION,
        **({"extensions": [LOTS]} if any(one.lots for one in found) else {}),
        "publishedDate": moment(max(one.moved_at for one in found)),
        "publisher": {"name": publisher.operator or "Rialto", "uri": publisher.public_url},
        "license": publisher.data_licence,
        "publicationPolicy": address(publisher, "/about/public"),
        "releases": [release_of(one, publisher) for one in found],
    }
