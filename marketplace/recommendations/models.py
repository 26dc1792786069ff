"""Vectors kept beside the version of the text and the model that they were made from.

They are derived and can be made again at any time: nothing refers to them, and no vector of
anything that is not public is ever stored.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, UTCDateTime


class Kind(StrEnum):
    """What a profile was made from."""

    SOLUTION = "solution"
    CHALLENGE = "challenge"


class Embedding(Base):
    """All vectors of one version of one text by one model: float32, row after row."""

    __tablename__ = "embedding"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    object_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    text_version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    fingerprint: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    dimension: Mapped[int] = mapped_column(Integer)
    vectors: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
