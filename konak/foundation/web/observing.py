"""What runs can be watched: one number for each request, one line of log for it, and counters for Prometheus.

The counters of all web processes meet in files of the state folder (`PROMETHEUS_MULTIPROC_DIR`, set by `konak
serve`). What the database knows (jobs, open files, unsealed lines) is asked for when somebody scrapes.
"""

import hmac
import logging
import os
import re
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from . import queries
from .logs import REQUEST

log = logging.getLogger("konak.request")
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = ("/saglik/", "/metrics", "/static/")

ANSWERED = Counter("konak_requests_total", "Answered requests", ("method", "route", "status"))
TOOK = Histogram(
    "konak_request_seconds",
    "Seconds from the first middleware to the answer",
    ("method", "route"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def observe(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request its number, count it and write its line. The first middleware: it sees every answer.

    The line names the route and the key of the person, never the query string: search words are personal.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        number = given if GIVEN.fullmatch(given) else os.urandom(8).hex()
        token = REQUEST.set(number)
        began = time.perf_counter()
        try:
            answer = get_response(request)
            took = time.perf_counter() - began
            route = request.resolver_match.view_name if request.resolver_match else "unknown"
            method = (
                request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} else "OTHER"
            )
            ANSWERED.labels(method, route, answer.status_code).inc()
            TOOK.labels(method, route).observe(took)
            if not request.path.startswith(QUIET):
                facts = {"method": method, "route": route, "path": request.path, "status": answer.status_code}
                person = getattr(getattr(request, "user", None), "pk", None)
                log.info("request", extra={**facts, "ms": round(took * 1000, 1), "person": person})
            answer["X-Request-Id"] = number
            return answer
        finally:
            REQUEST.reset(token)

    return middleware


def metrics(request: HttpRequest) -> HttpResponse:
    """`/metrics` for Prometheus, with `Authorization: Bearer <KONAK_METRICS_KEY>`; without it there is no page."""
    key = str(settings.METRICS_KEY)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not key or not hmac.compare_digest(given.encode(), key.encode()):
        return HttpResponseNotFound()
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        for one in (ANSWERED, TOOK):
            registry.register(one)
    registry.register(House())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class House:
    """What the database knows, as gauges."""

    def collect(self) -> Iterator[Metric]:
        for name, words, label, rows in queries.gauges():
            gauge = GaugeMetricFamily(f"konak_{name}", words, labels=[label] if label else [])
            for value, count in rows:
                gauge.add_metric([value] if label else [], count)
            yield gauge

    def describe(self) -> Iterator[Metric]:
        return iter(())
