"""A document's way through the service: through the API, a worker's turn, the real sandbox, and back by download."""

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from django.test import Client

from jobs.models import MAX_ATTEMPTS, TranslationJob
from jobs.tasks import work
from jobs.testing.documents import translate
from jobs.testing.hostile.ends import WRITTEN
from jobs.testing.hostile.raw import Hostile
from translation.limits import Limits

# Small, so that what has no end comes to its end soon.
TIGHT = Limits(
    memory_bytes=600_000_000,
    output_bytes=50_000_000,
    page_seconds=4,
    cpu_seconds=8,
    # Long, so that none of these documents meets them on a busy machine.
    silence_seconds=40.0,
    wall_seconds=60.0,
)
ACTIVE = re.compile(
    r"/(?:JS|JavaScript|Launch|AA|SubmitForm|ImportData|EmbeddedFiles?|EF|RichMedia\w*|Rendition|GoToE|XFA|Movie|Sound"
    r"|OpenAction\s*<<(?!/S\s*/GoTo/D\[[^\]]*\]>>))\b|(?i:javascript|file):"
)
READERS = (b"translation.sandbox.child", b"tesseract")
LOOK = 0.05  # seconds between two looks at a child's memory


@dataclass(frozen=True, slots=True)
class End:
    """How a document ended; seconds and bytes of all its readers. `active` is what should not be in the output."""

    code: str
    seconds: float
    memory: int
    active: tuple[str, ...] = ()


def travel(client: Client, document: Hostile) -> End:
    """Take a document through. Raises AssertionError for an answer that nobody should get."""
    started = time.perf_counter()
    with MemoryWatch() as watch:
        code, output = _ended(client, document)
    active = tuple(active_content(output)) if output else ()
    return End(code, time.perf_counter() - started, watch.highest, active)


def _ended(client: Client, document: Hostile) -> tuple[str, bytes]:
    answer = translate(client, document.content, "x.pdf")
    if answer.status_code != 202:
        assert answer.status_code in (400, 413), (answer.status_code, answer.content)
        return str(answer.json()["code"]), b""
    for _ in range(MAX_ATTEMPTS):
        work()
    job = TranslationJob.objects.get(pk=answer.json()["job_id"])
    assert job.status in ("completed", "failed"), (job.status, job.attempts)
    if job.status == "failed":
        return job.error_code, b""
    sent = client.get(answer.json()["download_url"])
    assert sent.status_code == 200
    return WRITTEN, b"".join(sent)


def active_content(output: bytes) -> list[str]:
    """Names of what runs, sends or carries something, in a PDF that must be readable. Texts of pages do not count."""
    with pymupdf.open("pdf", output) as document:
        assert document.page_count
        objects = [document.xref_object(xref, compressed=True) for xref in range(1, document.xref_length())]
    return sorted({name for each in objects for name in ACTIVE.findall(each)})


class MemoryWatch:
    """The most memory that a child of this process had in the block, in bytes, as far as looks can tell."""

    def __init__(self) -> None:
        self.highest = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(LOOK):
            for child in children(os.getpid()):
                self.highest = max(self.highest, _peak_memory(child))


def children(parent: int) -> set[int]:
    """The processes that a process has started, and those that they have started."""
    parents = dict(_parents())
    found = {parent}
    while more := {child for child, above in parents.items() if above in found} - found:
        found |= more
    return found - {parent}


def _parents() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            # The name before may hold anything, blanks and brackets too.
            yield int(path.parent.name), int(path.read_text().rpartition(")")[2].split()[1])


def inhabitants(folder: Path) -> list[str]:
    """The processes that work in a folder or in one within."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if path.resolve().is_relative_to(folder.resolve()):
                found.append(path.parent.name)
    return found


def _peak_memory(process: int) -> int:
    try:
        # A process that has not yet become another program shows the memory of its parent.
        if not any(program in Path(f"/proc/{process}/cmdline").read_bytes() for program in READERS):
            return 0
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(match[1]) * 1024 if match else 0
