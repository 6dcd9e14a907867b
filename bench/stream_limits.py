"""Remove text from hostile pages, and print how that ends, how long it takes and how much memory.

python -m bench.stream_limits [NAME ...]
"""

import json
import resource
import subprocess
import sys
import time
from typing import Any

import pymupdf

from translation.formats.pdf.content_streams.bands import Band
from translation.formats.pdf.content_streams.removal import ContentSurgeon
from translation.formats.pdf.reading.opening import PAGE_ERRORS
from translation.testing.hostile_streams import pages

MEMORY_BYTES = 2 * 1024**3
MAX_SECONDS = 5.0
# A process that takes longer, with making the page, hangs.
KILL_SECONDS = 60


def clear(name: str) -> None:
    """Remove the text of one page, and print a line of JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    document = pages()[name]()
    surgeon = ContentSurgeon(document)
    started = time.monotonic()
    try:
        report = surgeon.clear(document[0], [Band(0, 100, 1, 0, 400, 2)], [(0, 0, 1, 1)])
        end = f"{report.removed} glyphs removed"
    except PAGE_ERRORS as error:
        end = f"{type(error).__name__}: {error}"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.monotonic() - started, "end": end, "mb": memory}))


def main() -> int:
    """Print a table of these pages, or of all, and return how many take too long."""
    late = 0
    print("| page | s | MB | end |\n|---|---|---|---|")
    for name in sys.argv[1:] or pages():
        command = [sys.executable, "-m", "bench.stream_limits", "--child", name]
        try:
            output = subprocess.run(
                command, stdout=subprocess.PIPE, text=True, timeout=KILL_SECONDS, check=False
            ).stdout
            line: dict[str, Any] = json.loads(output) if output else {"seconds": 0.0, "mb": 0.0, "end": "crash"}
        except subprocess.TimeoutExpired:
            line = {"seconds": float(KILL_SECONDS), "mb": 0.0, "end": "hang"}
        late += line["seconds"] > MAX_SECONDS or line["end"] in ("crash", "hang")
        print(f"| {name} | {line['seconds']:.2f} | {line['mb']:.0f} | {line['end'].replace('|', '')} |", flush=True)
    print(f"\n{late} did not end within {MAX_SECONDS:.0f} s.")
    return late


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        clear(sys.argv[2])
    else:
        sys.exit(bool(main()))
