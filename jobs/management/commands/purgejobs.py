import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.worker.sweeping import purge

MAX_AGE = timedelta(days=36500)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def age(text: str) -> timedelta:
    """Return the duration of a text such as 90m, 24h or 7d."""
    match = re.fullmatch(r"(\d{1,6})([mhd])", text)
    if not match:
        raise ArgumentTypeError(f"{text!r} is not a time. Write it as 90m, 24h or 7d.")
    time = timedelta(**{UNITS[match[2]]: int(match[1])})
    if time > MAX_AGE:
        raise ArgumentTypeError(f"{text!r} is too long. The longest time is {MAX_AGE.days}d.")
    return time


class Command(BaseCommand):
    help = "Delete finished jobs and unused uploads with all their files. The cluster does this every hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than", type=age, default=settings.RETENTION, metavar="TIME", help="default: RETENTION_HOURS"
        )
        parser.add_argument("--dry-run", action="store_true", help="only print how many would be deleted")

    def handle(self, *args: Any, **options: Any) -> None:
        number = purge(options["older_than"], options["dry_run"])
        self.stdout.write(f"{number} jobs and uploads {'would be ' if options['dry_run'] else ''}deleted.")
