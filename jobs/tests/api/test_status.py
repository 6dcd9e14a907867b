import json
import uuid
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jobs.models import TranslationJob
from jobs.testing.documents import started
from translation.exceptions import NoText

pytestmark = pytest.mark.django_db


def test_a_new_job_shows_the_ten_fields_and_no_other(client: Client) -> None:
    job_id = started(client)
    created = datetime(2026, 11, 23, 10, 53, 5, 783883, UTC)
    TranslationJob.objects.update(created_at=created)

    response = client.get(f"/api/v1/status/{job_id}")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.json() == {
        "status": "started",
        "progress": 0,
        "file_path": f"jobs/{job_id}/source.txt",
        "source_language": "en",
        "target_language": "pt",
        "created_at": "2026-11-23T10:53:05.783883Z",
        "output_file": None,
        "error": None,
        "processing_type": "advanced",
        "format_preservation": True,
    }


def test_a_full_second_shows_its_microseconds_too(client: Client) -> None:
    job_id = started(client)
    TranslationJob.objects.update(created_at=datetime(2026, 11, 23, 10, 53, 5, 0, UTC))

    assert client.get(f"/api/v1/status/{job_id}").json()["created_at"] == "2026-11-23T10:53:05.000000Z"


def test_a_running_job_says_when_to_ask_again(client: Client) -> None:
    job = TranslationJob.objects.get(pk=started(client))
    for step in (job.claim, lambda: job.advance(40)):
        response = client.get(f"/api/v1/status/{job.pk}/")
        assert response["Cache-Control"] == "no-store"
        assert response["Retry-After"] == "1"
        assert step()

    assert (
        client.get(f"/api/v1/status/{job.pk}/").json() | {"status": "processing", "progress": 40}
        == client.get(f"/api/v1/status/{job.pk}").json()
    )


def test_a_failed_job_says_why_and_nothing_of_later(client: Client) -> None:
    job = TranslationJob.objects.get(pk=started(client))
    assert job.claim()
    assert job.fail(NoText("The document has no text."))

    response = client.get(f"/api/v1/status/{job.pk}")

    assert response.json()["status"] == "failed"
    assert response.json()["error"] == "The document has no text."
    assert response["Cache-Control"] == "no-store"
    assert "Retry-After" not in response


def test_a_completed_job_names_its_output_in_the_storage(client: Client) -> None:
    job = TranslationJob.objects.get(pk=started(client))
    assert job.claim()
    assert job.complete(f"{job.folder}/output.txt", {})

    response = client.get(f"/api/v1/status/{job.pk}")

    assert response.json()["output_file"] == f"jobs/{job.pk}/output.txt"
    assert response.json()["progress"] == 100
    assert "Retry-After" not in response


@pytest.mark.parametrize("job_id", [str(uuid.UUID(int=1)), "nonsense", "1", "a.b", "%00", "é"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_an_unknown_or_malformed_id_is_not_found(client: Client, job_id: str, slash: str) -> None:
    response = client.get(f"/api/v1/status/{job_id}{slash}")

    assert response.status_code == 404
    assert response.json() == {"detail": "Job not found"}


def test_an_erased_job_is_not_found(client: Client) -> None:
    job = TranslationJob.objects.get(pk=started(client))
    job.erase()

    assert client.get(f"/api/v1/status/{job.pk}").json() == {"detail": "Job not found"}


def test_whoever_knows_the_id_may_ask(client: Client) -> None:
    assert Client().get(f"/api/v1/status/{started(client)}").status_code == 200


def test_it_costs_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    job_id = started(client)

    with django_assert_num_queries(1):
        assert client.get(f"/api/v1/status/{job_id}").status_code == 200


def test_a_browser_gets_a_page_and_a_program_json(client: Client) -> None:
    job_id = started(client)

    page = client.get(f"/api/v1/status/{job_id}", headers={"Accept": "text/html,*/*;q=0.8"})
    data = client.get(f"/api/v1/status/{job_id}", headers={"Accept": "*/*"})

    assert page["Content-Type"].startswith("text/html")
    assert json.loads(data.content)["status"] == "started"
