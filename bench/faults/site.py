"""An installation with its own data folder, whose clusters `bench.faults` damages."""

import fcntl
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
from django.core.files.uploadedfile import SimpleUploadedFile

from translation.testing.files import PROJECT, SAMPLE

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "translator_site.settings",
    "WORKERS": "2",
    "LOG_LEVEL": "CRITICAL",
    "MAX_JOBS_OF_USER": "10000",
    "MAX_JOBS_OF_VISITOR": "10000",
    "MAX_JOBS": "100000",
    "MIN_FREE_BYTES": "0",
    # All jobs are on the same document.
    "CACHE_BYTES": "0",
    "LIMIT_SILENCE_SECONDS": "8",
}
# The timekeeper is among the idle.
KINDS = ("busy worker", "idle process", "main", "sandbox")


class Cluster:
    """`manage.py runcluster`, started again when it dies, as a process manager does."""

    def __init__(self, *options: str, **variables: str) -> None:
        self._options = options
        self._environment = {**os.environ, **variables}
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [sys.executable, PROJECT / "manage.py", "runcluster", *self._options]
        return subprocess.Popen(command, env=self._environment)

    def tend(self) -> None:
        if self._process.poll() is not None:
            self._process = self._start()

    def processes(self) -> dict[str, list[psutil.Process]]:
        """Return the living processes, by kind."""
        found: dict[str, list[psutil.Process]] = {kind: [] for kind in KINDS}
        main = psutil.Process(self._process.pid)
        found["main"].append(main)
        for child in main.children():
            sandboxes = child.children(recursive=True)
            found["busy worker" if sandboxes else "idle process"].append(child)
            found["sandbox"] += sandboxes
        return found

    def every_process(self) -> list[psutil.Process]:
        try:
            return [process for each in self.processes().values() for process in each]
        except psutil.NoSuchProcess:
            return []

    def kill_one(self, kind: str) -> bool:
        """Kill a process of this kind. Return False if there is none."""
        try:
            found = self.processes()[kind]
            if found:
                random.choice(found).kill()
        except psutil.NoSuchProcess:
            return False
        return bool(found)

    def kill_all(self) -> None:
        for process in self.every_process():
            with_patience(process.kill)

    def terminate(self) -> float:
        """Stop the cluster with SIGTERM, and return how many seconds this took."""
        asked_at = time.monotonic()
        self._process.terminate()
        self._process.wait(90)
        return time.monotonic() - asked_at


def with_patience(act: Callable[[], object]) -> None:
    """Act on a process. Ignore it if it has just ended."""
    try:
        act()
    except psutil.NoSuchProcess:
        return


