"""The engines of an installation: which exist, what happens when one is away, and that keys stay secret."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter
from django_q.models import OrmQ
from pytest_django import Settings

from jobs.models import TranslationJob
from jobs.tasks import work
from jobs.testing.documents import ENGLISH, make_job, translate, upload_of
from jobs.worker.sweeping import sweep
from translation.engines import ENGINES
from translation.sandbox.client import PROJECT
from translation.testing.servers import KEY, LibreTranslate

NO_PROGRAM = {"apertium": {"program": "no-such-program"}}
AWAY = {"libretranslate": {"address": "http://127.0.0.1:9", "patience": "0"}}


@pytest.fixture
def libretranslate(settings: Settings) -> Iterator[LibreTranslate]:
    with LibreTranslate.running() as server:
        settings.ENGINE_SETTINGS = NO_PROGRAM | {"libretranslate": {"address": server.address, "key": KEY}}
        yield server


def engines(client: Client) -> dict[str, Any]:
    return {engine["name"]: engine for engine in client.get("/api/v1/engines").json()}


def test_the_engines_that_are_set_up_are_listed_with_what_they_can_do(
    client: Client, libretranslate: LibreTranslate
) -> None:
    listed = engines(client)
    assert set(listed) == {"firefox", "libretranslate", "pseudo"}
    assert listed["firefox"] == {
        "name": "firefox",
        "default": True,
        "pairs": {"en": ["pt"], "pt": ["en"]},
        "takes_tags": False,
        "takes_glossary": False,
        "max_batch": 64,
        "problem": None,
    }
    assert listed["libretranslate"]["takes_tags"]
    assert listed["libretranslate"]["pairs"]
    assert not listed["libretranslate"]["default"]


def test_an_engine_that_is_away_is_listed_with_the_reason(client: Client, settings: Settings) -> None:
    settings.ENGINE_SETTINGS = AWAY
    listed = engines(client)["libretranslate"]
    assert listed["pairs"] == {}
    assert "cannot be reached" in listed["problem"]


def test_an_engine_that_is_not_set_up_is_refused_with_what_it_lacks(client: Client) -> None:
    answer = translate(client, engine="deepl")
    assert answer.status_code == 400
    assert "key is missing" in answer.json()["engine"][0]
    assert "There is no engine" in translate(client, engine="babelfish").json()["engine"][0]
    assert client.get("/api/v1/languages", {"engine": "deepl"}).status_code == 400


@pytest.mark.django_db
def test_an_engine_that_is_away_is_a_503_that_says_when_to_come_again(client: Client, settings: Settings) -> None:
    settings.ENGINE_SETTINGS = AWAY
    for answer in (
        translate(client, engine="libretranslate"),
        client.get("/api/v1/languages", {"engine": "libretranslate"}),
    ):
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert answer.json()["code"] == "engine_unavailable"
    assert not TranslationJob.objects.exists()


def test_an_engine_that_no_waiting_helps_is_a_503_without_a_time(client: Client, settings: Settings) -> None:
    settings.ENGINE_SETTINGS = {"libretranslate": {"address": "http://"}}
    answer = client.get("/api/v1/languages", {"engine": "libretranslate"})
    assert answer.status_code == 503
    assert "Retry-After" not in answer
    assert "address" in answer.json()["detail"]


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_before_it_asks_an_engine_again_that_was_away(settings: Settings) -> None:
    settings.ENGINE_SETTINGS = AWAY
    job = make_job(options={"engine": "libretranslate"})
    TranslationJob.objects.update(options={"engine": "libretranslate"})
    for attempt, pause in enumerate((timedelta(seconds=30), timedelta(minutes=2)), start=1):
        before = timezone.now()
        work(str(job.pk))
        job.refresh_from_db()
        assert (job.status, job.attempts, job.lease) == ("processing", attempt, None)
        assert job.lease_until
        assert before + pause <= job.lease_until <= timezone.now() + pause
        assert not job.claim()
        assert sweep().woken == 0

        TranslationJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert (sweep().woken, sweep().woken) == (1, 0)
        OrmQ.objects.all().delete()

    work(str(job.pk))

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "engine_unavailable")
    assert "cannot be reached" in job.error


@pytest.mark.django_db
def test_the_page_offers_a_choice_of_engines_where_there_is_one(
    client: Client, settings: Settings, libretranslate: LibreTranslate
) -> None:
    page = client.get("/").content.decode()
    assert '<option value="libretranslate">' in page
    assert 'value="pseudo"' not in page

    settings.ENGINE_SETTINGS = NO_PROGRAM
    assert 'name="engine"' not in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_page_starts_a_job_with_the_engine_that_was_chosen(client: Client, libretranslate: LibreTranslate) -> None:
    fields = {"source_language": "en", "target_language": "pt", "engine": "libretranslate"}
    assert client.post("/", {"file": upload_of(ENGLISH), **fields}).status_code == 302
    assert TranslationJob.objects.get().options["engine"] == "libretranslate"


@pytest.mark.django_db
def test_the_page_goes_on_with_the_other_engines_when_one_is_away(client: Client, settings: Settings) -> None:
    settings.ENGINE_SETTINGS = NO_PROGRAM | AWAY
    assert client.get("/").status_code == 200

    settings.DEFAULT_ENGINE = "libretranslate"
    page = client.get("/").content.decode()
    assert ("Portuguese" in page, "Try the sample" in page) == (True, False)


def test_every_setting_of_an_engine_is_documented_once() -> None:
    _, table = (PROJECT / "docs" / "engines.md").read_text().split("## Settings")
    cells = re.findall(r"^\| (`[A-Z].*?) \|", table, re.MULTILINE)
    documented = [variable for cell in cells for variable in re.findall(r"`([A-Z_]+)`", cell)]
    declared = [setting.variable for engine in ENGINES.values() for setting in engine.settings]

    assert sorted(documented) == sorted(declared)
    assert len(set(declared)) == len(declared)


def test_a_default_engine_that_cannot_be_used_is_an_error_of_the_check(settings: Settings) -> None:
    settings.DEFAULT_ENGINE = "deepl"
    (found,) = (message for message in run_checks() if message.id == "jobs.E005")
    assert "key is missing" in str(found.hint)


def test_a_default_engine_that_is_away_is_a_warning_of_the_check(settings: Settings) -> None:
    settings.DEFAULT_ENGINE, settings.ENGINE_SETTINGS = "libretranslate", AWAY
    (found,) = (message for message in run_checks() if message.id == "jobs.W001")
    assert "cannot be reached" in str(found.hint)


@pytest.mark.django_db(transaction=True)
def test_a_key_is_shown_nowhere(
    admin_client: Client, settings: Settings, libretranslate: LibreTranslate, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    job = make_job()
    TranslationJob.objects.update(options={"engine": "libretranslate"})
    work(str(job.pk))
    job.refresh_from_db()
    assert job.status == "completed", job.error
    paths = ["/", f"/jobs/{job.pk}", "/api/v1/engines", f"/admin/jobs/translationjob/{job.pk}/change/"]
    shown = [admin_client.get(path, follow=True).content.decode() for path in paths]
    answer = str(SafeExceptionReporterFilter().get_safe_settings()["ENGINE_SETTINGS"])
    assert not any(KEY in text for text in (*shown, caplog.text, answer, str(job.report)))
