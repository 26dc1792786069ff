"""How a letter looks: a few paragraphs and at most one link, as text and as HTML."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from marketplace.accounts.models import User
from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.operations import Mail, queue_mail

# What tells people of a fact; the text is the public address of the service.
Handler = Callable[[UnitOfWork, Any, str], None]

SIGNATURE = "Rialto: where cities and solutions meet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be said; `link` is an address with the words that lead to it."""

    subject: str
    paragraphs: tuple[str, ...]
    link: tuple[str, str] | None = None

    def to(self, address: str, name: str = "") -> Mail:
        """The letter as a message to one person."""
        greeting = f"Hello {name}," if name else "Hello,"
        parts = [greeting, *self.paragraphs]
        return Mail(
            to=address,
            subject=self.subject,
            text="\n\n".join([*parts, *self._link_text(), f"-- \n{SIGNATURE}"]) + "\n",
            html=self._html(parts),
        )

    def _link_text(self) -> list[str]:
        return [f"{self.link[1]}:\n{self.link[0]}"] if self.link is not None else []

    def _html(self, parts: list[str]) -> str:
        body = "".join(f"<p>{escape(part)}</p>" for part in parts)
        if self.link is not None:
            address, words = (escape(part) for part in self.link)
            body += f'<p><a href="{address}">{words}</a></p><p>{address}</p>'
        return (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
            f"<title>{escape(self.subject)}</title></head>"
            f"<body>{body}<p>{escape(SIGNATURE)}</p></body></html>"
        )


def send(
    uow: UnitOfWork, fact: Fact, people: Iterable[User], letter: Letter, version: int = 0
) -> None:
    """One letter to each of `people`, however often the fact is delivered.

    `version` is that of the row, for what can happen to it more than once.
    """
    subject = next(iter(fact.payload().values()))
    for user in people:
        key = f"{type(fact).__name__}:{subject}:{version}:{user.id}"
        queue_mail(uow, letter.to(user.email, user.name), key=key)
