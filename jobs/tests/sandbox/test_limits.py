"""What one document may cost: real documents exceed each limit in the real sandbox."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from jobs.testing.documents import ENGLISH, pdf
from jobs.testing.hostile import documents
from translation.document import Block, Content, Outcome, Span, plain_text
from translation.exceptions import (
    LimitExceeded,
    OutputTooLarge,
    PageTooLarge,
    TooLong,
    TooManyPages,
    TooMuchMemory,
    TooMuchText,
)
from translation.formats.base import ReadOptions, WriteOptions
from translation.limits import Limits
from translation.sandbox.client import PROJECT, Sandbox, granted_isolation

linux = pytest.mark.skipif(sys.platform != "linux", reason="other kernels have other limits")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "source"


def translated(source: Path, limits: Limits, name: str = "a.txt") -> tuple[list[Block], Outcome]:
    """Write a document unchanged, and return its blocks and the outcome."""
    with Sandbox(source, name, limits=limits) as document:
        blocks = list(document.read(ReadOptions()))
        targets = [(block.id, block.content) for block in blocks]
        return blocks, document.write(targets, WriteOptions("pt"), source.with_name("output"), lambda _: None)


def test_a_text_that_fills_the_memory_is_too_much_for_it(source: Path) -> None:
    source.write_text("A line of a very long text.\n" * 3_000_000)

    with pytest.raises(TooMuchMemory, match="memory"):
        translated(source, Limits(memory_bytes=200_000_000, characters=10**9))


@linux
def test_an_output_over_its_size_is_not_written(source: Path) -> None:
    source.write_text("A line.\n" * 10_000)

    with pytest.raises(OutputTooLarge):
        translated(source, Limits(output_bytes=1_000))
    assert not source.with_name("output").exists()


@linux
def test_a_page_without_end_is_ended(source: Path) -> None:
    endless = next(each for each in documents(["forms"]) if each.name == "two to the thirtieth forms")
    source.write_bytes(endless.content)

    with pytest.raises(TooLong):
        translated(source, Limits(page_seconds=1), "a.pdf")


@linux
def test_the_time_of_all_pages_is_limited_too(source: Path) -> None:
    endless = next(each for each in documents(["forms"]) if each.name == "two to the thirtieth forms")
    source.write_bytes(endless.content)

    with pytest.raises(TooLong):
        translated(source, Limits(cpu_seconds=1), "a.pdf")


def test_a_sandbox_that_hangs_while_it_reads_is_killed(source: Path) -> None:
    source.write_text(ENGLISH)

    with Sandbox(source, "a.txt", limits=Limits(silence_seconds=0.5)) as document:
        os.kill(document._process.pid, signal.SIGSTOP)
        with pytest.raises(TooLong):
            list(document.read(ReadOptions()))
        assert document._process.wait(5) == -signal.SIGKILL


def test_a_sandbox_that_does_not_take_its_targets_is_killed(source: Path) -> None:
    source.write_text(ENGLISH)

    def targets() -> Iterator[tuple[int, Content]]:
        while True:
            yield 0, (Span("more than any pipe holds " * 1_000),)

    with Sandbox(source, "a.txt", limits=Limits(wall_seconds=3.0)) as document:
        list(document.read(ReadOptions()))
        os.kill(document._process.pid, signal.SIGSTOP)
        with pytest.raises(TooLong):
            document.write(targets(), WriteOptions("pt"), source.with_name("output"), lambda _: None)


def test_a_sandbox_that_answers_more_than_it_may_is_stopped(source: Path) -> None:
    source.write_text(ENGLISH * 1_000)

    with pytest.raises(TooMuchText):
        translated(source, Limits(answer_bytes=50_000))


@pytest.mark.parametrize(
    ("limits", "error"),
    [
        (Limits(own={"pages": 2}), TooManyPages),
        (Limits(own={"page_points": 800}), PageTooLarge),
        (Limits(words=20), TooMuchText),
        (Limits(characters=200), TooMuchText),
    ],
)
def test_a_document_over_a_limit_is_refused_with_what_to_do(
    source: Path, limits: Limits, error: type[LimitExceeded]
) -> None:
    source.write_bytes(pdf("A cat sat on the mat.", "A dog sat there too.", ENGLISH))

    with pytest.raises(error, match=r"[A-Z].+\. [A-Z].+\."):
        translated(source, limits, "a.pdf")


def test_a_page_over_a_limit_stays_as_it_is_and_the_others_are_translated(source: Path) -> None:
    source.write_bytes(pdf("A cat sat on the mat.", ENGLISH))

    blocks, outcome = translated(source, Limits(own={"page_words": 10}), "a.pdf")

    assert {block.page for block in blocks} == {0}
    assert [(problem.code, problem.page) for problem in outcome.problems] == [("page_unreadable", 1)]


def test_a_page_with_a_picture_of_too_many_points_stays_as_it_is(source: Path) -> None:
    with pymupdf.open("pdf", pdf(ENGLISH)) as document:
        picture = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 200, 200))
        document[0].insert_image((10, 700, 60, 750), pixmap=picture)
        document.save(source)

    blocks, _ = translated(source, Limits(own={"pixels": 39_999}), "a.pdf")
    assert not blocks
    blocks, _ = translated(source, Limits(own={"pixels": 40_000}), "a.pdf")
    assert blocks


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_tesseract_works_within_the_limits(source: Path) -> None:
    with pymupdf.open("pdf", pdf(ENGLISH)) as drawn, pymupdf.open() as scan:
        page = scan.new_page()
        page.insert_image(page.rect, pixmap=drawn[0].get_pixmap(dpi=150))
        scan.save(source)

    blocks, outcome = translated(source, Limits(), "a.pdf")

    assert "library" in " ".join(plain_text(block.content) for block in blocks)
    assert "page_recognised" in [problem.code for problem in outcome.problems]


def test_a_text_over_the_limit_is_refused(source: Path) -> None:
    source.write_text(ENGLISH)

    with pytest.raises(TooMuchText, match="200"):
        translated(source, Limits(characters=200))


PROGRAM = """
import socket, subprocess, sys
from pathlib import Path
from translation.sandbox.confinement import confine
from translation.limits import Limits

hidden, port = Path(sys.argv[1]), int(sys.argv[2])
confine(Limits(processes=4), [hidden, hidden / "file"])
try:
    print((hidden / "file").read_text())
except OSError:
    print("no file")
try:
    socket.create_connection(("127.0.0.1", port), 1)
    print("a network")
except OSError:
    print("no network")
try:
    print(len([subprocess.Popen(["sleep", "1"]) for _ in range(10)]), "processes")
except OSError:
    print("no more processes")
print(Path("mine").read_text())
"""


@pytest.mark.skipif(
    not all((granted_isolation().network, granted_isolation().files)), reason="this kernel grants no namespaces"
)
def test_a_confined_process_reaches_neither_the_network_nor_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "mine").write_text("my own")
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(server.getsockname()[1])]
        ended = subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True)

    no_file, no_network, processes, mine = ended.stdout.splitlines()
    assert (no_file, no_network, mine) == ("no file", "no network", "my own")
    # The kernel does not limit the processes of root.
    assert processes == ("10 processes" if os.geteuid() == 0 else "no more processes")
    assert (tmp_path / "file").read_text() == "a secret"
