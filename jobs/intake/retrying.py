"""Retrying a failed job."""

from jobs.intake.admission import require_queue_space
from jobs.intake.senders import Sender
from jobs.models import JobStatus, TranslationJob
from jobs.worker.wakeups import wake


def retry_job(job: TranslationJob) -> bool:
    """Start a failed job again. Return False if it has not failed.

    It counts as a job of its sender, whoever retries it. Raises QueueFull.
    """
    if job.status != JobStatus.FAILED:
        return False
    require_queue_space(Sender(job.owner, job.visitor))
    started = job.retry()
    if started:
        wake(job)
    return started
