"""What the cluster runs, and the only place where a job meets the pipeline.

A message is a wake-up and nothing more: a lost or doubled one does no harm.
"""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from jobs.engines import engine_named
from jobs.files.outputs import archive
from jobs.files.storage import fetch, full_or_unwritable, store
from jobs.models import MAX_ATTEMPTS, LeaseLost, OutOfTime, TranslationJob
from jobs.monitoring.logs import about_job
from jobs.records.job_glossary import load_glossary
from jobs.records.job_resources import learn, resources_of
from jobs.records.segment_record import SUFFIX, SegmentFile
from jobs.sandbox import open_in_sandbox
from jobs.worker.database_retry import DATABASE_AWAY, retry_database
from jobs.worker.heartbeat import Heartbeat, ProgressWriter
from jobs.worker.wakeups import wake
from translation.exceptions import EngineFailed, NoRoom, TooLong, TranslationError
from translation.formats.base import OutputKind
from translation.options import Options
from translation.pipeline import Report, translate_document
from translation.sandbox.client import Sandbox
from translation.sandbox.workspace import private_folder

logger = logging.getLogger(__name__)

# How long a job waits after its first and its second attempt when the engine was away or the disk was full.
PAUSES = (timedelta(seconds=30), timedelta(minutes=2))


class Interrupted(BaseException):
    """The worker is told to end. No `except Exception` may take it for an error of the job."""


def work(job_id: str = "") -> None:
    """Run one attempt of the job whose turn it is: a message says that there is work, and names the job that it was
    sent for, which another worker may have.
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
    logger.info("Attempt %s begins.", job.attempts)
    heartbeat = Heartbeat(job, settings.JOB_TIME)
    try:
        with heartbeat, full_or_unwritable():
            _run(job, heartbeat)
        logger.info("The job is completed.")
    except LeaseLost:
        logger.info("The job was taken away while it ran.")
    except OutOfTime:
        _settle(job, TooLong())
    except TranslationError as error:
        _settle(job, error)
    except DATABASE_AWAY:
        logger.exception("The database went away, and the job is given back.")
        _give_back(job)
    except Exception:
        logger.exception("The job failed.")
        retry_database(lambda: job.fail(TranslationError.code, TranslationError.default))
    finally:
        # What it raises may come while it is being left.
        heartbeat.end()


def _settle(job: TranslationJob, error: TranslationError) -> None:
    """Fail the job, or leave it for another attempt where that may help."""
    # The sentence is in the job's row: an engine or a reader may have put words of the document into it.
    logger.info("The attempt ended with the error %s.", error.code)
    if error.permanent or job.attempts >= MAX_ATTEMPTS:
        retry_database(lambda: job.fail(error.code, str(error)))
    elif isinstance(error, EngineFailed | NoRoom):
        # It is likely to fail again at once. The sweep wakes the job when the time has come.
        retry_database(lambda: job.postpone(PAUSES[job.attempts - 1]))
    else:
        _give_back(job)


def _give_back(job: TranslationJob) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        retry_database(lambda: job.fail(TranslationError.code, TranslationError.default))
    elif retry_database(job.give_back):
        wake(job)


def _run(job: TranslationJob, heartbeat: Heartbeat) -> None:
    """From the stored source to the stored output. Raises TranslationError, OSError, LeaseLost and OutOfTime."""
    # By the name of its folder, a sweep knows the lease of a worker that was killed.
    with private_folder(settings.WORK, str(job.lease)) as folder:
        source, output, record = (folder / name for name in ("source", "output", "segments"))
        fetch(job.source_file, source)
        options = Options.from_json(job.options)
        with open_in_sandbox(source, job.filename, settings.WORK) as document:
            report = _translate(job, document, options, output, record)
        if options.output == OutputKind.BOTH:
            output = archive(source, output, job.format, job.filename, job.target_language)
        files = _store(job, output, record)
        # The lease ends with the job, which is not to be taken for its loss.
        heartbeat.end()
        _complete(job, *files, report)
        learn(job, record)


def _translate(job: TranslationJob, document: Sandbox, options: Options, output: Path, record: Path) -> Report:
    engine = engine_named(job.options.get("engine", ""))
    languages = job.source_language, job.target_language
    with SegmentFile(record) as segments:
        resources = resources_of(job, engine, segments, load_glossary(job))
        report = translate_document(document, engine, *languages, output, options, ProgressWriter(job), resources)
        segments.add_boxes(report.boxes)
        return report


def _store(job: TranslationJob, output: Path, record: Path) -> tuple[str, str]:
    """Store both files or none. Their names are this attempt's own: a late one overwrites nothing."""
    name = f"{job.folder}/{job.lease}"
    stored = store(output, f"{name}{output.suffix or Path(job.source_file).suffix}")
    try:
        return stored, store(record, f"{name}{SUFFIX}")
    except OSError:
        default_storage.delete(stored)
        raise


def _complete(job: TranslationJob, output: str, segments: str, report: Report) -> None:
    """Publish the stored files, or delete them when the lease is lost. Raises LeaseLost."""
    # The boxes of a long document are in the record alone: they would make the row large.
    data = {name: value for name, value in report.to_json().items() if name != "boxes"}
    if not retry_database(lambda: job.complete(output, data, segments)):
        default_storage.delete(output)
        default_storage.delete(segments)
        raise LeaseLost
