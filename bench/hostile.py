"""Send hostile documents through the API, a worker and the sandbox, and print how they end and what they cost.

python -m bench.hostile [--kind "page trees"]
"""

import argparse
import os
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import django
from django.test.utils import override_settings, setup_databases, setup_test_environment, teardown_databases


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kind", action="append", help="only this kind; may be given again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="palimpsest-bench-") as data:
        os.environ.update(
            DATA=data, DATABASE_URL="", LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="translator_site.settings"
        )
        django.setup()
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            return report(arguments.kind, Path(data))
        finally:
            teardown_databases(databases, verbosity=0)


def report(kinds: list[str] | None, data: Path) -> int:
    """Print the table, and return how many documents came to a wrong end."""
    # They need the settings.
    from django.test import Client

    from jobs.testing.hostile import KINDS, documents
    from jobs.testing.hostile.journey import TIGHT, inhabitants, travel

    wrong = []
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: dict[str, float] = defaultdict(float)
    memory: dict[str, int] = defaultdict(int)
    with override_settings(LIMITS=TIGHT):
        for document in documents(kinds or KINDS):
            end = travel(Client(), document)
            ends[document.kind][end.code] += 1
            seconds[document.kind] = max(seconds[document.kind], end.seconds)
            memory[document.kind] = max(memory[document.kind], end.memory)
            if end.code not in document.ends or end.active or end.memory > TIGHT.memory_bytes:
                wrong.append(f"{document.kind}: {document.name}: {end}")
    print("| kind | documents | ends | worst s | worst MB |\n|---|---|---|---|---|")
    for kind, counts in ends.items():
        counted = ", ".join(f"{code} {count}" for code, count in counts.most_common())
        print(f"| {kind} | {counts.total()} | {counted} | {seconds[kind]:.1f} | {memory[kind] / 1e6:.0f} |")
    print(
        f"\n{sum(map(Counter.total, ends.values()))} documents, each sandbox allowed {TIGHT.memory_bytes / 1e6:.0f} MB."
    )
    print(f"Came to a wrong end: {len(wrong)}. Processes left: {len(inhabitants(data))}.")
    print(*wrong, sep="\n")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
