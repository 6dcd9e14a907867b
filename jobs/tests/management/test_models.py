"""The command `models`, with a local server that offers models."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as installation
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from jobs.engines import engine_named
from jobs.testing.documents import ENGLISH, translate
from translation.engines.firefox.embedded import WHEEL
from translation.engines.firefox.folder import embedded_models
from translation.testing.bare_environment import create_bare_environment
from translation.testing.mirror import Mirror

INSTALL = "python manage.py models install en-de"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def mirror(settings: Settings, tmp_path: Path) -> Iterator[Mirror]:
    with Mirror.running() as server:
        settings.MODELS = tmp_path / "models"
        settings.ENGINE_SETTINGS = {"firefox": server.options}
        yield server


def models(*arguments: str | Path) -> list[str]:
    """Return the lines that the command prints, with single spaces."""
    out = StringIO()
    call_command("models", *map(str, arguments), stdout=out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    """Return the exit code and the message of a call that fails."""
    with pytest.raises(SystemExit) as ended:
        call_command("models", *map(str, arguments))
    return int(ended.value.code or 0), capsys.readouterr().err


def test_models_are_installed_listed_and_removed(mirror: Mirror) -> None:
    mirror.offer("en", "de")
    assert models("list") == [
        f"en-pt English → Portuguese: embedded {WHEEL}, runs in ONNX Runtime",
        f"pt-en Portuguese → English: embedded {WHEEL}, runs in ONNX Runtime",
    ]
    assert models("list", "--available")[2].startswith("en-de English → German: available 3.0, 1")

    assert models("install", "English-German") == ["en-de English → German: installed 3.0, runs in ONNX Runtime"]

    assert engine_named("firefox").translate(["The house is big."], "en", "de") == ["A casa é grande."]
    assert models("list", "--available")[0] == "en-de English → German: installed 3.0, runs in ONNX Runtime"
    assert models("install", "en-de") == ["en-de English → German: already installed, 3.0"]
    assert models("remove", "en-de") == ["en-de English → German: removed"]
    assert len(models("list")) == 2


@pytest.mark.parametrize(("kind", "state"), [("vocab", "is incomplete"), ("lex", "is converted when it is first used")])
def test_a_damaged_model_is_listed_and_can_be_installed_again(mirror: Mirror, kind: str, state: str) -> None:
    mirror.offer("en", "de")
    models("install", "en-de")
    (file,) = (installation.MODELS / "en-de").glob(f"{kind}*")
    if kind == "vocab":
        file.unlink()
    else:
        file.write_bytes(b"damaged")
    assert models("list")[0] == f"en-de English → German: installed 3.0, {state}"
    assert models("install", "en-de") == ["en-de English → German: installed 3.0, runs in ONNX Runtime"]


def test_a_newer_model_takes_the_place_of_the_older(mirror: Mirror) -> None:
    mirror.offer("en", "pt")
    models("install", "en-pt")
    mirror.offer("en", "pt", embedded_models()["pt", "en"], version="3.1")

    assert models("install", "en-pt") == ["en-pt English → Portuguese: installed 3.1, runs in ONNX Runtime"]

    assert models("list")[0] == "en-pt English → Portuguese: installed 3.1, runs in ONNX Runtime"
    assert engine_named("firefox").translate(["A casa é grande."], "en", "pt") == ["The house is great."]


def test_a_pair_without_a_model_of_its_own_gets_those_to_and_from_english(mirror: Mirror) -> None:
    mirror.offer("es", "en")
    mirror.offer("en", "de")

    assert [line.split()[0] for line in models("install", "es-de")] == ["es-en", "en-de"]


def test_a_terminal_sees_a_bar(mirror: Mirror) -> None:
    mirror.offer("en", "de")
    shown = Terminal()

    call_command("models", "install", "en-de", stdout=StringIO(), stderr=shown)

    steps = [int(step.split()[-2]) for step in shown.getvalue().split("\r") if step.strip()]
    assert steps == sorted(steps)
    assert (len(set(steps)) > 50, steps[-1]) == (True, 100)


def test_an_unknown_model_is_an_error_that_lists_what_there_is(
    mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.offer("en", "de")
    assert refused(capsys, "install", "en-ja") == (
        6,
        "There is no model en-ja. There are models between English and: de, en.\n",
    )
    assert refused(capsys, "install", "klingon")[0] == 2
    assert refused(capsys, "remove", "en-de") == (2, "The model en-de is not installed. Installed models: none.\n")


def test_a_damaged_file_installs_nothing(mirror: Mirror, capsys: pytest.CaptureFixture[str]) -> None:
    mirror.offer("en", "de")
    mirror.records[0]["attachment"]["hash"] = "0" * 64
    code, text = refused(capsys, "install", "en-de")
    assert (code, "SHA-256" in text) == (8, True)
    assert len(models("list")) == 2


def test_without_a_network_the_bundle_is_named(
    mirror: Mirror, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.status = 404
    assert refused(capsys, "install", "en-de")[0] == 8
    settings.ENGINE_SETTINGS = {"firefox": {"records": "http://127.0.0.1:9/records", "attachments": ""}}
    code, text = refused(capsys, "list", "--available")
    assert (code, "python manage.py models import FILE.tar" in text) == (8, True)


def test_a_bundle_carries_models_to_a_machine_without_internet(
    mirror: Mirror, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = tmp_path / "models.tar"
    assert refused(capsys, "export", bundle)[0] == 2
    mirror.offer("en", "de")
    models("install", "en-de")
    assert models("export", bundle) == ["en-de English → German: exported"]

    settings.MODELS = tmp_path / "elsewhere"
    assert models("path") == [str(tmp_path / "elsewhere")]
    assert models("import", bundle) == ["en-de English → German: installed, runs in ONNX Runtime"]
    assert models("list")[0] == "en-de English → German: installed 3.0, runs in ONNX Runtime"


@pytest.mark.django_db
def test_a_missing_model_is_an_error_that_names_the_command(client: Client, tmp_path: Path) -> None:
    answer = translate(client, engine="firefox", target_language="de")
    assert answer.status_code == 400
    assert answer.json()["target_language"][0].endswith(INSTALL)

    source = tmp_path / "book.txt"
    source.write_text(ENGLISH)
    command: list[str | Path] = [sys.executable, installation.BASE_DIR / "manage.py", "translatefile"]
    ended = subprocess.run(
        [*command, source, tmp_path / "buch.txt", "--from", "en", "--to", "de"], capture_output=True, text=True
    )
    assert ended.returncode == 6
    assert ended.stderr.strip().endswith(INSTALL)


@pytest.mark.parametrize("command", ["check", "models list"])
def test_without_the_embedded_models_it_says_how_to_get_them(tmp_path: Path, command: str) -> None:
    python = create_bare_environment(tmp_path / "venv")
    ended = subprocess.run(
        [python, installation.BASE_DIR / "manage.py", *command.split()],
        env=os.environ | {"MODELS": str(tmp_path / "models")},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == (1 if command == "check" else 0)
    assert "Run make setup" in ended.stderr
