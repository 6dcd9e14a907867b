"""The worker's end of the sandbox, a separate process that opens an uploaded file.

The process works in a private folder with only that file. It gets no secrets, its resources are limited, and it is not
trusted: every answer is checked. If it dies, hangs or sends nonsense, only this one document fails.
"""

import compileall
import json
import logging
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

from translation.document import Block, Content, Outcome
from translation.exceptions import OutputTooLarge, SandboxCrashed, TooLong, TooMuchText, TranslationError
from translation.formats.base import Document, Progress, ReadOptions, WriteOptions
from translation.limits import USUAL_LIMITS, Limits
from translation.sandbox.channel import OutputExceeded, SandboxChannel
from translation.sandbox.confinement import Isolation
from translation.sandbox.protocol import (
    FROM_SANDBOX,
    BlockRead,
    DocumentOpened,
    DocumentWritten,
    Failed,
    Message,
    OpenRequest,
    ProtocolError,
    ReadRequest,
    Request,
    StillAlive,
    TargetsEnd,
    TranslatedBlock,
    WriteProgress,
    WriteRequest,
    decode,
    encode,
)
from translation.sandbox.redaction import outline_of_text
from translation.sandbox.workspace import private_folder

logger = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent.parent
SOURCE = "source"
OUTPUT = "output"

# This much of the end of standard error is searched for the location of an error.
STANDARD_ERROR_BYTES = 20_000
# How long a process may take to exit after it has closed its pipe.
EXIT_TIMEOUT_SECONDS = 5.0
KILLED = (
    "The sandbox was killed while it worked on this document, perhaps because the server ran out of memory. Try again "
    "later or with fewer pages. If it happens again, tell the administrator."
)
# The kernel ends a process that exceeds a limit with one of these signals.
LIMITS_BY_SIGNAL = {-signal.SIGXCPU: TooLong, -signal.SIGXFSZ: OutputTooLarge}


