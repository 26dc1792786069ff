"""Things that somebody has to do, as `macros/tasks.html` lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from flask import url_for
from flask_babel import gettext

from marketplace.organisations.models import Organisation, Verification


class Urgency(IntEnum):
    """How pressing it is; what comes first is shown first."""

    NOW = 0
    SOON = 1
    NEWS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do: what, why or by when, and where."""

    title: str
    hint: str
    href: str
    urgency: Urgency


def first_steps(row: Organisation, first: Task | None) -> Iterator[Task]:
    """What an organisation has to do before it can be public.

    `first` is the first thing that it publishes, None once something of it is there.
    """
    profile = url_for("organisations.edit", organisation_id=row.id)
    if row.verification == Verification.REFUSED:
        yield Task(
            title=gettext("Mend your profile, then write to programme staff"),
            hint=gettext("They could not make sure who is behind your organisation."),
            href=profile,
            urgency=Urgency.NOW,
        )
    if row.verification == Verification.UNVERIFIED:
        yield Task(
            title=gettext("See that your profile is complete"),
            hint=gettext("Programme staff verify your organisation by it."),
            href=profile,
            urgency=Urgency.SOON,
        )
    if first is not None and row.verification != Verification.CLOSED:
        yield first
