"""The verb of long lists: freeze what was looked at."""

from uuid import UUID, uuid4

from sqlalchemy import func, select

from marketplace.foundation.access import require
from marketplace.foundation.errors import Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.long_lists.events import LongListFrozen
from marketplace.long_lists.models import LongList
from marketplace.long_lists.needs import asked_by
from marketplace.long_lists.policy import CAN_FREEZE
from marketplace.long_lists.queries import Ranked
from marketplace.procurements.queries import locked

LONGEST_TITLE, LONGEST_NOTE = 200, 2000


def freeze(
    uow: UnitOfWork, found: Ranked, procurement_id: UUID, *, title: str, note: str, mark: str
) -> LongList:
    """Keep the suppliers for every part as they are shown now, for good.

    `found` is what was ranked just now, for somebody who sees the inside; `mark` is that of the
    content that was looked at.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: the title or the note cannot be taken.
        Stale: the list says something else by now.
        Conflict: nothing is asked for yet, or all is over.
    """
    row = locked(uow, procurement_id)
    require(CAN_FREEZE, uow.actor, row)
    title = require_text("title", title, LONGEST_TITLE)
    note = require_text("note", note, LONGEST_NOTE, least=0)
    content = found.content
    if content.mark != mark or asked_by(uow, row) != found.asked:
        raise Stale(say("The list has changed since you looked at it. Look again, then freeze it."))
    counted = select(func.count()).where(LongList.procurement_id == procurement_id)
    kept = LongList(
        id=uuid4(),
        procurement_id=procurement_id,
        number=(uow.session.scalar(counted) or 0) + 1,
        title=title,
        note=note,
        content=content,
        frozen_at=uow.now,
        frozen_by=uow.actor.label,
    )
    uow.session.add(kept)
    solutions = sum(len(part.solutions) for part in content.parts)
    uow.record("long_list.freeze", kept, after={"number": kept.number, "solutions": solutions})
    uow.tell(LongListFrozen(procurement_id, kept.id))
    return kept
