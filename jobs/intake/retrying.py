"""Beginning a failed job anew, whoever asks for it."""

from jobs.intake.admission import require_turn
from jobs.intake.senders import Sender
from jobs.models import JobStatus, TranslationJob
from jobs.worker.wakeups import wake


def retry_job(job: TranslationJob) -> bool:
    """Have a failed job done after all; False when it has not failed. It counts as its sender's. Raises QueueFull."""
    if job.status != JobStatus.FAILED:
        return False
    require_turn(Sender(job.owner, job.visitor))
    begun = job.retry()
    if begun:
        wake(job)
    return begun
