"""The sweep repairs what killed processes left behind. The purge deletes old data.

Neither needs a cluster, and several may run at the same time.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Model, QuerySet
from django.utils import timezone
from django_q.models import OrmQ

from jobs.files import storage
from jobs.files.abandoned_uploads import delete_abandoned_uploads
from jobs.models import RUNNING, JobStatus, TranslationJob, Upload
from jobs.records.sentence_cache import purge_cache
from jobs.worker.wakeups import job_id_of, wake
from translation.sandbox.workspace import delete_abandoned

logger = logging.getLogger(__name__)

# A file is stored before its row is written. A file this old without a row will never get one.
ORPHAN_AGE = timedelta(hours=1)
# More than the workers can handle before the next sweep.
MAX_MESSAGES_PER_SWEEP = 200


@dataclass(frozen=True, slots=True)
class Sweep:
    """The result of a sweep: the numbers of jobs that failed or were woken, and of deleted messages."""

    failed: int
    woken: int
    messages_deleted: int


def sweep() -> Sweep:
    """Clean up after killed processes and lost messages.

    Release or fail the jobs of dead workers, and send lost messages again. Delete the messages of finished jobs, and
    the temporary files that killed processes left on this machine.
    """
    now = timezone.now()
    TranslationJob.objects.release(_leases(delete_abandoned(settings.WORK)))
    delete_abandoned_uploads()
    failed = TranslationJob.objects.fail_abandoned(now)
    messages = [message for message in OrmQ.objects.iterator() if job_id_of(message)]
    deleted = _delete_finished(messages)
    waiting = sum(each.lock <= now for each in messages) - sum(each.lock <= now for each in deleted)
    return Sweep(failed, _send_missing(now, waiting), len(deleted))


def purge(older_than: timedelta | None = None, dry_run: bool = False) -> int:
    """Delete finished jobs and uploads with their files, and return how many.

    They must be older than `older_than`, which is the retention time by default. Also delete files without a row,
    expired sentences and expired sessions, and fail completed jobs without an output.
    """
    before = timezone.now() - (settings.RETENTION if older_than is None else older_than)
    jobs = TranslationJob.objects.finished_before(before)
    uploads = Upload.objects.filter(created_at__lt=before)
    if dry_run:
        return jobs.count() + uploads.count()
    erased = sum(_erase(row, jobs) for row in jobs.defer("report")) + sum(_erase(row, uploads) for row in uploads)
    _erase_orphans("jobs", TranslationJob)
    _erase_orphans("uploads", Upload)
    _mark_missing_outputs()
    purge_cache()
    SessionStore.clear_expired()
    return erased


def _leases(folders: Iterable[str]) -> list[UUID]:
    """Return the leases among folder names: an attempt names its folder after its lease."""
    leases = []
    for name in folders:
        with suppress(ValueError):
            leases.append(UUID(name))
    return leases


def _delete_finished(messages: Iterable[OrmQ]) -> list[OrmQ]:
    """Delete the messages of finished jobs, and return them."""
    # Queried after the messages were read, so that the job of each message is included.
    running = {str(pk) for pk in TranslationJob.objects.filter(status__in=RUNNING).values_list("pk", flat=True)}
    finished = [message for message in messages if job_id_of(message) not in running]
    OrmQ.objects.filter(pk__in=[message.pk for message in finished]).delete()
    return finished


def _send_missing(now: datetime, waiting: int) -> int:
    """Send a message for each claimable job beyond the number of waiting messages. Return how many were sent."""
    missing = TranslationJob.objects.claimable(now).only("pk")[waiting : waiting + MAX_MESSAGES_PER_SWEEP]
    for job in missing:
        wake(job)
    return len(missing)


def _erase(row: TranslationJob | Upload, rows: QuerySet[Any]) -> bool:
    """Erase the row if it is still one of `rows`: somebody may have retried the job."""
    if not rows.filter(pk=row.pk).exists():
        return False
    try:
        row.erase()
    except OSError:
        logger.exception("The files of %s cannot be deleted.", row.folder)
        return False
    return True


def _erase_orphans(parent: str, model: type[Model]) -> None:
    """Erase the folders without a row. A process that was killed before it wrote the row left them."""

    def rows() -> set[str]:
        return {str(pk) for pk in model._default_manager.values_list("pk", flat=True)}

    storage.expire(parent, timezone.now() - ORPHAN_AGE, rows)


def _mark_missing_outputs() -> None:
    """Fail the completed jobs whose output is no longer stored, so that their senders can see it."""
    for job in TranslationJob.objects.filter(status=JobStatus.COMPLETED).only("pk", "output_file").iterator():
        if not storage.exists(job.output_file) and job.mark_output_missing():
            logger.warning("The output of job %s is no longer in the storage.", job.pk)
