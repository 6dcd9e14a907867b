"""What the cluster runs, and the only place where a job meets the pipeline.

A message is a wake-up and nothing more: a lost or doubled one does no harm.
"""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django_q.models import OrmQ
from django_q.tasks import async_task

from jobs.engines import engine_named
from jobs.heartbeat import Heartbeat, LeaseLost, ProgressWriter
from jobs.models import MAX_ATTEMPTS, RUNNING, TranslationJob, Upload
from jobs.outputs import archive
from jobs.sandbox import Sandbox
from jobs.storage import erase_folder, fetch, old_folders, store
from jobs.workspace import delete_abandoned, private_folder
from translation.exceptions import EngineFailed, TranslationError
from translation.formats.base import OutputKind
from translation.options import Options
from translation.pipeline import Report, translate_document

logger = logging.getLogger(__name__)

WORK = "jobs.tasks.work"
# How long a job waits after its first and its second attempt when the engine was away.
ENGINE_PAUSES = (timedelta(seconds=30), timedelta(minutes=2))
# A file is stored before its row is written; one that has had no row for this long will get none.
ORPHANED = timedelta(hours=1)


class Interrupted(BaseException):
    """The worker is told to end. No `except Exception` may take it for an error of the job."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep did, in numbers of jobs and messages."""

    failed: int
    woken: int
    messages_deleted: int


def wake(job: TranslationJob) -> None:
    """Call a worker to the job, once its row is committed. A call that fails is logged, and made again by a sweep."""

    def call() -> None:
        async_task(WORK, str(job.pk))

    transaction.on_commit(call, robust=True)


def work(job_id: str) -> None:
    """Run one attempt of the job, unless another worker has it or it is over."""
    job = TranslationJob.objects.filter(pk=job_id).first()
    if job is None or not job.claim():
        return
    try:
        with _interruptible():
            _attempt(job)
    except Interrupted:
        # The signal may have come in the middle of a statement.
        connection.close()
        if job.interrupt():
            wake(job)
        raise SystemExit(0) from None


def sweep() -> Sweep:
    """Make good what was lost: abandoned jobs fail, lost wake-ups are sent again, messages without a purpose go.

    The copies of documents that a killed process left on this machine go too.
    Needs no cluster. Any number of sweeps may run at once.
    """
    now = timezone.now()
    delete_abandoned(settings.WORK)
    failed = TranslationJob.objects.fail_abandoned(now)
    messages = {message.pk: (_job_of(message), message.lock <= now) for message in OrmQ.objects.iterator()}
    called = {job for job, waiting in messages.values() if job and waiting}
    lost = TranslationJob.objects.uncalled(now)
    # A job that waits its turn in a long queue needs no second message.
    woken = sum(_wake_again(job) for job in lost if str(job.pk) not in called)
    return Sweep(failed, woken, _delete_settled({pk: job for pk, (job, _) in messages.items() if job}))


def purge(older_than: timedelta | None = None, dry_run: bool = False) -> int:
    """Delete finished jobs and uploads of that age, with their files; returns how many.

    Files without a row and sessions that have run out go with them.
    """
    before = timezone.now() - (settings.RETENTION if older_than is None else older_than)
    jobs = TranslationJob.objects.finished_before(before)
    uploads = Upload.objects.filter(created_at__lt=before)
    if dry_run:
        return jobs.count() + uploads.count()
    erased = sum(_erase(row, jobs) for row in jobs.defer("report")) + sum(_erase(row, uploads) for row in uploads)
    _erase_orphans("jobs", TranslationJob)
    _erase_orphans("uploads", Upload)
    SessionStore.clear_expired()
    return erased


def _erase(row: TranslationJob | Upload, rows: QuerySet[Any]) -> bool:
    """Erase the row if it is still one of these rows: a job may have been started anew."""
    if not rows.filter(pk=row.pk).exists():
        return False
    try:
        row.erase()
    except OSError:
        logger.exception("The files of %s cannot be deleted.", row.folder)
        return False
    return True


def _erase_orphans(parent: str, model: type[Model]) -> None:
    """Erase the folders that have no row, left by a process that was killed between file and row."""
    old = set(old_folders(parent, timezone.now() - ORPHANED))
    known = {str(pk) for pk in model._default_manager.values_list("pk", flat=True)} if old else set()
    for name in old - known:
        try:
            erase_folder(f"{parent}/{name}")
        except OSError:
            logger.exception("The files of %s/%s cannot be deleted.", parent, name)


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM raises Interrupted here, so that the job can be given back."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _attempt(job: TranslationJob) -> None:
    """Translate the job's document and write down how that ended."""
    try:
        _run(job)
    except LeaseLost:
        logger.info("Job %s was taken away while it ran.", job.pk)
    except TranslationError as error:
        _settle(job, error)
    except Exception:
        logger.exception("Job %s failed.", job.pk)
        job.fail(TranslationError.code, TranslationError.default)


def _settle(job: TranslationJob, error: TranslationError) -> None:
    """Fail the job, or leave it for another attempt where that may help."""
    logger.info("Job %s: %s: %s", job.pk, error.code, error)
    if error.permanent or job.attempts >= MAX_ATTEMPTS:
        job.fail(error.code, str(error))
    elif isinstance(error, EngineFailed):
        # It is likely to fail again at once. The sweep wakes the job when the time has come.
        job.postpone(ENGINE_PAUSES[job.attempts - 1])
    elif job.give_back():
        wake(job)


def _run(job: TranslationJob) -> None:
    """From the stored source to the stored output. Raises TranslationError and LeaseLost."""
    with private_folder(settings.WORK) as folder:
        source, output = folder / "source", folder / "output"
        fetch(job.source_file, source)
        options = Options.from_json(job.options)
        with Sandbox(source, job.filename, settings.WORK) as document, Heartbeat(job, document) as heartbeat:
            try:
                report = _translate(job, document, options, output)
            except TranslationError as error:
                if heartbeat.lost:
                    raise LeaseLost from error
                raise
        if options.output == OutputKind.BOTH:
            output = archive(source, output, job.format, job.filename, job.target_language)
        _deliver(job, output, report)


def _translate(job: TranslationJob, document: Sandbox, options: Options, output: Path) -> Report:
    engine = engine_named(job.options.get("engine", ""))
    languages = job.source_language, job.target_language
    return translate_document(document, engine, *languages, output, options, ProgressWriter(job))


def _deliver(job: TranslationJob, output: Path, report: Report) -> None:
    """Store the output and complete the job. The file's name is this attempt's own: a late one overwrites nothing."""
    stored = store(output, f"{job.folder}/{job.lease}{output.suffix or Path(job.source_file).suffix}")
    if not job.complete(stored, report.to_json()):
        default_storage.delete(stored)
        raise LeaseLost


def _job_of(message: OrmQ) -> str | None:
    """The job that a message is about; None for other messages, and those signed with another secret key."""
    return message.args()[0] if message.task.get("func") == WORK else None


def _wake_again(job: TranslationJob) -> bool:
    """Of several sweeps, the one that moves the time sends the message."""
    moved = TranslationJob.objects.filter(pk=job.pk, woken_at=job.woken_at).update(woken_at=timezone.now())
    if moved:
        wake(job)
    return bool(moved)


def _delete_settled(messages: dict[int, str]) -> int:
    running = {str(pk) for pk in TranslationJob.objects.filter(status__in=RUNNING).values_list("pk", flat=True)}
    settled = [message for message, job in messages.items() if job not in running]
    deleted, _ = OrmQ.objects.filter(pk__in=settled).delete()
    return int(deleted)
