"""Reads of people and tokens."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import ApiToken, User
from marketplace.foundation.unit_of_work import UnitOfWork


def user_with_email(session: Session, email: str) -> User | None:
    """The person with this address, in whatever case it is written."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def token_in_use(session: Session, plain: str, now: datetime) -> ApiToken | None:
    """The token with its `user`; None if it is unknown, ended or revoked."""
    return session.scalar(
        select(ApiToken)
        .join(User)
        .where(
            ApiToken.token_hash == token_hash(plain),
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now),
            User.active.is_(True),
        )
        .options(joinedload(ApiToken.user))
    )


def my_tokens(uow: UnitOfWork) -> list[ApiToken]:
    """The actor's tokens that were not revoked, the newest first."""
    rows = uow.session.scalars(
        select(ApiToken)
        .where(ApiToken.user_id == uow.actor.user_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    )
    return list(rows)


def token_hash(plain: str) -> str:
    """What is kept of a token: its SHA-256. Tokens are random, so a slow hash adds nothing."""
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
