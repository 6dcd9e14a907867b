"""The probes of the server: real requests, and real damage."""

import json
import socket
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from jobs.models import LIVENESS_TIMEOUT, ClusterLiveness, TranslationJob
from jobs.monitoring import health, probes
from jobs.testing.cluster import running_cluster
from jobs.testing.documents import make_job
from jobs.worker.liveness import report_liveness
from translation.exceptions import TranslationError
from translation.sandbox.client import granted_isolation
from translation.sandbox.confinement import Isolation
from translation.testing.waiting import wait_until

transactional = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def always_examined_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "REUSE_SECONDS", 0.0)


@pytest.fixture
def alive(transactional_db: None) -> Iterator[None]:
    with report_liveness():
        wait_until(ClusterLiveness.objects.exists)
        yield


def readyz(client: Client) -> tuple[int, dict[str, Any]]:
    """The status, and the reasons of the parts that failed."""
    answer = client.get("/readyz")
    parts = answer.json()["parts"]
    assert {part["status"] for part in parts.values()} <= {"ok", "failed"}
    return answer.status_code, {name: part["reason"] for name, part in parts.items() if part["status"] == "failed"}


def test_a_living_process_says_so_without_a_database_and_to_any_name(client: Client) -> None:
    answer = client.get("/livez", headers={"host": "10.1.2.3:8000"})

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_probe_is_not_sent_away_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/livez").status_code == 200


def test_all_else_still_needs_an_allowed_name(client: Client) -> None:
    assert client.get("/api/v1/formats", headers={"host": "10.1.2.3:8000"}).status_code == 400


def test_a_server_with_a_running_cluster_is_ready(client: Client, alive: None) -> None:
    answer = client.get("/readyz", headers={"host": "10.1.2.3"})

    assert answer.status_code == 200, answer.json()
    assert set(answer.json()["parts"]) == {"database", "storage", "disk", "engine", "cluster", "queue"}
    assert answer["Cache-Control"] == "no-store"


@transactional
def test_a_real_cluster_is_known_until_it_ends(client: Client) -> None:
    assert list(readyz(client)[1]) == ["cluster"]
    with running_cluster():
        wait_until(lambda: readyz(client)[0] == 200)
    assert list(readyz(client)[1]) == ["cluster"]


@transactional
def test_a_cluster_that_was_killed_is_missed_after_half_a_minute(client: Client) -> None:
    liveness = ClusterLiveness(workers=2)
    liveness.report()
    assert readyz(client)[0] == 200

    ClusterLiveness.objects.update(reported_at=timezone.now() - LIVENESS_TIMEOUT)
    status, reasons = readyz(client)
    assert (status, list(reasons)) == (503, ["cluster"])
    assert timedelta(seconds=30) > LIVENESS_TIMEOUT


def test_a_job_that_waits_too_long_is_reported(client: Client, alive: None) -> None:
    make_job(queued_at=timezone.now() - settings.LONGEST_WAIT - timedelta(minutes=1))

    assert readyz(client) == (503, {"queue": "A job has waited for 61 minutes."})


def test_a_job_that_was_given_back_waits_too_and_one_that_runs_does_not(client: Client, alive: None) -> None:
    job = make_job()
    assert job.claim()
    TranslationJob.objects.update(started_at=timezone.now() - settings.LONGEST_WAIT * 2)
    assert readyz(client)[0] == 200

    assert job.release()
    assert list(readyz(client)[1]) == ["queue"]


def test_a_retried_job_waits_from_its_retry(client: Client, alive: None) -> None:
    job = make_job(queued_at=timezone.now() - settings.LONGEST_WAIT * 2)
    assert job.claim()
    assert job.fail(TranslationError("It failed."))
    assert job.retry()

    assert readyz(client)[0] == 200


def test_a_full_disk_and_a_storage_that_cannot_be_written_are_reported_without_a_path(
    client: Client, settings: Settings, tmp_path: Path, alive: None
) -> None:
    (tmp_path / "file").touch()
    options = {**settings.STORAGES["default"]["OPTIONS"], "location": tmp_path / "file"}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    settings.MIN_FREE_BYTES = 10**18

    status, reasons = readyz(client)

    assert (status, list(reasons)) == (503, ["storage", "disk"])
    assert str(tmp_path) not in json.dumps(reasons)


def test_the_isolation_of_the_sandbox_is_reported_and_makes_nothing_fail(
    client: Client, monkeypatch: pytest.MonkeyPatch, alive: None
) -> None:
    answer = client.get("/readyz")
    assert answer.json()["isolation"] == asdict(granted_isolation())

    monkeypatch.setattr(probes, "granted_isolation", Isolation)
    answer = client.get("/readyz")
    assert answer.json()["isolation"] == {"network": False, "files": False}
    assert answer.status_code == 200


def test_a_probe_leaves_nothing_in_the_storage(client: Client, alive: None) -> None:
    readyz(client)

    assert not list((settings.DATA / "files" / "probes").glob("*"))


def test_an_absent_engine_is_reported_without_its_address(client: Client, settings: Settings, alive: None) -> None:
    settings.DEFAULT_ENGINE = "libretranslate"
    settings.ENGINE_SETTINGS = {"libretranslate": {"address": "http://127.0.0.1:9", "patience": "0", "key": "secret"}}

    status, reasons = readyz(client)

    assert (status, list(reasons)) == (503, ["engine"])
    assert "127.0.0.1" not in reasons["engine"]


@transactional
def test_a_database_without_its_tables_fails_the_parts_that_need_them(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_clusterliveness RENAME TO away")
    try:
        status, reasons = readyz(client)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO jobs_clusterliveness")

    assert (status, reasons) == (503, {"cluster": "The database does not answer."})


def test_a_part_that_hangs_is_reported_as_failed(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, alive: None
) -> None:
    monkeypatch.setattr(health, "TIMEOUT_SECONDS", 0.5)
    monkeypatch.setattr(probes, "examination", health.Examination())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings.DEFAULT_ENGINE = "libretranslate"
        settings.ENGINE_SETTINGS = {"libretranslate": {"address": address, "patience": "0", "timeout": "1"}}

        status, reasons = readyz(client)

    assert (status, list(reasons)) == (503, ["examination"])


def test_asking_often_examines_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, alive: None, settings: Settings
) -> None:
    monkeypatch.setattr(health, "REUSE_SECONDS", 60.0)
    monkeypatch.setattr(probes, "examination", health.Examination())
    assert readyz(client)[0] == 200
    settings.MIN_FREE_BYTES = 10**18

    assert readyz(client)[0] == 200
