"""Damage the content streams of PDFs at random, remove text from them, and check that nothing else changes.

    python -m bench.stream_mutants FOLDER_OR_FILES [--count 2000] [--seed 1] [--largest 400000] [--show]

Each mutant is one page whose contents, one of its forms, or the fonts in its resources are damaged. Every second
paragraph of it is removed as for a translation. The page is saved and opened again. It is right if all other glyphs
stand where they stood and the rendering elsewhere is the same, as MuPDF reads the damaged page. The same seed gives the
same mutants. A process checks many of them; one that crashes or hangs is attributed to its mutant and replaced.
"""

import argparse
import json
import random
import resource
import select
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from math import hypot
from pathlib import Path
from typing import Any

import pymupdf

from bench.erasing import SavedDocument, is_altered
from bench.glyph_comparison import Comparison, Fates, compare
from bench.mutations import mutate
from bench.removal import METHODS, Removal, open_and_read, remove
from translation.exceptions import TranslationError
from translation.formats.pdf.reading.opening import PAGE_ERRORS
from translation.formats.pdf.transform import dictionary_of, page_transform
from translation.testing.pdf_glyphs import PlacedGlyph, read_by_mupdf

MEMORY_BYTES = 3 * 1024**3
# Removing text from a page may take this long.
MAX_SECONDS = 5.0
# A process that prints nothing for this long hangs.
SILENT_SECONDS = 30.0
# Pages are taken from the first few of a document.
FIRST_PAGES = 5
# New text, which no document has.
MARKER, MARKER_PLACE = "¤", (5.0, 5.0)
# Ends that the product must never come to. With all others, the page is right or as good as left as it was.
WRONG = (
    "crash",
    "hang",
    "slow",
    "exception",
    "unreadable after",
    "lost or moved",
    "looks different",
    "new text misplaced",
)
Verdict = dict[str, Any]


def mutant_of(paths: Sequence[Path], seed: int) -> tuple[str, bytes]:
    """Return a name and a document of one damaged page."""
    chance = random.Random(seed)
    path = chance.choice(paths)
    with pymupdf.open(path, filetype="pdf") as document:
        number = chance.randrange(min(FIRST_PAGES, document.page_count))
        document.select([number])
        kind = mutate(document, chance)
        return f"{path.name}, page {number + 1}, {kind}", document.tobytes(garbage=3)


def check(path: Path, folder: Path, seed: int, name: str = "") -> Verdict:
    """Remove text from a mutant, and return how that ended."""
    try:
        with open_and_read(path, 1) as document:
            started = time.monotonic()
            removals = dict(remove(document, METHODS["product"], 2, seed))
            seconds = time.monotonic() - started
            if removals and not removals[0].error:
                draw_marker(document._document[0])
            document._document.save(folder / "after.pdf", garbage=3)
    except TranslationError as error:
        return {"end": f"refused: {error.code}"}
    if not removals:
        return {"end": "no text"}
    # What does not end from here on is the engine's.
    print(json.dumps({"seed": seed, "name": name, "removed": True}), flush=True)
    verdict: Verdict = {"seconds": seconds, **judge(path, folder / "after.pdf", removals[0])}
    if seconds > MAX_SECONDS:
        verdict["end"] = "slow"
    return verdict


def draw_marker(page: pymupdf.Page) -> None:
    """Draw new text on a page, as the product does."""
    page.insert_font("helv")
    x, y = page_transform(dictionary_of(page)).inverse().point(*MARKER_PLACE)
    operators = f"\nq BT /helv 3 Tf 1 0 0 1 {x:.3f} {y:.3f} Tm <a4> Tj ET Q\n"
    pymupdf.TOOLS._insert_contents(page, operators.encode(), True)


def judge(before: Path, after: Path, removal: Removal) -> Verdict:
    """Return whether the page after removal is right, by MuPDF."""
    with SavedDocument(before) as one, SavedDocument(after) as other:
        try:
            old = read_by_mupdf(one.page(0))
        except PAGE_ERRORS:
            return {"end": "unreadable before"}
        if removal.error:
            removal.covered = frozenset(range(len(removal.strips)))
        fates = Fates(removal.strips, removal.covered)
        try:
            new = read_by_mupdf(other.page(0))
            altered = is_altered(one.page(0), other.page(0), removal)
        except PAGE_ERRORS as error:
            return {"end": "unreadable after", "detail": str(error)}
    drawn = [each for each in new if each.character == MARKER]
    found = compare(old, [fates.of(each) for each in old], [each for each in new if each.character != MARKER])
    return {"end": end_of(found, altered, drawn, removal), "detail": "; ".join(found.reasons()) or removal.error}


