"""Sweeping and purging: lost jobs are woken, old ones deleted, with real rows, messages and files."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django import Settings

from jobs.files import storage
from jobs.models import MAX_ATTEMPTS, TranslationJob, Upload
from jobs.tasks import work
from jobs.testing.documents import make_job, messages_for
from jobs.worker.sweeping import purge, sweep
from jobs.worker.wakeups import wake
from translation.sandbox.workspace import private_folder

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timedelta(hours=25)


def test_wake_sends_one_message_after_the_row_is_committed() -> None:
    job = make_job()

    wake(job)

    assert messages_for(job) == 1


def test_a_sweep_sends_a_lost_wake_up_once() -> None:
    job = make_job()

    assert sweep().woken == 1
    assert sweep().woken == 0
    assert messages_for(job) == 1


def test_a_sweep_leaves_a_job_alone_that_waits_in_the_queue() -> None:
    job = make_job()
    wake(job)

    assert sweep().woken == 0
    assert messages_for(job) == 1


def test_a_sweep_calls_again_for_a_job_whose_worker_died() -> None:
    job = make_job()
    wake(job)
    OrmQ.objects.all().delete()
    job.claim()
    assert sweep().woken == 0
    TranslationJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert sweep().woken == 1


def test_a_sweep_fails_a_job_whose_last_attempt_was_abandoned() -> None:
    job = make_job(attempts=MAX_ATTEMPTS - 1)
    job.claim()
    TranslationJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert sweep().failed == 1

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "abandoned")
    assert "Every attempt" in job.error


def test_a_sweep_deletes_the_messages_of_finished_jobs_and_no_others() -> None:
    finished, waiting = make_job(), make_job()
    wake(finished)
    wake(waiting)
    OrmQ.objects.create(key="palimpsest", payload="signed with another key", lock=timezone.now())
    work(str(finished.pk))

    assert sweep().messages_deleted == 1
    assert (messages_for(finished), messages_for(waiting), OrmQ.objects.count()) == (0, 1, 2)


def test_a_purge_deletes_what_is_finished_and_old_with_its_files_and_nothing_else(settings: Settings) -> None:
    settings.RETENTION = timedelta(hours=24)
    old, young, running = make_job(), make_job(), make_job(created_at=timezone.now() - LONG_AGO)
    for job in (old, young):
        work(str(job.pk))
    TranslationJob.objects.filter(pk=old.pk).update(finished_at=timezone.now() - LONG_AGO)
    upload = Upload(filename="a.txt", format="text", size=1, created_at=timezone.now() - LONG_AGO)
    upload.file = default_storage.save(f"{upload.folder}/source.txt", ContentFile(b"text"))
    upload.save(force_insert=True)

    assert purge(dry_run=True) == 2
    assert purge() == 2
    assert purge() == 0

    assert set(TranslationJob.objects.values_list("pk", flat=True)) == {young.pk, running.pk}
    assert not Upload.objects.exists()
    assert not default_storage.exists(old.folder)
    assert not default_storage.exists(upload.folder)
    young.refresh_from_db()
    assert default_storage.exists(young.output_file)
    assert default_storage.exists(running.source_file)


def finish_long_ago(*jobs: TranslationJob) -> None:
    for job in jobs:
        work(str(job.pk))
    TranslationJob.objects.update(finished_at=timezone.now() - LONG_AGO)


def test_a_purge_takes_the_files_of_users_that_are_gone() -> None:
    user = User.objects.create_user("ann")
    job = make_job(owner=user)
    upload = Upload(filename="a.txt", format="text", size=1, created_at=timezone.now() - LONG_AGO, owner=user)
    upload.file = default_storage.save(f"{upload.folder}/source.txt", ContentFile(b"text"))
    upload.save(force_insert=True)
    finish_long_ago(job)

    user.delete()

    assert purge() == 2
    assert not default_storage.exists(job.folder)
    assert not default_storage.exists(upload.folder)


def test_a_purge_goes_on_after_a_folder_that_cannot_be_deleted(caplog: pytest.LogCaptureFixture) -> None:
    jobs = make_job(), make_job(), make_job()
    finish_long_ago(*jobs)
    default_storage.save(f"{jobs[1].folder}/folder/strange.txt", ContentFile(b"?"))

    assert purge() == 2

    assert TranslationJob.objects.get().pk == jobs[1].pk
    assert jobs[1].folder in caplog.text


class LateWriter(FileSystemStorage):
    """A storage where a worker writes its output while the folder is being deleted."""

    late = ""

    def delete(self, name: str) -> None:
        if self.late and name == str(Path(self.late).parent):
            late, self.late = self.late, ""
            self.save(late, ContentFile(b"late"))
        super().delete(name)


def test_a_file_that_comes_while_its_folder_is_erased_is_erased_too(settings: Settings, tmp_path: Path) -> None:
    backend = {"BACKEND": f"{__name__}.LateWriter", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    job = make_job()
    default_storage.late = f"{job.folder}/late.txt"  # type: ignore[attr-defined]

    job.erase()

    assert list((tmp_path / "jobs").iterdir()) == []


def test_a_purge_deletes_folders_that_have_had_no_row_for_an_hour(settings: Settings) -> None:
    job = make_job()
    for name in ("jobs/old", "jobs/new", "uploads/old"):
        default_storage.save(f"{name}/source.txt", ContentFile(b"text"))
    hours_ago = time.time() - 7200
    for name in ("jobs/old", "uploads/old", job.folder):
        os.utime(default_storage.path(name), (hours_ago, hours_ago))

    purge()

    assert not default_storage.exists("jobs/old")
    assert not default_storage.exists("uploads/old")
    assert default_storage.exists("jobs/new")
    assert default_storage.exists(job.source_file)


def test_a_purge_deletes_sessions_that_have_run_out(settings: Settings) -> None:
    for name, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=name, session_data="", expire_date=timezone.now() + timedelta(days=days))

    purge()

    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_a_sweep_deletes_what_a_killed_worker_left_and_nothing_that_is_held(settings: Settings, tmp_path: Path) -> None:
    settings.WORK = tmp_path
    hold = "import pathlib, sys; from translation.sandbox.workspace import private_folder\n"
    hold += "with private_folder(pathlib.Path(sys.argv[1])): print(flush=True); input()"
    killed = subprocess.Popen(
        [sys.executable, "-c", hold, tmp_path], cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with killed:
        assert killed.stdout
        killed.stdout.readline()
        killed.kill()
    (left,) = tmp_path.iterdir()
    with private_folder(tmp_path) as held, private_folder(tmp_path) as new:
        long_ago = time.time() - 120
        for folder in (left, held):
            os.utime(folder, (long_ago, long_ago))
        sweep()
        assert set(tmp_path.iterdir()) == {held, new}
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_deletes_a_folder_whose_worker_was_killed_while_it_deleted_it(
    settings: Settings, tmp_path: Path
) -> None:
    settings.WORK = tmp_path
    half, fresh = tmp_path / "palimpsest-half", tmp_path / "palimpsest-fresh"
    for folder in (half, fresh):
        folder.mkdir()
        (folder / "source").touch()
    os.utime(half, (time.time() - 120,) * 2)

    sweep()

    assert list(tmp_path.iterdir()) == [fresh]


def test_a_sweep_gives_the_job_of_a_killed_worker_back_at_once(settings: Settings, tmp_path: Path) -> None:
    settings.WORK = tmp_path
    killed, living = make_job(), make_job()
    killed.claim()
    living.claim()
    left = tmp_path / f"palimpsest-{killed.lease}"
    left.mkdir()
    (left / ".lock").touch()

    with private_folder(tmp_path, str(living.lease)):
        assert sweep().woken == 1

    assert messages_for(killed) == 1
    killed.refresh_from_db()
    assert (killed.status, killed.lease, killed.attempts) == ("processing", None, 1)
    assert living.renew()


def test_a_sweep_sends_no_more_calls_at_once_than_workers_can_answer() -> None:
    for _ in range(205):
        TranslationJob.objects.create(filename="a.txt", format="text", source_language="en", target_language="pt")

    assert [sweep().woken for _ in range(3)] == [200, 5, 0]


def test_a_purge_fails_the_jobs_whose_output_has_gone_and_a_retry_makes_it_again() -> None:
    lost, kept = make_job(), make_job()
    for _ in range(2):
        work()
    lost.refresh_from_db()
    default_storage.delete(lost.output_file)

    assert purge() == 0

    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (lost.status, lost.error_code, lost.output_file) == ("failed", "output_missing", "")
    assert kept.status == "completed"
    assert lost.retry()
    work()
    lost.refresh_from_db()
    assert default_storage.exists(lost.output_file)


def test_a_purge_that_was_killed_in_the_middle_is_finished_by_the_next() -> None:
    jobs = [make_job() for _ in range(3)]
    finish_long_ago(*jobs)
    # Killed after the files, before the row.
    storage.erase(jobs[0].folder)

    assert purge() == 3
    assert not TranslationJob.objects.exists()
