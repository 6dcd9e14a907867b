"""One try at a job by one worker: how long its lease runs, and what ends it early."""

from datetime import timedelta

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3


class Ended(BaseException):
    """The attempt is over before its work is done. No `except Exception` may take it for an error of the job."""


class LeaseLost(Ended):
    """The job was cancelled or deleted, or another worker has it: whatever this one does is pointless."""


class OutOfTime(Ended):
    """The attempt has taken longer than a job may."""
