"""Translate every PDF of a folder with the command line, and compare each result with its original.

    python -m bench.corpus FOLDER --tool FIDELITY.py [--engine firefox] [--only NAME ...]

FOLDER holds the documents and, in MANIFEST.csv, their languages (columns `file` and `language`); English is
translated into Portuguese, and everything else into English. FIDELITY.py is a program that takes ORIGINAL and
TRANSLATED and prints figures as JSON with --json.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

FIGURES = {
    "pages_equal": "pages",
    "untouched": "untouched",
    "covered": "covered",
    "overlap": "overlap",
    "clipped": "clipped",
    "left_over": "left over",
    "size_p05": "size p05",
    "size_p50": "size p50",
    "style_kept": "style",
    "colour_kept": "colour",
    "numbers_kept": "numbers",
    "unreadable": "unreadable",
    "links": "links",
    "toc": "toc",
    "images": "images",
    "widgets": "widgets",
    "annots": "annots",
    "bytes": "bytes",
}
# Of these the largest is the worst, of the others the smallest.
LARGEST_IS_WORST = frozenset(["overlap", "clipped", "left_over", "unreadable", "bytes"])
Figures = dict[str, float | None]
MEANINGS = {3: "unreadable or without text", 4: "password", 6: "language pair", 7: "limit", 8: "engine"}


def languages(folder: Path) -> dict[str, str]:
    """Return the language of each document, by file name."""
    with (folder / "MANIFEST.csv").open(newline="", encoding="utf-8") as file:
        return {row["file"]: row["language"] for row in csv.DictReader(file)}


def translate(path: Path, source: str, engine: str, output: Path) -> tuple[int, float, dict[str, Any]]:
    """Run the command line; return its exit code, seconds and report."""
    report = output.with_suffix(".json")
    command: list[str | Path] = [sys.executable, "manage.py", "translatefile", path, output, "--from", source]
    command += ["--to", "pt" if source == "en" else "en", "--engine", engine, "--report", report]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    seconds = time.perf_counter() - started
    return done.returncode, seconds, json.loads(report.read_text()) if report.exists() else {}


def measure(tool: Path, original: Path, translated: Path) -> Figures:
    """Return the figures of the fidelity program."""
    done = subprocess.run(
        [sys.executable, tool, original, translated, "--json"], capture_output=True, check=True, text=True
    )
    figures = json.loads(done.stdout)
    return {key: figures[key] for key in FIGURES}


def row(path: Path, source: str, engine: str, tool: Path, folder: Path) -> tuple[str, Figures]:
    """Return a row of the table, and the figures in it."""
    output = folder / path.name
    code, seconds, report = translate(path, source, engine, output)
    if code:
        refusal = f"| {path.name} | refused: exit code {code}, {MEANINGS.get(code, 'error')} |"
        return refusal + " |" * (len(FIGURES) + 1), {}
    figures = measure(tool, path, output)
    problems = sorted({problem["code"] for problem in report["problems"]})
    cells = [path.name, f"{report['words']} words, {seconds:.1f} s"]
    cells += ["-" if figure is None else f"{figure:.4g}" for figure in figures.values()]
    return "| " + " | ".join([*cells, ", ".join(problems)]) + " |", figures


def summary(found: Mapping[str, Figures]) -> Iterator[str]:
    """Return the median of each figure over the files, its worst value, and the files that have that value."""
    yield "| figure | files | median | worst | of |"
    yield "|---|---|---|---|---|"
    for key, name in FIGURES.items():
        values = {file: value for file, figures in found.items() if (value := figures.get(key)) is not None}
        if values:
            worst = (max if key in LARGEST_IS_WORST else min)(values.values())
            files = [file for file, value in values.items() if value == worst]
            named = ", ".join(files) if len(files) < 4 else f"{len(files)} files"
            yield f"| {name} | {len(values)} | {median(values.values()):.4g} | {worst:.4g} | {named} |"


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tool", type=Path, required=True)
    parser.add_argument("--engine", default="firefox")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--keep", type=Path, help="a folder that the translations are left in")
    arguments = parser.parse_args()
    known = languages(arguments.folder)
    print(f"### {arguments.engine} engine\n")
    print("| file | work | " + " | ".join(FIGURES.values()) + " | problems |")
    print("|---|---" + "|---" * len(FIGURES) + "|---|")
    found: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as temporary:
        keep = arguments.keep or Path(temporary)
        keep.mkdir(parents=True, exist_ok=True)
        for path in sorted(arguments.folder.glob("*.pdf")):
            if not arguments.only or path.stem in arguments.only:
                line, found[path.name] = row(path, known[path.name], arguments.engine, arguments.tool, keep)
                print(line, flush=True)
    print("", *summary(found), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