class Site:
    """The service: its API runs in this process, its clusters in others. Django must be set up."""

    def __init__(self, data: Path) -> None:
        from django.test import Client

        self.data = data
        self.clusters: list[Cluster] = []
        self._client = Client(SERVER_NAME="localhost")

    def submit(
        self, number: int, engine: str = "firefox", name: str = "sample.pdf", document: bytes = b""
    ) -> list[UUID]:
        """Upload a document, by default the sample, and start jobs on it."""
        file = SimpleUploadedFile(name, document or SAMPLE.read_bytes())
        upload = self._answer("upload", {"file": file})["upload_id"]
        fields = {"upload_id": upload, "source_language": "en", "target_language": "pt", "engine": engine}
        return [UUID(self._answer("translate", fields)["job_id"]) for _ in range(number)]

    def _answer(self, path: str, fields: dict[str, Any]) -> Any:
        response = self._client.post(f"/api/v1/{path}", fields)
        if response.status_code not in (201, 202):
            raise RuntimeError(f"{response.status_code}: {response.content!r}")
        return response.json()

    def ask(self, job: UUID, verb: str) -> int:
        return int(self._client.post(f"/api/v1/jobs/{job}/{verb}").status_code)

    def is_served(self, job: UUID) -> bool:
        """Return whether the output can be downloaded in full."""
        response: Any = self._client.get(f"/api/v1/download/{job}")
        if response.status_code != 200:
            return False
        content = b"".join(response)
        return b"%%EOF" in content[-32:] if content.startswith(b"%PDF-") else bool(content)

    @contextmanager
    def running(self, *options: str, clusters: int = 1, variables: Mapping[str, str] = {}) -> Iterator[list[Cluster]]:
        """Run clusters during the block, with these options and environment variables."""
        self.clusters = [Cluster(*options, **variables) for _ in range(clusters)]
        try:
            yield self.clusters
        finally:
            for cluster in self.clusters:
                cluster.terminate()

    def rows(self, jobs: list[UUID]) -> list[Any]:
        from jobs.models import TranslationJob

        return list(TranslationJob.objects.filter(pk__in=jobs).defer("report"))

    def wait(self, jobs: list[UUID], seconds: float, status: tuple[str, ...] = ("completed", "failed")) -> bool:
        """Wait until all jobs have the status. Return False if that takes too long."""
        return self.wait_until(lambda: all(row.status in status for row in self.rows(jobs)), seconds)

    def wait_until(self, condition: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for cluster in self.clusters:
                cluster.tend()
            if condition():
                return True
            time.sleep(0.1)
        return False

    def outcome(self, jobs: list[UUID]) -> str:
        """Return how the jobs ended: the number of each outcome, and how many attempts they took."""
        rows = self.rows(jobs)
        ends = Counter(row.error_code or row.status for row in rows)
        broken = sum(row.status == "completed" and not self.is_served(row.pk) for row in rows)
        counted = ", ".join(f"{number} {end}" for end, number in sorted(ends.items()))
        attempts = Counter(row.attempts for row in rows)
        tries = ", ".join(f"{number}×{tries}" for tries, number in sorted(attempts.items()))
        return f"{counted}{f', {broken} WITHOUT OUTPUT' if broken else ''} (jobs×attempts: {tries})"


class Overlaps(threading.Thread):
    """Watches, by the locks of their folders, whether two attempts at one job are ever seen alive at the same time."""

    def __init__(self, site: Site) -> None:
        super().__init__(daemon=True)
        self._site = site
        self._ended = threading.Event()
        self._job_of: dict[UUID | None, UUID] = {}
        self.seen = 0

    def run(self) -> None:
        from django.db import DatabaseError, connection

        while not self._ended.wait(0.1):
            try:
                self._look()
            except DatabaseError:
                connection.close()
        connection.close()

    def end(self) -> int:
        self._ended.set()
        self.join()
        return self.seen

    def _look(self) -> None:
        from jobs.models import TranslationJob

        self._job_of |= dict(TranslationJob.objects.filter(lease__isnull=False).values_list("lease", "pk"))
        alive = Counter(self._job_of.get(lease) for lease in held_leases(self._site.data / "work"))
        alive.pop(None, None)
        self.seen += sum(number > 1 for number in alive.values())


def held_leases(work: Path) -> Iterator[UUID]:
    """Return the leases of the attempts whose process is alive."""
    for folder in work.glob("palimpsest-*"):
        try:
            lease = UUID(folder.name.removeprefix("palimpsest-"))
            with (folder / ".lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield lease
        except (ValueError, FileNotFoundError):
            continue


def orphans(before: set[int]) -> int:
    """Return how many processes of this project have no cluster any more. Give dying ones a moment first."""
    time.sleep(1)
    left = [each for each in psutil.process_iter(["cmdline", "ppid"]) if each.pid not in before]
    ours = [each for each in left if any(word in " ".join(each.info["cmdline"] or ()) for word in OWN_WORDS)]
    return sum(each.info["ppid"] == 1 for each in ours)


OWN_WORDS = ("runcluster", "translation.sandbox.child")


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """Mount an empty file system over the folder. Yield False if that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    command: list[Any] = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", folder]
    mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a mounted file system read-only during the block."""
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", folder], check=True)


class Postgres:
    """The throwaway server, which stops and starts while others use it."""

    def __init__(self, folder: Path) -> None:
        self._pid_file = folder / "data" / "postmaster.pid"
        self._again: subprocess.Popen[bytes] | None = None

    def away(self, seconds: float) -> None:
        server = psutil.Process(int(self._pid_file.read_text().split("\n")[0]))
        command, program, user = server.cmdline(), server.exe(), server.username()
        server.send_signal(signal.SIGINT)
        while self._pid_file.exists():
            time.sleep(0.05)
        time.sleep(seconds)
        as_user = user if os.geteuid() == 0 else None
        self._again = subprocess.Popen([program, *command[1:]], user=as_user, stderr=subprocess.DEVNULL)

    def end(self) -> None:
        if self._again:
            self._again.send_signal(signal.SIGINT)
            self._again.wait()
