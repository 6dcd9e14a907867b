"""A job's way through a real cluster: separate processes, on the database and the storage of this test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from jobs.models import TranslationJob
from jobs.tasks import wake
from jobs.tests.documents import ENGLISH, pdf

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60.0  # seconds


def database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@/{database['HOST']}/{database['NAME']}"


@contextmanager
def running_cluster() -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "DATABASE_URL": database_url(), "DATA": str(settings.DATA), "WORKERS": "2"}
    command: list[str | Path] = [sys.executable, settings.BASE_DIR / "manage.py", "runcluster"]
    cluster = subprocess.Popen(command, env=environment)
    try:
        yield cluster
    finally:
        cluster.terminate()
        cluster.wait(20)


def long_text(page: int) -> str:
    """Of sentences that are all different: equal ones are translated once."""
    days = range(page * 20, page * 20 + 20)
    return "\n\n".join(f"On day {day} the weather was fine, and the people walked down to the river." for day in days)


def start_job(*pages: str, engine: str = "pseudo") -> TranslationJob:
    job = TranslationJob(filename="book.pdf", format="pdf", source_language="en", target_language="pt")
    job.options = {"engine": engine}
    job.source_file = default_storage.save(f"{job.folder}/source.pdf", ContentFile(pdf(*pages or [ENGLISH])))
    job.save(force_insert=True)
    wake(job)
    return job


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def processes_of(cluster: subprocess.Popen[bytes]) -> list[int]:
    """Those that qcluster started, by the group that they share, with the readers that they started."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,pgid,stat"], capture_output=True, text=True, check=True)
    rows = [line.split() for line in listed.stdout.splitlines()[1:]]
    found = {str(cluster.pid)}
    for _ in range(4):
        found |= {pid for pid, parent, _, _ in rows if parent in found}
    return [int(pid) for pid, _, _, state in rows if pid in found and not state.startswith("Z")]


def test_jobs_go_through_and_their_progress_never_falls() -> None:
    jobs = [start_job(ENGLISH, ENGLISH, ENGLISH), start_job(), start_job()]
    seen: list[int] = []

    def finished() -> bool:
        jobs[0].refresh_from_db()
        seen.append(jobs[0].progress)
        return not TranslationJob.objects.exclude(status__in=("completed", "failed")).exists()

    with running_cluster():
        wait_until(finished)

    jobs[0].refresh_from_db()
    assert seen == sorted(seen)
    assert set(TranslationJob.objects.values_list("status", "progress", "attempts")) == {("completed", 100, 1)}
    with default_storage.open(jobs[0].output_file) as output:
        assert output.read(5) == b"%PDF-"


def test_a_job_starts_within_a_second_or_two_of_its_wake_up() -> None:
    with running_cluster():
        first = start_job()
        wait_until(lambda: TranslationJob.objects.filter(pk=first.pk, status="completed").exists())
        second = start_job()
        wait_until(lambda: TranslationJob.objects.filter(pk=second.pk, status="completed").exists())
    second.refresh_from_db()

    assert second.started_at
    assert (second.started_at - second.created_at).total_seconds() < 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_cluster_that_is_told_to_end_gives_its_job_back_and_leaves_no_process(number: signal.Signals) -> None:
    job = start_job(*map(long_text, range(200)), engine="firefox")
    with running_cluster() as cluster:
        wait_until(lambda: TranslationJob.objects.filter(pk=job.pk, progress__gte=20).exists())
        processes = processes_of(cluster)
        cluster.send_signal(number)
        assert cluster.wait(20) == 0
    job.refresh_from_db()

    assert len(processes) > 5
    assert [pid for pid in processes if Path(f"/proc/{pid}/exe").exists()] == []
    assert (job.status, job.attempts, job.lease) == ("processing", 0, None)


def test_a_dead_cluster_is_started_again() -> None:
    with running_cluster() as cluster:
        wait_until(lambda: len(processes_of(cluster)) > 3)
        (qcluster,) = [pid for pid in processes_of(cluster) if os.getpgid(pid) == pid and pid != cluster.pid][:1]
        os.kill(qcluster, signal.SIGKILL)
        job = start_job()
        wait_until(lambda: TranslationJob.objects.filter(pk=job.pk, status="completed").exists())
