"""What `jobs.worker.cluster` uses of the inside of django-q, which a new version may change without notice."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import version
from typing import Any

import pytest
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.models import OrmQ, Schedule, Task
from django_q.monitor import monitor
from django_q.scheduler import scheduler
from django_q.signing import BadSignature, SignedPackage
from django_q.tasks import async_task
from django_q.worker import worker

from jobs.worker.cluster import _run_next
from translation.sandbox.client import PROJECT

# The version that was examined. For a new one, read `worker`, `monitor` and `scheduler` again, then change this.
EXAMINED = "1.11.1"
TASK = "operator.truediv"


def test_the_installed_version_is_the_one_that_was_examined() -> None:
    pinned = (PROJECT / "requirements.txt").read_text().splitlines()

    assert version("django-q2") == EXAMINED
    assert f"django-q2=={EXAMINED}" in pinned


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        (worker, ["task_queue", "result_queue", "timer", "timeout"]),
        (monitor, ["result_queue", "broker"]),
        (scheduler, ["broker"]),
        (SignedPackage.loads, ["obj"]),
    ],
)
def test_the_functions_take_what_the_cluster_gives(function: Callable[..., Any], parameters: list[str]) -> None:
    assert list(inspect.signature(function).parameters) == parameters


def test_the_settings_have_the_meaning_that_the_cluster_relies_on() -> None:
    assert Conf.CLUSTER_NAME == "palimpsest"
    assert isinstance(Conf.RECYCLE, int)
    assert Conf.RECYCLE > 0
    # A failed task is acknowledged, so that its message goes.
    assert Conf.ACK_FAILURES


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("divisor", "is_success"), [(2, True), (0, False)])
def test_one_message_is_run_saved_and_deleted(divisor: int, is_success: bool) -> None:
    async_task(TASK, 6, divisor, save=True)

    assert _run_next(get_broker()) == 1

    task = Task.objects.get()
    assert (task.func, task.args, task.success) == (TASK, (6, divisor), is_success)
    assert not OrmQ.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_dequeued_message_is_a_number_and_a_signed_package() -> None:
    async_task(TASK, 6, 2)

    ((number, payload),) = get_broker().dequeue()

    assert OrmQ.objects.get().pk == number
    task = SignedPackage.loads(payload)
    assert (task["func"], task["args"]) == (TASK, (6, 2))
    with pytest.raises(BadSignature):
        SignedPackage.loads(f"{payload}x")


@pytest.mark.django_db(transaction=True)
def test_a_message_that_is_signed_with_another_key_is_deleted() -> None:
    OrmQ.objects.create(key="palimpsest", payload="signed with another key", lock=timezone.now() - timedelta(days=1))

    assert _run_next(get_broker()) == 1

    assert not OrmQ.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_scheduler_sends_what_is_due() -> None:
    Schedule.objects.all().delete()
    Schedule.objects.create(func=TASK, args="6, 2", schedule_type="I", minutes=1, next_run=timezone.now())

    scheduler(get_broker())

    assert OrmQ.objects.get().func() == TASK
    assert Schedule.objects.get().next_run > timezone.now()
