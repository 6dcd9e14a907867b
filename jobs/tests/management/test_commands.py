"""The management commands, run in a shell where the exit code matters."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pymupdf
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from jobs.models import TranslationJob
from jobs.tasks import work
from jobs.testing.commands import translatefile
from jobs.testing.documents import ENGLISH, make_job, pdf


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.txt"
    path.write_text(ENGLISH)
    return path


def test_translatefile_translates_and_reports(book: Path, tmp_path: Path) -> None:
    target, report = tmp_path / "livro.txt", tmp_path / "report.json"

    ended = translatefile(book, target, "--from", "English", "--to", "pt", "--report", report)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert "biblioteca" in target.read_text()
    written = json.loads(report.read_text())
    assert (written["engine"], written["source_language"], written["target_language"]) == ("firefox", "en", "pt")
    assert set(written["seconds"]) == {"read", "translate", "write"}


def test_translatefile_recognises_the_language_and_writes_pdf(tmp_path: Path) -> None:
    source, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    source.write_bytes(pdf(ENGLISH))

    ended = translatefile(source, target, "--to", "pt", "--engine", "pseudo", "--pages", "1")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert target.read_bytes().startswith(b"%PDF-")


def test_translatefile_writes_original_and_translation(tmp_path: Path) -> None:
    source, packed, wide, report = (tmp_path / name for name in ("a.pdf", "both.zip", "wide.pdf", "report.json"))
    source.write_bytes(pdf(ENGLISH, ENGLISH))
    usual = ("--to", "pt", "--engine", "pseudo", "--smallest-scale", "0.7")

    assert translatefile(source, packed, *usual, "--output", "both").returncode == 0
    assert translatefile(source, wide, *usual, "--output", "side_by_side", "--report", report).returncode == 0

    with ZipFile(packed) as files:
        assert files.namelist() == ["original_a.pdf", "translated_a_pt.pdf"]
    with pymupdf.open(wide) as document:
        assert [document[number].rect.width for number in range(document.page_count)] == [1190, 1190]
    written = json.loads(report.read_text())
    assert [page["page"] for page in written["by_page"]] == [1, 2]
    assert {(each["unit"], each["page"]) for each in written["boxes"]} >= {("u0", 1)}


def test_translatefile_says_in_its_exit_code_what_is_wrong(book: Path, tmp_path: Path) -> None:
    broken, locked, strange = tmp_path / "broken.pdf", tmp_path / "locked.pdf", tmp_path / "strange.xyz"
    broken.write_bytes(b"%PDF-1.7\nbroken")
    locked.write_bytes(pdf(ENGLISH, password="secret"))
    strange.write_text("?")
    target = tmp_path / "target"

    for expected, arguments in (
        (2, [tmp_path / "missing.txt", target, "--to", "pt"]),
        (2, [book, target]),
        (2, [book, target, "--to", "Klingon"]),
        (9, [book, tmp_path / "no" / "folder.txt", "--to", "pt"]),
        (9, [book, tmp_path, "--to", "pt"]),
        (9, [book, target, "--to", "pt", "--report", tmp_path / "no" / "report.json"]),
        (9, [book, target, "--to", "pt", "--segments", tmp_path / "no" / "segments.xlf"]),
        (9, [book, target, "--to", "pt", "--memory", tmp_path / "no" / "memory.tmx", "--update-memory"]),
        (2, [book, target, "--to", "pt", "--memory", tmp_path / "no" / "memory.tmx"]),
        (2, [book, target, "--to", "pt", "--glossary", tmp_path / "no" / "glossary.csv"]),
        (3, [broken, target, "--to", "pt"]),
        (4, [locked, target, "--to", "pt"]),
        (5, [strange, target, "--to", "pt"]),
        (6, [book, target, "--from", "en", "--to", "ja"]),
        (2, [book, target, "--to", "pt", "--output", "side_by_side"]),
        (2, [book, target, "--to", "pt", "--smallest-scale", "0.2"]),
        (2, [book, target, "--to", "pt", "--ocr", "maybe"]),
        (2, [book, target, "--to", "pt", "--pages", "1"]),
    ):
        ended = translatefile(*arguments)
        assert ended.returncode == expected, (arguments, ended.stderr)
        assert ended.stderr
        assert "Traceback" not in ended.stderr
    assert not target.exists()
    assert not list(tmp_path.glob(".translatefile*"))


def test_translatefile_refuses_a_file_over_the_limit_with_a_code_of_its_own(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_UPLOAD_BYTES", "10")
    ended = translatefile(book, tmp_path / "target", "--to", "pt")
    assert ended.returncode == 7
    assert "larger than" in ended.stderr


def test_translatefile_says_in_its_exit_code_that_the_engine_failed(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIBRETRANSLATE_ADDRESS", "http://127.0.0.1:9")
    monkeypatch.setenv("LIBRETRANSLATE_PATIENCE", "1")
    ended = translatefile(book, tmp_path / "target", "--from", "en", "--to", "pt", "--engine", "libretranslate")
    assert ended.returncode == 8
    assert not (tmp_path / "target").exists()


def test_translatefile_leaves_a_file_as_it_was_when_it_fails(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text(ENGLISH)

    assert translatefile(book, target, "--from", "en", "--to", "ja").returncode == 6
    assert target.read_text() == ENGLISH


def test_translatefile_does_not_replace_its_source(book: Path) -> None:
    content = book.read_bytes()
    link = book.with_name("link.pdf")
    link.symlink_to(book)

    for target in (book, link):
        ended = translatefile(book, target, "--to", "pt", "--engine", "pseudo")
        assert (ended.returncode, ended.stderr) == (2, "The target is the source itself. Name another file.\n")

    assert book.read_bytes() == content


@pytest.mark.django_db
def test_sweepjobs_says_what_it_did() -> None:
    out = StringIO()
    call_command("sweepjobs", stdout=out)

    assert out.getvalue() == "0 jobs woken, 0 failed after their last attempt, 0 messages deleted.\n"


@pytest.mark.django_db(transaction=True)
def test_purgejobs_deletes_by_age_and_only_counts_in_a_dry_run() -> None:
    job = make_job()
    work(str(job.pk))
    TranslationJob.objects.update(finished_at=job.created_at - timedelta(hours=3))

    for arguments, answer, left in (
        (["--older-than", "4h"], "0 jobs and uploads deleted.", 1),
        (["--older-than", "2h", "--dry-run"], "1 jobs and uploads would be deleted.", 1),
        (["--older-than", "90m"], "1 jobs and uploads deleted.", 0),
    ):
        out = StringIO()
        call_command("purgejobs", *arguments, stdout=out)
        assert out.getvalue().strip() == answer
        assert TranslationJob.objects.count() == left


def test_purgejobs_wants_a_time_with_a_unit() -> None:
    with pytest.raises(CommandError, match="Write it as"):
        call_command("purgejobs", "--older-than", "yesterday")
    with pytest.raises(CommandError, match="is too long"):
        call_command("purgejobs", "--older-than", "999999d")
