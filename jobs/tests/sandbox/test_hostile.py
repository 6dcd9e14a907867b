"""Hostile documents through the API, a worker and the sandbox. `bench/hostile.py` sends all of them."""

import pytest
from django.test import Client
from pytest_django import Settings

from jobs.models import TranslationJob
from jobs.tasks import work
from jobs.testing.documents import translate
from jobs.testing.hostile import KINDS, documents
from jobs.testing.hostile.ends import ENDS
from jobs.testing.hostile.journey import TIGHT, inhabitants, travel
from jobs.testing.hostile.late import LATE, USUAL
from translation.sandbox.workspace import PREFIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

# Of the larger kinds, every fifth, third or so is enough here.
EVERY = {"actions": 5, "cut off": 3, "tables": 3, "operators": 3, "drawings": 6, "bombs": 6, "forms": 4, "objects": 3}
EVERY |= {"other files": 3, "bookmarks": 3, "boxes": 4, "fonts": 4, "other active content": 2, "locked": 2}


@pytest.fixture(autouse=True)
def tight_limits(settings: Settings) -> None:
    settings.LIMITS = TIGHT


@pytest.mark.parametrize("kind", KINDS)
def test_every_hostile_document_comes_to_its_one_right_end(client: Client, kind: str, settings: Settings) -> None:
    names = set()
    for number, document in enumerate(documents([kind])):
        names.add(document.name)
        if number % EVERY.get(kind, 1):
            continue
        end = travel(client, document)
        assert end.code in document.ends, (document.name, end)
        assert end.memory < TIGHT.memory_bytes, document.name
        assert not end.active, (document.name, end.active)
    assert set(ENDS[kind].others) <= names
    assert not inhabitants(settings.WORK)
    assert not [path for path in settings.WORK.iterdir() if path.name.startswith(PREFIX)]


@pytest.mark.parametrize("code", LATE)
def test_a_document_that_does_its_harm_late_fails_at_once_with_the_limit_that_it_met(
    client: Client, code: str, settings: Settings
) -> None:
    name, make, limits = LATE[code]
    settings.LIMITS = USUAL
    assert translate(client, make(), name).status_code == 202

    settings.LIMITS = limits
    work()

    job = TranslationJob.objects.get()
    assert (job.status, job.error_code, job.attempts) == ("failed", code, 1)
