import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.worker.cluster import Cluster


class Command(BaseCommand):
    help = "Run the workers, replace those that die, and stop them cleanly on SIGTERM or SIGINT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        # Process managers such as honcho kill a process five seconds after the signal, so a stop must take less.
        parser.add_argument(
            "--grace",
            type=float,
            default=1.0,
            metavar="SECONDS",
            help="how long running jobs may continue after the signal before they return to the queue; default: 1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Set explicitly, because a shell starts background programs with SIGINT ignored.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.default_int_handler)
        cluster = Cluster(settings.WORKERS)
        try:
            cluster.run()
        except KeyboardInterrupt:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            cluster.stop(options["grace"])
