"""What messages of the queue and schedules call. Their paths stand in the database, so they stay where they are."""

from jobs.worker.attempt import work
from jobs.worker.sweeping import purge, sweep

__all__ = ["purge", "sweep", "work"]
