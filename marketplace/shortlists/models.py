"""The tables of shortlists."""

from uuid import UUID

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.feedback.models import Opinion
from marketplace.foundation.database import Base, Document
from marketplace.shortlists.content import Kept


class ShortlistItem(Base):
    """One solution on the shortlist for a challenge.

    Its row is the same as that of the opinion by which the city put it there, so that neither is
    without the other: learning reads that one. `place` counts from 1 and is the city's own
    order; `note` is for its members alone.
    """

    __tablename__ = "shortlist_item"

    id: Mapped[UUID] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    opinion: Mapped[Opinion] = relationship(lazy="raise")
    place: Mapped[int] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text)
    kept: Mapped[Kept] = mapped_column(Document(Kept))
    version: Mapped[int] = mapped_column(Integer)
