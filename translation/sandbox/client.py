"""The child process that alone opens an uploaded file, as a document like any other.

The child works in a private folder that holds a copy of the one file. It gets no secrets and no more than its limits,
and it is not trusted: whatever it says is checked, and its death, silence or nonsense is an ordinary failure of one
document.
"""

import json
import logging
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from translation.document import (
    Block,
    Content,
    DocumentInfo,
    Outcome,
    block_from_json,
    content_to_json,
    outcome_from_json,
)
from translation.exceptions import (
    OutputTooLarge,
    ReaderCrashed,
    TooLong,
    TooMuchText,
    TranslationError,
    error_by_code,
)
from translation.formats import FORMATS
from translation.formats.base import Document, Progress, ReadOptions, WriteOptions
from translation.limits import USUAL_LIMITS, Limits
from translation.sandbox.channel import ChildChannel, Overlong
from translation.sandbox.confinement import Isolation
from translation.sandbox.redaction import outline_of_text
from translation.sandbox.workspace import private_folder

logger = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent.parent
SOURCE = "source"
OUTPUT = "output"
Raw = TypeVar("Raw")
Value = TypeVar("Value")

MOST_PAGES = 2**31  # what the database can count to
LONGEST_TEXT = 2_000  # characters of an error
LAST_WORDS = 20_000  # bytes of the child's standard error that are looked through for the place of an error
# Seconds for a child that has closed its pipe to be gone.
FAREWELL = 5.0
KILLED = (
    "The program that reads documents was ended from outside while it worked on this one, perhaps because the server "
    "ran out of memory. Try again later, or with fewer pages; if it happens again, tell the administrator."
)
# The signals by which the kernel ends a process that exceeds a limit.
LIMITS_BY_SIGNAL = {-signal.SIGXCPU: TooLong, -signal.SIGXFSZ: OutputTooLarge}


