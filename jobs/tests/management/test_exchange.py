"""Segments, corrections and a translation memory as files on the command line, and on the page."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from jobs.testing.commands import translatefile

USUAL = ("--from", "en", "--to", "pt", "--engine", "pseudo")


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    path = tmp_path / "sea.txt"
    path.write_text("The sea is calm.\n\nThe wind is cold.\n")
    return path


def test_segments_are_written_and_taken_back_corrected(sea: Path) -> None:
    segments, target = sea.with_name("sea.xlf"), sea.with_name("mar.txt")
    assert translatefile(sea, target, *USUAL, "--segments", segments).returncode == 0
    before = target.read_text().splitlines()
    assert before[0] in segments.read_text()
    segments.write_text(segments.read_text().replace(before[0], "O mar está calmo."))

    assert translatefile(sea, target, *USUAL, "--corrections", segments).returncode == 0
    assert target.read_text().splitlines() == ["O mar está calmo.", *before[1:]]


def test_a_memory_is_used_and_updated(sea: Path) -> None:
    memory, target = sea.with_name("memory.tmx"), sea.with_name("mar.txt")
    assert translatefile(sea, target, *USUAL, "--memory", memory, "--update-memory").returncode == 0
    first = target.read_text().splitlines()[0]
    content = memory.read_text()
    assert content.count("<tu ") == 2
    memory.write_text(content.replace(first, "O mar está calmo."))

    assert translatefile(sea, target, *USUAL, "--memory", memory, "--update-memory").returncode == 0
    assert target.read_text().splitlines()[0] == "O mar está calmo."
    assert memory.read_text().count("<tu ") == 2


def test_files_that_cannot_be_used_are_named(sea: Path) -> None:
    target, other = sea.with_name("mar.txt"), sea.with_name("other.txt")
    segments = sea.with_name("sea.xlf")
    other.write_text("A dog barks.\n")
    assert translatefile(sea, target, *USUAL, "--segments", segments).returncode == 0
    for arguments, message in (
        ((sea, target, *USUAL, "--memory", sea.with_name("none.tmx")), "none.tmx"),
        ((sea, target, *USUAL, "--update-memory"), "--memory"),
        ((sea, target, *USUAL, "--memory", sea), "TMX"),
        ((other, target, *USUAL, "--corrections", segments), "unit u0"),
    ):
        ended = translatefile(*arguments)
        assert ended.returncode == 2, ended.stderr
        assert message in ended.stderr
        assert "Traceback" not in ended.stderr


@pytest.mark.django_db
def test_the_page_offers_the_memory_to_who_is_signed_in(client: Client) -> None:
    assert b'name="memory"' not in client.get("/").content
    client.force_login(User.objects.create_user("ana"))
    assert b'name="memory"' in client.get("/").content
