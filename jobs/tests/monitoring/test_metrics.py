"""The metrics for Prometheus: who gets them, that every process gives the same, and that counters never fall."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from jobs.models import ClusterLiveness, OutcomeCounter, TranslationJob
from jobs.monitoring.multiprocess import share_request_metrics
from jobs.testing.documents import make_job
from jobs.worker.sweeping import purge
from translation.exceptions import TranslationError, error_by_code

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "a-token-for-prometheus"
Labels = tuple[tuple[str, str], ...]


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def scrape(client: Client) -> dict[tuple[str, Labels], float]:
    """Return every sample by its name and labels, as Prometheus parses the page."""
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}", "host": "10.1.2.3"})
    assert answer.status_code == 200, answer.content
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def completed_job(words: int) -> TranslationJob:
    job = make_job()
    assert job.claim()
    seconds = {"read": 0.5, "translate": 2.0, "write": 0.25}
    assert job.complete(f"{job.folder}/a.txt", {"words": words, "seconds": seconds})
    return job


def failed_job(code: str) -> TranslationJob:
    job = make_job()
    assert job.claim()
    assert job.fail(error_by_code(code, "It failed."))
    return job


@pytest.mark.parametrize("given", [None, "Bearer wrong", TOKEN, "Bearer ", f"Basic {TOKEN}"])
def test_a_stranger_gets_no_figures(client: Client, given: str | None) -> None:
    answer = client.get("/metrics", headers={"authorization": given} if given else {})

    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize("given", [None, "Bearer ", "Bearer None"])
def test_without_a_token_there_is_nothing_to_have(client: Client, settings: Settings, given: str | None) -> None:
    settings.METRICS_TOKEN = ""

    answer = client.get("/metrics", headers={"authorization": given} if given else {})

    assert answer.status_code == 404
    assert b"palimpsest_" not in answer.content


def test_jobs_are_counted_by_status_and_failures_by_code(client: Client) -> None:
    completed_job(words=120)
    completed_job(words=30)
    failed_job("encrypted")
    make_job()

    figures = scrape(client)

    by_status = {status: figures["palimpsest_jobs", (("status", status),)] for status in ("started", "processing")}
    assert by_status == {"started": 1, "processing": 0}
    assert figures["palimpsest_jobs_completed_total", ()] == 2
    assert figures["palimpsest_jobs_failed_total", (("code", "encrypted"),)] == 1
    assert figures["palimpsest_words_translated_total", ()] == 150
    assert figures["palimpsest_stage_seconds_sum", (("stage", "translate"),)] == 4.0
    assert figures["palimpsest_stage_seconds_count", (("stage", "translate"),)] == 2


def test_totals_survive_the_purge_a_retry_and_a_deletion(client: Client) -> None:
    completed_job(words=10).erase()
    completed_job(words=10)
    assert failed_job("engine_failed").retry()
    TranslationJob.objects.update(finished_at=timezone.now() - timedelta(hours=48))
    assert purge() == 1

    figures = scrape(client)

    assert figures["palimpsest_words_translated_total", ()] == 20
    assert figures["palimpsest_jobs_completed_total", ()] == 2
    assert figures["palimpsest_jobs_failed_total", (("code", "engine_failed"),)] == 1
    assert figures["palimpsest_jobs", (("status", "completed"),)] == 0


def test_a_late_worker_counts_nothing(client: Client) -> None:
    job = make_job()
    assert job.claim()
    TranslationJob.objects.update(lease=None)
    assert not job.complete("late.txt", {"words": 5})
    assert not job.fail(TranslationError("Late."))

    assert not OutcomeCounter.objects.exists()


def test_abandoned_and_cancelled_jobs_are_counted_as_such(client: Client) -> None:
    make_job().cancel()
    job = make_job()
    for _ in range(3):
        assert job.claim()
        TranslationJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert TranslationJob.objects.fail_abandoned(timezone.now()) == 1

    figures = scrape(client)

    assert figures["palimpsest_jobs_failed_total", (("code", "cancelled"),)] == 1
    assert figures["palimpsest_jobs_failed_total", (("code", "abandoned"),)] == 1


def test_metrics_show_the_age_of_the_queue_and_the_workers(client: Client) -> None:
    make_job(queued_at=timezone.now() - timedelta(minutes=5))
    ClusterLiveness(workers=3).report()
    ClusterLiveness(workers=2).report()

    figures = scrape(client)

    waiting = TranslationJob.objects.get()
    assert 300 <= figures["palimpsest_queue_age_seconds", ()] <= (timezone.now() - waiting.queued_at).total_seconds()
    assert figures["palimpsest_workers", ()] == 5


def test_requests_are_counted_and_timed_by_view_method_and_status(client: Client) -> None:
    served = (("method", "GET"), ("status", "404"), ("view", "api:status-detail"))
    timed = (("method", "GET"), ("view", "api:status-detail"))
    counter = ("django_http_responses_total_by_status_view_method_total", served)
    timer = "django_http_requests_latency_seconds_by_view_method"
    before = scrape(client)
    client.get("/api/v1/status/nonsense")
    after = scrape(client)

    assert after[counter] == before.get(counter, 0) + 1
    assert after[f"{timer}_count", timed] == before.get((f"{timer}_count", timed), 0) + 1
    assert after[f"{timer}_sum", timed] > before.get((f"{timer}_sum", timed), 0)
    assert (f"{timer}_bucket", (("le", "0.1"), *timed)) in after


def test_no_label_names_a_user_a_file_or_an_id(client: Client, django_user_model: type[User]) -> None:
    client.force_login(django_user_model.objects.create_user("wilhelmina", password="secret"))
    job = make_job(name="xylophone.txt", visitor="visitor-token")
    for path in (f"/api/v1/status/{job.pk}", "/api/v1/download/xylophone.txt", f"/jobs/{job.pk}", "/xylophone"):
        client.get(path)
    client.generic("XYLOPHONE", "/")

    labels = str([labels for _, labels in scrape(client)])

    assert "api:status-detail" in labels
    secrets = ("wilhelmina", "xylophone", "XYLOPHONE", str(job.pk), "visitor-token")
    assert [word for word in secrets if word in labels] == []


def test_a_scrape_takes_few_queries_whatever_the_number_of_jobs(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        make_job()

    with django_assert_max_num_queries(4):
        scrape(client)


def test_a_database_that_does_not_answer_is_reported_in_plain_words(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_outcomecounter RENAME TO away")
    try:
        answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO jobs_outcomecounter")

    assert (answer.status_code, answer.content) == (503, b"The database does not answer.\n")
    assert scrape(client)


def test_processes_of_one_server_share_a_folder_and_those_that_are_gone_leave_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    share_request_metrics(tmp_path)
    (own,) = tmp_path.iterdir()
    gone = own.with_name(own.name.rpartition("-")[0] + "-4194304")
    gone.mkdir()
    (gone / "counter_1.db").touch()
    other_machine = tmp_path / "figures-elsewhere-4194304"
    other_machine.mkdir()

    share_request_metrics(tmp_path)

    assert set(tmp_path.iterdir()) == {own, other_machine}
