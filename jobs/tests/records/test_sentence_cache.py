"""Sentences that an engine has translated before, for the same sender."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from jobs.models import TranslationJob
from jobs.tasks import work
from jobs.testing.counting import CountingEngine
from jobs.testing.documents import started
from jobs.testing.segments import finished, segments_of
from jobs.worker.sweeping import purge
from translation.engines import ENGINES
from translation.exceptions import EngineUnavailable
from translation.models import CachedSentence

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_cache_spares_a_sender_the_second_translation(client: Client, asked: list[str]) -> None:
    first = finished(client, engine="counting")
    questions = len(asked)
    again = finished(client, engine="counting")

    assert len(asked) == questions
    assert {row["origin"] for row in segments_of(client, again)} == {"cache"}
    assert client.get(f"/api/v1/download/{first}").getvalue() == client.get(f"/api/v1/download/{again}").getvalue()


def test_the_cache_is_never_shared_between_senders(client: Client, asked: list[str]) -> None:
    finished(client, engine="counting")
    for name in ("ana", "bob"):
        asked.clear()
        user = Client()
        user.force_login(User.objects.create_user(name))
        finished(user, engine="counting")
        assert asked
    asked.clear()
    finished(Client(), engine="counting")
    assert asked


def test_another_model_makes_the_cache_forget(
    client: Client, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    finished(client, engine="counting")
    asked.clear()
    monkeypatch.setattr(CountingEngine, "model", "2")

    finished(client, engine="counting")
    assert asked


def test_an_engine_that_cannot_tell_its_revision_is_not_cached(client: Client) -> None:
    finished(client, engine="pseudo")
    assert not CachedSentence.objects.exists()


def test_cached_sentences_go_with_their_job(client: Client, asked: list[str]) -> None:
    job_id = finished(client, engine="counting")
    assert CachedSentence.objects.count() == 4

    assert client.delete(f"/api/v1/jobs/{job_id}").status_code == 204
    assert not CachedSentence.objects.exists()


def test_a_purge_evicts_what_was_not_used_for_longest(client: Client, asked: list[str], settings: Settings) -> None:
    finished(client, "The sea is calm.\n\nThe wind is cold.\n", engine="counting")
    row = CachedSentence.objects.earliest("key")
    CachedSentence.objects.filter(pk=row.pk).update(used_at=timezone.now() - timedelta(hours=2))
    settings.CACHE_BYTES = 300

    purge()
    assert list(CachedSentence.objects.values_list("key", flat=True)) == [CachedSentence.objects.latest("key").pk]
    assert CachedSentence.objects.get().pk != row.pk


def test_a_use_keeps_a_sentence_from_being_evicted(client: Client, asked: list[str]) -> None:
    finished(client, engine="counting")
    CachedSentence.objects.update(used_at=timezone.now() - timedelta(hours=2))

    finished(client, engine="counting")
    assert not CachedSentence.objects.filter(used_at__lt=timezone.now() - timedelta(hours=1)).exists()


def test_the_cache_can_be_off(client: Client, asked: list[str], settings: Settings) -> None:
    settings.CACHE_BYTES = 0
    finished(client, engine="counting")
    assert not CachedSentence.objects.exists()


def test_an_attempt_that_failed_spares_the_next_what_it_had_done(
    client: Client, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fainting(CountingEngine):
        def translate(self, texts: list[str], source: str, target: str) -> list[str]:  # type: ignore[override]
            if len(self.asked) >= 16:
                raise EngineUnavailable
            return super().translate(texts, source, target)

    monkeypatch.setitem(ENGINES, "counting2", Fainting)
    lines = "\n\n".join(f"The house {name} is old." for name in "abcdefghijklmnopqrst")
    job_id = started(client, lines, engine="counting2")
    work(job_id)
    kept = CachedSentence.objects.count()
    assert TranslationJob.objects.get().status == "processing"
    assert 0 < kept < 20

    asked.clear()
    TranslationJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work(job_id)
    assert len(asked) == 20 - kept
    assert {row["origin"] for row in segments_of(client, job_id)} == {"cache", "engine"}


def test_a_worker_that_lost_its_job_leaves_no_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Deleting(CountingEngine):
        def translate(self, texts: list[str], source: str, target: str) -> list[str]:  # type: ignore[override]
            TranslationJob.objects.get().erase()
            return super().translate(texts, source, target)

    monkeypatch.setitem(ENGINES, "deleting", Deleting)
    work(started(client, engine="deleting"))
    assert not TranslationJob.objects.exists()
    assert not CachedSentence.objects.exists()
