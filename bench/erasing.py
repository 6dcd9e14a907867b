"""Remove the text of the paragraphs of PDFs, and check the glyphs of every page with MuPDF and PDFium.

    python -m bench.erasing FOLDER_OR_FILES [--method redaction] [--every 2] [--pages 20] [--sample 100] [--seed 1]
    python -m bench.erasing FOLDER_OR_FILES --time

Paragraphs are found and their strips made as for a translation. The document is saved and opened again. A page is right
if the glyphs on the strips are gone, all others are within 0.1 pt of their place and none is new, for both engines, and
no strip was covered. `--every 2` removes every second paragraph. `--time` measures removing by redaction and by the
product in turns. Each document has a process of its own with a time limit, so that none can end the run.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pymupdf
import pypdfium2

from bench import redaction
from bench.glyph_comparison import Comparison, Fates, compare, with_counterparts, without_counterparts
from bench.removal import METHODS, Removal, open_and_read, removals_of, remove
from translation.exceptions import TranslationError
from translation.formats.pdf.reading.links import without_annotations
from translation.formats.pdf.reading.opening import PAGE_ERRORS
from translation.formats.pdf.transform import Transform, page_dictionary, page_transform
from translation.formats.pdf.writing.cover import strip_box
from translation.testing.pdf_glyphs import PlacedGlyph, read_by_mupdf, read_by_pdfium

MEMORY_BYTES = 4 * 1024**3
# Linux sets the peak memory of a process back when this is written to the file.
CLEAR_REFS, RESET_PEAK = Path("/proc/self/clear_refs"), "5"
STATUS = Path("/proc/self/status")
Verdict = dict[str, Any]


# One document, in a process of its own.


def check(path: Path, arguments: argparse.Namespace) -> None:
    """Remove text from a document, and print the verdict on each page as a line of JSON."""
    with tempfile.TemporaryDirectory() as folder, open_and_read(path, arguments.pages) as document:
        before, after = Path(folder) / "before.pdf", Path(folder) / "after.pdf"
        with pymupdf.open(path, filetype="pdf") as original:
            original.save(before, garbage=3, deflate=True)
        removals = dict(remove(document, METHODS[arguments.method], arguments.every, arguments.seed))
        document._document.save(after, garbage=3, deflate=True)
        print(json.dumps({"pages": len(document._chosen)}), flush=True)
        with SavedDocument(before) as one, SavedDocument(after) as other:
            for number in document._chosen:
                verdict = judge(one, other, number, removals.get(number, Removal()))
                print(json.dumps({"page": number + 1, **verdict}), flush=True)


class SavedDocument:
    """A saved document, opened by both engines."""

    def __init__(self, path: Path) -> None:
        self._mupdf = pymupdf.open(path)
        try:
            self._pdfium: pypdfium2.PdfDocument | None = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            self._pdfium = None

    def __enter__(self) -> "SavedDocument":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._mupdf.close()
        if self._pdfium:
            self._pdfium.close()

    def page(self, number: int) -> pymupdf.Page:
        """Return a page as MuPDF opens it."""
        return self._mupdf[number]

    def glyphs_by_pdfium(self, number: int, transform: Transform) -> list[PlacedGlyph] | None:
        """Return the glyphs of a page as PDFium reads them, or None if it cannot."""
        try:
            return read_by_pdfium(self._pdfium, number, transform) if self._pdfium else None
        except pypdfium2.PdfiumError:
            return None

    def transform(self, number: int) -> Transform:
        """Return the map from the file to page space."""
        return page_transform(page_dictionary(self._mupdf, number))


def judge(before: SavedDocument, after: SavedDocument, number: int, removal: Removal) -> Verdict:
    """Return the verdict on a page: what is wrong by each engine, and what was removed."""
    verdict: Verdict = {"strips": len(removal.strips), "covered": removal.covered_count, "reasons": []}
    reasons = verdict["reasons"]
    if removal.error:
        reasons.append(f"left as it was: {removal.error}")
        removal.covered = frozenset(range(len(removal.strips)))
    if removal.covered_count:
        reasons.append(f"{removal.covered_count} of {len(removal.strips)} strips covered")
    try:
        old = read_by_mupdf(before.page(number))
    except PAGE_ERRORS:
        return {**verdict, "unreadable": True}
    fates = Fates(removal.strips, removal.covered)
    try:
        new = read_by_mupdf(after.page(number))
        verdict["altered"] = is_altered(before.page(number), after.page(number), removal)
    except PAGE_ERRORS as error:
        return {**verdict, "reasons": [*reasons, f"MuPDF cannot read it any more: {error}"]}
    comparison = compare(old, [fates.of(each) for each in old], new)
    verdict |= {"kept": comparison.kept, "gone": comparison.gone}
    reasons += [f"MuPDF: {reason}" for reason in comparison.reasons()]
    if by_pdfium := compare_by_pdfium(before, after, number, fates, old, new):
        verdict |= {"pdfium": True, "drifted": by_pdfium.drifted}
        reasons += [f"PDFium: {reason}" for reason in by_pdfium.reasons()]
    return verdict


def compare_by_pdfium(
    before: SavedDocument,
    after: SavedDocument,
    number: int,
    fates: Fates,
    old_by_mupdf: Sequence[PlacedGlyph],
    new_by_mupdf: Sequence[PlacedGlyph],
) -> Comparison | None:
    """Return the differences on a page by PDFium, or None if it cannot read it before or after."""
    transform = before.transform(number)
    old, new = before.glyphs_by_pdfium(number, transform), after.glyphs_by_pdfium(number, transform)
    if old is None or new is None:
        return None
    expected, doubts = with_counterparts([fates.of(each) for each in old], old, old_by_mupdf)
    comparison = compare(old, expected, new, doubts)
    comparison.added = without_counterparts(comparison.added, new_by_mupdf)
    return comparison


def is_altered(before: pymupdf.Page, after: pymupdf.Page, removal: Removal) -> bool:
    """Return whether a page looks different outside of the strips and decorations."""
    boxes = [*map(strip_box, removal.strips), *removal.decorations]
    return redaction.has_changed(redaction.render_small(before), redaction.render_small(after), boxes)


def measure(path: Path, arguments: argparse.Namespace) -> None:
    """Remove text from a document, and print the milliseconds a page and the peak memory in megabytes."""
    with open_and_read(path, arguments.pages) as document:
        CLEAR_REFS.write_text(RESET_PEAK)
        seconds, pages = 0.0, 0
        for number, removal in removals_of(document, arguments.every, arguments.seed):
            with without_annotations(document._document, number) as page:
                started = time.process_time()
                removal.run(document, page, METHODS[arguments.method])
                seconds += time.process_time() - started
            pages += 1
        peak = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        print(json.dumps({"pages": pages, "ms": 1000 * seconds / max(1, pages), "mb": int(peak.split()[1]) / 1024}))


# All documents.


def run_child(path: Path, mode: str, method: str, arguments: argparse.Namespace) -> tuple[list[Verdict], str]:
    """Run one document in a process of its own; return what it printed, and how it failed or ""."""
    command = [sys.executable, "-m", "bench.erasing", "--child", mode, "--method", method, str(path)]
    for name in ("every", "seed", "pages"):
        command += [f"--{name}", str(getattr(arguments, name))]
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        try:
            code = subprocess.run(
                command, stdout=output, stderr=errors, timeout=arguments.limit, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
        output.seek(0)
        errors.seek(0)
        lines = [line for line in output if line.endswith("\n")]
        failure = "" if code == 0 else f"no end after {arguments.limit} s" if code is None else f"exit code {code}"
        if code and (last := errors.read().strip().splitlines()[-1:]):
            failure += f": {last[0][:200]}"
    return [json.loads(line) for line in lines], failure


def check_all(paths: Sequence[Path], arguments: argparse.Namespace) -> int:
    """Check all documents, print the wrong pages and a summary, and return how many pages are wrong."""
    found, failures, refused = list[Verdict](), dict[str, str](), 0
    for path in paths:
        lines, failure = run_child(path, "check", arguments.method, arguments)
        refused += any("refused" in line for line in lines)
        verdicts = [{"file": path.name, **line} for line in lines if "page" in line]
        if failure:
            failures[path.name] = failure
            print(f"- {path.name}: {failure}", flush=True)
        for verdict in verdicts:
            report(verdict)
        found += verdicts
    if arguments.json:
        arguments.json.write_text(json.dumps({"pages": found, "failures": failures}, indent=1))
    print(f"\n{len(paths)} documents, of which {refused} cannot be translated. {len(failures)} did not end well.\n")
    return summarise(found)


def report(verdict: Verdict) -> None:
    """Print what is wrong on a page."""
    reasons = [*verdict["reasons"], *(["looks different elsewhere"] if verdict.get("altered") else [])]
    if reasons:
        print(f"- {verdict['file']}, page {verdict['page']}: {'; '.join(reasons)}", flush=True)


def summarise(found: Iterable[Verdict]) -> int:
    """Print the table of all pages, and return how many are wrong."""
    readable = [each for each in found if not each.get("unreadable")]
    print("| pages | number | right | share | covered strips | look different |\n|---|---|---|---|---|---|")
    for name, pages in (("all", readable), ("with strips", [each for each in readable if each["strips"]])):
        right = sum(not each["reasons"] for each in pages)
        covered = sum(each["covered"] for each in pages)
        altered = sum(each.get("altered", False) for each in pages)
        share = right / max(1, len(pages))
        print(f"| {name} | {len(pages)} | {right} | {share:.2%} | {covered} | {altered} |")
    kept, gone = (sum(each.get(name, 0) for each in readable) for name in ("kept", "gone"))
    print(f"\nBy MuPDF, {gone} glyphs are gone and {kept} stand where they stood.")
    unchecked = sum(not each.get("pdfium") for each in readable)
    drifted = sum(bool(each.get("drifted")) for each in readable)
    print(f"By PDFium, glyphs of {drifted} pages moved by what the engines disagree on.")
    print(f"PDFium did not read {unchecked} pages.")
    return sum(bool(each["reasons"]) for each in readable)


def time_all(paths: Sequence[Path], arguments: argparse.Namespace) -> int:
    """Measure both methods on all documents, in turns, and print the least time and memory of each."""
    print(
        "| document | pages | redaction, ms a page | product, ms a page | ratio | redaction, MB | product, MB | ratio |"
    )
    print("|---|---|---|---|---|---|---|---|", flush=True)
    ratios = []
    for path in paths:
        least = least_of(path, arguments)
        if not least:
            print(f"| {path.name} | failed |", flush=True)
            continue
        old, new = least["redaction"], least["product"]
        if old["pages"] and old["ms"]:
            ratios.append((new["ms"] / old["ms"], new["mb"] / old["mb"]))
            cells = [f"{old['ms']:.1f}", f"{new['ms']:.1f}", f"{ratios[-1][0]:.2f}"]
            cells += [f"{old['mb']:.0f}", f"{new['mb']:.0f}", f"{ratios[-1][1]:.2f}"]
            print(f"| {path.name} | {old['pages']} | {' | '.join(cells)} |", flush=True)
    if ratios:
        times, memories = zip(*ratios, strict=True)
        print(f"\nMedian ratios: time {median(times):.2f}, memory {median(memories):.2f}")
        print(f"Largest ratios: time {max(times):.2f}, memory {max(memories):.2f}")
    return 0


def least_of(path: Path, arguments: argparse.Namespace) -> dict[str, Verdict]:
    """Return the least figures of each method, or nothing if a run fails."""
    runs: dict[str, list[Verdict]] = {method: [] for method in METHODS}
    for run in range(arguments.runs):
        for method in sorted(METHODS, reverse=bool(run % 2)):
            lines, failure = run_child(path, "measure", method, arguments)
            if failure or "ms" not in lines[-1]:
                return {}
            runs[method].append(lines[-1])
    return {
        method: {name: min(each[name] for each in figures) for name in figures[0]} for method, figures in runs.items()
    }


def documents_of(arguments: argparse.Namespace) -> list[Path]:
    """Return the documents to remove text from."""
    paths: list[Path] = []
    for path in arguments.paths:
        paths += sorted(path.glob("*.pdf")) if path.is_dir() else [path]
    if arguments.sample and arguments.sample < len(paths):
        paths = sorted(random.Random(arguments.seed).sample(paths, arguments.sample))
    return paths


def parsed() -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path, help="documents and folders of documents")
    parser.add_argument("--method", choices=METHODS, default="product")
    parser.add_argument("--every", type=int, choices=(1, 2), default=1, help="2: every second paragraph")
    parser.add_argument("--pages", type=int, default=0, help="only the first pages of each document")
    parser.add_argument("--sample", type=int, default=0, help="this many documents, chosen by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=int, default=600, help="seconds for a document")
    parser.add_argument("--json", type=Path, help="a file for the verdicts on all pages")
    parser.add_argument("--time", action="store_true", help="measure time and memory")
    parser.add_argument("--runs", type=int, default=3, help="with --time")
    parser.add_argument("--child", choices=("check", "measure"), help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Run one document as a child, or all of them."""
    arguments = parsed()
    if not arguments.child:
        return (time_all if arguments.time else check_all)(documents_of(arguments), arguments)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        (check if arguments.child == "check" else measure)(arguments.paths[0], arguments)
    except TranslationError as error:
        print(json.dumps({"refused": error.code}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
