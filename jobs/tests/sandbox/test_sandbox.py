"""Documents in the sandbox, with the real child process."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.testing.documents import pdf
from translation.document import Content, Outcome, Span, plain_text
from translation.exceptions import (
    DocumentUnreadable,
    FormatUnsupported,
    SandboxCrashed,
    TranslationError,
    UsageError,
)
from translation.formats.base import ReadOptions, WriteOptions
from translation.limits import USUAL_LIMITS
from translation.sandbox import client
from translation.sandbox.client import PROJECT, Sandbox
from translation.sandbox.protocol import FROM_SANDBOX, OpenRequest, ProtocolError, decode, encode
from translation.testing.waiting import wait_until

TEXT = "First paragraph.\n\nSecond paragraph, größer.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.txt"
    path.write_text(TEXT)
    return path


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_document_is_read_and_written_through_the_sandbox(source: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    with Sandbox(source, "a.txt") as document:
        blocks = list(document.read(ReadOptions()))
        targets = [(block.id, (Span(plain_text(block.content).upper()),)) for block in blocks]
        outcome = document.write(targets, WriteOptions("en"), tmp_path / "output.txt", shares.append)

    assert document.info.format == "text"
    assert outcome == Outcome()
    assert (tmp_path / "output.txt").read_text() == TEXT.upper()
    assert shares == sorted(shares)
    assert document.peak_memory
    assert 1_000_000 < document.peak_memory < 100_000_000


def test_ten_thousand_blocks_do_not_block_the_pipe(source: Path, tmp_path: Path) -> None:
    source.write_text("A paragraph of some length, to fill the pipes of both directions.\n\n" * 10_000)

    def targets() -> Iterator[tuple[int, Content]]:
        for block in blocks:
            yield block.id, block.content

    with Sandbox(source, "a.txt") as document:
        blocks = list(document.read(ReadOptions()))
        document.write(targets(), WriteOptions("en"), tmp_path / "output.txt", lambda _: None)

    assert len(blocks) == 10_000
    assert (tmp_path / "output.txt").read_text() == source.read_text()


def test_errors_leave_the_sandbox_as_themselves(source: Path, tmp_path: Path) -> None:
    with pytest.raises(FormatUnsupported, match="Supported formats"):
        Sandbox(source, "a.xyz")
    source.write_bytes(b"%PDF-1.7\nbroken")
    with pytest.raises(DocumentUnreadable):
        Sandbox(source, "a.pdf")
    source.write_bytes(pdf(TEXT))
    with Sandbox(source, "a.pdf") as document, pytest.raises(UsageError):
        list(document.read(ReadOptions(own={"pages": "7"})))


def test_a_killed_sandbox_is_an_ordinary_error(source: Path, tmp_path: Path) -> None:
    with Sandbox(source, "a.txt") as document:
        document.kill()
        with pytest.raises(SandboxCrashed, match=r"was killed .* fewer pages"):
            list(document.read(ReadOptions()))
        with pytest.raises(SandboxCrashed):
            document.write([(1, (Span("x"),))], WriteOptions("pt"), tmp_path / "output.txt", lambda _: None)

    assert not (tmp_path / "output.txt").exists()


def test_a_link_in_the_place_of_the_output_is_not_followed(source: Path, tmp_path: Path) -> None:
    with Sandbox(source, "a.txt") as document:
        (document._folder / "output").symlink_to(tmp_path / "secret")
        with pytest.raises(SandboxCrashed):
            document.write([(1, (Span("x"),))], WriteOptions("pt"), tmp_path / "output.txt", lambda _: None)

    assert not (tmp_path / "output.txt").exists()


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ('{"info":{"format":"pdf","pages":Infinity,"sample":""}}', SandboxCrashed),
        ('{"info":{"format":"pdf","pages":-1,"sample":""}}', SandboxCrashed),
        ('{"info":{"format":"unheard of","pages":1,"sample":""}}', SandboxCrashed),
        ('{"info":{"format":["pdf"],"pages":1,"sample":""}}', SandboxCrashed),
        ('{"info":[]}', SandboxCrashed),
        ('{"block":{}}', SandboxCrashed),
        ("[" * 100_000, SandboxCrashed),
        ("", SandboxCrashed),
        ('{"error":{"code":"unreadable","text":"\\u0000"}}', DocumentUnreadable),
        ('{"error":{"code":"unreadable","text":"\\ud800"}}', DocumentUnreadable),
        ('{"error":{"code":"unreadable","text":"%s"}}' % ("x" * 100_000), DocumentUnreadable),
    ],
)
def test_a_sandbox_that_lies_is_not_believed(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: str, error: type[TranslationError]
) -> None:
    (tmp_path / "translation" / "sandbox").mkdir(parents=True)
    (tmp_path / "translation" / "sandbox" / "child.py").write_text(f"print({lie!r}, flush=True)\n")
    monkeypatch.setattr(client, "PROJECT", tmp_path)

    with pytest.raises(error) as raised:
        Sandbox(source, "a.txt")

    assert str(raised.value) == error.default


BLOCK = {"id": 0, "page": 0, "box": [0, 0, 9, 9], "content": [["span", "A dog.", 0], ["code", 1, "x"]], "target": None}
PROBLEM = {"code": "overfull", "text": "Too long.", "page": 0, "unit": None, "segment": None}
PAGE = {
    "page": 0,
    "translated": 1,
    "words": 2,
    "left": {"font_missing": 1},
    "scaled": 0,
    "smallest_scale": 1,
    "median_scale": 0.9,
    "grown": 0,
    "problems": ["overfull"],
}
# What would end in an error of the server or of the database, when the answers are stored or shown.
LIES_BY_FIELD = [
    ("id", "x"),
    ("id", 10**40),
    ("page", "x"),
    ("page", [1]),
    ("page", float("nan")),
    ("box", [float("nan"), 0, 9, 9]),
    ("box", ["x", 0, 9, 9]),
    ("content", [["span", 5, 0]]),
    ("content", [["span", "half a \ud800 character", 0]]),
    ("content", [["span", "A dog.", "x"]]),
    ("target", [["code", "x", "x"]]),
]
LIES_BY_PART = [
    ("problems", PROBLEM | {"code": 5}),
    ("problems", PROBLEM | {"text": "half a \ud800 character"}),
    ("problems", PROBLEM | {"page": "x"}),
    ("problems", PROBLEM | {"unit": 5}),
    ("pages", PAGE | {"page": None}),
    ("pages", PAGE | {"words": 10**30}),
    ("pages", PAGE | {"left": {"font_missing": "x"}}),
    ("pages", PAGE | {"smallest_scale": float("nan")}),
    ("pages", PAGE | {"problems": [5]}),
    ("boxes", [0, 10**30, [0, 0, 9, 9], [0, 0, 9, 9]]),
]


def written(**parts: object) -> dict[str, object]:
    return {"written": {"problems": [PROBLEM], "pages": [PAGE], "boxes": [], "peak_memory": 1} | parts}


def test_sound_answers_are_understood() -> None:
    for answer in ({"block": BLOCK}, written()):
        assert json.loads(encode(decode(json.dumps(answer).encode(), FROM_SANDBOX))) == answer


@pytest.mark.parametrize(("field", "value"), LIES_BY_FIELD)
def test_a_block_with_a_value_of_another_kind_is_refused(field: str, value: object) -> None:
    with pytest.raises(ProtocolError):
        decode(json.dumps({"block": BLOCK | {field: value}}).encode(), FROM_SANDBOX)


@pytest.mark.parametrize(("part", "value"), LIES_BY_PART)
def test_an_outcome_with_a_value_of_another_kind_is_refused(part: str, value: object) -> None:
    with pytest.raises(ProtocolError):
        decode(json.dumps(written(**{part: [value]})).encode(), FROM_SANDBOX)


def test_the_sandbox_cannot_change_the_file_of_a_user(source: Path) -> None:
    with Sandbox(source, "a.txt", source.parent) as document:
        (document._folder / "source").write_text("changed")

    assert source.read_text() == TEXT


def test_a_private_copy_is_linked(source: Path) -> None:
    with Sandbox(source, "a.txt", source.parent, links_source=True) as document:
        assert (document._folder / "source").samefile(source)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")
def test_a_private_copy_on_another_file_system_is_copied(source: Path) -> None:
    with Sandbox(source, "a.txt", Path("/dev/shm"), links_source=True) as document:
        assert not (document._folder / "source").samefile(source)
        assert [plain_text(block.content) for block in document.read(ReadOptions())]


def test_closing_leaves_neither_process_nor_folder(source: Path) -> None:
    with Sandbox(source, "a.txt") as document:
        pid, folder = document._process.pid, document._folder
        assert alive(pid)
        assert sorted(path.name for path in folder.iterdir()) == [".lock", "source"]

    assert not alive(pid)
    assert not folder.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_child_gets_no_secrets(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    with Sandbox(source, "a.txt") as document:
        environment = Path(f"/proc/{document._process.pid}/environ").read_text()

    names = {line.split("=")[0] for line in environment.split("\0") if line}
    assert names == {"PATH", "LANG", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels do not tell a process that its parent died")
def test_the_child_dies_with_a_killed_parent(source: Path) -> None:
    program = (
        "import os, pathlib, sys; from translation.sandbox.client import Sandbox\n"
        "document = Sandbox(pathlib.Path(sys.argv[1]), 'a.txt')\n"
        "print(document._process.pid, document._folder, flush=True); os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", program, source], cwd=PROJECT, capture_output=True, text=True)
    pid, folder = ended.stdout.split()
    shutil.rmtree(folder)

    assert ended.returncode == -signal.SIGKILL
    wait_until(lambda: not Path(f"/proc/{pid}/exe").exists())


def test_what_a_library_prints_does_not_disturb_the_channel(source: Path) -> None:
    program = (
        "import sys; from translation import formats; from translation.sandbox import child\n"
        "child.open_document = lambda *a: (print('noise'), formats.open_document(*a))[1]\n"
        "child.main()"
    )
    request = encode(OpenRequest(str(source), "a.txt", USUAL_LIMITS)).decode()
    ended = subprocess.run([sys.executable, "-c", program], input=request, cwd=PROJECT, capture_output=True, text=True)

    assert [list(json.loads(line)) for line in ended.stdout.splitlines()] == [["info"]]
    assert "noise" in ended.stderr
