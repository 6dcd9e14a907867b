import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from jobs.intake.submission import clean_filename
from jobs.models import TranslationJob, Upload
from jobs.testing.documents import ENGLISH, GERMAN, WITHOUT_LANGUAGE, pdf, started, translate, upload_of
from jobs.worker.sweeping import sweep

pytestmark = pytest.mark.django_db

TRANSLATE = "/api/v1/translate"


def test_a_document_is_accepted_and_says_where_to_look(client: Client) -> None:
    response = translate(client)

    assert response.status_code == 202
    answer = response.json()
    assert set(answer) == {"job_id", "status", "status_url", "download_url"}
    assert answer["status"] == "started"
    assert answer["status_url"] == f"http://testserver/api/v1/status/{answer['job_id']}"
    assert answer["download_url"] == f"http://testserver/api/v1/download/{answer['job_id']}"
    assert response["Location"] == answer["status_url"]


def test_it_answers_with_a_slash_at_the_end_too(client: Client) -> None:
    response = client.post(
        f"{TRANSLATE}/", {"file": upload_of(), "source_language": "en", "target_language": "pt", "engine": "pseudo"}
    )

    assert response.status_code == 202


def test_the_job_keeps_what_was_asked_for(client: Client) -> None:
    wishes = {"pages": "1-2", "output": "alternating", "smallest_scale": "0.8", "format_preservation": "false"}
    job = TranslationJob.objects.get(pk=started(client, pdf(ENGLISH, ENGLISH), "Report.pdf", **wishes))

    assert (job.filename, job.format, job.source_language, job.target_language) == ("Report.pdf", "pdf", "en", "pt")
    assert job.options == {"engine": "pseudo", "pages": "1-2", "output": "alternating", "smallest_scale": 0.8}
    assert job.format_preservation is False


def test_the_file_is_stored_in_the_folder_of_the_job_and_not_under_its_own_name(client: Client) -> None:
    job = TranslationJob.objects.get(pk=started(client, name="../../etc/passwd.txt"))

    assert job.filename == "passwd.txt"
    assert job.source_file == f"jobs/{job.pk}/source.txt"
    with default_storage.open(job.source_file) as stored:
        assert stored.read() == ENGLISH.encode()


