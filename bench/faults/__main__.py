"""Break real clusters while they translate real documents, and print a table of how the jobs end.

    python -m bench.faults [--database sqlite postgresql] [--only NAME ...] [--jobs 60] [--kills 40]

Each database gets a data folder and a server of its own. To fill a disk and to make it read-only, a small file system
is mounted. This needs root; without it the rows say so. The pauses of a job that cannot be stored are cut short.
"""

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil

from bench.faults.site import (
    ENVIRONMENT,
    KINDS,
    Overlaps,
    Postgres,
    Site,
    orphans,
    read_only,
    small_disk,
    with_patience,
)
from jobs.testing.hostile.late import LATE
from jobs.testing.postgresql import throwaway_postgresql
from translation.testing.files import PROJECT

DATABASES = ("sqlite", "postgresql")
PATIENCE = 240.0  # seconds for all jobs of one fault
GRACE = "20"
LONGEST_LULL = 15.0  # seconds between two kills


def storm(site: Site, arguments: argparse.Namespace) -> str:
    """SIGKILL of random processes, spread over the jobs."""
    jobs = site.submit(arguments.jobs)
    killed: Counter[str] = Counter()
    overlaps = Overlaps(site)
    overlaps.start()
    with site.running() as (cluster,):
        while killed.total() < arguments.kills and not site.wait(jobs, random.uniform(0, 2)):
            kind = random.choice(KINDS)
            killed[kind] += cluster.kill_one(kind)
            site.wait_until(partial(reached, site, jobs, killed.total() / arguments.kills), LONGEST_LULL)
        done = site.wait(jobs, PATIENCE)
    kinds = ", ".join(f"{number} {kind}" for kind, number in killed.items())
    return f"{settled(done)}: {site.outcome(jobs)}; killed: {kinds}; two at once: {overlaps.end()}"


def reached(site: Site, jobs: list[UUID], share: float) -> bool:
    """Return whether this share of the jobs is over."""
    return sum(row.status in ("completed", "failed") for row in site.rows(jobs)) >= share * len(jobs) - 1


def all_killed(site: Site, arguments: argparse.Namespace) -> str:
    """SIGKILL of every process at once, then a restart."""
    jobs = site.submit(6)
    with site.running() as (cluster,):
        site.wait_until(lambda: any(row.progress >= 20 for row in site.rows(jobs)), PATIENCE)
        in_work = [row.pk for row in site.rows(jobs) if row.lease]
        cluster.kill_all()
        done = site.wait(jobs, PATIENCE)
        again = [row.attempts for row in site.rows(in_work)]
    return f"{settled(done)}: {site.outcome(jobs)}; attempts of the interrupted: {again}"


def sandbox_killed(site: Site, arguments: argparse.Namespace) -> str:
    """The sandbox of a document is killed every time; another job follows."""
    return _hurt_sandbox(site, psutil.Process.kill)


def sandbox_stopped(site: Site, arguments: argparse.Namespace) -> str:
    """The sandbox of a document falls silent; another job follows."""
    return _hurt_sandbox(site, psutil.Process.suspend)


def _hurt_sandbox(site: Site, hurt: Callable[[psutil.Process], None]) -> str:
    (bad,) = site.submit(1)
    with site.running() as (cluster,):

        def hurt_if_bad() -> bool:
            (row,) = site.rows([bad])
            if row.status == "processing" and row.lease:
                for sandbox in cluster.processes()["sandbox"]:
                    with_patience(lambda sandbox=sandbox: hurt(sandbox))  # type: ignore[misc]
            return str(row.status) == "failed"

        ended = site.wait_until(hurt_if_bad, PATIENCE)
        return _with_the_next(site, bad, ended)


def memory_eaten(site: Site, arguments: argparse.Namespace) -> str:
    """A document fills the memory of its sandbox; another job follows."""
    return _harmed(site, "too_much_memory", LIMIT_MEMORY_BYTES="160000000")


def quota_filled(site: Site, arguments: argparse.Namespace) -> str:
    """The translation of a document is larger than the limit; another job follows."""
    return _harmed(site, "output_too_large", LIMIT_OUTPUT_BYTES="1000000")


def hanging(site: Site, arguments: argparse.Namespace) -> str:
    """A document keeps its sandbox busy without end; another job follows."""
    return _harmed(site, "too_long", LIMIT_PAGE_SECONDS="3")


def _harmed(site: Site, code: str, **limits: str) -> str:
    name, make, _ = LATE[code]
    (bad,) = site.submit(1, "pseudo", name, make())
    with site.running(variables=limits):
        ended = site.wait([bad], PATIENCE)
        return _with_the_next(site, bad, ended)


