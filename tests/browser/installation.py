"""The product as somebody installs it: a database with the demonstration, a server, a worker.

What is made here runs as separate processes, started by the commands that README names. The
demonstration is loaded once for a whole run of the tests; each database gets a copy of it.
"""

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from shutil import copytree
from urllib.error import URLError
from urllib.request import urlopen

from marketplace.services import Services, build_services
from marketplace.settings import Settings

LONGEST_START = 120
LONGEST_MAIL = 60
UNLIMITED = "1000000 per minute"


@dataclass(frozen=True)
class Installation:
    """One running product; `sign_ins` are the printed ones, password by e-mail address."""

    address: str
    folder: Path
    services: Services
    sign_ins: dict[str, str]

    def link_mailed_to(self, email: str, path: str) -> str:
        """A link in a mail to that address with this in it, once the worker has sent it."""
        text = _text_of(self.mail_to(email, path))
        return re.findall(rf"https?://\S+{path}\S+", text)[0]

    def mail_to(self, email: str, text: str) -> EmailMessage:
        """The mail to that address with this text in it, once the worker has sent it."""
        last_moment = time.monotonic() + LONGEST_MAIL
        while time.monotonic() < last_moment:
            if found := self.mails_to(email, text):
                return found[0]
            time.sleep(0.2)
        raise TimeoutError(f"No mail with {text} came to {email}.")

    def mails_to(self, email: str, text: str) -> list[EmailMessage]:
        """All mail to that address with this text in it, that was sent until now."""
        files = (self.folder / "mail").glob("*.eml")
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in mails if mail["To"] == email and text in _text_of(mail)]


def _text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def load_demonstration(folder: Path) -> Path:
    """A folder with the demonstration, loaded unless another process has done it already."""
    loaded = folder / "demonstration"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (loaded / "complete").exists():
            environment = _environment(f"sqlite:///{loaded / 'marketplace.sqlite'}", loaded)
            loaded.mkdir()
            _command("db", "upgrade", environment=environment)
            printed = _command("demo", environment=environment)
            (loaded / "printed").write_text(printed)
            _command("backup", str(loaded / "backup"), environment=environment)
            (loaded / "complete").touch()
    return loaded


@contextmanager
def running(demonstration: Path, url: str, folder: Path) -> Iterator[Installation]:
    """An installation on that database with a copy of the demonstration."""
    copytree(demonstration, folder)
    if url.startswith("sqlite"):
        url = f"sqlite:///{folder / 'marketplace.sqlite'}"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = _environment(url, folder) | {"MARKETPLACE_PUBLIC_URL": address}
    if not url.startswith("sqlite"):
        _command("db", "upgrade", environment=environment)
        _command("restore", str(folder / "backup"), environment=environment)
    services = build_services(Settings(database_url=url, data_dir=folder, public_url=address))
    with _process("worker", environment=environment, folder=folder), _process(
        "serve", "--port", str(port), "--workers", "1", "--threads", "4",
        environment=environment, folder=folder,
    ):  # fmt: skip
        _wait_until_ready(address, folder)
        _warm(address)
        printed = (folder / "printed").read_text()
        sign_ins = dict(re.findall(r"^ +(\S+@\S+) +(\S+)$", printed, re.MULTILINE))
        yield Installation(address, folder, services, sign_ins)
    services.engine.dispose()


def _environment(url: str, folder: Path) -> dict[str, str]:
    """Nothing set but what an installation needs; the rest is as it comes."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("MARKETPLACE_")}
    return inherited | {
        "MARKETPLACE_DATABASE_URL": url,
        "MARKETPLACE_DATA_DIR": str(folder),
        "MARKETPLACE_MATCH_RATE_LIMIT": UNLIMITED,
        "MARKETPLACE_SIGN_IN_RATE_LIMIT": UNLIMITED,
        "MARKETPLACE_LOG_LEVEL": "WARNING",
    }


def _command(*words: str, environment: dict[str, str]) -> str:
    """Run a command of the product to its end; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "marketplace", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _process(*words: str, environment: dict[str, str], folder: Path) -> Iterator[None]:
    with (folder / f"{words[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "marketplace", *words], env=environment, stdout=log, stderr=log
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_until_ready(address: str, folder: Path) -> None:
    last_moment = time.monotonic() + LONGEST_START
    while time.monotonic() < last_moment:
        try:
            with urlopen(f"{address}/ready", timeout=10):  # noqa: S310 - our own server.
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError((folder / "serve.log").read_text()[-4000:])


def _warm(address: str) -> None:
    """Ask once: the first answer of a process waits until the sentence model is loaded."""
    with urlopen(f"{address}/search?need=Warm+homes+for+all", timeout=LONGEST_START):  # noqa: S310
        pass
