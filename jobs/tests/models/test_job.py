"""The verbs of a job: each is one conditional write that returns whether it was allowed."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_q.models import Schedule

from jobs.models import MAX_ATTEMPTS, TranslationJob, Upload
from translation.exceptions import NoText, TranslationError

pytestmark = pytest.mark.django_db


def make_job(**fields: Any) -> TranslationJob:
    languages = {"source_language": "en", "target_language": "pt"}
    return TranslationJob.objects.create(filename="a.txt", format="text", **{**languages, **fields})


def expire(job: TranslationJob) -> None:
    TranslationJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_one_of_two_workers_gets_a_job() -> None:
    first = make_job()
    second = TranslationJob.objects.get(pk=first.pk)

    assert first.claim()
    assert not second.claim()
    assert (first.status, first.attempts) == ("processing", 1)


def test_a_job_with_an_expired_lease_can_be_claimed_again_and_the_late_worker_changes_nothing() -> None:
    late = make_job()
    late.claim()
    expire(late)
    heir = TranslationJob.objects.get(pk=late.pk)

    assert heir.claim()
    assert not late.renew()
    assert not late.advance(50)
    assert not late.complete("jobs/late.txt", {})
    assert not late.fail(TranslationError("late"))
    assert not late.release()
    assert heir.complete("jobs/heir.txt", {"blocks": 1})
    heir.refresh_from_db()
    assert (heir.status, heir.progress, heir.output_file, heir.attempts) == ("completed", 100, "jobs/heir.txt", 2)
    assert heir.finished_at


def test_a_job_is_not_claimed_more_often_than_allowed() -> None:
    job = make_job()
    for _ in range(MAX_ATTEMPTS):
        assert job.claim()
        assert job.release()

    assert not job.claim()


def test_an_interrupted_attempt_does_not_count() -> None:
    job = make_job()
    for _ in range(MAX_ATTEMPTS + 1):
        assert job.claim()
        assert job.interrupt()

    assert job.claim()


def test_a_finished_job_is_not_claimed() -> None:
    job = make_job()
    job.claim()
    job.fail(NoText("There is no text."))

    assert not job.claim()


def test_only_a_failed_job_is_retried() -> None:
    job = make_job()
    assert not job.retry()
    job.claim()
    job.fail(NoText("There is no text."))

    assert job.retry()
    job.refresh_from_db()
    assert (job.status, job.error, job.attempts, job.finished_at) == ("started", "", 0, None)


def test_the_database_refuses_what_cannot_be() -> None:
    for fields in (
        {"target_language": "en"},
        {"progress": 101},
        {"status": "done"},
        {"status": "completed", "progress": 100, "finished_at": timezone.now()},
        {"status": "failed"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_job(**fields)


def test_an_erased_job_leaves_neither_row_nor_files() -> None:
    job, other = make_job(), make_job()
    for each in (job, other):
        default_storage.save(f"{each.folder}/source.txt", ContentFile(b"text"))
    default_storage.save(f"{job.folder}/output.txt", ContentFile(b"texto"))

    job.erase()

    assert not default_storage.exists(job.folder)
    assert default_storage.exists(f"{other.folder}/source.txt")
    assert list(TranslationJob.objects.all()) == [other]


def test_the_worker_of_an_erased_job_can_write_no_more() -> None:
    job = make_job()
    job.claim()

    TranslationJob.objects.get(pk=job.pk).erase()

    assert not job.complete("jobs/output.txt", {})


def test_erasing_twice_does_no_harm() -> None:
    upload = Upload.objects.create(filename="a.txt", format="text", file="", size=1)

    upload.erase()
    upload.erase()

    assert not Upload.objects.exists()


def test_sweep_and_purge_are_scheduled_once() -> None:
    assert set(Schedule.objects.values_list("name", "func")) == {
        ("sweep", "jobs.tasks.sweep"),
        ("purge", "jobs.tasks.purge"),
    }


def test_a_sender_with_many_jobs_does_not_hold_up_another() -> None:
    many = [make_job(visitor="ann") for _ in range(5)]
    other = make_job(visitor="bob")

    order = [TranslationJob.objects.claim_next() for _ in range(3)]

    assert order == [many[0], other, many[1]]


def test_senders_take_turns_one_worker_or_many() -> None:
    for visitor in ("ann", "ann", "ann", "bob", "bob", "cy"):
        make_job(visitor=visitor)

    turns = []
    while job := TranslationJob.objects.claim_next():
        turns.append(job.visitor)
        job.fail(NoText("There is no text."))

    assert turns == ["ann", "bob", "cy", "ann", "bob", "ann"]


def test_the_jobs_of_a_user_are_those_of_one_sender_whatever_the_browser(django_user_model: type[User]) -> None:
    ann = django_user_model.objects.create_user("ann")
    first, second = make_job(owner=ann, visitor="at home"), make_job(owner=ann, visitor="at work")
    other = make_job(visitor="bob")

    assert [TranslationJob.objects.claim_next() for _ in range(4)] == [first, other, second, None]


def test_a_higher_priority_goes_first_and_can_be_changed_while_the_job_waits() -> None:
    make_job(visitor="ann")
    late, last = make_job(visitor="ann"), make_job(visitor="ann", priority=-10)

    assert late.prioritise(10)
    assert TranslationJob.objects.claim_next() == late
    assert last.prioritise(5)
    assert TranslationJob.objects.claim_next() == last
    last.refresh_from_db()
    last.fail(NoText("There is no text."))
    assert not last.prioritise(0)


def test_the_jobs_of_dead_workers_are_free_at_once_and_no_others() -> None:
    dead, living = make_job(), make_job()
    dead.claim()
    living.claim()

    assert dead.lease
    assert TranslationJob.objects.release([dead.lease]) == 1
    assert not dead.renew()
    assert living.renew()
    assert TranslationJob.objects.claim_next() == dead


def test_a_cancelled_job_has_failed_and_its_worker_can_write_no_more() -> None:
    job = make_job()
    job.claim()

    assert TranslationJob.objects.get(pk=job.pk).cancel()
    assert not job.renew()
    assert not job.complete("jobs/output.txt", {})
    assert not job.cancel()
    job.refresh_from_db()
    assert (job.status, job.error, job.error_code, job.cancelled) == ("failed", "Cancelled", "cancelled", True)
    assert job.retry()


def test_completing_again_after_a_lost_answer_is_as_good_as_once() -> None:
    job = make_job()
    job.claim()

    assert job.complete("jobs/output.txt", {})
    assert job.complete("jobs/output.txt", {})
    assert not job.complete("jobs/other.txt", {})
