"""Translate one document as the command line does, and compare its seconds with the engine alone on the same words.

python -m bench.translate DOCUMENT.pdf --from en --to pt
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from fxtranslate import discovery

from translation.document import plain_text
from translation.engines import create_engine
from translation.formats.base import ReadOptions
from translation.options import Options
from translation.pipeline import Report, translate_document
from translation.sandbox.client import Sandbox

MEGABYTE = 1 << 20
SAMPLES = Path("jobs/static/jobs")
WARM_UP = {"en": SAMPLES / "sample-en.pdf", "pt": SAMPLES / "sample-pt.pdf"}


def raw_engine(path: Path, source: str, target: str) -> tuple[int, float]:
    """Return words and seconds of the engine alone, on each distinct sentence of the document."""
    engine = create_engine("firefox", None, False)
    engine.translate(["Warm."], source, target)
    with Sandbox(path, path.name) as document:
        texts = [plain_text(block.content) for block in document.read(ReadOptions())]
    sentences = list(dict.fromkeys(each.strip() for text in texts for each in discovery.segment_sentences(text)))
    started = time.perf_counter()
    engine.translate(sentences, source, target)
    return sum(len(each.split()) for each in sentences), time.perf_counter() - started


def translated(path: Path, source: str, target: str) -> Report:
    """Translate a document, from the start of its sandbox to its output."""
    engine = create_engine("firefox", None, False)
    with tempfile.TemporaryDirectory() as folder, Sandbox(path, path.name) as document:
        output = Path(folder) / "output"
        return translate_document(document, engine, source, target, output, Options(), lambda _percent: None)


def whole(path: Path, source: str, target: str) -> None:
    """Print the seconds of each stage, and the ratio of the whole to the engine alone."""
    words, alone = raw_engine(path, source, target)
    # A worker is warm from its second job on: models, lexicon and hyphenation are loaded once.
    translated(WARM_UP[source], source, target)
    started = time.perf_counter()
    report = translated(path, source, target)
    total = time.perf_counter() - started
    worker = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    rows = {
        "pages": report.pages,
        "words": words,
        "engine alone, s": f"{alone:.2f}",
        "read, s": f"{report.seconds['read']:.2f}",
        "translate, s": f"{report.seconds['translate']:.2f}",
        "write, s": f"{report.seconds['write']:.2f}",
        "whole with start of the sandbox, s": f"{total:.2f}",
        "whole / engine alone": f"{total / alone:.2f}",
        "peak memory of the worker, MB": worker // MEGABYTE,
        "peak memory of the sandbox, MB": (report.peak_memory or 0) // MEGABYTE,
    }
    print(f"### {path.name}, {source} to {target}\n\n| figure | value |\n|---|---|")
    for name, value in rows.items():
        print(f"| {name} | {value} |")


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path, nargs="?", default=Path("jobs/static/jobs/sample-en.pdf"))
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="pt")
    arguments = parser.parse_args()
    whole(arguments.document, arguments.source, arguments.target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
