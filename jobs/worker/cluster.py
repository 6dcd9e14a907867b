"""The cluster: workers, a scheduler, and the process that starts and replaces them.

The processes share only the database, no lock and no pipe. So a worker that crashes or hangs cannot block another.
Inside each worker, django-q runs the messages.
"""

import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from queue import SimpleQueue
from types import FrameType
from typing import Any, TypeVar

from django.db import Error, connection, connections
from django_q.brokers import Broker, get_broker
from django_q.conf import Conf
from django_q.monitor import monitor
from django_q.scheduler import scheduler
from django_q.signing import BadSignature, SignedPackage
from django_q.worker import worker

from jobs.worker.liveness import report_liveness
from jobs.worker.sweeping import sweep
from translation.sandbox.confinement import die_with_parent

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

FORK = multiprocessing.get_context("fork")
# A process that died sooner than this after its start is replaced after this delay: its successor may die too.
RESTART_DELAY_SECONDS = 2.0
# The wait before the next attempt when the database cannot be reached.
DATABASE_RETRY_SECONDS = 1.0
SWEEP_INTERVAL_SECONDS = 10.0
SCHEDULE_INTERVAL_SECONDS = 30.0
# How often the scheduler looks for a request to stop.
STOP_CHECK_SECONDS = 0.2
# A call to an engine may delay a worker's handling of a signal by one second.
RELEASE_SECONDS = 1.5


class StopRequest:
    """Records SIGINT, which asks this process to stop after its current message."""

    def __init__(self) -> None:
        self.received = False
        signal.signal(signal.SIGINT, self._receive)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self.received = True


def run_worker() -> None:
    """Run messages one at a time, so that no message waits for a busy worker."""
    stop, broker = StopRequest(), get_broker()
    # Release the job of a killed predecessor before the first message.
    _unless_database_is_away(sweep)
    done = 0
    while not stop.received and done < Conf.RECYCLE:
        done += _unless_database_is_away(lambda: _run_next(broker)) or 0


def run_scheduler() -> None:
    """Sweep, send the messages of the schedules and report that the cluster is alive."""
    stop, broker = StopRequest(), get_broker()
    scheduled_at = 0.0
    with report_liveness():
        while not stop.received:
            _unless_database_is_away(sweep)
            if time.monotonic() - scheduled_at >= SCHEDULE_INTERVAL_SECONDS:
                scheduled_at = time.monotonic()
                scheduler(broker)
            swept_at = time.monotonic()
            while not stop.received and time.monotonic() - swept_at < SWEEP_INTERVAL_SECONDS:
                time.sleep(STOP_CHECK_SECONDS)


def _run_next(broker: Broker) -> int:
    """Run the next message, after a short wait if there is none. Return the number of messages run."""
    messages = broker.dequeue() or ()
    for number, payload in messages:
        try:
            task = SignedPackage.loads(payload)
        except (TypeError, BadSignature):
            logger.warning("A message was signed with another secret key. It is deleted.")
            broker.fail(number)
        else:
            _run(broker, {**task, "ack_id": number, "cluster": Conf.CLUSTER_NAME})
    return len(messages)


def _run(broker: Broker, task: dict[str, Any]) -> None:
    """Have django-q run the task and save its result in this process."""
    tasks: SimpleQueue[Any] = SimpleQueue()
    results: SimpleQueue[Any] = SimpleQueue()
    for queued in (task, "STOP"):
        tasks.put(queued)
    worker(tasks, results, FORK.Value("f", -1))
    results.put("STOP")
    monitor(results, broker)


def _unless_database_is_away(act: Callable[[], Result]) -> Result | None:
    """Return the result of `act`. On a database error, wait and return None."""
    try:
        return act()
    except Error as error:
        logger.warning("The database does not answer (%s).", type(error).__name__)
        connection.close()
        time.sleep(DATABASE_RETRY_SECONDS)
        return None


class Cluster:
    """The workers and the scheduler, as child processes. The parent process must not use the database."""

    def __init__(self, workers: int) -> None:
        self._targets: list[Callable[[], None]] = [run_scheduler, *[run_worker] * workers]
        self._processes: dict[ForkProcess, tuple[Callable[[], None], float]] = {}

    def run(self) -> None:
        """Start the processes and replace each one that dies. Never returns."""
        for target in self._targets:
            self._start(target)
        while True:
            wait([process.sentinel for process in self._processes])
            for process in [each for each in self._processes if not each.is_alive()]:
                self._replace(process)

    def stop(self, grace: float) -> None:
        """Let jobs finish for `grace` seconds, release the others, and end all processes."""
        self._signal(signal.SIGINT)
        self._wait(grace)
        self._signal(signal.SIGTERM)
        self._wait(RELEASE_SECONDS)
        self._signal(signal.SIGKILL)
        self._wait(RELEASE_SECONDS)

    def _start(self, target: Callable[[], None], delay: float = 0.0) -> None:
        connections.close_all()
        process = FORK.Process(target=_run_child, args=(target, os.getpid(), delay), name=target.__name__, daemon=True)
        process.start()
        self._processes[process] = target, time.monotonic()

    def _replace(self, process: ForkProcess) -> None:
        target, started_at = self._processes.pop(process)
        if process.exitcode:
            logger.error("A process (%s) ended with code %s and is replaced.", process.name, process.exitcode)
        died_early = process.exitcode and time.monotonic() - started_at < RESTART_DELAY_SECONDS
        self._start(target, RESTART_DELAY_SECONDS if died_early else 0.0)

    def _signal(self, number: signal.Signals) -> None:
        for process in self._processes:
            if process.is_alive() and process.pid:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, number)

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (alive := [each for each in self._processes if each.is_alive()]) and time.monotonic() < deadline:
            wait([process.sentinel for process in alive], deadline - time.monotonic())


def _run_child(target: Callable[[], None], parent: int, delay: float) -> None:
    """Run the target in a child process, which dies with its parent."""
    die_with_parent()
    # The parent's handlers must not run in the child.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if os.getppid() == parent:
        time.sleep(delay)
        target()