class Sandbox(Document):
    """A document opened by a child process, which dies at `close` with all that it started.

    Its private folder is made in `parent`, or else in the system's place; the files and folders `hidden` are not there
    for it where the kernel can do that. Raises what opening raises, LimitExceeded where it exceeds its limits, and
    ReaderCrashed when it dies or speaks nonsense, here and in every method.
    """

    peak_memory: int | None = None

    def __init__(
        self,
        path: Path,
        name: str,
        parent: Path | None = None,
        limits: Limits = USUAL_LIMITS,
        hidden: Sequence[Path] = (),
    ) -> None:
        with ExitStack() as undo:
            self._folder = undo.enter_context(private_folder(parent))
            shutil.copyfile(path, self._folder / SOURCE)
            self._errors = undo.enter_context(tempfile.TemporaryFile())
            self._child = _start(self._folder, self._errors.fileno())
            undo.callback(self._end_child)
            assert self._child.stdin
            assert self._child.stdout
            self._channel = ChildChannel(self._child.stdout.fileno(), self._child.stdin.fileno(), limits)
            self._send(do="open", file=SOURCE, name=name, limits=asdict(limits), hidden=[*map(str, hidden)])
            self.info = _understood(_info, self._answer("info")[1])
            self._undo = undo.pop_all()

    def read(self, options: ReadOptions) -> Iterator[Block]:
        self._send(do="read", options=asdict(options))
        while (answer := self._answer("block", "end"))[0] == "block":
            yield _understood(block_from_json, answer[1])

    def write(
        self, targets: Iterable[tuple[int, Content]], options: WriteOptions, output: Path, progress: Progress
    ) -> Outcome:
        self._send(do="write", options=asdict(options), file=OUTPUT)
        for block_id, content in targets:
            self._send(target={"id": block_id, "content": content_to_json(content)})
        self._send(end={})
        while (answer := self._answer("progress", "end"))[0] == "progress":
            progress(_understood(float, answer[1]))
        outcome, self.peak_memory = _understood(_outcome, answer[1])
        self._take_output(output)
        return outcome

    def close(self) -> None:
        self._undo.close()

    def kill(self) -> None:
        """End the child at once, from any thread; whoever waits for it gets ReaderCrashed."""
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)

    def _send(self, **message: Any) -> None:
        try:
            self._channel.send(json.dumps(message, ensure_ascii=False).encode())
        except TimeoutError as error:
            raise self._stopped(TooLong()) from error

    def _answer(self, *expected: str) -> tuple[str, Any]:
        """The next message as (kind, content); an error that it tells of is raised."""
        kind, content = "pulse", None
        while kind == "pulse":
            kind, content = _understood(_only_item, self._line())
        if kind == "error":
            raise error_by_code(*_understood(_code_and_text, content))
        if kind not in expected:
            raise self._crashed("spoke out of turn")
        return kind, content

    def _line(self) -> bytes:
        try:
            line = self._channel.receive()
        except TimeoutError as error:
            raise self._stopped(TooLong()) from error
        except Overlong as error:
            raise self._stopped(TooMuchText()) from error
        if not line:
            raise self._died()
        return line

    def _stopped(self, error: TranslationError) -> TranslationError:
        logger.info("The reader was stopped: %s", error.code)
        self.kill()
        return error

    def _died(self) -> TranslationError:
        """What the end of the child means."""
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(FAREWELL)
        if limit := LIMITS_BY_SIGNAL.get(self._child.returncode or 0):
            return limit()
        return self._crashed("died", KILLED if self._child.returncode == -signal.SIGKILL else "")

    def _crashed(self, how: str, text: str = "") -> ReaderCrashed:
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - LAST_WORDS))
        # What it printed may quote the document.
        printed = outline_of_text(self._errors.read().decode(errors="replace"))
        logger.warning("The reader %s (exit code %s). %s", how, self._child.poll(), printed)
        return ReaderCrashed(text)

    def _take_output(self, output: Path) -> None:
        """Copy what the child wrote: it lives, and could put a link to another file in the place of its own."""
        try:
            written = os.open(self._folder / OUTPUT, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise self._crashed("wrote no file") from error
        with os.fdopen(written, "rb") as file:
            if not stat.S_ISREG(os.fstat(written).st_mode):
                raise self._crashed("wrote no file")
            with output.open("wb") as copy:
                shutil.copyfileobj(file, copy)

    def _end_child(self) -> None:
        self.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            # Closing flushes what the child will never read.
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()


@cache
def granted_isolation() -> Isolation:
    """Which walls the kernel grants to readers."""
    command = [sys.executable, "-P", "-m", "translation.sandbox.confinement"]
    asked = subprocess.run(command, env=_environment(), capture_output=True, check=True)
    return Isolation(**json.loads(asked.stdout))


def _environment() -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(PROJECT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _start(folder: Path, errors: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        # -P: a file in the private folder must never be taken for a module.
        [sys.executable, "-P", "-m", "translation.sandbox.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        cwd=folder,
        env=_environment(),
        start_new_session=True,
    )


def _understood(make: Callable[[Raw], Value], raw: Raw) -> Value:
    """What the child said, as a value; nonsense is a crash of the reader."""
    try:
        return make(raw)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ReaderCrashed from error


def _only_item(line: bytes) -> tuple[str, Any]:
    ((kind, content),) = json.loads(line).items()
    return kind, content


def _info(data: Any) -> DocumentInfo:
    pages = None if data["pages"] is None else int(data["pages"])
    if data["format"] not in FORMATS or not 0 <= (pages or 0) < MOST_PAGES:
        raise ValueError
    return DocumentInfo(data["format"], pages, str(data["sample"]))


def _code_and_text(data: Any) -> tuple[str, str]:
    """A text that no database could keep, or nobody read, is left out for the error's own."""
    text = str(data["text"])
    return str(data["code"]), text if text.isprintable() and len(text) <= LONGEST_TEXT else ""


def _outcome(data: Any) -> tuple[Outcome, int]:
    return outcome_from_json(data), int(data["peak_memory"])