def test_a_worker_is_called_once_the_row_is_there(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job_id = started(client)

    (message,) = OrmQ.objects.all()
    assert message.task["args"] == (job_id,)


def test_format_preservation_is_on_unless_said_otherwise(client: Client) -> None:
    assert TranslationJob.objects.get(pk=started(client)).format_preservation is True


@pytest.mark.parametrize(
    ("written", "stored"),
    [("de", "de"), ("German", "de"), ("gErMaN", "de"), ("PT-br", "pt-BR"), ("Brazilian Portuguese", "pt-BR")],
)
def test_languages_are_codes_or_english_names_in_any_case(client: Client, written: str, stored: str) -> None:
    job_id = started(client, target_language=written)

    assert TranslationJob.objects.get(pk=job_id).target_language == stored


@pytest.mark.parametrize("fields", [{"source_language": "auto"}, {"source_language": "AUTO"}, {"source_language": ""}])
def test_auto_becomes_the_language_that_the_document_is_in(client: Client, fields: dict[str, str]) -> None:
    job_id = started(client, GERMAN, **fields)

    assert TranslationJob.objects.get(pk=job_id).source_language == "de"


def test_no_source_language_means_auto(client: Client) -> None:
    response = client.post(TRANSLATE, {"file": upload_of(GERMAN), "target_language": "pt", "engine": "pseudo"})

    assert TranslationJob.objects.get(pk=response.json()["job_id"]).source_language == "de"


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_an_empty_source_language_in_json_means_auto(client: Client, nothing: str | None) -> None:
    upload_id = client.post("/api/v1/upload", {"file": upload_of(GERMAN)}).json()["upload_id"]
    fields = {"upload_id": upload_id, "target_language": "pt", "engine": "pseudo", "source_language": nothing}
    response = client.post(TRANSLATE, fields, "application/json")

    assert TranslationJob.objects.get(pk=response.json()["job_id"]).source_language == "de"


def test_a_language_that_cannot_be_detected_is_asked_for(client: Client) -> None:
    response = translate(client, WITHOUT_LANGUAGE, source_language="auto")

    assert response.status_code == 400
    assert "could not be detected" in response.json()["source_language"][0]


def test_equal_languages_are_refused_in_so_many_words(client: Client) -> None:
    response = translate(client, source_language="pt", target_language="Portuguese")

    assert response.status_code == 400
    assert "are the same (Portuguese)" in response.json()["target_language"][0]


def test_a_document_that_turns_out_to_be_in_the_target_language_is_refused(client: Client) -> None:
    response = translate(client, GERMAN, source_language="auto", target_language="de")

    assert response.status_code == 400
    assert "are the same (German)" in response.json()["target_language"][0]


def test_an_unknown_language_is_answered_with_those_that_there_are(client: Client) -> None:
    response = translate(client, target_language="Klingon")

    assert response.status_code == 400
    (text,) = response.json()["target_language"]
    assert "Klingon" in text
    assert "English (en)" in text
    assert "Portuguese (pt)" in text


def test_an_impossible_target_is_answered_with_the_possible_ones(client: Client) -> None:
    response = translate(client, engine="firefox", target_language="ja")

    assert response.status_code == 400
    (text,) = response.json()["target_language"]
    assert "from English into Japanese" in text
    assert "Portuguese (pt)" in text


def test_an_impossible_source_is_answered_with_the_possible_ones(client: Client) -> None:
    response = translate(client, engine="firefox", source_language="ja")

    assert response.status_code == 400
    (text,) = response.json()["source_language"]
    assert "from Japanese" in text
    assert "English (en)" in text


def test_wrong_fields_are_named_one_by_one(client: Client) -> None:
    response = client.post(TRANSLATE, {"engine": "babelfish", "source_language": "xyzzy"})

    assert response.status_code == 400
    assert set(response.json()) == {"engine", "source_language", "target_language"}


def test_a_request_without_a_document_says_what_to_send(client: Client) -> None:
    response = client.post(TRANSLATE, {"source_language": "en", "target_language": "pt"})

    assert response.status_code == 400
    assert response.json() == {"file": ["Send a file, or the upload_id of an earlier upload."]}


def test_a_request_with_two_documents_is_refused(client: Client) -> None:
    response = translate(client, upload_id=str(uuid.uuid4()))

    assert response.status_code == 400
    assert "not both" in response.json()["upload_id"][0]


def test_broken_json_is_a_bad_request(client: Client) -> None:
    response = client.post(TRANSLATE, "{", content_type="application/json")

    assert response.status_code == 400
    assert "detail" in response.json()


@pytest.mark.parametrize("pages", ["0", "3-1", "a", "1,,2", "1-", "²", "1;2", "-1"])
def test_pages_that_make_no_sense_are_refused(client: Client, pages: str) -> None:
    response = translate(client, pdf(ENGLISH, ENGLISH, ENGLISH), "three.pdf", pages=pages)

    assert response.status_code == 400
    assert "1-3,7" in response.json()["pages"][0]


def test_a_page_that_the_document_does_not_have_is_refused(client: Client) -> None:
    response = translate(client, pdf(ENGLISH, ENGLISH), "two.pdf", pages="1,3")

    assert response.status_code == 400
    assert response.json() == {"pages": ["There is no page 3. The last page is 2."]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("output", "upside_down"),
        ("smallest_scale", "0.39"),
        ("smallest_scale", "1.01"),
        ("smallest_scale", "nan"),
        ("smallest_scale", "small"),
        ("ocr", "maybe"),
    ],
)
@pytest.mark.parametrize("content_type", ["application/json", None])
def test_options_that_make_no_sense_are_refused_by_name(
    client: Client, field: str, value: str, content_type: str | None
) -> None:
    upload_id = client.post("/api/v1/upload", {"file": upload_of()}).json()["upload_id"]
    fields = {"upload_id": upload_id, "target_language": "pt", "engine": "pseudo", field: value}
    response = client.post(TRANSLATE, fields, content_type) if content_type else client.post(TRANSLATE, fields)

    assert response.status_code == 400
    assert set(response.json()) == {field}
    assert not TranslationJob.objects.exists()


@pytest.mark.parametrize("output", ["side_by_side", "alternating"])
def test_a_text_has_no_pages_to_set_beside_each_other(client: Client, output: str) -> None:
    response = translate(client, output=output)

    assert response.status_code == 400
    (text,) = response.json()["output"]
    assert text.endswith("Choose one of: translated, both.")


