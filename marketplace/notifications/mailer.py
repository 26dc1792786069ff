"""The ways in which mail can leave: into a folder, onto the console, to a mail server.

What is sent, to whom and when is not decided here: see `delivery`.
"""

import smtplib
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol, TextIO
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import uuid4

TIMEOUT_SECONDS = 20
SMTP_PORT, SMTPS_PORT = 25, 465


class Mailer(Protocol):
    """A way for mail to leave; `sender` is the address that it comes from."""

    sender: str

    def send(self, message: EmailMessage) -> None:
        """Hand the message over, or raise OSError or SMTPException."""
        ...


@dataclass
class FolderMailer:
    """Keeps every message as an .eml file, for machines without a mail server."""

    sender: str
    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write the message to a file that is whole as soon as it bears its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"] or uuid4()).strip("<>").partition("@")[0]
        unfinished = self.folder / f".{name}.part"
        unfinished.write_bytes(message.as_bytes())
        unfinished.replace(self.folder / f"{name}.eml")


@dataclass
class ConsoleMailer:
    """Shows every message where the worker runs."""

    sender: str
    stream: TextIO = field(default_factory=lambda: sys.stdout)

    def send(self, message: EmailMessage) -> None:
        """Write the message out with its text part."""
        body = message.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        self.stream.write(f"--- mail to {message['To']}: {message['Subject']}\n{text}---\n")
        self.stream.flush()


@dataclass
class SmtpMailer:
    """Hands messages to a mail server.

    smtps:// is encrypted from the beginning; smtp:// becomes encrypted where the server
    offers it, and a password is never sent before that.
    """

    sender: str
    url: SplitResult

    def send(self, message: EmailMessage) -> None:
        """Give the message to the server."""
        with self._connection() as server:
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
            server.send_message(message)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        host, context = self.url.hostname or "localhost", ssl.create_default_context()
        if self.url.scheme == "smtps":
            with smtplib.SMTP_SSL(
                host, self.url.port or SMTPS_PORT, timeout=TIMEOUT_SECONDS, context=context
            ) as server:
                yield server
            return
        with smtplib.SMTP(host, self.url.port or SMTP_PORT, timeout=TIMEOUT_SECONDS) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif self.url.username:
                raise smtplib.SMTPNotSupportedError(
                    "The mail server offers no encryption, so no password is sent to it."
                )
            yield server


def make_mailer(url: str, sender: str, folder: Path) -> Mailer:
    """The mailer for the setting `MAIL_URL`; `folder` is where `file` keeps mail by default.

    Raises:
        ValueError: the address names no way of sending mail.
    """
    parts = urlsplit(url)
    match parts.scheme or url:
        case "file":
            return FolderMailer(sender, Path(unquote(parts.path)) if parts.scheme else folder)
        case "console":
            return ConsoleMailer(sender)
        case "smtp" | "smtps":
            return SmtpMailer(sender, parts)
    raise ValueError(f"“{url}” names no way of sending mail.")
