import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from jobs import tasks
from jobs.models import TranslationJob
from jobs.pages import views
from jobs.testing.documents import ENGLISH, pdf, upload_of
from translation.exceptions import NoText

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _marking_engine(settings: Settings) -> None:
    settings.DEFAULT_ENGINE = "pseudo"


def post(client: Client, content: str | bytes = ENGLISH, name: str = "book.txt", **fields: Any) -> Any:
    fields = {"source_language": "auto", "target_language": "pt", "pages": "", **fields}
    return client.post("/", {"file": upload_of(content, name), **fields})


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_page_offers_what_is_installed(client: Client, settings: Settings) -> None:
    settings.DEFAULT_ENGINE = "firefox"
    page = client.get("/").content.decode()

    assert '<option value="auto"' in page
    assert '<option value="pt"' in page
    assert '<option value="ja"' not in page


def test_a_document_becomes_a_job_with_a_page_of_its_own(client: Client) -> None:
    response = post(client)

    job = TranslationJob.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/jobs/{job.pk}"
    assert (job.source_language, job.target_language, job.filename) == ("en", "pt", "book.txt")


def test_the_page_of_a_running_job_loads_itself_again_without_scripts(client: Client) -> None:
    page = client.get(post(client)["Location"]).content.decode()

    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert 'data-job="started"' in page


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_finished_job_offers_the_file_and_rests(client: Client) -> None:
    address = post(client)["Location"]
    job = TranslationJob.objects.get()
    tasks.work(str(job.pk))
    page = client.get(address).content.decode()

    assert 'data-job="completed"' in page
    assert f'href="/api/v1/download/{job.pk}"' in page
    assert 'http-equiv="refresh"' not in page


def test_a_failed_job_says_why(client: Client) -> None:
    address = post(client)["Location"]
    job = TranslationJob.objects.get()
    assert job.claim()
    assert job.fail(NoText("The document has no text."))

    assert "The document has no text." in text_of(client.get(address))


def test_the_page_lists_the_jobs_of_this_browser_alone(client: Client) -> None:
    post(client, name="mine.txt")
    post(Client(), name="theirs.txt")
    page = text_of(client.get("/"))

    assert "mine.txt" in page
    assert "theirs.txt" not in page


def test_a_job_can_be_looked_at_by_its_address_and_deleted_by_its_maker_alone(client: Client) -> None:
    address = post(client)["Location"]
    stranger = Client()

    assert "Delete" not in text_of(stranger.get(address))
    assert stranger.post(f"{address}/delete").status_code == 404
    assert "Delete" in text_of(client.get(address))


def test_deleting_erases_the_row_and_the_files(client: Client) -> None:
    address = post(client)["Location"]
    job = TranslationJob.objects.get()
    response = client.post(f"{address}/delete")

    assert response["Location"] == "/"
    assert not TranslationJob.objects.exists()
    assert not default_storage.exists(job.source_file)
    assert client.get(address).status_code == 404


