"""The program in the sandbox. It opens, reads and writes one document, as the worker requests."""

import gc
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from translation.document import Content
from translation.exceptions import DiskFull, TooMuchMemory, TranslationError
from translation.formats import open_document
from translation.formats.base import Document
from translation.sandbox.confinement import allow_processor_time, confine, die_with_parent
from translation.sandbox.protocol import (
    ALIVE_INTERVAL_SECONDS,
    FROM_WORKER,
    BlockRead,
    BlocksEnd,
    DocumentOpened,
    DocumentWritten,
    Failed,
    Message,
    OpenRequest,
    ReadRequest,
    StillAlive,
    TranslatedBlock,
    WriteProgress,
    WriteRequest,
    decode,
    encode,
)

# The garbage collector runs after this many new objects. Pages create no reference cycles, and with Python's default
# of 700, the collector takes a tenth of the time of a dense page.
OBJECTS_BETWEEN_COLLECTIONS = 100_000
# MuPDF's messages when memory runs out.
MEMORY_ERRORS = ("alloc", "out of memory")
# MuPDF's messages when the disk is full.
DISK_ERRORS = ("No space left", "Disk quota exceeded")


class WorkerChannel:
    """Reads requests from standard input and writes answers to standard output, which nothing else may use."""

    def __init__(self) -> None:
        self._requests = sys.stdin.buffer
        self._answers = _claim_standard_output()

    def receive(self) -> Message | None:
        """Return the next message, or None if the worker has closed its end."""
        line = self._requests.readline()
        return decode(line, FROM_WORKER) if line else None

    def send(self, message: Message) -> None:
        self._answers.write(encode(message) + b"\n")
        self._answers.flush()

    def targets(self) -> Iterator[tuple[int, Content]]:
        """Yield the translated blocks. Raises EOFError if the worker closes its end before TargetsEnd."""
        while isinstance(message := self.receive(), TranslatedBlock):
            yield message.block_id, message.content
        if message is None:
            raise EOFError("The worker went away before the last target.")


class ProgressSender:
    """Sends each whole percentage once, because a pipe full of messages would block both sides."""

    def __init__(self, channel: WorkerChannel) -> None:
        self._channel = channel
        self._percent = -1

    def __call__(self, share: float) -> None:
        percent = int(share * 100)
        if percent > self._percent:
            self._percent = percent
            self._channel.send(WriteProgress(percent / 100))


class PageTimer:
    """Allows each page its processor time, and sends StillAlive from time to time."""

    def __init__(self, channel: WorkerChannel, page_seconds: int) -> None:
        self._channel = channel
        self._page_seconds = page_seconds
        self._sent_at = time.monotonic()

    def __call__(self) -> None:
        allow_processor_time(self._page_seconds)
        now = time.monotonic()
        if now - self._sent_at >= ALIVE_INTERVAL_SECONDS:
            self._sent_at = now
            self._channel.send(StillAlive())


def main() -> None:
    """Serve requests until the worker closes its end or a request fails."""
    die_with_parent()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    channel = WorkerChannel()
    try:
        _serve(channel)
    except TranslationError as error:
        channel.send(Failed(_real_error(error)))
    except MemoryError:
        channel.send(Failed(TooMuchMemory()))


def _real_error(error: TranslationError) -> TranslationError:
    """Return the error to report: not a damaged document if memory or the disk was the cause."""
    cause = str(error.__cause__ or "")
    if isinstance(error.__cause__, MemoryError) or any(words in cause for words in MEMORY_ERRORS):
        return TooMuchMemory()
    return DiskFull() if any(words in cause for words in DISK_ERRORS) else error


def _serve(channel: WorkerChannel) -> None:
    request = channel.receive()
    if not isinstance(request, OpenRequest):
        return
    confine(request.limits, [Path(path) for path in request.masked_paths])
    start_page = PageTimer(channel, request.limits.page_seconds)
    start_page()
    with open_document(Path(request.file), request.name, request.limits) as document:
        document.on_page = start_page
        channel.send(DocumentOpened(document.info))
        while message := channel.receive():
            start_page()
            if isinstance(message, ReadRequest):
                _read(channel, document, message)
            elif isinstance(message, WriteRequest):
                _write(channel, document, message)


def _read(channel: WorkerChannel, document: Document, request: ReadRequest) -> None:
    for block in document.read(request.options):
        channel.send(BlockRead(block))
    channel.send(BlocksEnd())


def _write(channel: WorkerChannel, document: Document, request: WriteRequest) -> None:
    outcome = document.write(channel.targets(), request.options, Path(request.file), ProgressSender(channel))
    channel.send(DocumentWritten(outcome, _peak_memory()))


def _claim_standard_output() -> IO[bytes]:
    """Return the real standard output. From now on, the output of libraries goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _peak_memory() -> int:
    """Return the peak memory in bytes.

    On Linux, getrusage would include the memory of the parent at the fork, but /proc does not.
    """
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text()
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(kilobytes) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