class Sandbox(Document):
    """A document that a separate process opens. `close` ends the process and everything that it started.

    The process works in a private folder in `parent`, or in the system's folder for temporary files. It does not see
    the `masked_paths`, if the kernel can hide them. With `links_source`, the process gets a link instead of a copy and
    can change the file. Use that only for a temporary copy.

    Opening and all methods raise LimitExceeded for a limit, SandboxCrashed if the process dies or sends nonsense, and
    the errors of the format.
    """

    peak_memory: int | None = None

    def __init__(
        self,
        path: Path,
        name: str,
        parent: Path | None = None,
        limits: Limits = USUAL_LIMITS,
        masked_paths: Sequence[Path] = (),
        *,
        links_source: bool = False,
    ) -> None:
        with ExitStack() as undo:
            self._folder = undo.enter_context(private_folder(parent))
            _link_or_copy(path, self._folder / SOURCE, links_source)
            self._errors = undo.enter_context(tempfile.TemporaryFile())
            self._process = _start(self._folder, self._errors.fileno())
            undo.callback(self._end_process)
            assert self._process.stdin
            assert self._process.stdout
            self._channel = SandboxChannel(self._process.stdout.fileno(), self._process.stdin.fileno(), limits)
            self._ask(OpenRequest(SOURCE, name, limits, tuple(map(str, masked_paths))))
            opened = self._answer()
            assert isinstance(opened, DocumentOpened)
            self.info = opened.info
            self._undo = undo.pop_all()

    def read(self, options: ReadOptions) -> Iterator[Block]:
        self._ask(ReadRequest(options))
        while isinstance(answer := self._answer(), BlockRead):
            yield answer.block

    def write(
        self, targets: Iterable[tuple[int, Content]], options: WriteOptions, output: Path, progress: Progress
    ) -> Outcome:
        self._ask(WriteRequest(OUTPUT, options))
        for block_id, content in targets:
            self._send(TranslatedBlock(block_id, content))
        self._send(TargetsEnd())
        while isinstance(answer := self._answer(), WriteProgress):
            progress(answer.share)
        assert isinstance(answer, DocumentWritten)
        self.peak_memory = answer.peak_memory
        self._take_output(output)
        return answer.outcome

    def close(self) -> None:
        self._undo.close()

    def kill(self) -> None:
        """End the process at once, from any thread. A call that waits for it raises SandboxCrashed."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _ask(self, request: Request) -> None:
        self._expected = request.answers
        self._send(request)

    def _send(self, message: Message) -> None:
        try:
            self._channel.send(encode(message))
        except TimeoutError as error:
            raise self._stopped(TooLong()) from error

    def _answer(self) -> Message:
        """Return the next answer to the request. Raises the error that the sandbox sent instead."""
        answer: Message = StillAlive()
        while isinstance(answer, StillAlive):
            line = self._line()
            try:
                answer = decode(line, FROM_SANDBOX)
            except ProtocolError as error:
                raise SandboxCrashed from error
        if isinstance(answer, Failed):
            raise answer.error
        if not isinstance(answer, self._expected):
            raise self._crashed(f"sent {answer.kind} out of turn")
        return answer

    def _line(self) -> bytes:
        try:
            line = self._channel.receive()
        except TimeoutError as error:
            raise self._stopped(TooLong()) from error
        except OutputExceeded as error:
            raise self._stopped(TooMuchText()) from error
        if not line:
            raise self._died()
        return line

    def _stopped(self, error: TranslationError) -> TranslationError:
        logger.info("The sandbox was stopped: %s", error.code)
        self.kill()
        return error

    def _died(self) -> TranslationError:
        """Return the error that explains the end of the process."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(EXIT_TIMEOUT_SECONDS)
        if limit := LIMITS_BY_SIGNAL.get(self._process.returncode or 0):
            return limit()
        return self._crashed("died", KILLED if self._process.returncode == -signal.SIGKILL else "")

    def _crashed(self, what_happened: str, text: str = "") -> SandboxCrashed:
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - STANDARD_ERROR_BYTES))
        # The process may have printed text of the document.
        printed = outline_of_text(self._errors.read().decode(errors="replace"))
        logger.warning("The sandbox %s (exit code %s). %s", what_happened, self._process.poll(), printed)
        return SandboxCrashed(text)

    def _take_output(self, output: Path) -> None:
        """Copy the output. The process is still alive and could replace its file with a link to another."""
        try:
            written = os.open(self._folder / OUTPUT, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise self._crashed("wrote no file") from error
        with os.fdopen(written, "rb") as file:
            if not stat.S_ISREG(os.fstat(written).st_mode):
                raise self._crashed("wrote no file")
            with output.open("wb") as copy:
                shutil.copyfileobj(file, copy)

    def _end_process(self) -> None:
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            # Closing the pipe flushes data that the process will never read.
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()


@cache
def granted_isolation() -> Isolation:
    """Return from what the kernel isolates a sandbox."""
    command = [sys.executable, "-P", "-m", "translation.sandbox.confinement"]
    completed = subprocess.run(command, env=_environment(), capture_output=True, check=True)
    return Isolation(**json.loads(completed.stdout))


def _environment() -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(PROJECT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@cache
def _compile_modules() -> None:
    """Compile the modules that only the sandbox imports. It may not store them, so it would compile them each time."""
    if not sys.dont_write_bytecode:
        for folder in ("formats", "sandbox"):
            compileall.compile_dir(PROJECT / "translation" / folder, quiet=2)


def _start(folder: Path, errors: int) -> subprocess.Popen[bytes]:
    _compile_modules()
    return subprocess.Popen(
        # -P: never import a file in the private folder as a module.
        [sys.executable, "-P", "-m", "translation.sandbox.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        cwd=folder,
        env=_environment(),
        start_new_session=True,
    )


def _link_or_copy(path: Path, source: Path, links: bool) -> None:
    """Link the file into the sandbox's folder, or copy it if a link is not allowed or not possible."""
    if links:
        # The file is on another device, or the file system or kernel forbids the link.
        with suppress(OSError):
            os.link(path, source)
            return
    shutil.copyfile(path, source)
