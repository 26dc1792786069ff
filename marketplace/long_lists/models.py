"""The table of frozen long lists."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID
from marketplace.long_lists.content import LongListContent


class LongList(Base):
    """The suppliers for a group as they were shown on one day; never changed.

    `number` counts from 1 in each procurement.
    """

    __tablename__ = "long_list"
    __table_args__ = (UniqueConstraint("procurement_id", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(200), info=SAID)
    note: Mapped[str] = mapped_column(Text, info=SAID)
    content: Mapped[LongListContent] = mapped_column(Document(LongListContent), deferred=True)
    frozen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    frozen_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
