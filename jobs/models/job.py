"""Jobs. The state of a job is in its row alone; a message in the queue only wakes a worker."""

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Max, Min, Q
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from jobs.files import storage
from jobs.models.lease import LEASE, MAX_ATTEMPTS
from jobs.models.outcome_counter import OutcomeCounter
from translation.exceptions import Abandoned, Cancelled, JobDeleted, OutputMissing, TranslationError
from translation.models import CachedSentence

# Earlier than the start of any job.
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class JobStatus(models.TextChoices):
    STARTED = "started"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


RUNNING = (JobStatus.STARTED, JobStatus.PROCESSING)
FINISHED = (JobStatus.COMPLETED, JobStatus.FAILED)


def _unleased(now: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=now)


def _failure(error: TranslationError) -> dict[str, str]:
    """Return the columns of a job that fails with this error."""
    return {"status": JobStatus.FAILED, "error_code": error.code, "error": str(error)}


class TranslationJobQuerySet(models.QuerySet["TranslationJob"]):
    def claimable(self, now: datetime) -> Self:
        """Return the jobs that have an attempt left and that no live worker holds."""
        return self.filter(_unleased(now), status__in=RUNNING, attempts__lt=MAX_ATTEMPTS)

    def claim_next(self) -> "TranslationJob | None":
        """Claim the next job and return it. None if there is none."""
        while job := self.claimable(timezone.now()).next_in_turn():
            if job.claim():
                return job
        return None

    def next_in_turn(self) -> "TranslationJob | None":
        """Return the job to run next, so that all senders get a fair share of the workers.

        Only the jobs with the highest priority count. The sender with the fewest running jobs comes first. Ties go to
        the sender whose last job started earliest, then to the one that has waited longest. Its oldest job runs next.
        """
        highest = self.filter(priority=self.aggregate(highest=Max("priority"))["highest"])
        waiting_since = dict(highest.order_by().values_list("sender").annotate(Min("created_at")))
        if not waiting_since:
            return None
        jobs = TranslationJob.objects.order_by()
        leased = jobs.filter(status=JobStatus.PROCESSING, lease__isnull=False)
        running = Counter(leased.values_list("sender", flat=True))
        last_start = dict(jobs.filter(started_at__isnull=False).values_list("sender").annotate(Max("started_at")))

        def turn(sender: str) -> tuple[int, datetime, datetime]:
            return running[sender], last_start.get(sender, LONG_AGO), waiting_since[sender]

        return highest.filter(sender=min(waiting_since, key=turn)).order_by("created_at", "id").first()

    def release(self, leases: Iterable[uuid.UUID]) -> int:
        """Release the jobs of dead workers, by their leases. Return the number of jobs released."""
        leased = self.filter(status=JobStatus.PROCESSING, lease__in=leases)
        return leased.update(lease=None, lease_until=None)

    def abandoned(self, now: datetime) -> Self:
        """Return the jobs whose last attempt ended without a result."""
        return self.filter(_unleased(now), status=JobStatus.PROCESSING, attempts__gte=MAX_ATTEMPTS)

    def fail_abandoned(self, now: datetime) -> int:
        """Fail the abandoned jobs and return how many."""
        with transaction.atomic():
            failed = self.abandoned(now).update(**_failure(Abandoned()), finished_at=now, lease=None, lease_until=None)
            OutcomeCounter.count(Abandoned.code, failed)
        return failed

    def waiting_since(self) -> datetime | None:
        """Return the time since which a job has waited for a worker. None if no job waits."""
        waiting = self.filter(status__in=RUNNING, lease=None, lease_until=None)
        since: datetime | None = waiting.aggregate(since=Min(Coalesce("started_at", "queued_at")))["since"]
        return since

    def finished_before(self, moment: datetime) -> Self:
        return self.filter(status__in=FINISHED, finished_at__lt=moment)


