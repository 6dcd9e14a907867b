"""The tables of the jobs: documents that came in, what is to be done with them, and what outlives them."""

from jobs.models.attempt import LEASE, MAX_ATTEMPTS, Ended, LeaseLost, OutOfTime
from jobs.models.counters import BEAT_INTERVAL, SILENT, STAGES, ClusterLiveness, OutcomeCounter
from jobs.models.job import CANCELLED, FAILURE_MESSAGES, FINISHED, RUNNING, JobStatus, TranslationJob
from jobs.models.upload import Upload

__all__ = [
    "BEAT_INTERVAL",
    "CANCELLED",
    "FAILURE_MESSAGES",
    "FINISHED",
    "LEASE",
    "MAX_ATTEMPTS",
    "RUNNING",
    "SILENT",
    "STAGES",
    "ClusterLiveness",
    "Ended",
    "JobStatus",
    "LeaseLost",
    "OutOfTime",
    "OutcomeCounter",
    "TranslationJob",
    "Upload",
]
