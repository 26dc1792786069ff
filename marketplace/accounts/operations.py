"""Verbs that change people and their tokens."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import or_, update

from marketplace.accounts.models import ApiToken, User
from marketplace.accounts.passwords import hash_password
from marketplace.accounts.queries import token_hash, user_with_email
from marketplace.foundation.access import Actor, ActorKind, Scope
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.foundation.saying import LANGUAGES, say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork

# The public beginning by which programs that look for leaked secrets know a token of ours.
TOKEN_MARK = "rialto_"  # noqa: S105
SHOWN_OF_TOKEN = 12
LONGEST_EMAIL, LONGEST_NAME, LONGEST_TOKEN_NAME = 254, 120, 100


def create_user(
    uow: UnitOfWork, email: str, password: str | None, *, name: str = "", confirmed: bool = False
) -> User:
    """A new person, who signs in with this password once the address is confirmed.

    Raises:
        Invalid: the address, the name or the password cannot be taken.
        Conflict: somebody has this address already.
    """
    address = normal_email(email)
    hashed = None if password is None else hash_password(password)
    if user_with_email(uow.session, address) is not None:
        raise Conflict(
            say("There is an account with the address %(address)s already.", address=address)
        )
    return add_user(uow, address, hashed, name=name, confirmed=confirmed)


def add_user(
    uow: UnitOfWork, email: str, hashed: str | None, *, name: str = "", confirmed: bool = False
) -> User:
    """Like `create_user`, with a password that the sign-in library has checked and hashed."""
    name = require_text("name", name, LONGEST_NAME, least=0)
    user = User(
        email=normal_email(email),
        name=" ".join(name.split()),
        password=hashed,
        active=True,
        fs_uniquifier=uuid4().hex,
        confirmed_at=uow.now if confirmed else None,
        created_at=uow.now,
    )
    uow.session.add(user)
    uow.record("user.create", user, after={"confirmed": confirmed})
    return user


def choose_language(uow: UnitOfWork, user: User, code: str) -> None:
    """Keep the language in which a person wants to read pages and letters.

    Raises:
        Invalid: it is none of the product's.
    """
    if code not in LANGUAGES:
        raise Invalid.of("language", say("Choose one of the languages in the list."), code)
    if user.language != code:
        uow.record(
            "user.language", user, before={"language": user.language}, after={"language": code}
        )
        user.language = code


def deactivate_user(uow: UnitOfWork, user: User) -> None:
    """End a person's access: no session, link or token of theirs works any more.

    Raises:
        Forbidden: the actor is not staff.
    """
    if not (uow.actor.acts_as_staff and uow.actor.may_write):
        raise Forbidden(say("Only programme staff can do this."))
    user.active, user.fs_uniquifier = False, uuid4().hex
    uow.record("user.deactivate", user, before={"active": True}, after={"active": False})


def create_token(
    uow: UnitOfWork,
    user: User,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime | None = None,
    plain: str | None = None,
) -> tuple[ApiToken, str]:
    """A new token of this person, and its text, which is shown this once and kept nowhere.

    `plain` is that text where the surface has made one with `token_text`.

    Raises:
        Forbidden: it is somebody else, or the scopes go beyond the actor's own.
        Invalid: name, scopes or end cannot be taken.
    """
    _require_self(uow.actor, user.id)
    if not set(scopes) <= uow.actor.scopes:
        raise Forbidden(say("A token cannot do more than the one that makes it."))
    remedy = say("Give a name of at most %(most)s characters.", most=LONGEST_TOKEN_NAME)
    name = require_text("name", name, LONGEST_TOKEN_NAME, remedy=remedy)
    if not scopes:
        raise Invalid.of(
            "scopes", say("Choose at least one of %(scopes)s.", scopes=", ".join(Scope))
        )
    if expires_at is not None and expires_at <= uow.now:
        raise Invalid.of("expires_at", say("Choose a moment in the future."), expires_at)
    plain = plain or TOKEN_MARK + secrets.token_urlsafe(32)
    token = ApiToken(
        user_id=user.id,
        name=" ".join(name.split()),
        token_hash=token_hash(plain),
        prefix=plain[:SHOWN_OF_TOKEN],
        scopes=[scope.value for scope in Scope if scope in scopes],
        created_at=uow.now,
        expires_at=expires_at,
    )
    uow.session.add(token)
    uow.record("token.create", token, after={"scopes": token.scopes})
    return token, plain


def token_text(form: str, secret: str) -> str:
    """The text of the token that a form makes, the same however often the form is sent.

    `form` names the form and whose it is; without the secret nobody can work the text out.
    """
    made = hmac.digest(secret.encode(), f"token of {form}".encode(), "sha256")
    return TOKEN_MARK + urlsafe_b64encode(made).rstrip(b"=").decode()


def note_use(uow: UnitOfWork, token_id: int) -> None:
    """Keep that a token was used today; the record is not for what happens at every request."""
    today = brussels_today(uow.now)
    unknown = or_(ApiToken.used_on.is_(None), ApiToken.used_on < today)
    noted = update(ApiToken).where(ApiToken.id == token_id, unknown)
    uow.session.execute(noted.values(used_on=today))


def revoke_token(uow: UnitOfWork, token_id: int) -> ApiToken:
    """End a token at once; ending it again changes nothing.

    Raises:
        NotFound: the actor has no such token.
    """
    token = uow.session.get(ApiToken, token_id)
    own = token is not None and token.user_id == uow.actor.user_id
    if token is None or not (own or uow.actor.acts_as_staff):
        raise NotFound(say("You have no such token."))
    if token.revoked_at is None:
        token.revoked_at = uow.now
        uow.record("token.revoke", token)
    return token


def normal_email(text: str) -> str:
    """The address in the one form in which it is kept: checked, and in lower case.

    Raises:
        Invalid: it is no address.
    """
    try:
        address = validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        address = ""
    if not 0 < len(address) <= LONGEST_EMAIL:
        raise Invalid.of("email", say("Write an address such as name@city.example."), text)
    return address


def _require_self(actor: Actor, user_id: int) -> None:
    if actor.kind is not ActorKind.SYSTEM and not (actor.may_write and actor.user_id == user_id):
        raise Forbidden(say("Only the person whose token it is can do this."))
