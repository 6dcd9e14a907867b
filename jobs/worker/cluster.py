"""The processes that do the work, and the one that starts them.

Each worker is a process of its own that shares nothing with the others but the database: no lock, no pipe. So nothing
that happens to one can keep another from its work. django-q runs the messages, inside each worker.
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
# The successor of a process that lived shorter waits as long: what ended it is likely to be there still.
SHORT_LIFE = 2.0  # seconds
DATABASE_PAUSE = 1.0  # seconds
SWEEP_INTERVAL = 10.0  # seconds
SCHEDULE_INTERVAL = 30.0  # seconds
# An engine call keeps a worker from hearing a signal for up to one second.
GIVE_BACK_TIME = 1.5  # seconds


class StopRequest:
    """Whether this process has been asked, by SIGINT, to end when its present work is done."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def run_messages() -> None:
    """Be a worker: take one message at a time, so that none waits for a worker that is busy."""
    ending, broker = StopRequest(), get_broker()
    # The job of a predecessor that was killed is given back before the first message.
    _unless_database_is_away(sweep)
    done = 0
    while not ending.asked and done < Conf.RECYCLE:
        done += _unless_database_is_away(lambda: _run_next(broker)) or 0


def run_scheduler() -> None:
    """Sweep, send what the schedules ask for and give signs of life, whether or not a worker is free."""
    ending, broker = StopRequest(), get_broker()
    scheduled_at = 0.0
    with report_liveness():
        while not ending.asked:
            _unless_database_is_away(sweep)
            if time.monotonic() - scheduled_at >= SCHEDULE_INTERVAL:
                scheduled_at = time.monotonic()
                scheduler(broker)
            swept_at = time.monotonic()
            while not ending.asked and time.monotonic() - swept_at < SWEEP_INTERVAL:
                time.sleep(0.2)


def _run_next(broker: Broker) -> int:
    """Run the next message, or wait a moment for one; returns how many there were."""
    messages = broker.dequeue() or ()
    for number, payload in messages:
        try:
            task = SignedPackage.loads(payload)
        except (TypeError, BadSignature):
            logger.warning("A message that was signed with another key is dropped.")
            broker.fail(number)
        else:
            _run(broker, {**task, "ack_id": number, "cluster": Conf.CLUSTER_NAME})
    return len(messages)


def _run(broker: Broker, task: dict[str, Any]) -> None:
    """Have django-q run the task and write down how it ended, both in this process."""
    tasks: SimpleQueue[Any] = SimpleQueue()
    results: SimpleQueue[Any] = SimpleQueue()
    for queued in (task, "STOP"):
        tasks.put(queued)
    worker(tasks, results, FORK.Value("f", -1))
    results.put("STOP")
    monitor(results, broker)


def _unless_database_is_away(act: Callable[[], Result]) -> Result | None:
    try:
        return act()
    except Error as error:
        logger.warning("The database does not answer (%s).", type(error).__name__)
        connection.close()
        time.sleep(DATABASE_PAUSE)
        return None


class Cluster:
    """The workers and the timekeeper, all children of this process, which must not use the database itself."""

    def __init__(self, workers: int) -> None:
        self._duties: list[Callable[[], None]] = [run_scheduler, *[run_messages] * workers]
        self._processes: dict[ForkProcess, tuple[Callable[[], None], float]] = {}

    def run(self) -> None:
        """Start the processes and put others in the place of those that die, for ever."""
        for duty in self._duties:
            self._start(duty)
        while True:
            wait([process.sentinel for process in self._processes])
            for process in [each for each in self._processes if not each.is_alive()]:
                self._replace(process)

    def end(self, grace: float) -> None:
        """Let the jobs that are nearly done finish, have the others given back, and leave no process behind."""
        self._signal(signal.SIGINT)
        self._wait(grace)
        self._signal(signal.SIGTERM)
        self._wait(GIVE_BACK_TIME)
        self._signal(signal.SIGKILL)
        self._wait(GIVE_BACK_TIME)

    def _start(self, duty: Callable[[], None], pause: float = 0.0) -> None:
        connections.close_all()
        process = FORK.Process(target=_run_child, args=(duty, os.getpid(), pause), name=duty.__name__, daemon=True)
        process.start()
        self._processes[process] = duty, time.monotonic()

    def _replace(self, process: ForkProcess) -> None:
        duty, started_at = self._processes.pop(process)
        if process.exitcode:
            logger.error("A process (%s) ended with code %s and is replaced.", process.name, process.exitcode)
        died_young = process.exitcode and time.monotonic() - started_at < SHORT_LIFE
        self._start(duty, SHORT_LIFE if died_young else 0.0)

    def _signal(self, number: signal.Signals) -> None:
        for process in self._processes:
            if process.is_alive() and process.pid:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, number)

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (alive := [each for each in self._processes if each.is_alive()]) and time.monotonic() < deadline:
            wait([process.sentinel for process in alive], deadline - time.monotonic())


def _run_child(duty: Callable[[], None], parent: int, pause: float) -> None:
    """Do the duty in a process that does not outlive the one that started it, however that ends."""
    die_with_parent()
    # Those of the parent are for it alone.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if os.getppid() == parent:
        time.sleep(pause)
        duty()
