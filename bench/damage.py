"""Open damaged variants of the PDFs of a folder in the sandbox, and print how they end and how long the slowest takes.

python -m bench.damage FOLDER [--variants 200] [--largest 2000000]
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from translation.exceptions import TranslationError
from translation.formats.base import ReadOptions, WriteOptions
from translation.sandbox.client import Sandbox
from translation.testing.damage import damaged


def end_of(source: Path, output: Path) -> str:
    """Return how the translation of one document ends."""
    try:
        with Sandbox(source, "x.pdf") as document:
            targets = [(block.id, block.content) for block in document.read(ReadOptions(own={"ocr": "off"}))]
            document.write(targets, WriteOptions("pt"), output, lambda _share: None)
    except TranslationError as error:
        return error.code
    return "written"


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--variants", type=int, default=200)
    parser.add_argument("--largest", type=int, default=2_000_000, help="bytes; larger documents are left out")
    arguments = parser.parse_args()
    paths = [path for path in sorted(arguments.folder.glob("*.pdf")) if path.stat().st_size <= arguments.largest]
    ends: Counter[str] = Counter()
    worst = (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder) / "source", Path(folder) / "output"
        for seed in range(arguments.variants):
            path = paths[seed % len(paths)]
            source.write_bytes(damaged(seed, path))
            started = time.perf_counter()
            ends[end_of(source, output)] += 1
            worst = max(worst, (time.perf_counter() - started, f"{path.name}, seed {seed}"))
    print(f"| end | of {arguments.variants} variants of {len(paths)} documents |\n|---|---|")
    for end, count in ends.most_common():
        print(f"| {end} | {count} |")
    print(f"\nThe longest took {worst[0]:.1f} s ({worst[1]}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
