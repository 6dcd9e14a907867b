"""Cancelling and retrying a job, through the API and on the pages."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from jobs.models import TranslationJob
from jobs.tasks import work
from jobs.testing.documents import started, translate
from jobs.worker.sweeping import sweep

pytestmark = pytest.mark.django_db(transaction=True)

JOBS = "/api/v1/jobs"


def ask(client: Client, job: str, verb: str) -> Any:
    return client.post(f"{JOBS}/{job}/{verb}")


def test_a_waiting_job_is_cancelled_at_once_and_reads_as_failed(client: Client) -> None:
    job = started(client)

    response = ask(client, job, "cancel")

    assert response.status_code == 200
    assert (response.json()["status"], response.json()["error_code"]) == ("failed", "cancelled")
    status = client.get(f"/api/v1/status/{job}").json()
    assert (status["status"], status["error"], status["output_file"]) == ("failed", "Cancelled", None)
    work()
    assert TranslationJob.objects.get().attempts == 0
    assert sweep().woken == 0


def test_cancelling_twice_is_as_good_as_once_and_what_is_over_cannot_be_cancelled(client: Client) -> None:
    cancelled, completed = started(client), started(client)
    assert ask(client, cancelled, "cancel").status_code == 200
    work()

    assert ask(client, cancelled, "cancel").status_code == 200
    response = ask(client, completed, "cancel")
    assert response.status_code == 409
    assert "finished" in response.json()["detail"]


def test_a_cancelled_job_is_tried_again_when_asked(client: Client) -> None:
    job = started(client)
    ask(client, job, "cancel")

    response = ask(client, job, "retry")

    assert (response.status_code, response.json()["status"], response.json()["error"]) == (200, "started", "")
    again = ask(client, job, "retry")
    assert again.status_code == 409
    assert "failed" in again.json()["detail"]
    work()
    assert client.get(f"/api/v1/status/{job}").json()["status"] == "completed"


@pytest.mark.parametrize("verb", ["cancel", "retry"])
def test_nobody_else_can_cancel_or_retry_a_job(client: Client, verb: str) -> None:
    job = started(client)

    assert ask(Client(), job, verb).status_code == 404
    assert ask(client, "no-such-job", verb).status_code == 404
    assert TranslationJob.objects.get().status == "started"


def test_the_pages_have_a_button_for_each(client: Client) -> None:
    job = started(client)

    for page in ("/", f"/jobs/{job}"):
        assert f'action="/jobs/{job}/cancel"' in client.get(page).content.decode()
    assert Client().post(f"/jobs/{job}/cancel").status_code == 404
    shown = client.post(f"/jobs/{job}/cancel", follow=True).content.decode()
    assert "Cancelled" in shown
    assert f'action="/jobs/{job}/retry"' in shown
    assert ">Waiting<" in client.post(f"/jobs/{job}/retry", follow=True).content.decode()


@pytest.mark.parametrize(("staff", "priority"), [(True, 7), (False, 0)])
def test_the_priority_that_staff_sends_counts_and_no_others(client: Client, staff: bool, priority: int) -> None:
    client.force_login(User.objects.create_user("ann", is_staff=staff))

    assert translate(client, priority=7).status_code == 202

    assert TranslationJob.objects.get().priority == priority


def test_an_administrator_cancels_and_moves_jobs(admin_client: Client) -> None:
    jobs = [started(Client()) for _ in range(3)]

    def act(action: str, *chosen: str) -> None:
        form = {"action": action, "_selected_action": chosen}
        assert admin_client.post("/admin/jobs/translationjob/", form).status_code == 302

    act("run_first", jobs[2])
    act("cancel", jobs[0])
    act("run_last", jobs[0], jobs[1])

    rows = {str(row.pk): (row.status, row.priority) for row in TranslationJob.objects.all()}
    assert [rows[job] for job in jobs] == [("failed", 0), ("started", -10), ("started", 10)]


def test_to_be_tried_again_a_job_needs_a_place_in_the_queue_as_a_new_one_does(
    client: Client, admin_client: Client, settings: Settings
) -> None:
    failed, waiting = started(client), started(client)
    for job in (failed, waiting):
        ask(client, job, "cancel")
    settings.MAX_JOBS_OF_VISITOR = 1
    assert ask(client, waiting, "retry").status_code == 200

    response = ask(client, failed, "retry")
    page = client.post(f"/jobs/{failed}/retry")
    chosen = {"action": "retry", "_selected_action": [failed]}
    page_after = admin_client.post("/admin/jobs/translationjob/", chosen, follow=True).content.decode()

    assert (response.status_code, response.json()["code"]) == (429, "queue_full")
    assert int(response.headers["Retry-After"]) > 0
    assert page.status_code == 429
    for text in (page.content.decode(), page_after):
        assert "1 of your documents are waiting" in text
    assert "0 jobs started again" in page_after
    # What has not failed is reported as such, whatever the queue.
    assert ask(client, waiting, "retry").status_code == 409
    client.post(f"/jobs/{waiting}/cancel")
    assert ask(client, failed, "retry").status_code == 200
