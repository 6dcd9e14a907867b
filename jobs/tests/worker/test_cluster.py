"""Jobs in a real cluster: separate processes, on the database and the storage of this test."""

import os
import signal
import subprocess
from functools import partial

import psutil
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_q.models import OrmQ

from jobs.models import FINISHED, LEASE, TranslationJob
from jobs.testing.cluster import EXIT_SECONDS, running_cluster
from jobs.testing.documents import ENGLISH, pdf
from jobs.worker.wakeups import wake
from translation.testing.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def long_text(page: int) -> str:
    """Return a text of sentences that are all different, because equal ones are translated once."""
    days = range(page * 20, page * 20 + 20)
    return "\n\n".join(f"On day {day} the weather was fine, and the people walked down to the river." for day in days)


def start_job(*pages: str, engine: str = "pseudo") -> TranslationJob:
    job = TranslationJob(filename="book.pdf", format="pdf", source_language="en", target_language="pt")
    job.options = {"engine": engine}
    job.source_file = default_storage.save(f"{job.folder}/source.pdf", ContentFile(pdf(*pages or [ENGLISH])))
    job.save(force_insert=True)
    wake(job)
    return job


def finished(job: TranslationJob) -> bool:
    job.refresh_from_db()
    return job.status in FINISHED


def processes_of(cluster: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return the scheduler, the workers, and the sandboxes that these started."""
    return psutil.Process(cluster.pid).children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes)


def start_long_job(engine: str = "firefox") -> TranslationJob:
    return start_job(*map(long_text, range(200)), engine=engine)


def is_translating(job: TranslationJob) -> bool:
    return TranslationJob.objects.filter(pk=job.pk, progress__gte=20).exists()


def test_jobs_go_through_and_their_progress_never_falls() -> None:
    jobs = [start_job(ENGLISH, ENGLISH, ENGLISH), start_job(), start_job()]
    seen: list[int] = []

    def all_finished() -> bool:
        jobs[0].refresh_from_db()
        seen.append(jobs[0].progress)
        return not TranslationJob.objects.exclude(status__in=FINISHED).exists()

    with running_cluster():
        wait_until(all_finished)

    jobs[0].refresh_from_db()
    assert seen == sorted(seen)
    assert set(TranslationJob.objects.values_list("status", "progress", "attempts")) == {("completed", 100, 1)}
    with default_storage.open(jobs[0].output_file) as output:
        assert output.read(5) == b"%PDF-"


def test_a_cluster_that_has_become_idle_takes_the_next_job_up() -> None:
    with running_cluster():
        for _ in range(2):
            job = start_job()
            wait_until(partial(finished, job))
            assert (job.status, job.attempts) == ("completed", 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_cluster_that_is_asked_to_end_gives_its_job_back_and_leaves_no_process(number: signal.Signals) -> None:
    job = start_long_job()
    with running_cluster() as cluster:
        wait_until(lambda: is_translating(job))
        processes = processes_of(cluster)
        cluster.send_signal(number)
        assert cluster.wait(EXIT_SECONDS) == 0
    job.refresh_from_db()

    assert len(processes) == 4
    assert gone(processes)
    assert (job.status, job.attempts, job.lease) == ("processing", 0, None)


def test_a_cluster_leaves_time_to_finish_when_it_is_asked_to() -> None:
    job = start_job(*map(long_text, range(8)), engine="firefox")
    with running_cluster("--grace", "60") as cluster:
        wait_until(lambda: is_translating(job))
        cluster.terminate()
        assert cluster.wait(EXIT_SECONDS) == 0

    assert finished(job)
    assert (job.status, job.attempts) == ("completed", 1)


def test_no_process_outlives_a_cluster_that_is_killed() -> None:
    start_long_job()
    with running_cluster() as cluster:
        wait_until(lambda: len(processes_of(cluster)) == 4)
        processes = processes_of(cluster)
        cluster.kill()
        assert cluster.wait(EXIT_SECONDS) == -signal.SIGKILL
        wait_until(lambda: gone(processes))


def test_every_idle_process_can_be_killed_and_jobs_go_on() -> None:
    with running_cluster() as cluster:
        wait_until(lambda: len(processes_of(cluster)) == 3)
        for process in processes_of(cluster):
            process.kill()
            job = start_job()
            wait_until(partial(finished, job))
            assert (job.status, job.attempts) == ("completed", 1)


def test_the_job_of_a_killed_worker_begins_again_before_its_lease_runs_out() -> None:
    job = start_long_job()
    with running_cluster() as cluster:
        wait_until(lambda: is_translating(job))
        job.refresh_from_db()
        first, runs_out = job.lease, job.lease_until
        (busy,) = {reader.ppid() for worker in psutil.Process(cluster.pid).children() for reader in worker.children()}
        os.kill(busy, signal.SIGKILL)
        wait_until(lambda: TranslationJob.objects.get().lease not in (None, first))
        job.refresh_from_db()
        assert (job.status, job.attempts) == ("processing", 2)
        # The second attempt began before the lease of the first ran out.
        assert job.lease_until
        assert runs_out
        assert job.lease_until - LEASE < runs_out


@pytest.mark.parametrize("engine", ["firefox", "pseudo"])
def test_cancelling_a_running_job_frees_its_worker(engine: str) -> None:
    job = start_long_job(engine)
    with running_cluster() as cluster:
        wait_until(lambda: is_translating(job))
        (reader,) = [each for worker in psutil.Process(cluster.pid).children() for each in worker.children()]
        assert job.cancel()
        wait_until(lambda: gone([reader]) and len(processes_of(cluster)) == 3)
        after = start_job()
        wait_until(partial(finished, after))
        assert after.status == "completed"

    assert finished(job)
    assert job.error_code == "cancelled"
    assert job.progress < 80
    assert default_storage.listdir(job.folder)[1] == ["source.pdf"]


def test_wake_ups_that_are_lost_or_signed_with_another_key_are_made_good() -> None:
    jobs = [start_job() for _ in range(3)]
    first, second, _ = OrmQ.objects.order_by("pk")
    first.delete()
    OrmQ.objects.filter(pk=second.pk).update(payload="signed with another key")

    with running_cluster():
        wait_until(lambda: all(finished(job) for job in jobs))
        wait_until(lambda: not OrmQ.objects.exists())

    assert {(job.status, job.attempts) for job in jobs} == {("completed", 1)}


def test_two_clusters_do_each_job_once() -> None:
    jobs = [start_job() for _ in range(12)]

    with running_cluster(), running_cluster():
        wait_until(lambda: all(finished(job) for job in jobs))

    assert {(job.status, job.attempts) for job in jobs} == {("completed", 1)}
