"""The program inside the sandbox: opens, reads and writes one document as it is told by JSON lines, nothing else.

The requests and answers are described in `docs/architecture.md`. File names are relative to the working folder.
"""

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from translation.document import Content, block_to_json, content_from_json, info_to_json, outcome_to_json
from translation.exceptions import DiskFull, TooMuchMemory, TranslationError
from translation.formats import open_document
from translation.formats.base import Document, OutputKind, ReadOptions, WriteOptions
from translation.limits import Limits
from translation.sandbox.confinement import allow_processor_time, confine, die_with_parent

# The collector of garbage looks at what is new after so many objects. Nothing here makes rings of objects by the page,
# and looking after the usual 700 takes a tenth of the time of a dense page.
OBJECTS_BETWEEN_COLLECTIONS = 100_000
# Seconds between two signs of life.
PULSE = 1.0
# What MuPDF says when it is not the document that failed.
NO_MEMORY, NO_ROOM = ("alloc", "out of memory"), ("No space left", "Disk quota exceeded")


class WorkerChannel:
    """One JSON object a line, in and out. Standard output is the channel's alone."""

    def __init__(self) -> None:
        self._requests = sys.stdin.buffer
        self._answers = _claim_standard_output()

    def receive(self) -> dict[str, Any] | None:
        """The next request, or None when the other side has gone."""
        line = self._requests.readline()
        return json.loads(line) if line else None

    def send(self, **answer: Any) -> None:
        self._answers.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self._answers.flush()

    def targets(self) -> Iterator[tuple[int, Content]]:
        """The translated blocks, up to their end mark."""
        while message := self.receive():
            if "end" in message:
                return
            target = message["target"]
            yield target["id"], content_from_json(target["content"])
        raise EOFError("The targets ended in the middle.")


class Shares:
    """Passes on whole percents alone: a full pipe of progress would block both sides."""

    def __init__(self, channel: WorkerChannel) -> None:
        self._channel = channel
        self._percent = -1

    def __call__(self, share: float) -> None:
        percent = int(share * 100)
        if percent > self._percent:
            self._percent = percent
            self._channel.send(progress=percent / 100)


class Pulse:
    """Begins the time of another page, and says now and then that work goes on."""

    def __init__(self, channel: WorkerChannel, page_seconds: int) -> None:
        self._channel = channel
        self._page_seconds = page_seconds
        self._sent_at = time.monotonic()

    def __call__(self) -> None:
        allow_processor_time(self._page_seconds)
        now = time.monotonic()
        if now - self._sent_at >= PULSE:
            self._sent_at = now
            self._channel.send(pulse={})


def main() -> None:
    """Serve requests until the other side closes or one of them fails."""
    die_with_parent()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    channel = WorkerChannel()
    try:
        _serve(channel)
    except TranslationError as error:
        told = _cause(error)
        channel.send(error={"code": told.code, "text": str(told)})
    except MemoryError:
        channel.send(error={"code": TooMuchMemory.code, "text": TooMuchMemory.default})


def _cause(error: TranslationError) -> TranslationError:
    """What is to blame for an error: a document is not damaged when memory or the disk failed."""
    cause = str(error.__cause__ or "")
    if isinstance(error.__cause__, MemoryError) or any(words in cause for words in NO_MEMORY):
        return TooMuchMemory()
    return DiskFull() if any(words in cause for words in NO_ROOM) else error


def _serve(channel: WorkerChannel) -> None:
    request = channel.receive()
    if request is None:
        return
    limits = Limits(**request["limits"])
    confine(limits, [Path(path) for path in request["hidden"]])
    pulse = Pulse(channel, limits.page_seconds)
    pulse()
    with open_document(Path(request["file"]), request["name"], limits) as document:
        document.on_page = pulse
        channel.send(info=info_to_json(document.info))
        while request := channel.receive():
            pulse()
            if request["do"] == "read":
                _read(channel, document, request)
            else:
                _write(channel, document, request)


def _read(channel: WorkerChannel, document: Document, request: dict[str, Any]) -> None:
    for block in document.read(ReadOptions(**request["options"])):
        channel.send(block=block_to_json(block))
    channel.send(end={})


def _write(channel: WorkerChannel, document: Document, request: dict[str, Any]) -> None:
    wishes = request["options"]
    options = WriteOptions(**wishes | {"output": OutputKind(wishes["output"])})
    outcome = document.write(channel.targets(), options, Path(request["file"]), Shares(channel))
    channel.send(end={**outcome_to_json(outcome), "peak_memory": _peak_memory()})


def _claim_standard_output() -> IO[bytes]:
    """The real standard output; whatever a library prints from now on goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _peak_memory() -> int:
    """Bytes. The kernel's own figure where there is one: that of getrusage includes what the parent had at the fork."""
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text()
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(kilobytes) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
