"""Documents of the group: versions, states, files, and who reads them."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from marketplace.consultations import documents
from marketplace.consultations.content import DocumentKind, Source, StoredFile
from marketplace.consultations.documents import (
    PIECE,
    DocumentView,
    add_document,
    add_version,
    documents_of,
    file_of,
    settle,
)
from marketplace.consultations.models import GroupDocumentPiece
from marketplace.foundation.access import Actor, Role
from marketplace.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
)
from marketplace.foundation.record import ActivityEvent
from marketplace.procurements.lifecycle import Step
from marketplace.procurements.models import Procurement
from tests.consultations.conftest import Market, file
from tests.factories.market import STAFF, member

LINK = Source(link="https://files.example/memo.pdf")


def read(market: Market, actor: Actor = STAFF) -> list[DocumentView]:
    with market.services.unit_of_work(actor, writes=False) as uow:
        return documents_of(uow, market.procurement)


def states(market: Market) -> list[str]:
    (view,) = read(market)
    return [one.state for one in view.versions]


def moved(market: Market, id_: UUID, number: int, move: str, version: int) -> None:
    with market.services.unit_of_work(market.lead) as uow:
        settle(uow, id_, number, move, expected_version=version)


def test_a_file_comes_back_byte_for_byte_whatever_its_length(market: Market) -> None:
    for data in (b"%PDF-1", b"%PDF-" + bytes(range(256)) * 600, b"x" * PIECE, b"y" * (PIECE + 1)):
        id_ = market.document(Source(file=file(data)), title=f"Of {len(data)} bytes")
        with market.services.unit_of_work(market.buyer, writes=False) as uow:
            found = file_of(uow, id_, 1)
            longest = uow.session.scalar(select(func.max(func.length(GroupDocumentPiece.data))))
        assert isinstance(found, StoredFile)
        assert (found.data, found.sha256) == (data, file(data).sha256)
        assert (longest or 0) <= PIECE
    assert {view.versions[0].size for view in read(market)} == {6, PIECE, PIECE + 1, 153605}


def test_a_newer_version_supersedes_drafts_and_an_agreed_one_all_others(market: Market) -> None:
    id_ = market.document()
    moved(market, id_, 1, "agree", 1)
    with market.services.unit_of_work(market.buyer) as uow:
        add_version(uow, id_, LINK, expected_version=2)
        add_version(uow, id_, Source(file=file(), note="The sums"), expected_version=3)
    assert states(market) == ["draft", "superseded", "agreed"]
    moved(market, id_, 3, "sign", 4)
    assert states(market) == ["signed_elsewhere", "superseded", "superseded"]
    with pytest.raises(Conflict, match="newer version"):
        moved(market, id_, 1, "agree", 5)
    with pytest.raises(NotFound):
        moved(market, id_, 9, "agree", 5)
    with market.services.unit_of_work(writes=False) as uow:
        done = uow.session.scalars(select(ActivityEvent.action).where(
            ActivityEvent.object_id == str(id_)).order_by(ActivityEvent.id)).all()  # fmt: skip
    assert done == [
        "document.add", "document.agree", "document.add_version", "document.add_version",
        "document.sign",
    ]  # fmt: skip


def test_of_two_who_add_the_same_version_one_is_told(market: Market) -> None:
    id_ = market.document()
    with market.services.unit_of_work(market.buyer) as uow:
        add_version(uow, id_, LINK, expected_version=1)
    with pytest.raises(Stale), market.services.unit_of_work(market.lead) as uow:
        add_version(uow, id_, LINK, expected_version=1)
    assert states(market) == ["draft", "superseded"]


def test_only_the_inside_reads_buyers_add_and_the_lead_buyer_settles(market: Market) -> None:
    id_ = market.document()
    for actor in market.outside:
        for ask in (documents_of, lambda uow, _: file_of(uow, id_, 1)):
            with pytest.raises(NotFound), market.services.unit_of_work(actor) as uow:
                ask(uow, market.procurement)
        with pytest.raises(NotFound), market.services.unit_of_work(actor) as uow:
            add_version(uow, id_, LINK, expected_version=1)
    viewer = member(market.buyers.cities[1], Role.VIEWER)
    assert [view.may_add for view in read(market, viewer)] == [False]
    with pytest.raises(Forbidden), market.services.unit_of_work(viewer) as uow:
        add_version(uow, id_, LINK, expected_version=1)
    with pytest.raises(Forbidden), market.services.unit_of_work(market.buyer) as uow:
        settle(uow, id_, 1, "agree", expected_version=1)
    assert read(market, market.buyer)[0].versions[0].moves == ()
    assert read(market, market.lead)[0].versions[0].moves == ("agree", "sign", "supersede")


def test_a_version_is_a_file_or_a_link_and_there_is_room_for_so_many(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source in (Source(), Source(file=file(), link="https://a.example/")):
        with pytest.raises(Invalid):
            market.document(source)
    monkeypatch.setattr(documents, "MOST_BYTES", 20)
    monkeypatch.setattr(documents, "MOST_DOCUMENTS", 2)
    market.document()
    with pytest.raises(Conflict, match="MB already"):
        market.document()
    market.document(LINK)
    with pytest.raises(Conflict, match="documents already"):
        market.document(LINK)


def test_nothing_is_added_once_all_is_over(market: Market) -> None:
    id_ = market.document()
    with market.services.unit_of_work() as uow:
        uow.session.get_one(Procurement, market.procurement).step = Step.DISSOLVED
    with pytest.raises(Conflict, match="over"), market.services.unit_of_work(STAFF) as uow:
        add_version(uow, id_, LINK, expected_version=1)
    with pytest.raises(Conflict, match="over"), market.services.unit_of_work(STAFF) as uow:
        add_document(uow, market.procurement, DocumentKind.OTHER, "More", LINK)
    assert [(view.may_add, view.versions[0].moves) for view in read(market)] == [(False, ())]
