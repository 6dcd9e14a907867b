"""The log says what happened to which request and job, and never a word of a document or its name."""

import io
import json
import logging
import os
import re
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import Settings

from jobs.models import ClusterLiveness, TranslationJob
from jobs.monitoring import health
from jobs.monitoring.logs import JsonLines, TextLines
from jobs.tasks import work
from jobs.testing.cluster import database_url
from jobs.testing.documents import break_glossary, make_job, pdf, started, upload_of
from translation.exceptions import SandboxCrashed
from translation.formats.base import ReadOptions
from translation.languages.tags import LanguageInvalid, parse_language
from translation.sandbox.client import Sandbox
from translation.sandbox.redaction import outline_of_text
from translation.testing.servers import KEY, Answer, LibreTranslate
from translation.testing.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

# These stand in the texts and names of the documents here, and nowhere else.
WORDS = ("quixotry", "zugzwang", "syzygy")
NAME = "syzygy plans.pdf"
TEXT = "The quixotry of the plan was a zugzwang for the board. Nobody knew what was to be done with it on that day."


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what a production server writes to its log at the most detailed level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, jobs = logging.getLogger(), logging.getLogger("jobs")
    before = jobs.level
    root.addHandler(handler)
    jobs.setLevel(logging.DEBUG)
    yield stream
    jobs.setLevel(before)
    root.removeHandler(handler)


def lines_of(log: io.StringIO | Path, logger: str = "") -> list[dict[str, Any]]:
    text = log.getvalue() if isinstance(log, io.StringIO) else log.read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return [line for line in lines if line["logger"].startswith(logger)]


def words_in(log: io.StringIO | Path) -> list[str]:
    text = log.getvalue() if isinstance(log, io.StringIO) else log.read_text()
    return [word for word in WORDS if word in text.lower()]


def test_a_request_is_one_line_with_the_pattern_of_its_path(client: Client, log: io.StringIO) -> None:
    job = make_job()

    answer = client.get(f"/api/v1/status/{job.pk}?name=syzygy", headers={"x-request-id": "from-the-proxy-1"})

    (line,) = lines_of(log)
    assert answer["X-Request-ID"] == line["request_id"] == "from-the-proxy-1"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/status/<job_id>/", 200)
    assert (line["job_id"], line["level"]) == (str(job.pk), "DEBUG")
    assert line["milliseconds"] > 0
    assert words_in(log) == []


