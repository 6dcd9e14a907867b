"""A job's row is the truth about it; the queue's message is only a wake-up."""

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

from jobs.files.storage import erase_folder, keep_only
from jobs.models.attempt import LEASE, MAX_ATTEMPTS
from jobs.models.counters import OutcomeCounter
from translation.models import CachedSentence

CANCELLED = "cancelled"
# What a job says, by its code, that failed otherwise than by an error of its document.
FAILURE_MESSAGES = {
    "abandoned": (
        f"The translation was ended from outside {MAX_ATTEMPTS} times, perhaps for lack of memory, and is not tried "
        "again. Try with fewer pages, or tell the administrator."
    ),
    CANCELLED: "Cancelled",
    "deleted": "The job was deleted.",
    "output_missing": "The translated file has gone from the server's storage. Start the translation again.",
}
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class JobStatus(models.TextChoices):
    STARTED = "started"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


RUNNING = (JobStatus.STARTED, JobStatus.PROCESSING)
FINISHED = (JobStatus.COMPLETED, JobStatus.FAILED)


def _free(now: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=now)


class TranslationJobQuerySet(models.QuerySet["TranslationJob"]):
    def claimable(self, now: datetime) -> Self:
        """Jobs that no living worker holds and that have an attempt left."""
        return self.filter(_free(now), status__in=RUNNING, attempts__lt=MAX_ATTEMPTS)

    def claim_next(self) -> "TranslationJob | None":
        """Claim the job whose turn it is; None when there is none."""
        while job := self.claimable(timezone.now()).first_in_turn():
            if job.claim():
                return job
        return None

    def first_in_turn(self) -> "TranslationJob | None":
        """Of those of the highest priority, the oldest of the sender whose turn it is: who has the fewest jobs in work,
        of several such whose last job began longest ago, of several such who waits longest.
        """
        highest = self.filter(priority=self.aggregate(highest=Max("priority"))["highest"])
        waits_since = dict(highest.order_by().values_list("sender").annotate(Min("created_at")))
        if not waits_since:
            return None
        others = TranslationJob.objects.order_by()
        held = others.filter(status=JobStatus.PROCESSING, lease__isnull=False)
        in_work = Counter(held.values_list("sender", flat=True))
        began = dict(others.filter(started_at__isnull=False).values_list("sender").annotate(Max("started_at")))

        def turn(sender: str) -> tuple[int, datetime, datetime]:
            return in_work[sender], began.get(sender, LONG_AGO), waits_since[sender]

        return highest.filter(sender=min(waits_since, key=turn)).order_by("created_at", "id").first()

    def give_back(self, leases: Iterable[uuid.UUID]) -> int:
        """Take the leases from workers that are known to be dead; returns how many jobs are free by that."""
        held = self.filter(status=JobStatus.PROCESSING, lease__in=leases)
        return held.update(lease=None, lease_until=None)

    def abandoned(self, now: datetime) -> Self:
        """Jobs whose last allowed attempt ended without a word."""
        return self.filter(_free(now), status=JobStatus.PROCESSING, attempts__gte=MAX_ATTEMPTS)

    def fail_abandoned(self, now: datetime) -> int:
        """Fail the jobs whose every attempt was abandoned; returns how many."""
        with transaction.atomic():
            failed = self.abandoned(now).update(
                status=JobStatus.FAILED,
                error_code="abandoned",
                error=FAILURE_MESSAGES["abandoned"],
                finished_at=now,
                lease=None,
                lease_until=None,
            )
            OutcomeCounter.count("abandoned", failed)
        return failed

    def waiting_since(self) -> datetime | None:
        """Since when the job that has waited longest for a worker has done so."""
        waiting = self.filter(status__in=RUNNING, lease=None, lease_until=None)
        since: datetime | None = waiting.aggregate(since=Min(Coalesce("started_at", "queued_at")))["since"]
        return since

    def finished_before(self, moment: datetime) -> Self:
        return self.filter(status__in=FINISHED, finished_at__lt=moment)


