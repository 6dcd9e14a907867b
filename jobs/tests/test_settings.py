"""Unsafe settings do not start, those of the README do, and a fresh folder is enough."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from pytest_django import Settings

from translation.formats.pdf.declaration import PdfLimits
from translation.limits import Limits

KEY = "k3Jx9-" * 10 + "zQwErTyUiOp"


def check(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "check", *arguments],
        env={**clean, "DATA": str(data), "DATABASE_URL": "", **environment},
        capture_output=True,
        text=True,
    )


def test_a_fresh_folder_gets_a_secret_key_that_only_its_owner_reads_and_that_stays(tmp_path: Path) -> None:
    assert check(tmp_path / "var").returncode == 0
    path = tmp_path / "var" / "secret_key"
    key = path.read_text()
    assert len(key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    assert check(tmp_path / "var").returncode == 0
    assert path.read_text() == key


@pytest.mark.parametrize(
    ("environment", "advice"),
    [
        ({"SECRET_KEY": "secret"}, "50 random characters"),
        ({"SECRET_KEY": "a" * 60}, "50 random characters"),
        ({"SECRET_KEY": "django-insecure-" + KEY}, "50 random characters"),
        ({"ALLOWED_HOSTS": "*"}, "must list the names"),
        ({"ALLOWED_HOSTS": ""}, "must list the names"),
        ({"ALLOWED_HOSTS": "https://translate.example.org"}, "without scheme and port"),
        ({"HTTPS": "maybe"}, "HTTPS must be true or false"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL must be one of"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be one of"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN must have at least 16 characters"),
        ({"LONGEST_WAIT_MINUTES": "0"}, "LONGEST_WAIT_MINUTES must be at least"),
        ({"WORKERS": "two"}, "WORKERS must be a number"),
        ({"MAX_UPLOAD_BYTES": "200MB"}, "MAX_UPLOAD_BYTES must be a number"),
        ({"MAX_UPLOAD_BYTES": "0"}, "MAX_UPLOAD_BYTES must be at least"),
        ({"RETENTION_HOURS": "a day"}, "RETENTION_HOURS must be a number"),
        ({"RETENTION_HOURS": "0"}, "RETENTION_HOURS must be at least"),
        ({"RETENTION_HOURS": "nan"}, "RETENTION_HOURS must be at least"),
        ({"RETENTION_HOURS": "inf"}, "RETENTION_HOURS must be at most"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is not a URL of a database"),
        ({"DATABASE_URL": "foo://host/name"}, "DATABASE_URL is not a URL of a database"),
        ({"DATABASE_URL": "postgres://user@host:port/name"}, "DATABASE_URL is not a URL of a database"),
    ],
)
def test_a_wrong_or_unsafe_configuration_does_not_start_and_says_what_to_do(
    tmp_path: Path, environment: dict[str, str], advice: str
) -> None:
    ended = check(tmp_path, **environment)

    assert ended.returncode != 0
    assert advice in ended.stderr
    assert "Traceback" not in ended.stderr


def test_every_limit_is_read_from_its_variable(tmp_path: Path) -> None:
    def limits(**environment: str) -> Limits:
        clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {"DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "translator_site.settings"}
        program = (
            "import json; from dataclasses import asdict; from django.conf import settings;"
            "print(json.dumps(asdict(settings.LIMITS)))"
        )
        ended = subprocess.run(
            [sys.executable, "-c", program],
            cwd=settings.BASE_DIR,
            env={**clean, **own, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return Limits(**json.loads(ended.stdout))

    assert limits() == Limits(own=asdict(PdfLimits()))
    changed = limits(LIMIT_SILENCE_SECONDS="7.5", LIMIT_PAGE_POINTS="800")
    assert changed == Limits(silence_seconds=7.5, own=asdict(PdfLimits(page_points=800)))


def test_a_log_level_may_be_written_in_small_letters(tmp_path: Path) -> None:
    ended = check(tmp_path, LOG_LEVEL="debug")

    assert ended.returncode == 0, ended.stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    ended = check(tmp_path / "file" / "var")

    assert ended.returncode != 0
    assert "Set DATA to another folder" in ended.stderr


def test_the_production_configuration_has_nothing_to_object_to(tmp_path: Path) -> None:
    ended = check(
        tmp_path,
        "--deploy",
        "--fail-level",
        "WARNING",
        HTTPS="true",
        BEHIND_PROXY="true",
        ALLOWED_HOSTS="t.example.org",
    )

    assert ended.returncode == 0, ended.stderr
    # Whether sandboxes are isolated depends on the kernel.
    assert set(re.findall(r"\((\w+\.\w\d+)\)", ended.stdout + ended.stderr)) <= {"jobs.I001"}


def test_a_deployment_that_cannot_work_fails_the_checks(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "gone"
    settings.WORKERS = 0
    settings.DEFAULT_ENGINE = "babelfish"

    found = {message.id: message.hint for message in run_checks()}

    assert {"jobs.E001", "jobs.E002", "jobs.E004"} <= set(found)
    assert all(found.values())


def test_a_port_in_use_is_refused_before_the_start() -> None:
    command = [sys.executable, "-m", "translator_site.free_port"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(server.getsockname()[1])}
        ended = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "choose another PORT" in ended.stderr

    assert subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True).returncode == 0
