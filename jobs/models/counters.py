"""What outlives jobs and processes, so that any of them can tell of all."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils import timezone

BEAT_INTERVAL = timedelta(seconds=10)
# A cluster that has missed two beats is taken for dead.
SILENT = BEAT_INTERVAL * 2.5
FORGOTTEN = timedelta(days=1)
STAGES = ("read", "translate", "write")


class OutcomeCounter(models.Model):
    """Finished jobs of one outcome, counted for ever: the jobs themselves are purged."""

    # "completed", or the code of the error.
    outcome = models.CharField(max_length=40, unique=True)
    jobs = models.PositiveBigIntegerField(default=0)
    words = models.PositiveBigIntegerField(default=0)
    read_seconds = models.FloatField(default=0)
    translate_seconds = models.FloatField(default=0)
    write_seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.outcome

    @staticmethod
    def count(outcome: str, jobs: int = 1, report: Mapping[str, Any] | None = None) -> None:
        """Add finished jobs, with the words and the seconds of what was done."""
        if not jobs:
            return
        done = report or {}
        seconds = {f"{stage}_seconds": done.get("seconds", {}).get(stage, 0) for stage in STAGES}
        amounts = {"jobs": jobs, "words": done.get("words", 0), **seconds}
        counted = OutcomeCounter.objects.filter(outcome=outcome)
        more = {name: F(name) + amount for name, amount in amounts.items()}
        if not counted.update(**more):
            OutcomeCounter.objects.bulk_create([OutcomeCounter(outcome=outcome)], ignore_conflicts=True)
            counted.update(**more)


class ClusterBeatQuerySet(models.QuerySet["ClusterLiveness"]):
    def alive(self, now: datetime) -> Self:
        return self.filter(beat_at__gt=now - SILENT)


class ClusterLiveness(models.Model):
    """The last sign of life of a running cluster, on whatever machine."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workers = models.PositiveSmallIntegerField()
    beat_at = models.DateTimeField()

    objects = ClusterBeatQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.id} at {self.beat_at}"

    def beat(self) -> None:
        """Write that the cluster lives, and forget those that have not for long."""
        now = timezone.now()
        fields = ["workers", "beat_at"]
        self.beat_at = now
        ClusterLiveness.objects.bulk_create([self], update_conflicts=True, unique_fields=["id"], update_fields=fields)
        ClusterLiveness.objects.filter(beat_at__lt=now - FORGOTTEN).delete()

    def end(self) -> None:
        ClusterLiveness.objects.filter(pk=self.pk).delete()
