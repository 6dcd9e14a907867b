"""The functions that messages and schedules call. Their paths are stored in the database, so they must stay here."""

from jobs.worker.attempt import work
from jobs.worker.sweeping import purge, sweep

__all__ = ["purge", "sweep", "work"]
