"""The checks before a document is opened: its size, the free disk space, and the length of the queue."""

import shutil

from django.conf import settings
from django.http import HttpRequest

from jobs.intake.senders import Sender
from jobs.models import RUNNING, TranslationJob
from translation.exceptions import DiskFull, LimitExceeded, QueueFull

# Room for the other fields and the separators of a form.
FORM_OVERHEAD_BYTES = 1_000_000


def require_body_within_limit(request: HttpRequest) -> None:
    """Check the announced length of a body before it is read. Raises LimitExceeded and DiskFull."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    require_size(length - FORM_OVERHEAD_BYTES)
    if length:
        require_disk_space(length)


def require_size(size: int) -> None:
    """Check the size of a document in bytes. Raises LimitExceeded."""
    if size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES / 10**6
        raise LimitExceeded(
            f"The file is larger than {limit:g} MB, the limit of this server. Split it into parts and send those."
        )


def require_disk_space(size: int) -> None:
    """Check that `size` bytes fit on the disk and MIN_FREE_BYTES stay free. Raises DiskFull."""
    if shutil.disk_usage(settings.DATA).free - size < settings.MIN_FREE_BYTES:
        raise DiskFull


def require_queue_space(sender: Sender) -> None:
    """Check that neither the sender nor the server has too many jobs. Raises QueueFull.

    Simultaneous requests do not see each other's jobs, so a few more jobs than the limit may be accepted.
    """
    jobs = TranslationJob.objects.filter(status__in=RUNNING)
    limit = settings.MAX_JOBS_OF_USER if sender.owner else settings.MAX_JOBS_OF_VISITOR
    if jobs.filter(sender=str(sender.owner.pk) if sender.owner else sender.visitor)[:limit].count() >= limit:
        raise QueueFull(
            f"{limit} of your documents are waiting or being translated. Try again when some of them are done."
        )
    if jobs[: settings.MAX_JOBS].count() >= settings.MAX_JOBS:
        raise QueueFull("Too many documents are waiting. Try again later.")