class TranslationJob(models.Model):
    """The translation of one document into one language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="jobs")
    visitor = models.CharField(max_length=64, blank=True, db_index=True)
    # The owner or else the visitor. Senders share the workers fairly.
    sender = models.GeneratedField(
        expression=Coalesce(Cast("owner", models.CharField()), "visitor"),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=20)
    source_file = models.CharField(max_length=255)
    output_file = models.CharField(max_length=255, blank=True)
    # Copies of the glossary and corrections at the time of the request, and the segments of a completed job.
    glossary_file = models.CharField(max_length=255, blank=True)
    corrections_file = models.CharField(max_length=255, blank=True)
    segments_file = models.CharField(max_length=255, blank=True)
    source_language = models.CharField(max_length=35)
    target_language = models.CharField(max_length=35)
    # Detected even if the request names the source language. The confidence is from 0 to 1.
    detected_language = models.CharField(max_length=35, blank=True)
    detection_confidence = models.FloatField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=JobStatus.choices, default=JobStatus.STARTED)
    progress = models.PositiveSmallIntegerField(default=0)
    format_preservation = models.BooleanField(default=True)
    # Jobs with a higher priority run first. At equal priority, senders take turns.
    priority = models.SmallIntegerField(default=0)
    options = models.JSONField(default=dict, blank=True)
    report = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = TranslationJobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["-created_at", "-id"]),
            models.Index(fields=["status", "finished_at"]),
            models.Index(fields=["status", "lease_until"]),
            models.Index(fields=["sender", "status"]),
            models.Index(fields=["sender", "started_at"]),
        ]
        constraints = [
            models.CheckConstraint(name="job_status_known", condition=Q(status__in=JobStatus.values)),
            models.CheckConstraint(name="job_progress_in_percent", condition=Q(progress__range=(0, 100))),
            models.CheckConstraint(name="job_languages_differ", condition=~Q(source_language=F("target_language"))),
            models.CheckConstraint(
                name="job_completed_has_output",
                condition=~Q(status=JobStatus.COMPLETED) | (~Q(output_file="") & Q(progress=100)),
            ),
            models.CheckConstraint(
                name="job_finished_has_time", condition=~Q(status__in=FINISHED) | Q(finished_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.source_language} → {self.target_language})"

    @property
    def folder(self) -> str:
        """The folder in the storage that holds all files of this job."""
        return f"jobs/{self.id}"

    def claim(self) -> bool:
        """Take the lease for one attempt. Return False if another worker has it or the job has finished."""
        now, token = timezone.now(), uuid.uuid4()
        claimed = (
            TranslationJob.objects.claimable(now)
            .filter(pk=self.pk)
            .update(
                status=JobStatus.PROCESSING,
                progress=0,
                lease=token,
                lease_until=now + LEASE,
                attempts=F("attempts") + 1,
                started_at=now,
            )
        )
        if not claimed:
            return False
        try:
            self.refresh_from_db()
        except TranslationJob.DoesNotExist:
            return False
        # Another worker may have claimed the job before the refresh. This attempt must then find its lease lost.
        self.lease = token
        return True

    def has_lease(self) -> bool:
        """Return whether this attempt still has the lease."""
        return self._with_lease().exists()

    def renew(self) -> bool:
        """Extend the lease (the heartbeat). Return False if it is lost."""
        return self._write(lease_until=timezone.now() + LEASE)

    def advance(self, progress: int) -> bool:
        """Write the progress. Return False if the lease is lost."""
        return self._write(progress=progress)

    def complete(self, output_file: str, report: dict[str, Any], segments_file: str = "") -> bool:
        """Publish the output. Return False if the lease is lost.

        A second call with the same output returns True, because the database's answer to the first may have been lost.
        """
        files = {"output_file": output_file, "segments_file": segments_file}
        finished = self._finish(status=JobStatus.COMPLETED, progress=100, report=report, **files)
        return finished or TranslationJob.objects.filter(pk=self.pk, output_file=output_file).exists()

    def fail(self, error: TranslationError) -> bool:
        """End the job with an error. Return False if the lease is lost."""
        return self._finish(**_failure(error))

    def release(self) -> bool:
        """End this attempt without a result, so that the job can be claimed again."""
        return self._write(lease=None, lease_until=None)

    def postpone(self, pause: timedelta) -> bool:
        """Release the job, but let no worker claim it before the pause has passed."""
        return self._write(lease=None, lease_until=timezone.now() + pause)

    def interrupt(self) -> bool:
        """Release the job without counting the attempt, because the job did not cause the interruption."""
        return self._write(lease=None, lease_until=None, attempts=F("attempts") - 1)

    def retry(self) -> bool:
        """Start a failed job again, with all its attempts. Return False if it has not failed."""
        now = timezone.now()
        started = TranslationJob.objects.filter(pk=self.pk, status=JobStatus.FAILED).update(
            status=JobStatus.STARTED,
            progress=0,
            attempts=0,
            report=None,
            segments_file="",
            error="",
            error_code="",
            started_at=None,
            finished_at=None,
            lease=None,
            lease_until=None,
            queued_at=now,
        )
        return bool(started)

    def cancel(self) -> bool:
        """Cancel an unfinished job; its worker notices within a second. Return False if the job has finished."""
        with transaction.atomic():
            cancelled = TranslationJob.objects.filter(pk=self.pk, status__in=RUNNING).update(
                **_failure(Cancelled()), finished_at=timezone.now(), lease=None, lease_until=None
            )
            OutcomeCounter.count(Cancelled.code, cancelled)
        if cancelled:
            storage.erase(self.folder, but=(self.source_file, self.glossary_file, self.corrections_file))
        return bool(cancelled)

    @property
    def cancelled(self) -> bool:
        """Whether the job was cancelled, according to the database."""
        return TranslationJob.objects.filter(pk=self.pk, status=JobStatus.FAILED, error_code=Cancelled.code).exists()

    def prioritise(self, priority: int) -> bool:
        """Set the priority of an unfinished job. Return False if the job has finished."""
        return bool(TranslationJob.objects.filter(pk=self.pk, status__in=RUNNING).update(priority=priority))

    def mark_output_missing(self) -> bool:
        """Fail a completed job whose output is no longer stored, so that the job can be retried."""
        lost = TranslationJob.objects.filter(pk=self.pk, status=JobStatus.COMPLETED, output_file=self.output_file)
        return bool(lost.update(**_failure(OutputMissing()), output_file=""))

    def erase(self) -> None:
        """Delete the job with its files and cached sentences, in any state. A worker that runs it stops soon.

        The row is deleted last: an interrupted call leaves a failed job, which the next purge deletes.
        """
        running = TranslationJob.objects.filter(pk=self.pk, status__in=RUNNING)
        running.update(**_failure(JobDeleted()), finished_at=timezone.now(), lease=None)
        storage.erase(self.folder)
        CachedSentence.objects.filter(job=self.pk).delete()
        TranslationJob.objects.filter(pk=self.pk).delete()

    def _finish(self, **fields: Any) -> bool:
        with transaction.atomic():
            finished = self._write(finished_at=timezone.now(), lease=None, lease_until=None, **fields)
            OutcomeCounter.count(fields.get("error_code", fields["status"]), int(finished), fields.get("report"))
        return finished

    def _write(self, **fields: Any) -> bool:
        """Update the row if this attempt still has the lease, so that a late worker changes nothing."""
        return bool(self._with_lease().update(**fields))

    def _with_lease(self) -> TranslationJobQuerySet:
        return TranslationJob.objects.filter(pk=self.pk, lease=self.lease, status=JobStatus.PROCESSING)
