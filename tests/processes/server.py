"""The real server, `marketplace serve`, with four processes on a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from marketplace.settings import Settings

PROCESSES = 4
LONGEST_START = 60


@dataclass
class Server:
    """A running server; every question opens a connection of its own."""

    address: str
    process: "subprocess.Popen[bytes]"

    def match(self, text: str) -> list[str]:
        body = json.dumps({"text": text}).encode()
        asked = Request(  # noqa: S310 - our own server.
            f"{self.address}/api/v1/match",
            data=body,
            headers={"Content-Type": "application/json"},
        )
        items = _answer(asked)["items"]
        return [item["solution"]["id"] for item in items]

    def is_ready(self) -> bool:
        try:
            _answer(Request(f"{self.address}/ready"))  # noqa: S310
        except (URLError, HTTPError, OSError):
            return False
        return True

    def serving_processes(self) -> list[int]:
        """The ids of the processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text().split()]


def _answer(asked: Request) -> Any:
    with urlopen(asked, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


@contextmanager
def running(settings: Settings) -> Iterator[Server]:
    """A server for these settings that is ready; it is stopped at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "MARKETPLACE_DATABASE_URL": settings.database_url,
        "MARKETPLACE_DATA_DIR": str(settings.data_dir),
        "MARKETPLACE_SECRET_KEY": settings.secret_key,
        "MARKETPLACE_ENCODER": settings.encoder,
        "MARKETPLACE_VECTOR_INDEX": settings.vector_index,
        "MARKETPLACE_MATCH_RATE_LIMIT": "1000000 per minute",
        "MARKETPLACE_LOG_LEVEL": "WARNING",
    }
    command = ("serve", "--port", str(port), "--workers", str(PROCESSES), "--threads", "2")
    with (settings.data_dir / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "marketplace", *command], env=environment, stdout=log, stderr=log
        )
    server = Server(f"http://127.0.0.1:{port}", process)
    try:
        _wait_until_ready(server, settings)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_until_ready(server: Server, settings: Settings) -> None:
    last_moment = time.monotonic() + LONGEST_START
    while not server.is_ready():
        if time.monotonic() > last_moment or server.process.poll() is not None:
            raise TimeoutError((settings.data_dir / "server.log").read_text()[-4000:])
        time.sleep(0.2)