def _with_the_next(site: Site, bad: UUID, ended: bool) -> str:
    """Return how a job ended, and another one that is submitted after it."""
    (good,) = site.submit(1)
    submitted_at = time.monotonic()
    site.wait_until(lambda: bool(site.rows([good])[0].started_at), PATIENCE)
    started_after = time.monotonic() - submitted_at
    done = site.wait([good], PATIENCE) and ended
    after = f"the next {site.outcome([good])} started after {started_after:.1f} s"
    return f"{settled(done)}: {site.outcome([bad])}; {after}"


def database_away(site: Site, arguments: argparse.Namespace) -> str:
    """PostgreSQL stopped for 8 s; SQLite locked for 5 s."""
    jobs = site.submit(10)
    with site.running():
        site.wait_until(lambda: any(row.progress >= 20 for row in site.rows(jobs)), PATIENCE)
        if arguments.server:
            arguments.server.away(8)
        else:
            lock_sqlite(site.data / "db.sqlite3", 5)
        done = patient(lambda: site.wait(jobs, PATIENCE))
    return f"{settled(done)}: {site.outcome(jobs)}"


def lock_sqlite(path: Path, seconds: float) -> None:
    with sqlite3.connect(path, isolation_level=None, timeout=20) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
    connection.close()


def patient(wait: Callable[[], bool]) -> bool:
    """Return what `wait` returns. Call it again until the database answers this process."""
    from jobs.worker.database_retry import retry_database

    return retry_database(wait)


def wake_ups_lost(site: Site, arguments: argparse.Namespace) -> str:
    """Half of the messages deleted, half of them signed with another key, while no cluster runs."""
    from django_q.models import OrmQ

    jobs = site.submit(10, "pseudo")
    for number, message in enumerate(OrmQ.objects.order_by("pk")):
        if number % 2:
            message.delete()
        else:
            OrmQ.objects.filter(pk=message.pk).update(payload="signed with another key")
    with site.running():
        started_at = time.monotonic()
        done = site.wait(jobs, PATIENCE)
    return f"{settled(done)} in {time.monotonic() - started_at:.0f} s: {site.outcome(jobs)}"


def two_clusters(site: Site, arguments: argparse.Namespace) -> str:
    """200 small jobs for two clusters."""
    jobs = site.submit(200, "pseudo", "small.txt", b"The river is wide here, and nobody knows how deep it is.")
    overlaps = Overlaps(site)
    overlaps.start()
    with site.running(clusters=2):
        started_at = time.monotonic()
        done = site.wait(jobs, PATIENCE)
    seconds = time.monotonic() - started_at
    return f"{settled(done)} in {seconds:.0f} s: {site.outcome(jobs)}; two at once: {overlaps.end()}"


def purge_killed(site: Site, arguments: argparse.Namespace) -> str:
    """`purgejobs` killed 20 times, then run once. The jobs are those of the faults before."""
    from django.utils import timezone

    from jobs.models import FINISHED, TranslationJob

    TranslationJob.objects.filter(status__in=FINISHED).update(finished_at=timezone.now() - timedelta(days=2))
    rows = TranslationJob.objects.count()
    command: list[Any] = [sys.executable, PROJECT / "manage.py", "purgejobs", "--older-than", "24h"]
    left = []
    for _ in range(20):
        purge = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        before = TranslationJob.objects.count()
        deadline = time.monotonic() + 30
        while purge.poll() is None and TranslationJob.objects.count() == before and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(random.uniform(0, 0.02))
        purge.kill()
        purge.wait()
        left.append(TranslationJob.objects.count())
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    folders = {path.name for path in (site.data / "files" / "jobs").iterdir()}
    known = {str(pk) for pk in TranslationJob.objects.values_list("pk", flat=True)}
    killed = f"{rows} jobs, {left[0]} left after the first kill and {left[-1]} after the last"
    return f"{killed}; then {len(known)} rows and {len(folders - known)} folders without a row"


def stopped_in_work(site: Site, arguments: argparse.Namespace) -> str:
    """SIGTERM during work, twice: with the usual grace period and with a longer one; then a restart."""
    jobs = site.submit(6)
    seconds = []
    for options in ((), ("--grace", GRACE)):
        with site.running(*options) as (cluster,):
            site.wait_until(lambda: any(row.lease and row.progress >= 20 for row in site.rows(jobs)), PATIENCE)
            seconds.append(cluster.terminate())
    held = sum(row.lease is not None for row in site.rows(jobs))
    with site.running():
        done = site.wait(jobs, PATIENCE)
    times = " and ".join(f"{each:.1f} s" for each in seconds)
    return f"{settled(done)}: {site.outcome(jobs)}; stopped in {times} (1 s and {GRACE} s of grace), {held} still held"


