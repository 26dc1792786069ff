"""The tables of people, of the tokens their programs use, and of what they typed last."""

from datetime import date, datetime
from uuid import UUID, uuid4

from flask_security import UserMixin
from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.foundation.database import Base, UTCDateTime
from marketplace.foundation.personal import OWN, SECRET


class User(Base, UserMixin):
    """A person; `email` is kept in lower case, `password` is an argon2 hash or None.

    `language` is the one that pages and letters come in, None until one was chosen.

    `fs_uniquifier` stands for the person in sessions and in mailed links: changing it ends
    all of them.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True, info=OWN)
    name: Mapped[str] = mapped_column(String(120), default="")
    password: Mapped[str | None] = mapped_column(String(255), info=SECRET)
    language: Mapped[str | None] = mapped_column(String(2))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ApiToken(Base):
    """A token that lets a program act for a person; only its hash is kept.

    `prefix` is the beginning of the token, by which its owner knows it again; `used_on` the
    last day (in Brussels) on which it was used, by which its owner knows what is forgotten.
    """

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True, info=OWN)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    prefix: Mapped[str] = mapped_column(String(12))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    used_on: Mapped[date | None] = mapped_column(Date)
    user: Mapped[User] = relationship()


class TypedForm(Base):
    """The answers of a form, as pairs of name and value, that wait for whoever typed them."""

    __tablename__ = "typed_form"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True, info=OWN)
    path: Mapped[str] = mapped_column(String(400))
    answers: Mapped[list[list[str]]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
