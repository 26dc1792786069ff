"""Words for what is kept about a person: the tables, their columns and the values in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import format_datetime, gettext, lazy_gettext, ngettext

from marketplace.accounts.typed import KEPT as TYPED_KEPT
from marketplace.foundation.database import Base
from marketplace.foundation.idempotency import KEPT as KEYS_KEPT
from marketplace.foundation.personal import Mark, marked
from marketplace.notifications.operations import KEPT as MAIL_KEPT
from marketplace.notifications.operations import NOTICES_KEPT
from marketplace.privacy.queries import Kept
from marketplace.web import kept_together

MOST_SHOWN = 50
"""So many rows of each kind are shown, the newest; the file has all."""

TABLES: Mapping[str, tuple[str, str]] = {
    **kept_together.TABLES,
    "user_account": (
        lazy_gettext("Your account"),
        lazy_gettext("So that you can sign in and be written to."),
    ),
    "membership": (
        lazy_gettext("Organisations that you act for"),
        lazy_gettext("To know what you may see and change."),
    ),
    "organisation_claim": (
        lazy_gettext("Claims of catalogue entries"),
        lazy_gettext("So that staff can make sure that you act for the organisation."),
    ),
    "invitation": (
        lazy_gettext("Invitations"),
        lazy_gettext("So that a colleague can ask you to act for an organisation."),
    ),
    "api_token": (
        lazy_gettext("Tokens of your programs"),
        lazy_gettext(
            "So that a program can do in your name what you allow; kept as a fingerprint."
        ),
    ),
    "outgoing_mail": (
        lazy_gettext("Messages sent to you"),
        lazy_gettext("To send each once, and to see what could not be sent."),
    ),
    "idempotency_key": (
        lazy_gettext("Forms and requests that you sent lately"),
        lazy_gettext("So that sending one twice does it once."),
    ),
    "typed_form": (
        lazy_gettext("What you typed into a form when your session had ended"),
        lazy_gettext("To give it back to you after you sign in again."),
    ),
    "notice": (
        lazy_gettext("Notices in your inbox"),
        lazy_gettext("To tell you what happened to what you work on."),
    ),
    "notice_choice": (
        lazy_gettext("How you want to be told"),
        lazy_gettext("To keep to what you chose."),
    ),
    "watch": (
        lazy_gettext("What you watch"),
        lazy_gettext("To tell you when it changes."),
    ),
    "saved_search": (
        lazy_gettext("Searches that you saved"),
        lazy_gettext("To run them again, and to tell you what is new."),
    ),
    "activity_event": (
        lazy_gettext("What you did, on record"),
        lazy_gettext("So that every change of what is published can be accounted for."),
    ),
    "solution_version": (
        lazy_gettext("Versions of solutions that you wrote or reviewed"),
        lazy_gettext("So that colleagues and staff know whom to ask."),
    ),
    "challenge_version": (
        lazy_gettext("Versions of challenges that you wrote or reviewed"),
        lazy_gettext("So that colleagues and staff know whom to ask."),
    ),
    "question": (
        lazy_gettext("Questions that you asked about challenges"),
        lazy_gettext("To answer them for everybody; your name is not shown."),
    ),
    "solution_question": (
        lazy_gettext("Questions that you asked about solutions"),
        lazy_gettext("To answer them for everybody; your name is not shown."),
    ),
    "solution_reference": (
        lazy_gettext("References that you asked for, confirmed or disputed"),
        lazy_gettext("So that a confirmation can be accounted for."),
    ),
    "interest": (
        lazy_gettext("Interest that you expressed"),
        lazy_gettext("So that the city knows who answers its challenge."),
    ),
    "introduction": (
        lazy_gettext("Introductions that you made"),
        lazy_gettext("So that both sides know who introduced them."),
    ),
    "introduction_side": (
        lazy_gettext("Introductions that you answered"),
        lazy_gettext("So that both sides and staff know what came of it."),
    ),
    "reminder": (
        lazy_gettext("Reminders that you sent as programme staff"),
        lazy_gettext("So that nobody is reminded too often."),
    ),
    "opinion": (
        lazy_gettext("What you said of matches and partner cities"),
        lazy_gettext("To improve the ranking, and for your city to come back to."),
    ),
    "decision": (
        lazy_gettext("Decisions of your city that you wrote"),
        lazy_gettext("So that everyone who took part is told the reason."),
    ),
    "weight_proposal": (
        lazy_gettext("Weights of the ranking that you decided about"),
        lazy_gettext("So that every change of the ranking can be accounted for."),
    ),
}
"""What each table holds and why it is kept."""
CODES = frozenset(
    [
        "action",
        "aspect",
        "kind",
        "object_kind",
        "page",
        "prefix",
        "query",
        "role",
        "scopes",
        "state",
        "thing",
        "value",
    ]
)
"""Columns that hold codes."""
STANDS_AS: Mapping[str, str] = {
    **kept_together.STANDS_AS,
    "actor_label": lazy_gettext("who did it"),
    "answered_by": lazy_gettext("who answered"),
    "asked_by": lazy_gettext("who asked"),
    "buyer_email": lazy_gettext("who was asked to confirm"),
    "created_by": lazy_gettext("who began it"),
    "decided_by": lazy_gettext("who decided"),
    "expressed_by": lazy_gettext("who expressed interest"),
    "invited_by": lazy_gettext("who invited"),
    "last_by": lazy_gettext("who reminded last"),
    "made_by": lazy_gettext("who made it"),
    "moved_by": lazy_gettext("who moved it on"),
    "reviewed_by": lazy_gettext("who reviewed it"),
    "said_by": lazy_gettext("who said it"),
    "written_by": lazy_gettext("who wrote it"),
}
"""In which column of a row the person stands."""
COLUMNS: Mapping[str, str] = {
    "accepted_at": lazy_gettext("Accepted"),
    "action": lazy_gettext("What"),
    "answered_at": lazy_gettext("Answered"),
    "as": lazy_gettext("You stand as"),
    "asked_at": lazy_gettext("Asked"),
    "aspect": lazy_gettext("What of it"),
    "at": lazy_gettext("When"),
    "attempts": lazy_gettext("Attempts"),
    "closed_at": lazy_gettext("Closed"),
    "expressed_at": lazy_gettext("Expressed"),
    "kept_at": lazy_gettext("Kept"),
    "kind": lazy_gettext("Kind"),
    "last_at": lazy_gettext("Last time"),
    "read_at": lazy_gettext("Read"),
    "seen_at": lazy_gettext("Seen"),
    "thing": lazy_gettext("Of what"),
    "value": lazy_gettext("Choice"),
    "wants": lazy_gettext("Wants to talk"),
    "words": lazy_gettext("Words"),
    **kept_together.COLUMNS,
    "written_at": lazy_gettext("Written"),
    "confirmed_at": lazy_gettext("Address confirmed"),
    "created_at": lazy_gettext("Made"),
    "decided_at": lazy_gettext("Decided"),
    "email": lazy_gettext("E-mail address"),
    "ended_at": lazy_gettext("Ended"),
    "examined_at": lazy_gettext("Examined"),
    "expires_at": lazy_gettext("Valid until"),
    "made_at": lazy_gettext("Made"),
    "message": lazy_gettext("Message"),
    "moved_at": lazy_gettext("Moved"),
    "name": lazy_gettext("Name"),
    "note": lazy_gettext("Note"),
    "number": lazy_gettext("Number"),
    "object_kind": lazy_gettext("Of what"),
    "page": lazy_gettext("List"),
    "prefix": lazy_gettext("Begins with"),
    "query": lazy_gettext("Search"),
    "reasons": lazy_gettext("Reasons"),
    "recipient": lazy_gettext("To"),
    "revoked_at": lazy_gettext("Revoked"),
    "role": lazy_gettext("Role"),
    "said_at": lazy_gettext("Said"),
    "scopes": lazy_gettext("May"),
    "sent_at": lazy_gettext("Sent"),
    "since": lazy_gettext("Since"),
    "state": lazy_gettext("State"),
    "subject": lazy_gettext("Subject"),
    "text": lazy_gettext("Text"),
    "used_at": lazy_gettext("Sent"),
    "useful": lazy_gettext("Useful"),
}


@dataclass(frozen=True, slots=True)
class KindKept:
    """A line of the notice on privacy: what is kept and why.

    `kept` is for how long where the clock removes it; what is the person's `own` goes with the
    account, and the rest stays without the name.
    """

    title: str
    why: str
    own: bool
    kept: str


KEPT: Mapping[str, timedelta] = {
    "outgoing_mail": MAIL_KEPT,
    "notice": NOTICES_KEPT,
    "idempotency_key": KEYS_KEPT,
    "typed_form": TYPED_KEPT,
}
"""What is removed by the clock."""


def kinds_kept() -> list[KindKept]:
    """Every table that keeps something of people, what is theirs alone first."""
    kinds = [
        KindKept(
            title=str(TABLES[table.name][0]),
            why=str(TABLES[table.name][1]),
            own=bool(marked(table, Mark.OWN)),
            kept=_how_long(KEPT[table.name]) if table.name in KEPT else "",
        )
        for table in Base.metadata.sorted_tables
        if any(marked(table, mark) for mark in (Mark.OWN, Mark.DONE_BY, Mark.LINKED))
    ]
    return sorted(kinds, key=lambda kind: not kind.own)


def _how_long(kept: timedelta) -> str:
    if kept.days:
        return str(ngettext("%(num)s day", "%(num)s days", kept.days))
    return str(ngettext("%(num)s hour", "%(num)s hours", kept // timedelta(hours=1)))


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in words, or as a code that stands in the file in the same way."""

    text: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One table in words: what it holds, how many rows, and the newest of them."""

    title: str
    own: bool
    total: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def kinds_of(kept: Iterable[Kept]) -> list[Kind]:
    """What is kept, in words; ids and other numbers of the machine stand in the file alone."""
    return [_kind(one) for one in kept]


def _kind(kept: Kept) -> Kind:
    shown = [name for name in COLUMNS if name in kept.rows[0]]
    newest = kept.rows[::-1][:MOST_SHOWN]
    return Kind(
        title=TABLES[kept.table][0],
        own=kept.own,
        total=len(kept.rows),
        columns=tuple(COLUMNS[name] for name in shown),
        rows=tuple(tuple(_cell(name, row[name]) for name in shown) for row in newest),
    )


def _cell(column: str, value: Any) -> Cell:
    if column == "as":
        return Cell(str(STANDS_AS[value]))
    if column in CODES and value:
        return Cell(", ".join(value) if isinstance(value, list) else str(value), is_code=True)
    return Cell(_words(value))


def _words(value: Any) -> str:
    if value is None or value in ("", []):
        return str(gettext("none"))
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    try:
        return str(format_datetime(datetime.fromisoformat(value), "medium"))
    except (TypeError, ValueError):
        return str(value)
