"""Counters of finished jobs. `/metrics` reports totals since the installation, and old jobs are purged."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F

# The stages that the report of a job measures.
STAGES = ("read", "translate", "write")


class OutcomeCounter(models.Model):
    """The totals of the finished jobs with one outcome."""

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
        """Add finished jobs, with the words and the seconds of their report."""
        if not jobs:
            return
        report = report or {}
        seconds = {f"{stage}_seconds": report.get("seconds", {}).get(stage, 0) for stage in STAGES}
        amounts = {"jobs": jobs, "words": report.get("words", 0), **seconds}
        counter = OutcomeCounter.objects.filter(outcome=outcome)
        sums = {name: F(name) + amount for name, amount in amounts.items()}
        if not counter.update(**sums):
            OutcomeCounter.objects.bulk_create([OutcomeCounter(outcome=outcome)], ignore_conflicts=True)
            counter.update(**sums)
