import uuid
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pymupdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client

from jobs import tasks
from jobs.http.file_response import attachment, requested_range
from jobs.models import TranslationJob
from jobs.testing.documents import ENGLISH, pdf, started
from translation.exceptions import NoText

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def finished(client: Client) -> TranslationJob:
    """A finished job."""
    job_id = started(client, name="Relatório “anual”.txt")
    tasks.work(job_id)
    job = TranslationJob.objects.get(pk=job_id)
    assert job.status == "completed", job.error
    return job


def get(client: Client, job: TranslationJob, **headers: str) -> Any:
    """The response to a download, with what was sent as its `body`."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    response: Any = client.get(f"/api/v1/download/{job.pk}", headers=names)
    response.body = b"".join(response) if response.streaming else response.content
    return response


def test_the_translated_file_comes_as_an_attachment(client: Client, finished: TranslationJob) -> None:
    response = get(client, finished)

    assert response.status_code == 200
    content = response.body
    assert content
    assert content != ENGLISH.encode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Length"] == str(len(content))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Disposition"] == (
        'attachment; filename="translated_Relatorio anual_pt.txt"; '
        "filename*=UTF-8''translated_Relat%C3%B3rio%20%E2%80%9Canual%E2%80%9D_pt.txt"
    )


def test_a_pdf_comes_back_as_a_pdf(client: Client) -> None:
    job_id = started(client, pdf(ENGLISH), "book.pdf")
    tasks.work(job_id)

    response = get(client, TranslationJob.objects.get(pk=job_id))

    assert response["Content-Type"] == "application/pdf"
    assert "filename*=UTF-8''translated_book_pt.pdf" in response["Content-Disposition"]
    assert response.body.startswith(b"%PDF-")


def test_both_come_as_an_archive(client: Client) -> None:
    source = pdf(ENGLISH)
    job_id = started(client, source, "Relatório.pdf", output="both")
    tasks.work(job_id)

    response = get(client, TranslationJob.objects.get(pk=job_id))

    assert response["Content-Type"] == "application/zip"
    assert "filename*=UTF-8''translated_Relat%C3%B3rio_pt.zip" in response["Content-Disposition"]
    with ZipFile(BytesIO(response.body)) as files:
        assert files.namelist() == ["original_Relatório.pdf", "translated_Relatório_pt.pdf"]
        assert files.read("original_Relatório.pdf") == source
        assert files.read("translated_Relatório_pt.pdf").startswith(b"%PDF-")


def test_a_text_comes_with_its_original_too(client: Client) -> None:
    job_id = started(client, output="both")
    tasks.work(job_id)

    with ZipFile(BytesIO(get(client, TranslationJob.objects.get(pk=job_id)).body)) as files:
        assert files.namelist() == ["original_book.txt", "translated_book_pt.txt"]
        assert files.read("original_book.txt") == ENGLISH.encode()


@pytest.mark.parametrize(("output", "pages", "width"), [("side_by_side", 2, 2), ("alternating", 4, 1)])
def test_original_and_translation_come_in_one_pdf(client: Client, output: str, pages: int, width: int) -> None:
    job_id = started(client, pdf(ENGLISH, ENGLISH), "book.pdf", output=output)
    tasks.work(job_id)

    with pymupdf.open(stream=get(client, TranslationJob.objects.get(pk=job_id)).body) as document:
        assert document.page_count == pages
        assert document[0].rect.width == width * 595
        assert "The library keeps" in document[0].get_text()


def test_a_client_that_takes_the_documents_type_alone_gets_it(client: Client, finished: TranslationJob) -> None:
    assert get(client, finished, Accept="application/pdf").status_code == 200


def test_head_answers_the_same_without_the_file(client: Client, finished: TranslationJob) -> None:
    whole = get(client, finished)
    response = client.head(f"/api/v1/download/{finished.pk}")

    assert response.status_code == 200
    assert response.content == b""
    for header in ("Content-Type", "Content-Length", "Content-Disposition", "ETag", "Last-Modified", "Accept-Ranges"):
        assert response[header] == whole[header]


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [("bytes=0-9", 0, 10), ("bytes=5-", 5, None), ("bytes=-7", -7, None), ("bytes=3-999999", 3, None)],
)
def test_a_range_is_sent_alone(client: Client, finished: TranslationJob, wanted: str, start: int, stop: int) -> None:
    whole = get(client, finished).body
    part = whole[start:stop]
    response = get(client, finished, Range=wanted)

    assert response.status_code == 206
    assert response.body == part
    first = whole.index(part)
    assert response["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
    assert response["Content-Length"] == str(len(part))


def test_a_range_beyond_the_end_cannot_be_satisfied(client: Client, finished: TranslationJob) -> None:
    size = len(get(client, finished).body)
    response = get(client, finished, Range="bytes=1000000-")

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{size}"


@pytest.mark.parametrize("wanted", ["bytes=0-1,3-4", "lines=1-2", "bytes=9-3", "bytes=-", "bytes=a-b"])
def test_what_is_no_single_range_gets_the_whole(client: Client, finished: TranslationJob, wanted: str) -> None:
    response = get(client, finished, Range=wanted)

    assert response.status_code == 200
    assert len(response.body) == int(response["Content-Length"])


def test_the_rest_is_sent_only_of_the_file_that_was_begun(client: Client, finished: TranslationJob) -> None:
    first = get(client, finished)
    for validator in (first["ETag"], first["Last-Modified"]):
        assert get(client, finished, Range="bytes=0-4", If_Range=validator).status_code == 206
    for validator in ('"another"', f"W/{first['ETag']}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        assert get(client, finished, Range="bytes=0-4", If_Range=validator).status_code == 200


def test_a_client_that_has_the_file_need_not_get_it_again(client: Client, finished: TranslationJob) -> None:
    first = get(client, finished)
    assert first["ETag"].startswith('"')
    for headers in ({"If_None_Match": first["ETag"]}, {"If_Modified_Since": first["Last-Modified"]}):
        response = get(client, finished, **headers)
        assert response.status_code == 304
        assert response["ETag"] == first["ETag"]
        assert not response.content

    assert get(client, finished, If_None_Match='"another"').status_code == 200


def test_whoever_knows_the_id_may_have_the_file(finished: TranslationJob) -> None:
    assert get(Client(), finished).status_code == 200


@pytest.mark.parametrize("job_id", [str(uuid.UUID(int=1)), "nonsense"])
def test_an_unknown_job_is_not_found(client: Client, job_id: str) -> None:
    response = client.get(f"/api/v1/download/{job_id}")

    assert response.status_code == 404
    assert response.json() == {"detail": "Job not found"}


def test_a_job_that_is_not_done_has_nothing_to_download(client: Client) -> None:
    job = TranslationJob.objects.get(pk=started(client))
    for step in (job.claim, lambda: job.fail(NoText("No text."))):
        response = client.get(f"/api/v1/download/{job.pk}", headers={"Accept": "application/pdf"})
        assert response.status_code == 409
        assert response.json() == {"detail": "Translation not completed"}
        assert step()
    assert client.get(f"/api/v1/download/{job.pk}").status_code == 409


def test_a_lost_file_is_not_found(client: Client, finished: TranslationJob) -> None:
    default_storage.delete(finished.output_file)
    response = get(client, finished)

    assert response.status_code == 404
    assert response.json() == {"detail": "Output file not found"}


@pytest.mark.parametrize(
    ("header", "size", "expected"),
    [
        ("", 10, None),
        ("bytes=0-0", 10, range(1)),
        ("bytes=9-9", 10, range(9, 10)),
        ("bytes=-20", 10, range(10)),
        ("bytes=10-", 10, range(10, 10)),
        ("bytes=-0", 10, range(10, 10)),
    ],
)
def test_ranges_count_from_nought_and_hold_their_last(header: str, size: int, expected: range | None) -> None:
    found = requested_range(header, size)

    assert (found is None) == (expected is None)
    assert list(found or ()) == list(expected or ())


def test_a_name_cannot_break_out_of_its_header() -> None:
    assert attachment('a"b\\c%d.pdf') == "attachment; filename=\"a_b_c_d.pdf\"; filename*=UTF-8''a%22b%5Cc%25d.pdf"
