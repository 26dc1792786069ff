"""For the people who run the service: is it alive, is it ready, how does it fare.

`/health` says that the process answers, `/ready` that it can do its work, `/metrics` has
figures for Prometheus. None of them shows contents.
"""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import structlog
from flask import Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily, Metric

from marketplace.foundation import migrations
from marketplace.foundation.errors import Unavailable
from marketplace.foundation.outbox import backlog
from marketplace.services import Services

ENDPOINTS = ("health", "ready", "metrics")

REQUESTS = Counter("marketplace_requests_total", "Answers given.", ["endpoint", "status"])
SECONDS = Histogram("marketplace_request_seconds", "Time to answer.", ["endpoint"])


def install(app: Flask, services: Services) -> None:
    """Add the three addresses and measure every request."""
    outside: frozenset[str] = app.config.get("OUTSIDE_REQUEST_SCOPE", frozenset({"static"}))
    app.config["OUTSIDE_REQUEST_SCOPE"] = outside | set(ENDPOINTS)

    def ready() -> ResponseReturnValue:
        checks = readiness(services)
        fine = all(value == "ok" for value in checks.values())
        if not fine:
            return jsonify(status="not ready", checks=checks), 503
        return jsonify(status="ready", checks=checks, model=model_note(services))

    app.add_url_rule("/health", "health", lambda: jsonify(status="alive"))
    app.add_url_rule("/ready", "ready", ready)
    app.add_url_rule("/metrics", "metrics", lambda: _metrics(services))
    app.before_request(_start_watch)
    app.after_request(_stop_watch)


def readiness(services: Services) -> dict[str, str]:
    """What the service needs, each “ok” or a word for what is missing."""
    try:
        schema = "ok" if migrations.is_current(services.engine) else "not current"
    except Exception:  # noqa: BLE001
        # Whatever keeps the database from answering, the service is not ready.
        structlog.get_logger(__name__).warning("not_ready", exc_info=True)
        return {"database": "does not answer"}
    if schema != "ok":
        return {"database": "ok", "schema": schema}
    try:
        services.matcher.catch_up()
    except Unavailable as error:
        return {"database": "ok", "schema": schema, "index": error.detail}
    return {"database": "ok", "schema": schema, "index": "ok"}


def model_note(services: Services) -> str:
    """“ok”, or why the model that is set does not answer yet; the service is ready all the same."""
    if services.matcher.is_moving():
        return "this process still answers with the former model"
    following = services.matcher.next_model()
    if following is None:
        return "ok"
    if following.fault:
        return "the model that is set cannot be used; another one goes on serving"
    return "the model that is set does not serve yet; another one goes on serving"


def _metrics(services: Services) -> ResponseReturnValue:
    registry = REGISTRY
    if _several_processes_count():
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    figures = generate_latest(registry) + generate_latest(_backlog(services))
    return Response(figures, content_type=CONTENT_TYPE_LATEST)


@dataclass(frozen=True, eq=False)
class _Figures:
    """Figures that are counted when asked for, not by this process as it goes."""

    figures: Mapping[str, tuple[str, int]]

    def collect(self) -> Iterator[Metric]:
        """Give them in the form that the library writes."""
        for name, (text, value) in self.figures.items():
            yield GaugeMetricFamily(name, text, value=value)


def _backlog(services: Services) -> CollectorRegistry:
    """What waits in the database, the same whichever process is asked."""
    with services.unit_of_work(writes=False) as uow:
        counted = backlog(uow.session)
    registry = CollectorRegistry()
    registry.register(
        _Figures(
            {
                "marketplace_facts_waiting": ("Facts to be delivered.", counted.waiting),
                "marketplace_facts_given_up": ("Facts given up.", counted.given_up),
            }
        )
    )
    return registry


def _several_processes_count() -> bool:
    """Whether several processes count together."""
    return bool(os.environ.get("PROMETHEUS_MULTIPROC_DIR"))


def _start_watch() -> None:
    g.started = time.perf_counter()


def _stop_watch(response: Response) -> Response:
    endpoint = request.endpoint or "unknown"
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    REQUESTS.labels(endpoint, response.status_code).inc()
    SECONDS.labels(endpoint).observe(seconds)
    structlog.get_logger("marketplace.request").info(
        "answered",
        method=request.method,
        endpoint=endpoint,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
    )
    return response
