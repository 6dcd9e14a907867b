"""The tasks of the cluster: with real files, the real sandbox and the engine that accents every word."""

import errno
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django_q.models import OrmQ
from pytest_django import Settings

from jobs.models import TranslationJob
from jobs.records.segment_record import SUFFIX
from jobs.tasks import work
from jobs.testing.documents import break_glossary, make_job, messages_for
from translation.testing.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
# The signal that ends an attempt may arrive in a callback of the garbage collector, where its error is lost. It is sent
# until the attempt has ended.
ends_in_a_callback = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_work_stores_the_translation_beside_the_source() -> None:
    job = make_job()

    work(str(job.pk))

    job.refresh_from_db()
    assert (job.status, job.progress, job.error) == ("completed", 100, "")
    assert Path(job.output_file).parent == Path(job.folder)
    with default_storage.open(job.output_file) as output:
        text = output.read().decode()
    assert text.endswith(".\n")
    assert "weather" not in text
    assert job.report
    assert job.report["words"] == 4
    assert job.report["peak_memory"] > 0


def test_a_second_wake_up_changes_nothing() -> None:
    job = make_job()
    work(str(job.pk))
    before = TranslationJob.objects.values().get()

    work(str(job.pk))

    assert TranslationJob.objects.values().get() == before


def test_a_wake_up_that_finds_no_free_job_changes_nothing() -> None:
    job = make_job()
    assert job.claim()
    before = TranslationJob.objects.values().get()

    work()

    assert TranslationJob.objects.values().get() == before
    assert not OrmQ.objects.exists()


def test_a_document_that_cannot_be_translated_fails_its_job_with_code_and_text() -> None:
    job = make_job(b"%PDF-1.7\nbroken", "a.pdf")

    work(str(job.pk))

    job.refresh_from_db()
    assert (job.status, job.error_code, job.attempts) == ("failed", "unreadable", 1)
    assert job.error.endswith(".")
    assert not messages_for(job)


def test_an_unforeseen_error_fails_the_job_and_is_described_in_the_log_alone(caplog: pytest.LogCaptureFixture) -> None:
    job = make_job()
    break_glossary(job, "zugzwang")

    work(str(job.pk))

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "internal")
    assert "zugzwang" not in job.error
    assert "Traceback" in caplog.text


def test_a_job_whose_source_has_gone_says_so() -> None:
    job = make_job()
    default_storage.delete(job.source_file)

    work(str(job.pk))

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "source_missing")
    assert "Send it again" in job.error


def test_a_job_leaves_no_copy_behind(settings: Settings, tmp_path: Path) -> None:
    settings.WORK = tmp_path

    work(str(make_job().pk))

    assert list(tmp_path.iterdir()) == []


def long_text(sentences: int) -> bytes:
    """Return a text of sentences that are all different, because equal ones are translated once."""
    days = range(sentences)
    return "\n\n".join(f"On day {day} the weather was fine, and we walked to the river." for day in days).encode()


@ends_in_a_callback
def test_an_attempt_that_takes_too_long_fails_its_job_for_good(settings: Settings) -> None:
    settings.JOB_TIME = timedelta(seconds=2)
    job = make_job(long_text(5000), options={"engine": "firefox"})

    work(str(job.pk))

    job.refresh_from_db()
    assert (job.status, job.error_code, job.attempts) == ("failed", "too_long", 1)
    assert job.progress < 80
    assert "longer than this server allows" in job.error
    assert not messages_for(job)


@ends_in_a_callback
def test_a_job_that_is_cancelled_ends_its_attempt_in_the_middle() -> None:
    job = make_job(long_text(5000), options={"engine": "firefox"})

    def cancel() -> None:
        wait_until(TranslationJob.objects.filter(progress__gte=20).exists)
        job.cancel()
        connection.close()

    canceller = Thread(target=cancel)
    canceller.start()
    work(str(job.pk))
    canceller.join()

    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", "Cancelled")
    assert job.progress < 80


class FullDisk(FileSystemStorage):
    """A storage with room for half an output."""

    room = False

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        saved = super().save(name, content, max_length)
        if not self.room:
            Path(self.path(saved)).write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        return saved


def test_a_full_disk_fails_a_job_with_a_clear_text_and_leaves_nothing_half_written(
    settings: Settings, tmp_path: Path
) -> None:
    backend = {"BACKEND": f"{__name__}.FullDisk", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    default_storage.room = True  # type: ignore[attr-defined]
    job = make_job()
    default_storage.room = False  # type: ignore[attr-defined]

    for _ in range(3):
        # The pause between two attempts is over.
        TranslationJob.objects.update(lease_until=None)
        work(str(job.pk))

    job.refresh_from_db()
    assert (job.status, job.error_code, job.attempts) == ("failed", "disk_full", 3)
    assert "disk of the server is full" in job.error
    assert default_storage.listdir(job.folder)[1] == ["source.txt"]
    default_storage.room = True  # type: ignore[attr-defined]
    assert job.retry()
    work(str(job.pk))
    job.refresh_from_db()
    assert job.status == "completed"


class NoRoomForRecords(FileSystemStorage):
    """A storage whose disk is full when the record of the segments is stored."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        if str(name).endswith(SUFFIX):
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().save(name, content, max_length)


def test_an_output_whose_record_does_not_fit_on_the_disk_is_erased(settings: Settings, tmp_path: Path) -> None:
    backend = {"BACKEND": f"{__name__}.NoRoomForRecords", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    job = make_job()

    work(str(job.pk))

    assert default_storage.listdir(job.folder)[1] == ["source.txt"]
