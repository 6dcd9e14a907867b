"""What is checked before a document is opened, through the API and on the page."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from jobs.files.abandoned_uploads import delete_abandoned_uploads
from jobs.models import TranslationJob, Upload
from jobs.tasks import work
from jobs.testing.documents import ENGLISH, started, translate, upload_of

pytestmark = pytest.mark.django_db(transaction=True)

UPLOAD = "/api/v1/upload"
ROOM = 10**18  # bytes that no disk has free
PATHS = ("/etc/passwd", "..\\..\\boot.ini", "../../../etc/passwd", "C:\\Windows\\system.ini", "\\\\host\\share\\x")
NAMES = (
    *PATHS,
    "....//....//etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/x", "file:///etc/passwd", "~/x", "~root", "/",
    "\\", ".", "..", "...", ".htaccess", "-rf", "--help", "$(id)", "`id`", "; rm -rf ~", "| id", "&& id",
    "a\0b", "a\nb", "a\r\nX: y", "a\tb", "a\x1b[31mb", "a\x7fb", "a\x85b", "\u202egnp.exe", "a\u200bb",
    "a\u2028b", "\ufeffa", "a\u00adb", "\u2066a\u2069", "раypal", "ﬁle", "e\u0301", "\U0001f4a9", "名前", "اسم",
    "CON", "NUL.txt", "COM1", "aux", "LPT9.txt", "a:stream", "a::$DATA", "a.", "a ", " a", "a" * 4_000,
    "é" * 300, "a." + "b" * 300, "<script>alert(1)</script>", "a\"b", "a'b", "a;b", "a,b", "{{7*7}}", "%s%n",
    "=1+1", "' OR 1=1 --", "",
)  # fmt: skip


def code_of(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code", "")


def test_a_file_is_refused_while_it_arrives(client: Client, settings: Settings) -> None:
    """The length that is announced leaves room for a form, so it is the arriving file that is stopped."""
    settings.MAX_UPLOAD_BYTES = 10_000

    for path in ("/api/v1/translate", UPLOAD):
        response = client.post(path, {"file": upload_of("x" * 500_000), "target_language": "pt"})
        assert code_of(response) == (413, "over_limit")
    page = client.post("/", {"file": upload_of("x" * 500_000), "target_language": "pt"})

    assert page.status_code == 413
    assert "larger than" in page.content.decode()
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"))


def test_nothing_is_taken_in_when_the_disk_is_nearly_full(client: Client, settings: Settings) -> None:
    upload = client.post(UPLOAD, {"file": upload_of()}).json()["upload_id"]
    job = started(client)
    settings.MIN_FREE_BYTES = ROOM

    assert code_of(translate(client)) == (507, "disk_full")
    assert code_of(client.post(UPLOAD, {"file": upload_of()})) == (507, "disk_full")
    again = client.post("/api/v1/translate", {"upload_id": upload, "target_language": "pt"})
    assert code_of(again) == (507, "disk_full")
    assert again.headers["Retry-After"]
    assert client.post("/", {"file": upload_of(), "target_language": "pt"}).status_code == 507
    assert client.get("/api/v1/jobs").status_code == 200
    assert client.delete(f"/api/v1/jobs/{job}").status_code == 204


def test_a_storage_that_cannot_be_written_to_is_reported_and_leaves_nothing(client: Client, settings: Settings) -> None:
    storage = Path(default_storage.path(""))
    hidden = storage.with_name("away")
    if storage.exists():
        storage.rename(hidden)
    storage.write_text("A file where the folder should be.")
    try:
        assert code_of(translate(client)) == (507, "storage_unwritable")
        assert code_of(client.post(UPLOAD, {"file": upload_of()})) == (507, "storage_unwritable")
    finally:
        storage.unlink()
        if hidden.exists():
            hidden.rename(storage)

    assert not TranslationJob.objects.exists()
    assert not Upload.objects.exists()
    started(client)


@pytest.fixture
def small_disk(settings: Settings) -> Iterator[Path]:
    """The storage on a disk of its own, of 64 kB."""
    storage = Path(default_storage.path(""))
    storage.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", storage], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small disk is left to root")
    yield storage
    subprocess.run(["umount", "--lazy", storage], check=True)


def test_a_disk_that_gets_full_is_reported_and_leaves_nothing(client: Client, small_disk: Path) -> None:
    assert code_of(translate(client, ENGLISH * 1_000)) == (507, "disk_full")

    assert not [path for path in small_disk.rglob("*") if path.is_file()]
    assert not TranslationJob.objects.exists()
    started(client)


def test_a_visitor_has_so_many_jobs_and_another_has_them_too(client: Client, settings: Settings) -> None:
    settings.MAX_JOBS_OF_VISITOR = 2
    job = started(client)
    started(client)

    refused = translate(client)
    assert code_of(refused) == (429, "queue_full")
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json()["detail"].startswith("2 of your documents")
    page = client.post("/", {"file": upload_of(), "source_language": "en", "target_language": "pt"})
    assert "2 of your documents" in page.content.decode()
    started(Client())
    client.delete(f"/api/v1/jobs/{job}")
    started(client)


def test_a_user_may_have_more_jobs_than_a_visitor(client: Client, settings: Settings) -> None:
    settings.MAX_JOBS_OF_VISITOR, settings.MAX_JOBS_OF_USER = 1, 2
    client.force_login(User.objects.create_user("ana"))
    started(client)
    started(client)

    assert code_of(translate(client)) == (429, "queue_full")


def test_visitors_who_forget_their_cookie_share_what_all_may_have(settings: Settings) -> None:
    settings.MAX_JOBS = 2
    started(Client())
    started(Client())

    assert code_of(translate(Client())) == (429, "queue_full")


def test_what_a_killed_process_was_receiving_is_deleted(settings: Settings) -> None:
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    old, new = folder / "tmp1.upload.pdf", folder / "tmp2.upload.pdf"
    for file in (old, new):
        file.write_text("half of a doc")
    os.utime(old, (time.time() - 7_200,) * 2)

    assert delete_abandoned_uploads() == 1
    assert (old.exists(), new.exists()) == (False, True)
    new.unlink()


def test_a_name_is_text_and_never_a_path(client: Client, settings: Settings) -> None:
    settings.MAX_JOBS_OF_VISITOR = 1_000
    done = TranslationJob.objects.filter(pk=started(client))
    work()

    for name in NAMES:
        response = post_named(client, f"{name}a.txt")
        if "\r\n" in name or len(name) > 1_000:
            # The one ends its line, the other is longer than the head of a part of a form may be.
            assert response.status_code == 400
            continue
        assert response.status_code == 202, (name, response.content)
        job = TranslationJob.objects.get(pk=response.json()["job_id"])
        assert job.source_file == f"jobs/{job.pk}/source.txt", name
        assert len(job.filename) <= 255
        assert not set(job.filename) & set("/\\\0\n\r\t\x1b\u202e\u2028"), name
        done.update(filename=job.filename)
        assert is_safe(client.head(f"/api/v1/download/{done.get().pk}").headers["Content-Disposition"]), name
    folders = [Path(default_storage.path(job.folder)) for job in TranslationJob.objects.all()]
    made = [path.name for folder in folders for path in folder.iterdir()]
    assert made
    assert all(re.fullmatch(r"source\.\w+|segments\S*|[0-9a-f-]{36}\S*", name) for name in made), made


def post_named(client: Client, name: str) -> Any:
    """Send a document under a name as it stands, which the test client would tidy up."""
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: x/y\r\n\r\n'
    fields = {"source_language": "en", "target_language": "pt", "engine": "pseudo"}
    others = "".join(f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n' for key in fields)
    body = f"{others}{head}{ENGLISH}\r\n--b--\r\n".encode("utf-8", "surrogatepass")
    return client.generic("POST", "/api/v1/translate", body, "multipart/form-data; boundary=b")


def is_safe(disposition: str) -> bool:
    """Whether the header of a download names one file, in no folder, and says nothing else."""
    parsed = Message()
    parsed["Content-Disposition"] = disposition
    name = parsed.get_filename() or ""
    return (
        parsed.get_content_disposition() == "attachment"
        and name.startswith("translated_")
        and not set(name) & set("/\\")
    )
