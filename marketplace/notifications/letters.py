"""How a letter looks: a few paragraphs and at most one link, as text and as HTML."""

from dataclasses import dataclass
from html import escape

from marketplace.notifications.operations import Mail

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
