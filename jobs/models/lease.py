"""One attempt at a job by one worker: the length of its lease, and the errors that end it early."""

from datetime import timedelta

# The job of a worker that dies unnoticed can be claimed again after this time.
LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3


class AttemptEnded(BaseException):
    """The attempt must stop early. This is no Exception, because it is not an error of the job."""


class LeaseLost(AttemptEnded):
    """The job was cancelled or deleted, or another worker has it."""


class AttemptTimedOut(AttemptEnded):
    """The attempt took longer than the limit."""