def end_of(found: Comparison, altered: bool, drawn: Sequence[PlacedGlyph], removal: Removal) -> str:
    """Return the name of the end that a mutant came to. `drawn` is the new text."""
    if found.lost or found.moved or found.added:
        return "lost or moved"
    if altered:
        return "looks different"
    if removal.error:
        return f"left as it was: {removal.error.split(':')[0]}"
    if len(drawn) != 1 or hypot(drawn[0].x - MARKER_PLACE[0], drawn[0].y - MARKER_PLACE[1]) > 1:
        return "new text misplaced"
    if removal.covered_count:
        return f"{'all' if removal.covered_count == len(removal.strips) else 'some'} strips covered"
    return "text still there" if found.still_there else "right"


def run_child(arguments: argparse.Namespace) -> None:
    """Check mutants from a seed on, and print a line before and after each."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    paths = documents_of(arguments)
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "before.pdf"
        for seed in range(arguments.child, arguments.last):
            name, content = mutant_of(paths, seed)
            print(json.dumps({"seed": seed, "name": name}), flush=True)
            before.write_bytes(content)
            try:
                verdict = check(before, Path(folder), seed, name)
            # The bench reports what the product does not handle.
            except Exception as error:  # noqa: BLE001
                verdict = {"end": "exception", "detail": f"{type(error).__name__}: {error}"[:200]}
            print(json.dumps({"seed": seed, "name": name, **verdict}), flush=True)


def lines_of(process: "subprocess.Popen[str]") -> Iterator[Verdict]:
    """Yield what a process prints, until it ends or hangs. If it hangs, end it."""
    output = process.stdout
    while output and select.select([output], [], [], SILENT_SECONDS)[0]:
        line = output.readline()
        if not line:
            return
        yield json.loads(line)
    process.kill()


def run_all(arguments: argparse.Namespace) -> Iterator[Verdict]:
    """Yield the verdicts on all mutants."""
    seed, last = arguments.seed, arguments.seed + arguments.count
    command = [sys.executable, "-m", "bench.stream_mutants", *map(str, arguments.paths)]
    command += ["--largest", str(arguments.largest), "--last", str(last)]
    while seed < last:
        process = subprocess.Popen([*command, "--child", str(seed)], stdout=subprocess.PIPE, text=True)
        name, is_removed = "", False
        for line in lines_of(process):
            seed, name, is_removed = line["seed"], line["name"], "removed" in line
            if "end" in line:
                seed, name = seed + 1, ""
                yield line
        code = process.wait()
        if code or name:
            end = "engine cannot check it" if is_removed else "hang" if code == -9 else "crash"
            yield {"seed": seed, "name": name, "end": end, "detail": f"exit code {code}"}
            seed += 1


def documents_of(arguments: argparse.Namespace) -> list[Path]:
    """Return the documents to damage."""
    paths: list[Path] = []
    for path in arguments.paths:
        paths += sorted(path.glob("*.pdf")) if path.is_dir() else [path]
    return [path for path in paths if path.stat().st_size <= arguments.largest and is_open(path)]


def is_open(path: Path) -> bool:
    """Return whether a document has pages that anyone may read."""
    try:
        with pymupdf.open(path, filetype="pdf") as document:
            return bool(document.page_count) and not document.needs_pass
    except PAGE_ERRORS:
        return False


def main() -> int:
    """Run the mutants, print the wrong ones and a table, and return how many are wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path, help="documents and folders of documents")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=400_000, help="bytes; larger documents are left out")
    parser.add_argument("--show", action="store_true", help="print all mutants that are not right")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--last", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child is not None:
        run_child(arguments)
        return 0
    ends, wrong, slowest = Counter[str](), 0, (0.0, "")
    for verdict in run_all(arguments):
        ends[verdict["end"]] += 1
        is_wrong = verdict["end"] in WRONG
        wrong += is_wrong
        slowest = max(slowest, (verdict.get("seconds", 0.0), verdict["name"]))
        if is_wrong or (arguments.show and verdict["end"] not in ("right", "no text")):
            print(f"- {verdict['seed']}: {verdict['name']}: {verdict['end']} {verdict.get('detail', '')}", flush=True)
    print(f"\n| end | of {ends.total()} mutants |\n|---|---|")
    for end, count in ends.most_common():
        print(f"| {end}{' (wrong)' if end in WRONG else ''} | {count} |")
    print(f"\nThe longest removal took {slowest[0]:.1f} s ({slowest[1]}).")
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main()))
