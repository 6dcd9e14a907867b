"""One attempt at a job: claim it, run the pipeline, store the output, and record the result."""

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

# The waits after the first and second attempt if the engine could not be reached or the disk was full.
RETRY_DELAYS = (timedelta(seconds=30), timedelta(minutes=2))


class Interrupted(BaseException):
    """The worker must stop. This is no Exception, because it is not an error of the job."""


def work(job_id: str = "") -> None:
    """Run one attempt at the next job.

    This may be another job than the one in the message, which another worker may already have.
    """
    job = TranslationJob.objects.claim_next()
    if job is None:
        return
    try:
        with _interruptible(), about_job(job.pk):
            _attempt(job)
    except Interrupted:
        # The signal may have interrupted a statement.
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
    """Translate the job's document, and record how the attempt ended."""
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
        # The signal may have arrived at the end of the block.
        heartbeat.stop()


def _fail_or_retry(job: TranslationJob, error: TranslationError) -> None:
    """Fail the job, or release it if another attempt may help."""
    # The text is not logged, because an engine or the sandbox may have put words of the document into it.
    logger.info("The attempt ended with the error %s.", error.code)
    if error.permanent or job.attempts >= MAX_ATTEMPTS:
        retry_database(lambda: job.fail(error))
    elif isinstance(error, EngineFailed | NoRoom):
        # An immediate attempt would probably fail too. The sweep wakes a worker after the delay.
        retry_database(lambda: job.postpone(RETRY_DELAYS[job.attempts - 1]))
    else:
        _release(job)


def _release(job: TranslationJob) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        retry_database(lambda: job.fail(TranslationError()))
    elif retry_database(job.release):
        wake(job)


def _run(job: TranslationJob, heartbeat: Heartbeat) -> None:
    """Translate the stored source and store the output.

    Raises TranslationError, OSError, LeaseLost and AttemptTimedOut.
    """
    # A sweep finds the lease of a killed worker in the folder's name.
    with private_folder(settings.WORK, str(job.lease)) as folder:
        source, output, record = (folder / name for name in ("source", "output", "segments"))
        _get_source(job, source)
        options = Options.from_json(job.options)
        with open_in_sandbox(source, job.filename, settings.WORK, links_source=True) as document:
            report = _translate(job, document, options, output, record)
        if options.output == OutputKind.BOTH:
            # Copied from the storage again, because the sandbox could have changed its copy.
            original = folder / "original"
            _get_source(job, original)
            output = archive(original, output, job.format, job.filename, job.target_language)
        files = _store(job, output, record)
        # A completed job has no lease. The heartbeat would report it as lost.
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
        report = translate_document(document, engine, *languages, output, options, ProgressWriter(job), resources)
        segments.add_boxes(report.boxes)
        return report


def _store(job: TranslationJob, output: Path, record: Path) -> tuple[str, str]:
    """Store both files or none, and return their names. The names hold the lease: a late attempt overwrites nothing."""
    name = f"{job.folder}/{job.lease}"
    stored = storage.put(f"{name}{output.suffix or Path(job.source_file).suffix}", output)
    try:
        return stored, storage.put(f"{name}{SUFFIX}", record)
    except (OSError, NoRoom):
        storage.erase(stored)
        raise


def _complete(job: TranslationJob, output: str, segments: str, report: Report) -> None:
    """Publish the stored files, or erase them if the lease is lost. Raises LeaseLost."""
    # Only the record holds the boxes: those of a long document would make the row large.
    data = {name: value for name, value in report.to_json().items() if name != "boxes"}
    if not retry_database(lambda: job.complete(output, data, segments)):
        storage.erase(output)
        storage.erase(segments)
        raise LeaseLost
