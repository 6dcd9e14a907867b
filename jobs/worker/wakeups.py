"""Messages that call a worker. One means that there is work, not which: a lost or doubled one does no harm."""

from django.db import transaction
from django_q.models import OrmQ
from django_q.tasks import async_task

from jobs.models import TranslationJob

WORK = "jobs.tasks.work"


def wake(job: TranslationJob) -> None:
    """Call a worker once the job's row is committed. A call that fails is logged, and made again by a sweep."""

    def call() -> None:
        # The job is named for who reads the queue; a result that says nothing is not worth a row.
        async_task(WORK, str(job.pk), save=False)

    transaction.on_commit(call, robust=True)


def job_named(message: OrmQ) -> str | None:
    """The job that a call was made for; None for other messages, and those signed with another secret key."""
    return message.args()[0] if message.task.get("func") == WORK else None
