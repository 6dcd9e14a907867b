"""Print what translated PDFs have worse than their originals by the rules of PDF/UA that a translation touches.

python -m bench.pdf_ua ORIGINAL TRANSLATED

Both may be folders with files of the same names.
"""

import argparse
import sys
from pathlib import Path

import pymupdf

from translation.testing.pdf_ua import compare, find


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("original", type=Path)
    parser.add_argument("translated", type=Path)
    arguments = parser.parse_args()
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    return report(list(pairs(arguments.original, arguments.translated)))


def pairs(original: Path, translated: Path) -> list[tuple[Path, Path]]:
    """Return the files to compare."""
    if translated.is_file():
        return [(original, translated)]
    found = sorted(translated.glob("*.pdf"))
    return [(original / path.name, path) for path in found if (original / path.name).exists()]


def report(files: list[tuple[Path, Path]]) -> int:
    """Print the findings of each tagged document, and return how many documents have any."""
    worse = tagged = 0
    for original, translated in files:
        if not find(original).facts["tagged"]:
            continue
        tagged += 1
        lines = compare(original, translated)
        worse += bool(lines)
        print(*(f"{original.name}: {line}" for line in lines), sep="\n", end="\n" if lines else "")
    print(f"{tagged} of {len(files)} documents are tagged. Worse than the original: {worse}.")
    return worse


if __name__ == "__main__":
    sys.exit(main())
