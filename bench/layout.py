"""Compare reading and rewriting a PDF, without an engine, with a plain MuPDF pass over the same pages.

    python -m bench.layout [DOCUMENT.pdf ...]

The plain pass extracts the characters of each page (`rawdict`) and renders it at 72 dpi. Both run in a process of their
own, in turns, several times. It prints the least processor time and peak memory of each, because other work on the
machine can only add to them. After the documents come texts of 10, 100 and 1,000 pages, made for the purpose.
"""

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pymupdf

from translation.formats.base import ReadOptions, WriteOptions
from translation.formats.pdf.document import PdfDocument
from translation.sandbox.child import OBJECTS_BETWEEN_COLLECTIONS

SAMPLE = Path("jobs/static/jobs/sample-en.pdf")
LENGTHS = (10, 100, 1000)
LINES, WORDS = 40, 12


def plain_pass(path: Path) -> int:
    """Extract and render each page; returns the pages."""
    document = pymupdf.open(path)
    for page in document.pages():
        page.get_text("rawdict", flags=pymupdf.TEXTFLAGS_RAWDICT & ~pymupdf.TEXT_PRESERVE_IMAGES)
        page.get_pixmap(dpi=72)
    return int(document.page_count)


def layout_pass(path: Path) -> int:
    """Read all blocks and write them back as they are; returns the pages."""
    # As the program in the sandbox does.
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    with tempfile.TemporaryDirectory() as folder, PdfDocument(path) as document:
        targets = [(block.id, block.content) for block in document.read(ReadOptions())]
        document.write(targets, WriteOptions("pt"), Path(folder) / "output", lambda _share: None)
        return document.info.pages or 0


PASSES = {"plain": plain_pass, "layout": layout_pass}


def least(path: Path, runs: int) -> dict[str, dict[str, float]]:
    """Return the least time and the least memory that each pass took."""
    taken = [{name: measured(name, path) for name in PASSES} for _run in range(runs)]
    return {name: {figure: min(each[name][figure] for each in taken) for figure in taken[0][name]} for name in PASSES}


def measured(name: str, path: Path) -> dict[str, float]:
    """Run one pass in its own process; return milliseconds of processor time a page, and peak megabytes."""
    command = [sys.executable, "-m", "bench.layout", "--one", name, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_one(name: str, path: Path) -> None:
    """Run one pass in this process, and print what it took."""
    started = time.process_time()
    pages = PASSES[name](path)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"pages": pages, "ms": 1000 * seconds / pages, "mb": peak}))


def make_text(pages: int, path: Path) -> None:
    """Return a text of this many pages, all different."""
    words = [
        "river",
        "ferry",
        "bridge",
        "bench",
        "captain",
        "mail",
        "rain",
        "summer",
        "queue",
        "landing",
        "boat",
        "ticket",
    ]
    document = pymupdf.open()
    for number in range(pages):
        page = document.new_page()
        lines = [
            " ".join(words[(number + line * 7 + word * 5) % len(words)] for word in range(WORDS))
            for line in range(LINES)
        ]
        page.insert_text((72, 72), f"Chapter {number + 1}", fontsize=16, fontname="hebo")
        page.insert_text((72, 110), lines, fontsize=10, fontname="tiro")
    document.save(path, garbage=3, deflate=True)


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", choices=PASSES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        run_one(arguments.one, arguments.documents[0])
        return 0
    print("| document | pages | plain, ms a page | layout, ms a page | ratio | plain, MB | layout, MB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for length in LENGTHS:
            made.append(Path(folder) / f"{length} pages of text.pdf")
            make_text(length, made[-1])
        for path in [*(arguments.documents or [SAMPLE]), *made]:
            plain, layout = least(path, arguments.runs).values()
            cells = [path.name, f"{layout['pages']:.0f}", f"{plain['ms']:.1f}", f"{layout['ms']:.1f}"]
            cells += [f"{layout['ms'] / plain['ms']:.1f}", f"{plain['mb']:.0f}", f"{layout['mb']:.0f}"]
            print("| " + " | ".join(cells) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
