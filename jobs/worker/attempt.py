"""One attempt at a job: claim it, run the pipeline, store the output and write how it ended."""

import logging
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import connection

from jobs.engines import engine_named
from jobs.files import storage
from jobs.files.outputs import archive
from jobs.files.storage import full_or_unwritable
from jobs.models import MAX_ATTEMPTS, AttemptTimedOut, LeaseLost, TranslationJob
from jobs.monitoring.logs import about_job
from jobs.records.job_glossary import load_glossary
from jobs.records.job_resources import learn, resources_of
from jobs.records.segment_record import SUFFIX, SegmentFile
from jobs.sandbox import open_in_sandbox
from jobs.worker.database_retry import DATABASE_AWAY, retry_database
from jobs.worker.heartbeat import Heartbeat, ProgressWriter
from jobs.worker.wakeups import wake
from translation.exceptions import EngineFailed, NoRoom, SourceMissing, TooLong, TranslationError
from translation.formats.base import OutputKind
from translation.options import Options
from translation.pipeline import Report, translate_document
from translation.sandbox.client import Sandbox
from translation.sandbox.workspace import private_folder

logger = logging.getLogger(__name__)

# The wait after the first and after the second attempt, when the engine was away or the disk was full.
RETRY_DELAYS = (timedelta(seconds=30), timedelta(minutes=2))


class Interrupted(BaseException):
    """The worker was asked to stop. `except Exception` must not take it for an error of the job."""


def work(job_id: str = "") -> None:
    """Run one attempt at the job that is next in turn.

    That need not be the job that the message names: another worker may have it.
    """
    job = TranslationJob.objects.claim_next()
    if job is None:
        return
    try:
        with _interruptible(), about_job(job.pk):
            _attempt(job)
    except Interrupted:
        # The signal may have come in the middle of a statement.
        connection.close()
        with suppress(*DATABASE_AWAY):
            if job.interrupt():
                wake(job)
        raise SystemExit(0) from None


@contextmanager
def _interruptible() -> Iterator[None]:
    """Raise Interrupted on SIGTERM while the block runs, so that the job can be released."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _attempt(job: TranslationJob) -> None:
    """Translate the job's document and write how the attempt ended."""
    logger.info("Attempt %s starts.", job.attempts)
    heartbeat = Heartbeat(job, settings.JOB_TIME)
    try:
        with heartbeat, full_or_unwritable():
            _run(job, heartbeat)
        logger.info("The job is completed.")
    except LeaseLost:
        logger.info("The job was cancelled, deleted or taken by another worker. The attempt stops.")
    except AttemptTimedOut:
        _fail_or_retry(job, TooLong())
    except TranslationError as error:
        _fail_or_retry(job, error)
    except DATABASE_AWAY:
        logger.exception("The database went away. The job is released.")
        _release(job)
    except Exception:
        logger.exception("The job failed.")
        retry_database(lambda: job.fail(TranslationError()))
    finally:
        # Its error may be raised while its block is being left.
        heartbeat.stop()


def _fail_or_retry(job: TranslationJob, error: TranslationError) -> None:
    """Fail the job, or leave it for another attempt where that may help."""
    # Without its text: an engine or the sandbox may have put words of the document into it.
    logger.info("The attempt ended with the error %s.", error.code)
    if error.permanent or job.attempts >= MAX_ATTEMPTS:
        retry_database(lambda: job.fail(error))
    elif isinstance(error, EngineFailed | NoRoom):
        # At once it would probably fail again. The sweep wakes a worker after the delay.
        retry_database(lambda: job.postpone(RETRY_DELAYS[job.attempts - 1]))
    else:
        _release(job)


def _release(job: TranslationJob) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        retry_database(lambda: job.fail(TranslationError()))
    elif retry_database(job.release):
        wake(job)


def _run(job: TranslationJob, heartbeat: Heartbeat) -> None:
    """From the stored source to the stored output. Raises TranslationError, OSError, LeaseLost and AttemptTimedOut."""
    # From the name of its folder, a sweep knows the lease of a killed worker.
    with private_folder(settings.WORK, str(job.lease)) as folder:
        source, output, record = (folder / name for name in ("source", "output", "segments"))
        _get_source(job, source)
        options = Options.from_json(job.options)
        with open_in_sandbox(source, job.filename, settings.WORK, links_source=True) as document:
            report = _translate(job, document, options, output, record)
        if options.output == OutputKind.BOTH:
            # From the storage again: the sandbox could have changed its source.
            original = folder / "original"
            _get_source(job, original)
            output = archive(original, output, job.format, job.filename, job.target_language)
        files = _store(job, output, record)
        # The job gives up its lease when it is completed, which the heartbeat must not take for a loss.
        heartbeat.stop()
        _complete(job, *files, report)
        learn(job, record)


def _get_source(job: TranslationJob, path: Path) -> None:
    """Copy the job's document to `path`. Raises SourceMissing."""
    try:
        with storage.get(job.source_file) as stored, path.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
    except FileNotFoundError as error:
        raise SourceMissing from error


def _translate(job: TranslationJob, document: Sandbox, options: Options, output: Path, record: Path) -> Report:
    engine = engine_named(job.options.get("engine", ""))
    languages = job.source_language, job.target_language
    with SegmentFile(record) as segments:
        resources = resources_of(job, engine, segments, load_glossary(job))
        return translate_document(document, engine, *languages, output, options, ProgressWriter(job), resources)


def _store(job: TranslationJob, output: Path, record: Path) -> tuple[str, str]:
    """Store both files or none. Their names hold the lease, so a late attempt overwrites nothing."""
    name = f"{job.folder}/{job.lease}"
    stored = storage.put(f"{name}{output.suffix or Path(job.source_file).suffix}", output)
    try:
        return stored, storage.put(f"{name}{SUFFIX}", record)
    except (OSError, NoRoom):
        storage.erase(stored)
        raise


def _complete(job: TranslationJob, output: str, segments: str, report: Report) -> None:
    """Publish the stored files, or erase them when the lease is lost. Raises LeaseLost."""
    if not retry_database(lambda: job.complete(output, report.to_json(), segments)):
        storage.erase(output)
        storage.erase(segments)
        raise LeaseLost
