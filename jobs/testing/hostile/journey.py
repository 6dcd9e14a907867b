"""The way of a document through the service: API, worker, real sandbox, download."""

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

# Small, so that an endless document ends soon.
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
SANDBOXES = (b"translation.sandbox.child", b"tesseract")
LOOK = 0.05  # seconds between two looks at a process's memory


@dataclass(frozen=True, slots=True)
class End:
    """How a document ended, with the seconds it took and the most bytes of memory that a sandbox used.

    `active` names what must not be in the output.
    """

    code: str
    seconds: float
    memory: int
    active: tuple[str, ...] = ()


def travel(client: Client, document: Hostile) -> End:
    """Send a document through the service. Raises AssertionError for an answer that nobody should get."""
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
    """Return the names of active content in a PDF, which must be readable. The text of pages does not count."""
    with pymupdf.open("pdf", output) as document:
        assert document.page_count
        objects = [document.xref_object(xref, compressed=True) for xref in range(1, document.xref_length())]
    return sorted({name for each in objects for name in ACTIVE.findall(each)})


class MemoryWatch:
    """Measures the most memory, in bytes, that a sandbox used while the block ran. It looks from time to time."""

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
            for child in descendants(os.getpid()):
                self.highest = max(self.highest, _peak_memory(child))


def descendants(parent: int) -> set[int]:
    """Return the ids of all descendants of a process."""
    parents = dict(_parents())
    found = {parent}
    while more := {child for child, above in parents.items() if above in found} - found:
        found |= more
    return found - {parent}


def _parents() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            # The name before it may hold anything, even spaces and brackets.
            yield int(path.parent.name), int(path.read_text().rpartition(")")[2].split()[1])


def inhabitants(folder: Path) -> list[str]:
    """Return the ids of the processes whose working folder is this one or below."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if path.resolve().is_relative_to(folder.resolve()):
                found.append(path.parent.name)
    return found


def _peak_memory(process: int) -> int:
    try:
        # Between fork and exec a process shows the memory of its parent.
        if not any(program in Path(f"/proc/{process}/cmdline").read_bytes() for program in SANDBOXES):
            return 0
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(match[1]) * 1024 if match else 0