@pytest.fixture
def watched(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose metrics need a token, and which is checked at each call of `readyz`."""
    settings.METRICS_TOKEN = "a-token-for-prometheus"
    monkeypatch.setattr(health, "REUSE_SECONDS", 0.0)


def test_polls_that_succeed_are_logged_for_debugging_alone(
    client: Client, log: io.StringIO, settings: Settings, watched: None
) -> None:
    job = make_job()
    ClusterLiveness(workers=1).report()
    for path in (f"/api/v1/status/{job.pk}", "/livez", "/readyz", "/metrics"):
        answer = client.get(path, headers={"authorization": f"Bearer {settings.METRICS_TOKEN}"})
        assert answer.status_code == 200, answer.content

    levels = [line["level"] for line in lines_of(log, "jobs.monitoring.requests")]
    assert levels == ["DEBUG"] * 4


def test_polls_that_fail_and_all_other_requests_are_logged(
    client: Client, log: io.StringIO, settings: Settings, watched: None
) -> None:
    settings.MIN_FREE_BYTES = 10**18
    job = make_job()
    paths = ("/api/v1/status/nonsense", "/metrics", "/readyz", f"/jobs/{job.pk}", "/api/v1/jobs", "/api/v1/formats")
    statuses = [client.get(path).status_code for path in paths]

    levels = [line["level"] for line in lines_of(log, "jobs.monitoring.requests")]
    assert statuses == [404, 401, 503, 200, 200, 200]
    assert levels == ["INFO", "INFO", "WARNING", "INFO", "INFO", "INFO"]


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with a space in it", 'quote"quote', "line\\nline1"])
def test_a_request_id_that_is_not_sane_is_replaced(client: Client, given: str) -> None:
    ids = {client.get("/livez", headers={"x-request-id": given})["X-Request-ID"] for _ in range(2)}

    assert len(ids) == 2
    assert given not in ids


def test_paths_that_hold_a_name_are_not_logged(client: Client, log: io.StringIO) -> None:
    paths = ("/api/v1/download/syzygy.pdf", "/syzygy.pdf", "/jobs/syzygy", "/api/v1/syzygy", "/admin/syzygy/")

    assert [client.get(path).status_code for path in paths] == [404, 404, 404, 404, 302]

    assert len(lines_of(log)) == 5
    assert words_in(log) == []


def test_what_is_refused_is_logged_without_its_words(client: Client, log: io.StringIO) -> None:
    client.post("/api/v1/translate", {"file": upload_of(b"%PDF-1.4 syzygy", NAME), "target_language": "syzygy"})
    client.post("/api/v1/translate", "{syzygy", content_type="application/json")
    client.get("/api/v1/formats", headers={"host": "syzygy.example.org"})
    Client(enforce_csrf_checks=True).post("/", {"name": "syzygy"})

    assert [line["status"] for line in lines_of(log, "jobs.monitoring.requests")] == [400, 400, 400, 403]
    assert words_in(log) == []


def test_the_job_of_a_request_and_its_work_bear_the_same_id(client: Client, log: io.StringIO) -> None:
    job_id = started(client, pdf(TEXT), NAME)
    work(job_id)

    assert TranslationJob.objects.get().status == "completed"
    by_message = {line["message"]: line for line in lines_of(log, "jobs.") if line.get("job_id") == job_id}
    assert {"The job waits for a worker.", "Attempt 1 starts.", "The job is completed."} <= set(by_message)
    assert by_message["The job waits for a worker."]["request_id"]
    assert words_in(log) == []


def test_an_unforeseen_error_is_logged_with_its_place_and_without_its_words(log: io.StringIO) -> None:
    job = make_job(pdf(TEXT), NAME, format="pdf")
    break_glossary(job, "syzygy")

    work(str(job.pk))

    (line,) = [line for line in lines_of(log) if line["level"] == "ERROR"]
    assert line["job_id"] == str(job.pk)
    assert "translation/glossaries/terms.py" in line["error"]
    assert line["error"].endswith("\nTypeError")
    assert words_in(log) == []


def test_an_unforeseen_error_of_a_request_is_logged_once_with_its_traceback(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_translationjob RENAME TO away")
    try:
        answer = client.get("/api/v1/status/0340f5da-7265-476c-881a-14f0cfe161c8")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO jobs_translationjob")

    assert answer.status_code == 500
    (error,) = [line for line in lines_of(log) if "error" in line]
    assert error["request_id"] == answer["X-Request-ID"]
    assert "jobs/api/status.py" in error["error"]
    assert [line["status"] for line in lines_of(log, "jobs.monitoring")] == [500]


def test_an_engine_that_quotes_the_text_in_its_error_is_not_quoted(log: io.StringIO, settings: Settings) -> None:
    with LibreTranslate.running() as server:
        server.faults = [Answer({"error": f"I cannot translate {TEXT}"}, 400)] * 50
        settings.ENGINE_SETTINGS = {"libretranslate": {"address": server.address, "key": KEY, "patience": "0"}}
        job = make_job(TEXT.encode(), options={"engine": "libretranslate"})
        TranslationJob.objects.update(options={"engine": "libretranslate"})
        work(str(job.pk))

    assert server.asked
    assert "engine_failed" in log.getvalue()
    assert words_in(log) == []


def test_a_sandbox_that_died_is_logged_with_its_exit_code(log: io.StringIO, tmp_path: Path) -> None:
    source = tmp_path / NAME
    source.write_bytes(pdf(TEXT))
    with Sandbox(source, NAME) as document:
        document.kill()
        with pytest.raises(SandboxCrashed):
            list(document.read(ReadOptions()))

    (line,) = lines_of(log, "translation.sandbox.client")
    assert "exit code -9" in line["message"]
    assert words_in(log) == []


def test_of_what_a_sandbox_printed_the_kinds_and_places_of_errors_remain() -> None:
    with pytest.raises(LanguageInvalid) as refused:
        parse_language("zugzwang")
    printed = "MuPDF error: unknown keyword: 'syzygy'\n" + "".join(traceback.format_exception(refused.value))

    outline = outline_of_text(printed + "quixotry.Syzygy: zugzwang\nSyzygy\n")

    assert "zugzwang" in printed
    assert re.fullmatch(
        r"LanguageInvalid jobs/tests/monitoring/test_logs\.py:\d+( translation/languages/tags\.py:\d+)+", outline
    )
    assert not any(word in outline.lower() for word in WORDS)


def test_lines_for_people_name_the_job_too() -> None:
    fields = {"name": "jobs", "msg": "Attempt %s begins.", "args": (1,), "job_id": "0340f5da"}

    line = TextLines().format(logging.makeLogRecord(fields))

    assert "jobs: Attempt 1 begins. job_id=0340f5da" in line


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def service(log: Path, **environment: str) -> Iterator[str]:
    """Run a web server and a cluster on the database of this test, and yield the address.

    All that they print goes into one file.
    """
    port = str(free_port())
    web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "translator_site.wsgi:application"]
    commands = [[sys.executable, "-m", *web], [sys.executable, "manage.py", "runcluster"]]
    given = {**os.environ, "DATABASE_URL": database_url(), "DATA": str(settings.DATA), "WORKERS": "1", **environment}
    with ExitStack() as stack, log.open("wb") as file:
        for command in commands:
            process = subprocess.Popen(command, env=given, cwd=settings.BASE_DIR, stdout=file, stderr=file)
            stack.callback(process.wait, 20)
            stack.callback(process.terminate)
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(f"{address}/livez"))
        yield address


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.ConnectionError:
        return False


def test_a_service_that_logs_all_that_it_can_says_no_word_of_its_documents(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with service(log, LOG_LEVEL="DEBUG", LOG_FORMAT="json") as address:
        whole, damaged = pdf(TEXT), b"%PDF-1.7 syzygy"
        fields = {"source_language": "en", "target_language": "pt", "engine": "pseudo"}
        documents = (NAME, whole), (NAME, damaged), ("syzygy.txt", TEXT.encode()), ("syzygy.exe", b"MZ")
        statuses = [
            requests.post(f"{address}/api/v1/translate", fields, files={"file": each}, timeout=30).status_code
            for each in documents
        ]
        requests.get(f"{address}/api/v1/download/{NAME}", timeout=30)
        requests.get(f"{address}/?file={NAME}", timeout=30)
        wait_until(lambda: not TranslationJob.objects.filter(status__in=("started", "processing")).exists())

    assert statuses == [202, 400, 202, 400]
    assert set(TranslationJob.objects.values_list("status", flat=True)) == {"completed"}
    assert len([line for line in lines_of(log) if line["message"] == "The job is completed."]) == 2
    assert {"jobs.monitoring.requests", "jobs.worker.attempt", "_granian.serve"} <= {
        line["logger"] for line in lines_of(log)
    }
    assert words_in(log) == []
