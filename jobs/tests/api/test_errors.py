"""Requests that cannot be parsed, and paths that do not exist: both are answered in JSON."""

import pytest
from django.test import Client
from pytest_django import Settings

from jobs.testing.documents import ENGLISH, upload_of

pytestmark = pytest.mark.django_db

TRANSLATE = "/api/v1/translate"
UNKNOWN = "0340f5da-7265-476c-881a-14f0cfe161c8"


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("[" * 200_000, "nested too deeply"),
        ('{"a":' * 200_000, "nested too deeply"),
        (r'{"target_language": "\ud800"}', "lone surrogate"),
        (r'{"\udc00": 1}', "lone surrogate"),
        ('{"target_language": ', "JSON parse error"),
    ],
)
def test_json_that_cannot_be_understood_is_refused(client: Client, body: str, advice: str) -> None:
    response = client.post(TRANSLATE, body, content_type="application/json")

    assert response.status_code == 400
    assert advice in response.json()["detail"]


def test_json_with_any_whole_character_is_understood(client: Client) -> None:
    response = client.post(TRANSLATE, r'{"target_language": "\ud83d\ude00"}', content_type="application/json")

    assert response.status_code == 400
    assert "target_language" in response.json()


def test_a_field_too_large_and_too_many_fields_are_refused(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    fields = {"file": upload_of(ENGLISH), "target_language": "pt"}

    large = client.post(TRANSLATE, {**fields, "pages": "1" * 20_000})
    many = client.post(TRANSLATE, {**fields, **{f"field{number}": "" for number in range(2000)}})

    for response in (large, many):
        assert response.status_code == 400
        assert "too many fields" in response.json()["detail"]


def test_a_body_without_a_length_is_refused(client: Client) -> None:
    response = client.generic("POST", TRANSLATE, headers={"Transfer-Encoding": "chunked"})

    assert response.status_code == 411
    assert "Content-Length" in response.json()["detail"]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["nonsense", "nonsense/", "jobs/a/b/c", "translate/1"])
def test_a_path_where_nothing_is_says_so_in_json(client: Client, method: str, path: str) -> None:
    response = client.generic(method, f"/api/v1/{path}")

    assert response.status_code == 404
    assert response.json() == {"detail": "Not found"}


@pytest.mark.parametrize(
    "path",
    ["status", "status/", "status/a/b", "status/a/b/", "download/", "download/a/b", f"jobs/{UNKNOWN}", "jobs/x"],
)
def test_a_path_of_no_job_says_that_there_is_none(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}")

    assert response.status_code == 404
    assert response.json() == {"detail": "Job not found"}


@pytest.mark.parametrize("path", ["status/", "status/a/b", f"status/{UNKNOWN}"])
def test_no_cache_keeps_that_a_status_was_not_found(client: Client, path: str) -> None:
    assert client.get(f"/api/v1/{path}")["Cache-Control"] == "no-store"
