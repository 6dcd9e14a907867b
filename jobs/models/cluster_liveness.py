"""The reports of running clusters. `/readyz` uses them to see whether one is alive."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

LIVENESS_INTERVAL = timedelta(seconds=10)
# A cluster that has missed two reports counts as dead.
LIVENESS_TIMEOUT = LIVENESS_INTERVAL * 2.5
# A killed cluster does not remove its row, so other clusters do.
LIVENESS_RETENTION = timedelta(days=1)


class ClusterLivenessQuerySet(models.QuerySet["ClusterLiveness"]):
    def alive(self, now: datetime) -> Self:
        return self.filter(reported_at__gt=now - LIVENESS_TIMEOUT)


class ClusterLiveness(models.Model):
    """The last report of a running cluster on any machine."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workers = models.PositiveSmallIntegerField()
    reported_at = models.DateTimeField()

    objects = ClusterLivenessQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.id} at {self.reported_at}"

    def report(self) -> None:
        """Record that the cluster is alive, and delete the rows of clusters that died long ago."""
        now = timezone.now()
        fields = ["workers", "reported_at"]
        self.reported_at = now
        ClusterLiveness.objects.bulk_create([self], update_conflicts=True, unique_fields=["id"], update_fields=fields)
        ClusterLiveness.objects.filter(reported_at__lt=now - LIVENESS_RETENTION).delete()

    def remove(self) -> None:
        """Record that the cluster has stopped."""
        ClusterLiveness.objects.filter(pk=self.pk).delete()
