"""The tables of this app: uploads, jobs, counters of their outcomes, and running clusters."""

from jobs.models.cluster_liveness import LIVENESS_INTERVAL, LIVENESS_TIMEOUT, ClusterLiveness
from jobs.models.job import FINISHED, RUNNING, JobStatus, TranslationJob
from jobs.models.lease import LEASE, MAX_ATTEMPTS, AttemptEnded, AttemptTimedOut, LeaseLost
from jobs.models.outcome_counter import STAGES, OutcomeCounter
from jobs.models.upload import Upload

__all__ = [
    "FINISHED",
    "LEASE",
    "LIVENESS_INTERVAL",
    "LIVENESS_TIMEOUT",
    "MAX_ATTEMPTS",
    "RUNNING",
    "STAGES",
    "AttemptEnded",
    "AttemptTimedOut",
    "ClusterLiveness",
    "JobStatus",
    "LeaseLost",
    "OutcomeCounter",
    "TranslationJob",
    "Upload",
]