def disk_full(site: Site, arguments: argparse.Namespace) -> str:
    """No room for the output: a file system of 4 MB."""
    with small_disk(site.data / "files", 4) as mounted:
        if not mounted:
            return "not run: a file system may not be mounted here"
        (job,) = site.submit(1)
        filler = site.data / "files" / "filler"
        fill(filler, leave=8192)
        with site.running():
            ended = site.wait_until(partial(ended_without_pause, site, job), PATIENCE)
            (row,) = site.rows([job])
            files = len(list((site.data / "files" / row.folder).iterdir()))
            outcome = f"{site.outcome([job])}, “{row.error}”, files left: {files}"
            filler.unlink()
            site.ask(job, "retry")
            done = site.wait([job], PATIENCE) and ended
            return f"{settled(done)}: {outcome}; with room again: {site.outcome([job])}"


def fill(path: Path, leave: int) -> None:
    free = os.statvfs(path.parent)
    with path.open("wb") as file:
        file.write(bytes(max(0, free.f_bavail * free.f_frsize - leave)))


def storage_unwritable(site: Site, arguments: argparse.Namespace) -> str:
    """The file system is read-only when the output is stored, until the first attempt has failed."""
    with small_disk(site.data / "files", 20) as mounted:
        if not mounted:
            return "not run: a file system may not be mounted here"
        (job,) = site.submit(1)
        with site.running():
            with read_only(site.data / "files"):
                site.wait_until(lambda: row_waits(site, job), PATIENCE)
            done = site.wait_until(partial(ended_without_pause, site, job), PATIENCE)
        return f"{settled(done)}: {site.outcome([job])}"


def ended_without_pause(site: Site, job: UUID) -> bool:
    """Return whether the job is over. If it waits for its next attempt, end the wait."""
    from jobs.models import TranslationJob

    waits = TranslationJob.objects.filter(pk=job, lease=None, lease_until__isnull=False)
    waits.update(lease_until=None)
    return site.rows([job])[0].status in ("completed", "failed")


def row_waits(site: Site, job: UUID) -> bool:
    (row,) = site.rows([job])
    return bool(row.attempts and row.lease is None)


def settled(done: bool) -> str:
    return "all settled" if done else "NOT SETTLED"


FAULTS: dict[str, Callable[[Site, argparse.Namespace], str]] = {
    each.__name__: each
    for each in (
        storm,
        all_killed,
        sandbox_killed,
        sandbox_stopped,
        memory_eaten,
        quota_filled,
        hanging,
        database_away,
        wake_ups_lost,
        two_clusters,
        stopped_in_work,
        purge_killed,
        disk_full,
        storage_unwritable,
    )
}


def run(fault: Callable[[Site, argparse.Namespace], str], site: Site, arguments: argparse.Namespace) -> str:
    """Return a row of the table."""
    before = set(psutil.pids())
    started_at = time.monotonic()
    outcome = fault(site, arguments)
    seconds = time.monotonic() - started_at
    what = " ".join((fault.__doc__ or "").split())
    return f"| {what} | {outcome} | {orphans(before)} | {seconds:.0f} |"


def main() -> int:
    """Parse the command line. Each database gets its own process, because settings are read once."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", nargs="*", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--only", nargs="*", choices=FAULTS, default=list(FAULTS))
    parser.add_argument("--jobs", type=int, default=60, help="for the fault storm")
    parser.add_argument("--kills", type=int, default=40, help="for the fault storm")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if len(arguments.database) > 1:
        command = [sys.executable, "-m", "bench.faults", *sys.argv[1:], "--database"]
        return sum(subprocess.run([*command, name], check=False).returncode for name in arguments.database)
    random.seed(arguments.seed)
    with ExitStack() as stack:
        site = installed(stack, arguments)
        print(f"### {arguments.database[0]}\n\n| fault | outcome | orphans | s |\n|---|---|---|---|", flush=True)
        for name in arguments.only:
            print(run(FAULTS[name], site, arguments), flush=True)
    return 0


def installed(stack: ExitStack, arguments: argparse.Namespace) -> Site:
    """Make a new installation, which lasts until the stack is closed. `arguments` gets its server, if it has one."""
    data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="palimpsest-faults-")))
    url, arguments.server = "", None
    if arguments.database == ["postgresql"]:
        url = stack.enter_context(throwaway_postgresql())
        arguments.server = Postgres(Path(url.partition("@/")[2]).parent)
        stack.callback(arguments.server.end)
    os.environ.update(ENVIRONMENT, DATA=str(data), DATABASE_URL=url)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return Site(data)


if __name__ == "__main__":
    sys.exit(main())
