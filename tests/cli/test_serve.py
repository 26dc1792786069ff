"""The server refuses what would be wrong to serve; that it serves is shown by `processes`."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.cli.shell import LONGEST, Shell

PUBLIC = "https://market.example.eu"


def test_a_public_address_needs_a_secret_key(shell: Shell) -> None:
    said = shell.refuse("serve", PUBLIC_URL=PUBLIC)
    assert "MARKETPLACE_SECRET_KEY: needed because MARKETPLACE_PUBLIC_URL" in said
    assert not (shell.folder / "data" / "secret_key").exists()


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "http"), ("--workers", "0")])
def test_numbers_that_cannot_be_are_refused(words: tuple[str, ...], shell: Shell) -> None:
    assert words[0] in shell.refuse("serve", *words)


@contextmanager
def free_port() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        yield str(free.getsockname()[1])


@pytest.mark.processes
def test_a_server_answers_through_a_reload_until_it_is_told_to_stop(shell: Shell) -> None:
    with free_port() as port:
        pass
    with shell.start("serve", "--port", port, "--workers", "1") as process:
        _wait_for(lambda: _answers(port, "health"), process)
        first = _children(process)
        process.send_signal(signal.SIGHUP)
        _wait_for(lambda: not first & _children(process), process)
        _wait_for(lambda: _answers(port, "metrics"), process)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=LONGEST)
    assert process.returncode == 0
    assert "Traceback" not in log


def _wait_for(happens: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    last_moment = time.monotonic() + LONGEST
    while not happens():
        assert process.poll() is None
        assert time.monotonic() < last_moment
        time.sleep(0.2)


def _answers(port: str, address: str) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/{address}", timeout=10) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _children(process: "subprocess.Popen[str]") -> set[str]:
    """The ids of the processes that answer."""
    return set(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())


@pytest.mark.processes
def test_an_address_that_is_taken_is_said(shell: Shell) -> None:
    with free_port() as port, shell.start("serve", "--port", port) as process:
        _, log = process.communicate(timeout=LONGEST)
    assert process.returncode != 0
    assert "in use" in log
