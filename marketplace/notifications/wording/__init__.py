"""What each notice says, in the reader's language: written when it is shown or sent.

`%(name)s` stands for the thing that the notice leads to, `%(about)s` for what else it is
about. Who may read a notice is decided in `queries`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from marketplace.foundation.saying import later as _
from marketplace.foundation.saying import locale, say
from marketplace.notifications.content import Kind, Occasion, Thing
from marketplace.notifications.models import Notice
from marketplace.notifications.wording.consultations import CONSULTATIONS
from marketplace.notifications.wording.exchanges import QUESTIONS, TALKS
from marketplace.notifications.wording.finds import CLOCK, FINDS, WATCHED
from marketplace.notifications.wording.listings import (
    LISTINGS,
    ORGANISATIONS,
    REFERENCES,
    REVIEWS,
)
from marketplace.notifications.wording.pages import PAGES, Wording
from marketplace.notifications.wording.procurements import PROCUREMENTS

_KINDS: Mapping[Kind, str] = {
    Kind.QUESTIONS: _("Questions and answers"),
    Kind.ANSWERS: _("Interest and decisions"),
    Kind.INTRODUCTIONS: _("Introductions"),
    Kind.PROCUREMENTS: _("Buying together"),
    Kind.CONSULTATIONS: _("Market consultations"),
    Kind.LISTINGS: _("What becomes of my listings"),
    Kind.REFERENCES: _("References"),
    Kind.DEADLINES: _("Deadlines"),
    Kind.MATCHES: _("New matches"),
    Kind.SEARCHES: _("Saved searches"),
    Kind.WATCHED: _("What I watch"),
    Kind.REMINDERS: _("Reminders"),
    Kind.ORGANISATIONS: _("My organisations"),
    Kind.REVIEWS: _("Reviews, for programme staff"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words; `path` begins with a slash."""

    line: str
    paragraphs: tuple[str, ...]
    path: str
    link: str


def kinds() -> dict[Kind, str]:
    """The kinds in words, in the order in which they are shown."""
    return {kind: say(text) for kind, text in _KINDS.items()}


def worded(notice: Notice, *, name: str, about: str) -> Said:
    """The words of a notice about the thing `name`, and what else it is about."""
    wording, names = WORDINGS[Occasion(notice.occasion)], {"name": name, "about": about}
    page = wording.path or PAGES[Thing(notice.thing)]
    return Said(
        line=say(wording.line, **names),
        paragraphs=tuple(say(text, **names) for text in wording.more),
        path=page.format(id=notice.thing_id, about=notice.about_id),
        link=say(wording.link, **names),
    )


def day(value: date) -> str:
    """A day such as 3 May 2026, in the reader's language."""
    return str(format_date(value, "long", locale=locale()))


WORDINGS: Mapping[Occasion, Wording] = {
    **LISTINGS,
    **REFERENCES,
    **ORGANISATIONS,
    **REVIEWS,
    **QUESTIONS,
    **TALKS,
    **PROCUREMENTS,
    **CONSULTATIONS,
    **WATCHED,
    **FINDS,
    **CLOCK,
}
