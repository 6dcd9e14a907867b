"""Finished jobs, and the requests for their segments."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs.tasks import work
from jobs.testing.documents import started


def finished(client: Client, *args: Any, **fields: Any) -> str:
    job_id = started(client, *args, **fields)
    work(job_id)
    assert client.get(f"/api/v1/status/{job_id}").json()["status"] == "completed"
    return job_id


def xliff_of(client: Client, job_id: str) -> str:
    return client.get(f"/api/v1/jobs/{job_id}/segments.xlf").getvalue().decode()


def correct(client: Client, job_id: str, content: str) -> Any:
    file = SimpleUploadedFile("corrected.xlf", content.encode())
    return client.post(f"/api/v1/jobs/{job_id}/corrections", {"file": file})


def segments_of(client: Client, job_id: str, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/jobs/{job_id}/segments/{query}")
    assert answer.status_code == 200, answer.content
    results: list[dict[str, Any]] = answer.json()["results"]
    return results
