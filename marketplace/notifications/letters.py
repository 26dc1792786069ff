"""How a letter looks: the same words as text and as HTML, from two templates."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from marketplace.foundation.saying import language, say, say_many
from marketplace.notifications.operations import Mail

_templates = Environment(
    loader=PackageLoader("marketplace.notifications"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    extensions=["jinja2.ext.i18n"],
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.install_gettext_callables(  # type: ignore[attr-defined]
    say, say_many, newstyle=True
)


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a letter under a heading; each is a sentence and the address behind it."""

    heading: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be said; `link` is an address with the words that lead to it.

    `settings` and `unsubscribe` are the addresses where letters of its kind are ended; a
    letter about an account, which somebody asked for, has none.
    """

    subject: str
    paragraphs: tuple[str, ...]
    link: tuple[str, str] | None = None
    parts: Sequence[Part] = field(default=())
    settings: str = ""
    unsubscribe: str = ""

    def to(self, address: str, name: str = "") -> Mail:
        """The letter as a message to one person."""
        values = {"letter": self, "name": name, "language": language()}
        return Mail(
            to=address,
            subject=self.subject,
            text=_templates.get_template("letter.txt").render(values),
            html=_templates.get_template("letter.html").render(values),
            unsubscribe=self.unsubscribe,
        )
