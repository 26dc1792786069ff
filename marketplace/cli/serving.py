"""`marketplace serve` and `marketplace worker`: the two processes of an installation."""

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from marketplace.cli.running import Failed, open_services, plainly
from marketplace.foundation.logging import configure_logging
from marketplace.settings import secret_key
from marketplace.worker import work


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@plainly
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve pages and API with gunicorn; refuses a schema that is not current."""
    # The server is not wanted by the other commands, nor there at all on Windows.
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415
    from gunicorn.util import import_app  # noqa: PLC0415

    services = open_services()
    secret_key(services.settings)
    services.engine.dispose()
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": 120,
        "graceful_timeout": 30,
        # A need of 1,200 Greek letters stands in the address of its answer.
        "limit_request_line": 8190,
        "max_requests": 20_000,
        "max_requests_jitter": 2_000,
        "proc_name": "marketplace",
        # Nobody steers the server by it, and two installations would share one in the home folder.
        "control_socket_disable": True,
        "post_worker_init": _warm_up,
    }

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            # The application is made in each worker, after the fork: a model or an index
            # warmed before it would hang the children. The server knows it by name only,
            # as any other server would.
            return import_app("marketplace.app:create_app()")

    with _counting_together():
        Server().run()


@contextmanager
def _counting_together() -> Iterator[None]:
    """Give the processes a folder in which they count together, as long as the server runs."""
    folder, maker = tempfile.mkdtemp(prefix="marketplace-metrics-"), os.getpid()
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", folder)
    try:
        yield
    finally:
        # Each worker ends through here as well, when it is replaced; the others go on counting.
        if os.getpid() == maker:
            shutil.rmtree(folder)


def _warm_up(process: Any) -> None:
    """Load model, index and templates in a process of its own, beside its first requests.

    After the fork on purpose: what is warmed before it hangs the children.
    """
    # The pages are there already, and no other command waits for them.
    from marketplace.web import warm_up  # noqa: PLC0415

    threading.Thread(target=warm_up, args=[process.wsgi], name="warm-up", daemon=True).start()


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now and end.")
@plainly
def worker(*, once: bool) -> None:
    """Deliver what was told, send mail, and do what the clock asks for."""
    services = open_services()
    configure_logging(services.settings.log_level, services.settings.log_format)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    failures = work(services, stop, once=once)
    if once and failures:
        raise Failed(f"{failures} jobs failed; the log above tells why.")
