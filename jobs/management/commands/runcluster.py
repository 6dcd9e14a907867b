import logging
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from jobs.tasks import sweep

logger = logging.getLogger(__name__)

GIVE_BACK_TIME = 1.5  # seconds; an engine call keeps a worker from hearing a signal for up to one
RESTART_PAUSE = 2.0  # seconds


class Command(BaseCommand):
    help = "Run the workers, start them again if they die, and end them in order on SIGTERM or SIGINT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        # Process managers such as honcho kill after five seconds, so both waits together must be shorter.
        parser.add_argument(
            "--grace",
            type=float,
            default=1.0,
            metavar="SECONDS",
            help="how long running jobs may go on after the signal before they are given back; default: 1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sweep()
        connection.close()
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        cluster = _start()
        try:
            while True:
                code = cluster.wait()
                logger.error("The cluster ended by itself (code %s) and is started again.", code)
                _signal_group(cluster, signal.SIGKILL)
                time.sleep(RESTART_PAUSE)
                cluster = _start()
        except KeyboardInterrupt:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            _end(cluster, options["grace"])


def _start() -> subprocess.Popen[bytes]:
    """A cluster in a session of its own, so that a signal to the group of this process does not reach it."""
    return subprocess.Popen([sys.executable, settings.BASE_DIR / "manage.py", "qcluster"], start_new_session=True)


def _end(cluster: subprocess.Popen[bytes], grace: float) -> None:
    """Let the jobs that are nearly done finish, have the others given back, and leave no process behind.

    The main process gets its signal alone: it waits for ever for a guard that was ended by the same signal.
    """
    cluster.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        cluster.wait(grace)
    if _signal_group(cluster, signal.SIGTERM):
        _wait_for_workers(cluster)
    _signal_group(cluster, signal.SIGKILL)
    cluster.wait()


def _wait_for_workers(cluster: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + GIVE_BACK_TIME
    while time.monotonic() < deadline and _signal_group(cluster, 0):
        cluster.poll()
        time.sleep(0.05)


def _signal_group(cluster: subprocess.Popen[bytes], number: int) -> bool:
    """Send the signal to all processes of the cluster; False when there is none left."""
    try:
        os.killpg(cluster.pid, number)
    except ProcessLookupError:
        return False
    return True
