"""Vectors beside the version of the text and the model they were made from; what serves.

Vectors are derived and can be made again at any time: nothing refers to them, and no vector of
anything that is not public is ever stored.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Float, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY
from marketplace.recommendations.weight_report import WeightReport


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


class ServingModel(Base):
    """The model that answers are made with, and the one that is to follow it; a single row."""

    __tablename__ = "serving_model"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(500))
    fingerprint: Mapped[str] = mapped_column(String(120))
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    wanted_name: Mapped[str | None] = mapped_column(String(500))
    wanted_fingerprint: Mapped[str | None] = mapped_column(String(120))
    wanted_fault: Mapped[str | None] = mapped_column(Text)


class WeightProposal(Base):
    """Weights that verdicts of people speak for, and what staff decided about them.

    `serves` names the ranking while it is answered with them: nothing can be served twice.
    """

    __tablename__ = "weight_proposal"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ranking: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), index=True)
    serves: Mapped[str | None] = mapped_column(String(20), unique=True)
    report: Mapped[WeightReport] = mapped_column(Document(WeightReport))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer)


class JointFit(Base):
    """How well two open challenges fit for buying together, as the worker worked it out last.

    Nothing refers to these rows, and they refer to nothing: all of it can be worked out again.
    """

    __tablename__ = "joint_fit"

    one: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    other: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    fit: Mapped[float] = mapped_column(Float)
