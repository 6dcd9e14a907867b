"""Metrics for Prometheus. Job metrics come from the database, so each process can report all of them."""

import os
from collections.abc import Callable, Iterable, Iterator
from time import perf_counter

from django.conf import settings
from django.db import Error
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from jobs.models import STAGES, ClusterLiveness, JobStatus, OutcomeCounter, TranslationJob
from jobs.monitoring.health import oldest_waiting
from jobs.monitoring.requests import known_method

# django-prometheus uses the same names, and existing dashboards know them.
RESPONSES = Counter(
    "django_http_responses_total_by_status_view_method",
    "Responses by status, view and method.",
    ["status", "view", "method"],
)
LATENCY = Histogram(
    "django_http_requests_latency_seconds_by_view_method",
    "Time to the response in seconds, by view and method.",
    ["view", "method"],
    buckets=(0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 25.0, 50.0, 75.0),
)
UNNAMED_VIEW = "<unnamed view>"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def count_requests(get_response: GetResponse) -> GetResponse:
    """Count responses and measure their time. This is the innermost middleware, so it sees the views' responses."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        response = get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else UNNAMED_VIEW
        method = known_method(request)
        RESPONSES.labels(str(response.status_code), view, method).inc()
        LATENCY.labels(view, method).observe(perf_counter() - started)
        return response

    return answer


class JobCollector(Collector):
    """Collects the metrics of jobs, queue and outcomes. Totals never decrease, even after a purge or a retry."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield _jobs_by_status()
        yield GaugeMetricFamily(
            "palimpsest_queue_age_seconds", "How long the oldest waiting job has waited.", oldest_waiting(now)
        )
        workers = ClusterLiveness.objects.alive(now).values_list("workers", flat=True)
        yield GaugeMetricFamily("palimpsest_workers", "Workers of all running clusters.", sum(workers))
        yield from _totals(list(OutcomeCounter.objects.order_by("outcome")))


def metrics(request: HttpRequest) -> HttpResponse:
    """Return all metrics to a client with the right token. Answers 404 if no token is set."""
    if not settings.METRICS_TOKEN:
        return HttpResponse("Set METRICS_TOKEN to get metrics here.\n", status=404, content_type="text/plain")
    authorization = request.headers.get("Authorization", "")
    if not constant_time_compare(authorization, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        page = b"".join(map(generate_latest, (_request_metrics(), _job_metrics())))
    except Error:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse(page, content_type=CONTENT_TYPE_LATEST)


def _job_metrics() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(JobCollector())
    return registry


def _request_metrics() -> CollectorRegistry:
    """Return the request metrics of this process, or of all processes that share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _jobs_by_status() -> Metric:
    family = GaugeMetricFamily("palimpsest_jobs", "Jobs in the database, by status.", labels=["status"])
    counts = dict(TranslationJob.objects.order_by().values_list("status").annotate(Count("pk")))
    for status in JobStatus:
        family.add_metric([status], counts.get(status, 0))
    return family


def _totals(counters: Iterable[OutcomeCounter]) -> Iterator[Metric]:
    completed = CounterMetricFamily("palimpsest_jobs_completed", "Jobs that were completed.")
    failures = CounterMetricFamily("palimpsest_jobs_failed", "Jobs that failed, by code.", labels=["code"])
    words = CounterMetricFamily("palimpsest_words_translated", "Words of the documents that were translated.")
    seconds = SummaryMetricFamily("palimpsest_stage_seconds", "Seconds of completed jobs by stage.", labels=["stage"])
    done = OutcomeCounter(outcome=JobStatus.COMPLETED)
    for counter in counters:
        if counter.outcome == JobStatus.COMPLETED:
            done = counter
        else:
            failures.add_metric([counter.outcome], counter.jobs)
    completed.add_metric([], done.jobs)
    words.add_metric([], done.words)
    for stage in STAGES:
        seconds.add_metric([stage], done.jobs, getattr(done, f"{stage}_seconds"))
    yield from (completed, failures, words, seconds)
