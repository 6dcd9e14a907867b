"""What is asked before a document is looked at: how large it is, whether there is room for it, and whose turn it is."""

import shutil

from django.conf import settings
from django.http import HttpRequest

from jobs.intake.senders import Sender
from jobs.models import RUNNING, TranslationJob
from translation.exceptions import DiskFull, LimitExceeded, QueueFull

# What a form adds to its file: the other fields and the lines between.
FORM_OVERHEAD = 1_000_000


def require_body_within_limit(request: HttpRequest) -> None:
    """Refuse a body by its announced length, before it is read. Raises LimitExceeded and DiskFull."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    require_size(length - FORM_OVERHEAD)
    if length:
        require_room(length)


def require_size(size: int) -> None:
    """Refuse a document by its bytes. Raises LimitExceeded."""
    if size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES / 10**6
        raise LimitExceeded(f"The file is larger than the {limit:g} MB that are accepted here.")


def require_room(size: int) -> None:
    """Refuse what would leave less space on the disk than is kept free. Raises DiskFull."""
    if shutil.disk_usage(settings.DATA).free - size < settings.MIN_FREE_BYTES:
        raise DiskFull


def require_turn(sender: Sender) -> None:
    """Refuse a job more than a sender may have queued and running, or all senders together. Raises QueueFull.

    Requests that are answered at the same moment do not see each other's jobs, so a few more may come in.
    """
    jobs = TranslationJob.objects.filter(status__in=RUNNING)
    most = settings.MAX_JOBS_OF_USER if sender.owner else settings.MAX_JOBS_OF_VISITOR
    if jobs.filter(sender=str(sender.owner.pk) if sender.owner else sender.visitor)[:most].count() >= most:
        raise QueueFull(f"{most} of your documents are waiting or at work. Try again when some of them are done.")
    if jobs[: settings.MAX_JOBS].count() >= settings.MAX_JOBS:
        raise QueueFull("Too many documents are waiting. Try again later.")