def test_a_get_deletes_nothing(client: Client) -> None:
    address = post(client)["Location"]

    assert client.get(f"{address}/delete").status_code == 405
    assert TranslationJob.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "fields", "words"),
    [
        (b"", "empty.pdf", {}, "Choose a file that has content"),
        (b"text", "text.pdf", {}, "Export the document as PDF"),
        (pdf(ENGLISH, password="x"), "locked.pdf", {}, "Save a copy without the password"),
        (b"1 + 1 = 2", "sum.txt", {}, "Choose the source language"),
        (ENGLISH.encode(), "book.txt", {"target_language": "en"}, "Choose two different languages"),
        (pdf(ENGLISH), "one.pdf", {"pages": "2"}, "The last page is 1"),
        (ENGLISH.encode(), "book.txt", {"target_language": "tlh"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    client: Client, content: bytes, name: str, fields: dict[str, str], words: str
) -> None:
    response = post(client, content, name, **fields)

    assert response.status_code == 400
    assert words in text_of(response)
    assert not TranslationJob.objects.exists()


def test_options_are_kept_with_the_job(client: Client) -> None:
    page = client.get("/").content.decode()
    assert page.index("<details") < page.index('<select name="output"') < page.index("</details>")

    post(client, pdf(ENGLISH), "a.pdf", output="side_by_side", smallest_scale="0.8", ocr="off")

    job = TranslationJob.objects.get()
    assert job.options == {"output": "side_by_side", "smallest_scale": 0.8, "ocr": "off"}


def test_options_left_out_or_empty_are_the_usual_ones(client: Client) -> None:
    post(client)
    post(client, output="", smallest_scale="", ocr="", source_language="")

    assert [(job.options, job.source_language) for job in TranslationJob.objects.all()] == [({}, "en")] * 2


def test_an_option_that_cannot_be_is_said_beside_it_with_the_options_open(client: Client) -> None:
    response = post(client, output="side_by_side")

    assert response.status_code == 400
    assert "has no pages to set beside each other" in text_of(response)
    assert '<details class="options" open>' in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_finished_job_says_what_was_done_and_what_was_not(client: Client) -> None:
    address = post(client, pdf(ENGLISH, ENGLISH, ENGLISH), "a.pdf")["Location"]
    job = TranslationJob.objects.get()
    tasks.work(str(job.pk))
    job.refresh_from_db()
    assert job.report
    problems: list[dict[str, Any]] = [{"code": "overfull", "text": "Too long.", "page": n} for n in (3, 1, 2, 2)]
    problems += [{"code": "lost", "text": f"Thing {number}.", "page": None} for number in range(6)]
    TranslationJob.objects.update(report=job.report | {"problems": problems})
    text = text_of(client.get(address))

    assert "6 paragraphs on 3 pages translated" in text
    assert "Pages 1–3: Too long. Thing 0. Thing 1. Thing 2. Thing 3. And 2 problems more." in text


def test_a_form_without_a_document_asks_for_one(client: Client) -> None:
    response = client.post("/", {"source_language": "auto", "target_language": "pt"})

    assert response.status_code == 400
    assert "Choose a document first." in text_of(response)


def test_a_document_over_the_limit_is_refused_before_it_is_read(client: Client, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    response = post(client, "a" * 2_000_000)

    assert response.status_code == 413
    assert "larger than" in text_of(response)


@pytest.mark.parametrize("path", ["/", "/sample", "/jobs/00000000-0000-0000-0000-000000000001/delete"])
def test_forms_need_the_token_of_the_site(path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403


def test_every_page_forbids_foreign_scripts_and_frames(client: Client) -> None:
    address = post(client)["Location"]
    for response in (client.get("/"), client.get(address), post(client, b"")):
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert not re.search(r"<script(?! src)|<style|\sstyle=|\son\w+=", response.content.decode())


def test_names_of_documents_are_shown_as_text(client: Client) -> None:
    page = client.get(post(client, name="<b>&.txt")["Location"]).content.decode()

    assert "&lt;b&gt;&amp;.txt" in page


def test_the_target_of_the_last_job_is_chosen_already(client: Client) -> None:
    assert '<option value="fr" selected' in client.get("/", headers={"Accept-Language": "fr-CH, en"}).content.decode()
    post(client, target_language="de")

    assert '<option value="de" selected' in client.get("/", headers={"Accept-Language": "fr-CH, en"}).content.decode()


def test_the_sample_is_translated_at_a_click(client: Client) -> None:
    response = client.post("/sample")

    job = TranslationJob.objects.get()
    assert response["Location"] == f"/jobs/{job.pk}"
    assert (job.filename, job.source_language) == ("sample.pdf", "en")
    assert "Try the sample" in text_of(client.get("/"))


def test_without_a_sample_nothing_is_offered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SAMPLE", "jobs/no-such-sample.pdf")

    assert "Try the sample" not in text_of(client.get("/"))
    assert client.post("/sample").status_code == 404


def test_the_files_of_the_page_are_there(client: Client) -> None:
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").content.decode()):
        assert (Path(views.__file__).parent.parent / "static" / address.removeprefix("/static/")).is_file()
