"""The tables of the jobs: documents that came in, what is to be done with them, and what outlives them."""

from jobs.models.attempt import LEASE, MAX_ATTEMPTS, Ended, LeaseLost, OutOfTime
from jobs.models.counters import BEAT_INTERVAL, SILENT, STAGES, ClusterBeat, Tally
from jobs.models.job import CANCELLED, FINISHED, RUNNING, VERDICTS, JobStatus, TranslationJob
from jobs.models.upload import Upload

__all__ = [
    "BEAT_INTERVAL",
    "CANCELLED",
    "FINISHED",
    "LEASE",
    "MAX_ATTEMPTS",
    "RUNNING",
    "SILENT",
    "STAGES",
    "VERDICTS",
    "ClusterBeat",
    "Ended",
    "JobStatus",
    "LeaseLost",
    "OutOfTime",
    "Tally",
    "TranslationJob",
    "Upload",
]
