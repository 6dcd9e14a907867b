"""One attempt at a job by one worker: how long its lease lasts, and what ends it early."""

from datetime import timedelta

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3


class AttemptEnded(BaseException):
    """The attempt must stop before its work is done. `except Exception` must not take it for an error of the job."""


class LeaseLost(AttemptEnded):
    """The job was cancelled or deleted, or another worker has it: the work of this attempt is of no use."""


class AttemptTimedOut(AttemptEnded):
    """The attempt has taken longer than a job may."""
