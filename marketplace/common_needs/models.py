"""The tables of common needs, of their items with what was decided, and of lots."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.common_needs.content import LotContent, Sides
from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID


class CommonNeed(Base):
    """When the common need of a joint procurement was drawn up last, and from what.

    `made_of` names the versions of challenges, each as `{"challenge": id, "version": number}`;
    `unread` the challenges in a language that the model does not know.
    """

    __tablename__ = "common_need"

    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), primary_key=True)
    made_of: Mapped[list[dict[str, str | int]]] = mapped_column(JSON)
    unread: Mapped[list[str]] = mapped_column(JSON)
    drawn_up_at: Mapped[datetime] = mapped_column(UTCDateTime)
    drawn_up_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    version: Mapped[int] = mapped_column(Integer)

    @property
    def id(self) -> UUID:
        """What the record calls it."""
        return self.procurement_id


class CommonNeedItem(Base):
    """One thing that is asked for, what is proposed for it, and what was decided.

    `kind`, `about` and `because` are words of `recommendations.common`; `part` numbers the part
    of the whole need. `choice` is None as long as nobody has decided. `is_changed`: what it came
    from says something else since the decision; `is_gone`: no member says it any more.
    """

    __tablename__ = "common_need_item"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    place: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(13))
    about: Mapped[str] = mapped_column(String(20))
    proposed: Mapped[str] = mapped_column(Text)
    because: Mapped[str] = mapped_column(String(9))
    part: Mapped[int | None] = mapped_column(Integer)
    said: Mapped[Sides] = mapped_column(Document(Sides))
    choice: Mapped[str | None] = mapped_column(String(7))
    wording: Mapped[str] = mapped_column(Text, info=SAID)
    reason: Mapped[str] = mapped_column(Text, info=SAID)
    took_part: Mapped[list[str]] = mapped_column(JSON)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)
    is_changed: Mapped[bool] = mapped_column(Boolean)
    is_gone: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer)


class Lot(Base):
    """One lot of a joint procurement; `number` counts from 1 in each."""

    __tablename__ = "lot"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    content: Mapped[LotContent] = mapped_column(Document(LotContent))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    version: Mapped[int] = mapped_column(Integer)
