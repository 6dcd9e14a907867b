"""Messages that wake a worker. A message says that there is work, not which: a lost or doubled one does no harm."""

from django.db import transaction
from django_q.models import OrmQ
from django_q.tasks import async_task

from jobs.models import TranslationJob

WORK = "jobs.tasks.work"


def wake(job: TranslationJob) -> None:
    """Send a message once the job's row is committed. If that fails it is logged, and a sweep sends it again."""

    def send() -> None:
        # The job is named for people who look at the queue. The result is always None, so it is not saved.
        async_task(WORK, str(job.pk), save=False)

    transaction.on_commit(send, robust=True)


def job_named(message: OrmQ) -> str | None:
    """Return the id of the job that a message names; None for other messages, and those signed with another key."""
    return message.args()[0] if message.task.get("func") == WORK else None
