"""Figures for Prometheus. Those of jobs come from the database when they are asked for: any process knows them all."""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.db import Error
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_prometheus.middleware import PrometheusAfterMiddleware
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from jobs.models import STAGES, ClusterLiveness, JobStatus, OutcomeCounter, TranslationJob
from jobs.monitoring.health import oldest_waiting


class RequestMetrics(PrometheusAfterMiddleware):  # type: ignore[misc]
    """Counts requests by view. Whatever a client invents as a method is one label, or strangers could make many."""

    def label_metric(
        self, metric: Any, request: HttpRequest, response: HttpResponseBase | None = None, **labels: str
    ) -> Any:
        if "method" in labels:
            labels["method"] = self._method(request)
        return _labelled(metric, **labels) if labels else metric


@cache
def _labelled(metric: Any, **labels: str) -> Any:
    """A metric under its labels. There are few of them, and looking one up takes longer than counting."""
    return metric.labels(**labels)


class JobCollector(Collector):
    """Jobs, their queue and what was done. Totals never fall, whatever is purged or retried."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield _jobs_by_status()
        yield GaugeMetricFamily(
            "palimpsest_queue_age_seconds", "How long the oldest waiting job has waited.", oldest_waiting(now)
        )
        beats = ClusterLiveness.objects.alive(now).values_list("workers", flat=True)
        yield GaugeMetricFamily("palimpsest_workers", "Workers of all living clusters.", sum(beats))
        yield from _totals(list(OutcomeCounter.objects.order_by("outcome")))


def metrics(request: HttpRequest) -> HttpResponse:
    """All figures for whoever has the token; as long as none is set there is nothing here."""
    if not settings.METRICS_TOKEN:
        return HttpResponse("Set METRICS_TOKEN to have figures here.\n", status=404, content_type="text/plain")
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        page = b"".join(map(generate_latest, (_requests(), _jobs())))
    except Error:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse(page, content_type=CONTENT_TYPE_LATEST)


def _jobs() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(JobCollector())
    return registry


def _requests() -> CollectorRegistry:
    """The figures of this process, or of all that share a folder for them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _jobs_by_status() -> Metric:
    family = GaugeMetricFamily("palimpsest_jobs", "Jobs that are kept, by status.", labels=["status"])
    found = dict(TranslationJob.objects.order_by().values_list("status").annotate(Count("pk")))
    for status in JobStatus:
        family.add_metric([status], found.get(status, 0))
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
