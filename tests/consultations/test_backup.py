"""Files and the log go into a backup and come back, from either database to the other."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import sessionmaker

from marketplace.consultations.content import Source, StoredFile
from marketplace.consultations.documents import content_of
from marketplace.consultations.models import ConsultationLog
from marketplace.consultations.operations import hand_out
from marketplace.foundation import backup
from marketplace.foundation.clock import SetClock
from marketplace.foundation.database import make_engine
from marketplace.services import Services
from marketplace.settings import Settings
from marketplace.tables import metadata
from tests.consultations.conftest import Market, file
from tests.databases import KINDS, Databases, fill
from tests.factories.procurements import make_buyers


@pytest.mark.parametrize(("source", "target"), [KINDS, KINDS[::-1]])
def test_a_file_and_the_log_come_back_from_a_backup(
    databases: Databases,
    settings: Settings,
    clock: SetClock,
    tmp_path: Path,
    source: str,
    target: str,
) -> None:
    engines = [make_engine(databases.new_url(kind)) for kind in (source, target)]
    for engine in engines:
        fill(engine)
    services = Services(settings, engines[0], sessionmaker(engines[0]), clock)
    buyers = make_buyers(services)
    market = Market(services, clock, buyers, buyers.joined(), buyers.vendor, buyers.vendor)
    data = b"%PDF-" + bytes(range(256)) * 1000
    id_ = market.document(Source(file=file(data)))
    market.opened()
    with services.unit_of_work(market.lead) as uow:
        hand_out(uow, market.procurement, id_, 1)

    backup.back_up(engines[0], metadata, "x", tmp_path / "kept")
    for _ in range(2):
        backup.restore(engines[1], metadata, "x", tmp_path / "kept", replace=True)

    there = Services(settings, engines[1], sessionmaker(engines[1]), clock)
    with there.unit_of_work() as uow:
        found = content_of(uow, id_, 1)
        assert isinstance(found, StoredFile)
        assert found.data == data
        assert [row.what for row in uow.session.scalars(select(ConsultationLog))] == [
            "opened", "handed_out",
        ]  # fmt: skip
    with pytest.raises(DatabaseError, match="on record"), there.unit_of_work() as uow:
        uow.session.execute(delete(ConsultationLog))
    for engine in engines:
        engine.dispose()
