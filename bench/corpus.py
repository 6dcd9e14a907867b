"""Every PDF of a folder through the command line, each result measured against its original.

    python -m bench.corpus FOLDER --tool FIDELITY.py [--engine firefox] [--only NAME ...]

FOLDER holds the documents and, in MANIFEST.csv, their languages (columns `file` and `language`); English goes into
Portuguese, all else into English. FIDELITY.py is a program that takes ORIGINAL and TRANSLATED and prints figures as
JSON with --json.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
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
MEANINGS = {3: "unreadable or without text", 4: "password", 6: "language pair", 7: "limit", 8: "engine"}


def languages(folder: Path) -> dict[str, str]:
    """File name to language."""
    with (folder / "MANIFEST.csv").open(newline="", encoding="utf-8") as file:
        return {row["file"]: row["language"] for row in csv.DictReader(file)}


def translate(path: Path, source: str, engine: str, output: Path) -> tuple[int, float, dict[str, Any]]:
    """Exit code, seconds and report of the command line."""
    report = output.with_suffix(".json")
    command = [sys.executable, "manage.py", "translatefile", path, output, "--from", source]
    command += ["--to", "pt" if source == "en" else "en", "--engine", engine, "--report", report]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    seconds = time.perf_counter() - started
    return done.returncode, seconds, json.loads(report.read_text()) if report.exists() else {}


def measure(tool: Path, original: Path, translated: Path) -> dict[str, Any]:
    """The figures of the fidelity program."""
    done = subprocess.run(
        [sys.executable, tool, original, translated, "--json"], capture_output=True, check=True, text=True
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def row(path: Path, source: str, engine: str, tool: Path, folder: Path) -> str:
    """One line of the table."""
    output = folder / path.name
    code, seconds, report = translate(path, source, engine, output)
    if code:
        return f"| {path.name} | refused: exit code {code}, {MEANINGS.get(code, 'error')} |" + " |" * (len(FIGURES) + 1)
    figures = measure(tool, path, output)
    problems = sorted({problem["code"] for problem in report["problems"]})
    cells = [path.name, f"{report['words']} words, {seconds:.1f} s"]
    cells += ["-" if figures[key] is None else f"{figures[key]:.4g}" for key in FIGURES]
    return "| " + " | ".join([*cells, ", ".join(problems)]) + " |"


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
    with tempfile.TemporaryDirectory() as temporary:
        keep = arguments.keep or Path(temporary)
        keep.mkdir(parents=True, exist_ok=True)
        for path in sorted(arguments.folder.glob("*.pdf")):
            if not arguments.only or path.stem in arguments.only:
                print(row(path, known[path.name], arguments.engine, arguments.tool, keep), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
