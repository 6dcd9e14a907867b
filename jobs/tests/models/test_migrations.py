"""An installation of an earlier version keeps its rows, schedules and visitors when it is upgraded."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.signing import get_cookie_signer
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from django_q.models import Schedule

from jobs.models import ClusterLiveness, OutcomeCounter, TranslationJob, Upload
from jobs.worker.sweeping import sweep
from translation.models import CachedSentence

pytestmark = pytest.mark.django_db(transaction=True)

# The migrations of the last version before the modules moved.
BEFORE_ROOMS = [("jobs", "0007_detection"), ("translation", "0002_corrected_units")]
VISITOR = "a visitor of the earlier version"


def migrate(targets: list[tuple[str, str]]) -> Any:
    """Migrate the database; return the models of that state."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def newest() -> Iterator[list[tuple[str, str]]]:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield leaves
    migrate(leaves)


def job(**fields: Any) -> dict[str, Any]:
    usual = {"filename": "a.txt", "format": "text", "source_language": "en", "target_language": "pt"}
    return {**usual, "id": uuid4(), "source_file": "jobs/1/source.txt", **fields}


def test_an_upgrade_keeps_every_row(newest: list[tuple[str, str]]) -> None:
    user = User.objects.create_user("ann")
    apps = migrate(BEFORE_ROOMS)
    now = timezone.now()
    finished = {"finished_at": now, "report": {"words": 4}, "output_file": "jobs/1/output.txt", "progress": 100}
    old = apps.get_model("jobs", "TranslationJob").objects
    done = old.create(**job(owner_id=user.pk, status="completed", detected_language="en", **finished))
    waiting = old.create(**job(visitor=VISITOR, options={"engine": "pseudo"}, detection_confidence=0.5))
    failed = old.create(**job(status="failed", error_code="no_text", error="No text.", finished_at=now))
    before = list(old.order_by("id").values())
    upload = apps.get_model("jobs", "Upload").objects.create(filename="b.txt", format="text", size=3, visitor=VISITOR)
    apps.get_model("jobs", "Tally").objects.create(outcome="completed", jobs=7, words=700, read_seconds=1.5)
    beat = apps.get_model("jobs", "ClusterBeat").objects.create(workers=2, beat_at=now)
    sentence = {"key": "k", "target": "Olá", "faults": ["numbers_differ"], "size": 9, "job": done.pk}
    apps.get_model("translation", "CachedSentence").objects.create(**sentence)
    for name, kind in (("sweep", "I"), ("purge", "H")):
        fields = {"func": f"jobs.sweeping.{name}", "schedule_type": kind, "minutes": 1}
        Schedule.objects.update_or_create(name=name, defaults=fields)

    migrate(newest)

    columns = {field.attname for field in TranslationJob._meta.concrete_fields}
    kept = [{name: value for name, value in row.items() if name in columns} for row in before]
    assert list(TranslationJob.objects.order_by("id").values(*kept[0])) == kept
    assert {each.pk for each in (done, waiting, failed)} == set(TranslationJob.objects.values_list("pk", flat=True))
    assert Upload.objects.get().pk == upload.pk
    counter = OutcomeCounter.objects.get()
    assert (counter.outcome, counter.jobs, counter.words, counter.read_seconds) == ("completed", 7, 700, 1.5)
    alive = ClusterLiveness.objects.alive(now + timedelta(seconds=1)).get()
    assert (alive.pk, alive.workers, alive.reported_at) == (beat.pk, 2, now)
    assert CachedSentence.objects.get().issues == ["numbers_differ"]
    calls = dict(Schedule.objects.values_list("name", "func"))
    assert calls == {"sweep": "jobs.tasks.sweep", "purge": "jobs.tasks.purge"}


def test_a_visitor_sees_its_job_after_an_upgrade_and_the_job_is_run(
    newest: list[tuple[str, str]], client: Client
) -> None:
    apps = migrate(BEFORE_ROOMS)
    waiting = apps.get_model("jobs", "TranslationJob").objects.create(**job(visitor=VISITOR))

    migrate(newest)

    # As the earlier version signed it.
    client.cookies["visitor"] = get_cookie_signer(salt="visitorjobs.visitors").sign(VISITOR)
    (shown,) = client.get("/api/v1/jobs/").json()["results"]
    assert shown["job_id"] == str(waiting.pk)
    assert sweep().woken == 1
    claimed = TranslationJob.objects.claim_next()
    assert claimed
    assert claimed.pk == waiting.pk
