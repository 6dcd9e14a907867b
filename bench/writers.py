"""Measure how many writes a second several processes make at the same time, and how many fail.

python -m bench.writers [--postgresql] [--writers 8] [--seconds 5]
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from jobs.testing.postgresql import throwaway_postgresql


def write(seconds: float) -> tuple[int, int]:
    """Take jobs through their states, one after another; return how many writes succeeded and failed."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "translator_site.settings")
    django.setup()
    from django.db import DatabaseError

    from jobs.models import TranslationJob
    from translation.exceptions import TranslationError

    made = failed = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job = TranslationJob(filename="a.txt", format="text", source_language="en", target_language="pt")
        advances = [partial(job.advance, percent) for percent in range(10)]
        steps: list[Callable[[], object]] = [
            job.save,
            job.claim,
            *advances,
            partial(job.fail, TranslationError()),
        ]
        for step in steps:
            try:
                step()
                made += 1
            except DatabaseError:
                failed += 1
    return made, failed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5.0)
    arguments = parser.parse_args()
    with ExitStack() as stack:
        os.environ["DATA"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="palimpsest-bench-"))
        os.environ["DATABASE_URL"] = stack.enter_context(throwaway_postgresql()) if arguments.postgresql else ""
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True)
        # Each with a connection of its own, as workers have.
        with multiprocessing.get_context("spawn").Pool(arguments.writers) as pool:
            counts = pool.map(write, [arguments.seconds] * arguments.writers, chunksize=1)
    made, failed = (sum(column) for column in zip(*counts, strict=True))
    print("| database | writers | writes a second | errors |\n|---|---|---|---|")
    database = "PostgreSQL" if arguments.postgresql else "SQLite"
    print(f"| {database} | {arguments.writers} | {made / arguments.seconds:.0f} | {failed} |")


if __name__ == "__main__":
    main()