class TranslationJob(models.Model):
    """One document on its way into one other language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="jobs")
    visitor = models.CharField(max_length=64, blank=True, db_index=True)
    # With whom others share the workers: the owner, else the visitor.
    sender = models.GeneratedField(
        expression=Coalesce(Cast("owner", models.CharField()), "visitor"),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=20)
    source_file = models.CharField(max_length=255)
    output_file = models.CharField(max_length=255, blank=True)
    # Kept with the job, so that it stands as it was ordered: terms, corrected segments; and its segments when done.
    glossary_file = models.CharField(max_length=255, blank=True)
    corrections_file = models.CharField(max_length=255, blank=True)
    segments_file = models.CharField(max_length=255, blank=True)
    source_language = models.CharField(max_length=35)
    target_language = models.CharField(max_length=35)
    # What the document seems to be in, whatever its sender said; the confidence is from 0 to 1.
    detected_language = models.CharField(max_length=35, blank=True)
    detection_confidence = models.FloatField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=JobStatus.choices, default=JobStatus.STARTED)
    progress = models.PositiveSmallIntegerField(default=0)
    format_preservation = models.BooleanField(default=True)
    # Jobs of a higher one run first; within one, senders take turns.
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
        """Where in the storage all files of this job lie."""
        return f"jobs/{self.id}"

    def claim(self) -> bool:
        """Take the right to run this job, for one attempt; False when another worker has it or it is over."""
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
        # A refreshed row could already be another worker's; the token that this call wrote cannot.
        self.lease = token
        return True

    def held(self) -> bool:
        """Whether the lease is still this attempt's."""
        return self._held().exists()

    def renew(self) -> bool:
        """Heartbeat; False means that the lease is lost and the work has become pointless."""
        return self._write(lease_until=timezone.now() + LEASE)

    def advance(self, progress: int) -> bool:
        """Move the progress forward, never back; False when the lease is lost."""
        return self._write(progress=progress)

    def complete(self, output_file: str, report: dict[str, Any], segments_file: str = "") -> bool:
        """Publish the output; called again because the answer of the database was lost, it does nothing and is true."""
        files = {"output_file": output_file, "segments_file": segments_file}
        finished = self._finish(JobStatus.COMPLETED, progress=100, report=report, **files)
        return finished or TranslationJob.objects.filter(pk=self.pk, output_file=output_file).exists()

    def fail(self, code: str, text: str) -> bool:
        return self._finish(JobStatus.FAILED, error_code=code, error=text)

    def give_back(self) -> bool:
        """End this attempt without a verdict, so that the job can be claimed again."""
        return self._write(lease=None, lease_until=None)

    def postpone(self, pause: timedelta) -> bool:
        """Give back, not to be claimed before the pause is over: a time without a lease is nobody's."""
        return self._write(lease=None, lease_until=timezone.now() + pause)

    def interrupt(self) -> bool:
        """Give back without using up an attempt: it was ended from outside, by no fault of the job."""
        return self._write(lease=None, lease_until=None, attempts=F("attempts") - 1)

    def retry(self) -> bool:
        """Start a failed job anew, with all its attempts."""
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
        """End a job that is not over; the worker that has it hears of it within a second."""
        with transaction.atomic():
            cancelled = TranslationJob.objects.filter(pk=self.pk, status__in=RUNNING).update(
                status=JobStatus.FAILED,
                error_code=CANCELLED,
                error=FAILURE_MESSAGES[CANCELLED],
                finished_at=timezone.now(),
                lease=None,
                lease_until=None,
            )
            OutcomeCounter.count(CANCELLED, cancelled)
        if cancelled:
            keep_only(self.folder, (self.source_file, self.glossary_file, self.corrections_file))
        return bool(cancelled)

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled, by the row as it is now."""
        return TranslationJob.objects.filter(pk=self.pk, status=JobStatus.FAILED, error_code=CANCELLED).exists()

    def prioritise(self, priority: int) -> bool:
        """Have the job run before those of a lower priority, if it is not over."""
        return bool(TranslationJob.objects.filter(pk=self.pk, status__in=RUNNING).update(priority=priority))

    def mark_output_missing(self) -> bool:
        """Fail a completed job whose output has gone, so that it can be tried again."""
        lost = TranslationJob.objects.filter(pk=self.pk, status=JobStatus.COMPLETED, output_file=self.output_file)
        return bool(
            lost.update(
                status=JobStatus.FAILED,
                output_file="",
                error_code="output_missing",
                error=FAILURE_MESSAGES["output_missing"],
            )
        )

    def erase(self) -> None:
        """Delete the job with its files and cached sentences, whatever its state; a worker that has it stops soon.

        The row goes last: a call that is ended half-way leaves a failed job, which the purge takes up again.
        """
        now = timezone.now()
        TranslationJob.objects.filter(pk=self.pk, status__in=RUNNING).update(
            status=JobStatus.FAILED,
            error_code="deleted",
            error=FAILURE_MESSAGES["deleted"],
            finished_at=now,
            lease=None,
        )
        erase_folder(self.folder)
        CachedSentence.objects.filter(job=self.pk).delete()
        TranslationJob.objects.filter(pk=self.pk).delete()

    def _finish(self, status: JobStatus, **fields: Any) -> bool:
        with transaction.atomic():
            finished = self._write(status=status, finished_at=timezone.now(), lease=None, lease_until=None, **fields)
            OutcomeCounter.count(fields.get("error_code", status), int(finished), fields.get("report"))
        return finished

    def _write(self, **fields: Any) -> bool:
        """Write as the holder of the lease alone: a late worker changes nothing."""
        return bool(self._held().update(**fields))

    def _held(self) -> TranslationJobQuerySet:
        return TranslationJob.objects.filter(pk=self.pk, lease=self.lease, status=JobStatus.PROCESSING)
