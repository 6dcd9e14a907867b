from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.storage import default_storage
from django.test import Client
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks

from jobs import tasks
from jobs.models import TranslationJob, Upload
from jobs.testing.documents import ENGLISH, pdf, started, upload_of
from translation.exceptions import NoText

pytestmark = pytest.mark.django_db

LIST = "/admin/jobs/translationjob/"


@pytest.fixture
def failed(client: Client) -> TranslationJob:
    job = TranslationJob.objects.get(pk=started(client))
    assert job.claim()
    assert job.fail(NoText("The document has no text."))
    job.refresh_from_db()
    return job


def act(client: Client, action: str, *jobs: TranslationJob, **fields: Any) -> Any:
    chosen = {"action": action, "_selected_action": [str(job.pk) for job in jobs], **fields}
    return client.post(LIST, chosen, follow=True)


def test_the_list_shows_every_job_with_how_it_is(admin_client: Client, client: Client, failed: TranslationJob) -> None:
    started(Client(), name="other.txt")
    page = admin_client.get(LIST).content.decode()

    for words in ("book.txt", "other.txt", "English → Portuguese", "Failed", "<progress"):
        assert words in page


@pytest.mark.parametrize("query", ["status__exact=failed", "target_language=pt", "q=book", "q={id}"])
def test_jobs_can_be_filtered_and_found(admin_client: Client, failed: TranslationJob, query: str) -> None:
    started(Client(), name="other.txt", target_language="de")
    page = admin_client.get(f"{LIST}?{query.format(id=failed.pk)}").content.decode()

    assert "book.txt" in page
    assert "other.txt" not in page


@pytest.mark.django_db(transaction=True)
def test_the_detail_shows_both_files_and_the_timings(admin_client: Client, client: Client) -> None:
    job_id = started(client)
    tasks.work(job_id)
    page = admin_client.get(f"{LIST}{job_id}/change/").content.decode()

    for which in ("source", "output"):
        address = f"{LIST}{job_id}/file/{which}"
        assert f'href="{address}"' in page
        response: Any = admin_client.get(address)
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        assert (b"".join(response.streaming_content) == ENGLISH.encode()) == (which == "source")
    assert "translate 0." in page
    assert 'name="_save"' not in page


@pytest.mark.django_db(transaction=True)
def test_the_detail_shows_the_report_page_by_page(admin_client: Client, client: Client) -> None:
    job_id = started(client, pdf(ENGLISH, f"{ENGLISH}\n42"), "book.pdf")
    tasks.work(job_id)
    job = TranslationJob.objects.get(pk=job_id)
    assert job.report
    problem = {"code": "overfull", "text": "There is <too much> text.", "page": 2}
    TranslationJob.objects.update(report=job.report | {"problems": [problem]})
    page = admin_client.get(f"{LIST}{job_id}/change/").content.decode()

    assert "4 paragraphs on 2 pages translated" in page
    assert "1 (numbers, formulas or code)" in page
    assert "Page 2: There is &lt;too much&gt; text." in page


def test_the_detail_shows_the_error(admin_client: Client, failed: TranslationJob) -> None:
    assert "The document has no text." in admin_client.get(f"{LIST}{failed.pk}/change/").content.decode()
    assert admin_client.get(f"{LIST}{failed.pk}/file/output").status_code == 404
    assert admin_client.get(f"{LIST}{failed.pk}/file/secrets").status_code == 404


def test_files_need_a_staff_login(client: Client, failed: TranslationJob) -> None:
    clerk = Client()
    clerk.force_login(User.objects.create_user("clerk", is_staff=True))

    assert client.get(f"{LIST}{failed.pk}/file/source").status_code == 302
    assert clerk.get(f"{LIST}{failed.pk}/file/source").status_code == 404


def test_a_failed_job_is_retried(
    admin_client: Client,
    failed: TranslationJob,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        page = act(admin_client, "retry", failed).content.decode()

    failed.refresh_from_db()
    assert (failed.status, failed.error, failed.attempts) == ("started", "", 0)
    assert OrmQ.objects.count() == 1
    assert "1 job started again" in page


def test_a_job_that_has_not_failed_is_left_alone(admin_client: Client, client: Client) -> None:
    job = TranslationJob.objects.get(pk=started(client))
    page = act(admin_client, "retry", job).content.decode()

    assert "only a failed job can be retried" in page


def test_who_may_only_look_cannot_retry(failed: TranslationJob) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_translationjob"))
    browser = Client()
    browser.force_login(clerk)
    act(browser, "retry", failed)

    failed.refresh_from_db()
    assert failed.status == "failed"


@pytest.mark.parametrize("one_by_one", [True, False])
def test_deleting_erases_rows_and_files(admin_client: Client, failed: TranslationJob, one_by_one: bool) -> None:
    if one_by_one:
        admin_client.post(f"{LIST}{failed.pk}/delete/", {"post": "yes"})
    else:
        act(admin_client, "delete_selected", failed, post="yes")

    assert not TranslationJob.objects.exists()
    assert not default_storage.exists(failed.source_file)


def test_uploads_are_listed_and_erased_with_their_files(admin_client: Client, client: Client) -> None:
    client.post("/api/v1/upload", {"file": upload_of()})
    upload = Upload.objects.get()
    assert "book.txt" in admin_client.get("/admin/jobs/upload/").content.decode()

    admin_client.post(f"/admin/jobs/upload/{upload.pk}/delete/", {"post": "yes"})

    assert not Upload.objects.exists()
    assert not default_storage.exists(upload.file)


def test_jobs_are_not_made_by_hand(admin_client: Client) -> None:
    assert admin_client.get(f"{LIST}add/").status_code == 403


def test_a_session_is_dead_after_its_logout(admin_client: Client) -> None:
    copied = Client()
    copied.cookies.load({"sessionid": admin_client.cookies["sessionid"].value})
    assert copied.get(LIST).status_code == 200

    admin_client.post("/admin/logout/")

    assert copied.get(LIST).status_code == 302


@pytest.mark.parametrize("query", ["", "?created_at__year=99999", "?created_at__year=0", "?q=%00", "?p=x"])
def test_what_cannot_be_asked_of_a_list_is_no_failure_of_the_server(admin_client: Client, query: str) -> None:
    for rows in ("translationjob", "upload"):
        chosen = {"action": "delete_selected", "_selected_action": "no-id"}
        assert admin_client.get(f"/admin/jobs/{rows}/{query}", follow=True).status_code == 200
        assert admin_client.post(f"/admin/jobs/{rows}/{query}", chosen, follow=True).status_code == 200
