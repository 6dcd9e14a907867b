"""Making good what was lost, and deleting what is old. Needs no cluster; any number of these may run at once."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.db.models import Model, QuerySet
from django.utils import timezone
from django_q.models import OrmQ

from jobs.files.incoming import delete_abandoned_uploads
from jobs.files.storage import erase_folder, old_folders
from jobs.models import RUNNING, JobStatus, TranslationJob, Upload
from jobs.records.sentence_cache import purge_cache
from jobs.worker.wakeups import job_named, wake
from translation.sandbox.workspace import delete_abandoned

logger = logging.getLogger(__name__)

# A file is stored before its row is written; one that has had no row for this long will get none.
ORPHANED = timedelta(hours=1)
# More than the workers can answer before the next sweep.
CALLS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep did, in numbers of jobs and messages."""

    failed: int
    woken: int
    messages_deleted: int


def sweep() -> Sweep:
    """Make good what was lost: jobs of dead workers are given back or fail, lost wake-ups are sent again, messages
    without a purpose go, and with them the copies of documents that a killed process left on this machine.
    """
    now = timezone.now()
    TranslationJob.objects.give_back(_leases(delete_abandoned(settings.WORK)))
    delete_abandoned_uploads()
    failed = TranslationJob.objects.fail_abandoned(now)
    calls = [message for message in OrmQ.objects.iterator() if job_named(message)]
    settled = _delete_settled(calls)
    waiting = sum(call.lock <= now for call in calls) - sum(call.lock <= now for call in settled)
    return Sweep(failed, _call_missing(now, waiting), len(settled))


def purge(older_than: timedelta | None = None, dry_run: bool = False) -> int:
    """Delete finished jobs and uploads of that age, with their files; returns how many.

    Files without a row, cached sentences over their age or number and sessions that have run out go with them; jobs
    without their output fail.
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
    """Those that the folders of attempts are named after; other folders have other names."""
    found = []
    for name in folders:
        with suppress(ValueError):
            found.append(UUID(name))
    return found


def _delete_settled(calls: Iterable[OrmQ]) -> list[OrmQ]:
    """Delete the calls that were made for jobs that are over; returns those."""
    # Asked after the calls were read: a job that came later is in neither.
    running = {str(pk) for pk in TranslationJob.objects.filter(status__in=RUNNING).values_list("pk", flat=True)}
    settled = [call for call in calls if job_named(call) not in running]
    OrmQ.objects.filter(pk__in=[call.pk for call in settled]).delete()
    return settled


def _call_missing(now: datetime, waiting: int) -> int:
    """Send as many calls as there are jobs more than calls that wait; returns how many."""
    missing = TranslationJob.objects.claimable(now).only("pk")[waiting : waiting + CALLS_AT_ONCE]
    for job in missing:
        wake(job)
    return len(missing)


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


def _mark_missing_outputs() -> None:
    """Fail the jobs whose output has gone from the storage, so that their senders learn of it."""
    for job in TranslationJob.objects.filter(status=JobStatus.COMPLETED).only("pk", "output_file").iterator():
        if not default_storage.exists(job.output_file) and job.mark_output_missing():
            logger.warning("The output of job %s has gone.", job.pk)
