"""Measure how fast the service is: `status` compared with an API that keeps its jobs in a dict, and the start of jobs.

python -m bench.status [--postgresql] [--rounds 9] [--seconds 1]
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import requests

from bench.status.pollers import poll
from jobs.testing.postgresql import throwaway_postgresql
from translation.testing.files import PROJECT
from translation.testing.waiting import wait_until

SMALL_JOBS = 30
WARM_UP = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Contestant:
    """A path of a server, and the process that answers there."""

    name: str
    process: int
    port: int
    path: str


class Figures(NamedTuple):
    """Answers a second; milliseconds to the answer; how many were not 200; milliseconds of the processor an answer."""

    rate: float
    median: float
    slow: float
    refused: float
    cost: float


class Server:
    """A web server as the Procfile starts it, on a port and a data folder of its own."""

    def __init__(self, process: int, port: int, environment: dict[str, str]) -> None:
        self.process = process
        self.port = port
        self.environment = environment

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def translate(self, text: str, engine: str) -> str:
        """Start a job and return its id."""
        fields = {"source_language": "en", "target_language": "pt", "engine": engine}
        answer = requests.post(f"{self.api}/translate", fields, files={"file": ("a.txt", text)}, timeout=60)
        answer.raise_for_status()
        return str(answer.json()["job_id"])

    def status(self, job_id: str) -> dict[str, Any]:
        found: dict[str, Any] = requests.get(f"{self.api}/status/{job_id}", timeout=60).json()
        return found

    def has_ended(self, job_id: str) -> bool:
        return self.status(job_id)["status"] in ("completed", "failed")

    @contextmanager
    def cluster(self) -> Iterator[None]:
        with running([sys.executable, "manage.py", "runcluster"], self.environment):
            yield


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    """Run the server during the block, and yield the id of its process."""
    log = Path(environment["DATA"]) / "bench.log"
    with log.open("ab") as file:
        process = subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=file, stderr=file)
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def installed(postgresql: bool) -> Iterator[Server]:
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="palimpsest-bench-"))
        url = stack.enter_context(throwaway_postgresql()) if postgresql else ""
        # A successful poll writes no line to the log, so none of the compared views may write one.
        log = {"LOG_FORMAT": "json", "LOG_LEVEL": "WARNING"}
        environment = {**os.environ, "DATA": data, "DATABASE_URL": url, "WORKERS": "1", **log}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, cwd=PROJECT, check=True)
        port = free_port()
        options = ["--interface", "wsgi", "--no-ws", "--workers", "1", "--blocking-threads", "32"]
        command = [sys.executable, "-m", "granian", *options, "--port", str(port), "bench.status.site:application"]
        process = stack.enter_context(running(command, environment))
        wait_until(lambda: answers(port, "/livez"))
        yield Server(process, port, environment)


@contextmanager
def bare_api(environment: dict[str, str]) -> Iterator[tuple[Contestant, Contestant]]:
    """Yield the API that keeps its jobs in a dict, with answers from threads and from the event loop."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.status.bare_api:app", "--no-access-log", "--port", str(port)]
    with running(command, environment) as process:
        wait_until(lambda: answers(port, "/status/1"))
        yield (
            Contestant("FastAPI, dict and lock", process, port, "/status/1"),
            Contestant("the same with `async def`", process, port, "/async/1"),
        )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def answers(port: int, path: str) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}{path}", timeout=5).ok
    except requests.ConnectionError:
        return False


def compared(contestants: Sequence[Contestant], pollers: int, arguments: argparse.Namespace) -> list[Figures]:
    """Return the medians of short rounds, which take turns so that other work on the machine affects all alike."""
    rounds = [[asked(each, pollers, arguments.seconds) for each in contestants] for _ in range(arguments.rounds)]
    columns = [list(zip(*of_one, strict=True)) for of_one in zip(*rounds, strict=True)]
    return [Figures(*map(statistics.median, each)) for each in columns]


def asked(contestant: Contestant, pollers: int, seconds: float) -> Figures:
    before = used(contestant.process)
    load = poll(contestant.port, contestant.path, pollers, seconds)
    milliseconds = (used(contestant.process) - before) * 1000
    return Figures(load.rate, load.median, load.slow, load.refused, milliseconds / (load.rate * seconds))


def used(process: int) -> float:
    """Return the seconds of processor time that a process and its children have used."""
    parent = psutil.Process(process)
    return sum(sum(each.cpu_times()[:2]) for each in (parent, *parent.children()))


def print_rates(contestants: Sequence[Contestant], arguments: argparse.Namespace) -> None:
    print("| | connections | answers a second | median, ms | p99, ms | refused | CPU, ms an answer | of the dict |")
    print("|---|---|---|---|---|---|---|---|")
    for pollers in (1, 50):
        all_figures = compared(contestants, pollers, arguments)
        for contestant, figures in zip(contestants, all_figures, strict=True):
            shown = f"{figures.rate:.0f} | {figures.median:.1f} | {figures.slow:.1f} | {figures.refused:.0f}"
            share = f"{figures.cost:.2f} | {figures.rate / all_figures[0].rate:.2f}"
            print(f"| {contestant.name} | {pollers} | {shown} | {share} |", flush=True)


def print_parts(palimpsest: Contestant, arguments: argparse.Namespace) -> None:
    """Print what each part of an answer takes: the difference of two views, with and without that part."""
    queried = palimpsest.path.replace("api/v1/status", "queried")
    paths = ("/server", "/livez", "/plain/1", queried, "/rest/1", palimpsest.path)
    views = [replace(palimpsest, path=path) for path in paths]
    server, probe, plain, database, rest, status = (each.cost for each in compared(views, 1, arguments))
    parts = {
        "the web server": server,
        "Django's request and response": probe - server,
        "middleware, metrics, the path": plain - probe,
        "REST framework and its JSON": rest - plain,
        "the database and its driver": database - plain,
        "the rest: Django's ORM, the fields of the answer": status - rest - (database - plain),
    }
    print("\n| part of an answer of `status` | CPU, ms | share |\n|---|---|---|")
    for part, cost in parts.items():
        print(f"| {part} | {cost:.2f} | {cost / status:.0%} |")


def start_times(server: Server) -> list[float]:
    """Return the milliseconds from the answer of `translate` until each job runs or is finished, one at a time."""
    times = []
    for number in range(SMALL_JOBS):
        job_id = server.translate(f"The weather is fine on day {number}.", "pseudo")
        asked = time.perf_counter()
        while server.status(job_id)["status"] == "started":
            time.sleep(0.002)
        times.append((time.perf_counter() - asked) * 1000)
        wait_until(partial(server.has_ended, job_id))
    return sorted(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--seconds", type=float, default=1.0, help="of a round")
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    with installed(arguments.postgresql) as palimpsest, bare_api(palimpsest.environment) as dicts:
        print(f"{'PostgreSQL' if arguments.postgresql else 'SQLite'}\n")
        job_id = palimpsest.translate("The weather is fine.", "pseudo")
        status = Contestant("`status`", palimpsest.process, palimpsest.port, f"/api/v1/status/{job_id}")
        contestants = (*dicts, status)
        for each in contestants:
            poll(each.port, each.path, 50, WARM_UP)
        print_rates(contestants, arguments)
        print_parts(status, arguments)
        with palimpsest.cluster():
            wait_until(lambda: palimpsest.status(job_id)["status"] == "completed")
            starts = start_times(palimpsest)
    print(f"\nFrom the answer to the start of a job: {statistics.median(starts):.0f} ms, p95 {starts[-2]:.0f} ms")


if __name__ == "__main__":
    main()