def test_a_box_without_its_tick_counts_as_no(client: Client) -> None:
    page = client.get(TRANSLATE, headers={"Accept": "text/html"}).content.decode()
    hidden = '<input type="hidden" name="format_preservation" value="false">'
    assert page.index(hidden) < page.index('<input type="checkbox" name="format_preservation" value="true" checked>')

    for sent, kept in ((["false"], False), (["false", "true"], True)):
        job_id = started(client, format_preservation=sent)
        assert TranslationJob.objects.get(pk=job_id).format_preservation is kept


def rename(table: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_wake_up_fails_is_accepted_and_woken_by_a_sweep(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    rename("django_q_ormq", "away")
    try:
        response = translate(client)
    finally:
        rename("away", "django_q_ormq")

    assert response.status_code == 202
    assert "django_q_ormq" in caplog.text
    assert sweep().woken == 1


def test_pages_of_a_text_are_refused(client: Client) -> None:
    response = translate(client, pages="1")

    assert response.status_code == 400
    assert "no pages" in response.json()["pages"][0]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.pdf", "empty"),
        (b"  \n", "blank.txt", "empty"),
        (b"This is a text.", "text.pdf", "not_a_pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture.png", "unsupported_format"),
        (b"%PDF-1.7\n" + b"nothing of a PDF follows " * 50, "damaged.pdf", "unreadable"),
        (pdf(ENGLISH, password="secret"), "locked.pdf", "encrypted"),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/translate", "/api/v1/upload", "/api/v1/jobs"])
def test_a_bad_file_is_refused_with_a_code_and_what_to_do(
    client: Client, path: str, content: bytes, name: str, code: str
) -> None:
    fields = {} if path.endswith("upload") else {"source_language": "en", "target_language": "pt"}
    response = client.post(path, {"file": upload_of(content, name), **fields})

    assert response.status_code == 400
    answer = response.json()
    assert set(answer) == {"code", "detail"}
    assert answer["code"] == code
    assert len(answer["detail"]) > 20
    assert not TranslationJob.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("excess", [1, 2_000_000])
@pytest.mark.parametrize("path", ["/api/v1/translate", "/api/v1/upload"])
def test_a_file_over_the_limit_is_refused(client: Client, settings: Settings, path: str, excess: int) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    response = client.post(path, {"file": upload_of("a" * (1000 + excess)), "target_language": "pt"})

    assert response.status_code == 413
    assert response.json()["code"] == "over_limit"


class TestUploads:
    def test_an_upload_answers_what_the_document_is(self, client: Client) -> None:
        content = pdf(ENGLISH, ENGLISH)
        response = client.post("/api/v1/upload", {"file": upload_of(content, "book.pdf")})

        assert response.status_code == 201
        upload = Upload.objects.get()
        assert response.json() == {
            "upload_id": str(upload.pk),
            "filename": "book.pdf",
            "size": len(content),
            "pages": 2,
            "detected_language": "en",
            "detection_confidence": upload.detection_confidence,
        }
        assert 0.5 < (upload.detection_confidence or 0) <= 1
        assert upload.file == f"uploads/{upload.pk}/source.pdf"

    def test_what_an_upload_does_not_have_is_null(self, client: Client) -> None:
        answer = client.post("/api/v1/upload/", {"file": upload_of(WITHOUT_LANGUAGE)}).json()

        assert answer["pages"] is None
        assert answer["detected_language"] is None
        assert 0 <= answer["detection_confidence"] < 0.5

    def test_an_upload_needs_a_file(self, client: Client) -> None:
        response = client.post("/api/v1/upload", {})

        assert response.status_code == 400
        assert set(response.json()) == {"file"}

    @pytest.mark.parametrize("content_type", ["application/json", None])
    def test_it_is_translated_into_several_languages(self, client: Client, content_type: str | None) -> None:
        upload_id = self.uploaded(client)
        for target in ("pt", "de"):
            response = self.order(client, content_type, upload_id=upload_id, target_language=target)
            assert response.status_code == 202

        first, second = TranslationJob.objects.all()
        assert first.source_file != second.source_file
        assert {first.target_language, second.target_language} == {"pt", "de"}
        assert default_storage.exists(first.source_file)
        assert default_storage.exists(Upload.objects.get().file)

    @pytest.mark.parametrize("form", ["{}", "{}.pdf", "uploads/{}.txt", "uploads/{}/x.pdf", "C:\\files\\{}.txt"])
    def test_a_file_path_counts_by_the_id_in_it(self, client: Client, form: str) -> None:
        path = form.format(self.uploaded(client))

        assert self.order(client, "application/json", file_path=path).status_code == 202

    @pytest.mark.parametrize("path", [str(uuid.UUID(int=7)), "book.txt", "../../etc/passwd", "/", "a\0b"])
    @pytest.mark.parametrize("field", ["upload_id", "file_path"])
    def test_an_unknown_upload_is_not_found(self, client: Client, field: str, path: str) -> None:
        response = self.order(client, "application/json", **{field: path})

        assert response.status_code in ((404,) if "\0" not in path else (400, 404))
        if response.status_code == 404:
            assert response.json() == {"detail": "Upload not found"}

    def test_an_upload_whose_file_is_gone_is_not_found(self, client: Client) -> None:
        upload_id = self.uploaded(client)
        default_storage.delete(Upload.objects.get().file)

        assert self.order(client, "application/json", upload_id=upload_id).status_code == 404

    def uploaded(self, client: Client) -> str:
        return str(client.post("/api/v1/upload", {"file": upload_of()}).json()["upload_id"])

    def order(self, client: Client, content_type: str | None, **fields: Any) -> Any:
        fields = {"target_language": "pt", "engine": "pseudo", **fields}
        if content_type:
            return client.post(TRANSLATE, fields, content_type=content_type)
        return client.post(TRANSLATE, fields)


def test_pages_of_other_sites_may_not_start_jobs_in_a_visitors_browser(client: Client) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        fields = {"file": upload_of(), "source_language": "en", "target_language": "pt"}
        response = client.post(TRANSLATE, fields, headers=headers)
        assert response.status_code == 403
        assert response.json() == {"detail": "This request comes from a page of another site."}


def test_pages_of_this_site_may(client: Client) -> None:
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}):
        fields = {"file": upload_of(), "source_language": "en", "target_language": "pt", "engine": "pseudo"}
        assert client.post(TRANSLATE, fields, headers=headers).status_code == 202


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\me\\a.pdf", "a.pdf"),
        ("../a.pdf", "a.pdf"),
        ("a\0\r\nb\u202egnp.pdf", "abgnp.pdf"),
        ("Foto\u202f1.pdf", "Foto 1.pdf"),
        ("می‌خواهم.pdf", "می‌خواهم.pdf"),
        ("", "document"),
        ("/", "document"),
        ("x" * 400 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_a_file_name_is_kept_as_text_to_show(sent: str, kept: str) -> None:
    assert clean_filename(sent) == kept


def test_the_web_process_refuses_nothing_of_a_document_that_is_just_under_the_limit(
    client: Client, settings: Settings
) -> None:
    settings.MAX_UPLOAD_BYTES = len(ENGLISH.encode())

    assert translate(client).status_code == 202


def test_languages_list_what_the_engine_can_do(client: Client) -> None:
    answer = client.get("/api/v1/languages").json()

    assert answer["engine"] == settings.DEFAULT_ENGINE
    english = next(language for language in answer["languages"] if language["code"] == "en")
    assert english["name"] == "English"
    assert {"code": "pt", "name": "Portuguese"} in english["targets"]


def test_languages_of_another_engine_can_be_asked_for(client: Client) -> None:
    assert len(client.get("/api/v1/languages/?engine=pseudo").json()["languages"]) > 20
    assert client.get("/api/v1/languages/?engine=babelfish").status_code == 400


def test_formats_list_what_can_be_read(client: Client) -> None:
    answer = client.get("/api/v1/formats/").json()

    assert {"name": "pdf", "label": "PDF", "media_type": "application/pdf", "suffixes": [".pdf"]} in answer


def test_fields_left_empty_in_a_form_count_as_not_sent(client: Client) -> None:
    empty = dict.fromkeys(("upload_id", "file_path", "pages", "output", "smallest_scale", "ocr"), "")
    job = TranslationJob.objects.get(pk=started(client, GERMAN, source_language="", **empty))

    assert job.source_language == "de"
    assert job.options == {"engine": "pseudo"}
    nothing = {"upload_id": "", "engine": "", "target_language": "pt"}
    assert set(client.post(TRANSLATE, nothing).json()) == {"file"}
