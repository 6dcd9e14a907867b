"""Messages that wake a worker. They assign no job to it, so a lost or repeated message does no harm."""

from django.db import transaction
from django_q.models import OrmQ
from django_q.tasks import async_task

from jobs.models import TranslationJob

WORK = "jobs.tasks.work"


def wake(job: TranslationJob) -> None:
    """Send a message once the job's row is committed. A failure is logged, and a sweep sends the message again."""

    def send() -> None:
        # The id is for people who look at the queue. The result is always None, so it is not saved.
        async_task(WORK, str(job.pk), save=False)

    transaction.on_commit(send, robust=True)


def job_id_of(message: OrmQ) -> str | None:
    """Return the job id in a message. None for other messages, and for messages signed with another key."""
    return message.args()[0] if message.task.get("func") == WORK else None
