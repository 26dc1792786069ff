"""What is drafted, reviewed and shown in numbered versions: the columns and the common rules.

Solutions and challenges differ in what they say and in who owns them; that they have
versions is the same and stands here. How versions are written and moved is in `desk`.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Integer, String, Uuid, false, true
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from marketplace.foundation.access import Role, Rule
from marketplace.foundation.database import UTCDateTime
from marketplace.foundation.personal import DONE_BY
from marketplace.foundation.saying import later

SAME = "same"
"""The target of a move that leaves the state as it is."""

NOTHING = later("There is nothing here, or nothing that you may see.")
"""Said of what is not there just as of what is hidden, so that nobody can tell which."""

DRAFT = "draft"
IN_REVIEW = "in_review"
RETURNED = "returned"


class Versioned:
    """Columns of a thing with versions; `owner_id` is a synonym of the owner's own name.

    `state` is that of the working version, `published_version` the number that everybody
    sees (None: nobody does), `version` counts the changes of the row itself.
    """

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    external_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    working_version: Mapped[int] = mapped_column(Integer)
    published_version: Mapped[int | None] = mapped_column(Integer, index=True)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)

    if TYPE_CHECKING:

        @declared_attr
        def owner_id(cls) -> Mapped[UUID]: ...  # noqa: N805, D102


class Facet:
    """Columns of one code of what is published, for filters; `of` as in `Version`."""

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(80), primary_key=True)

    if TYPE_CHECKING:
        of: Any

        @declared_attr
        def of_id(cls) -> Mapped[UUID]: ...  # noqa: N805, D102


class Version:
    """Columns of one version; `of` is its thing, to be set only, and `of_id` the column's synonym.

    `review` maps fields to what staff want mended there, `unfinished` those to what was typed
    there and cannot be taken yet: it is kept for its authors and is no part of the content.
    """

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    review: Mapped[dict[str, str]] = mapped_column(JSON)
    reviewed_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)
    unfinished: Mapped[dict[str, Any]] = mapped_column(JSON)

    if TYPE_CHECKING:
        content: Any
        of: Any

        @declared_attr
        def of_id(cls) -> Mapped[UUID]: ...  # noqa: N805, D102


Row = TypeVar("Row", bound=Versioned)


def members(rows: type[Row], reason: str) -> Rule[Row]:
    """Members of the owner, in whatever role: they see more."""
    return Rule(
        reason,
        lambda actor, row: actor.is_member(row.owner_id),
        lambda actor: rows.owner_id.in_(actor.organisations()),
    )


def editors(rows: type[Row], reason: str) -> Rule[Row]:
    """Owners and editors of the owner: they change things."""
    roles = (Role.OWNER, Role.EDITOR)
    return Rule(
        reason,
        lambda actor, row: actor.may_write and actor.is_member(row.owner_id, *roles),
        lambda actor: (
            rows.owner_id.in_(actor.organisations(*roles)) if actor.may_write else false()
        ),
    )


def anybody_once_published(rows: type[Row]) -> Rule[Row]:
    """Everybody, as long as a version is published."""
    return Rule(
        later("Nobody can see this until it is published."),
        lambda _, row: row.published_version is not None,
        lambda _: rows.published_version.is_not(None),
    )


SEEN_BY_STAFF: Rule[Any] = Rule(
    later("Only programme staff can see this."),
    lambda actor, _: actor.acts_as_staff,
    lambda actor: true() if actor.acts_as_staff else false(),
)

DONE_BY_STAFF: Rule[Any] = Rule(
    later("Only programme staff can do this."),
    lambda actor, _: actor.acts_as_staff and actor.may_write,
    lambda actor: true() if actor.acts_as_staff and actor.may_write else false(),
)
