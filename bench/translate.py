"""Translate one document as a worker does, with the models in ONNX Runtime and in fxtranslate, and compare the times.

python -m bench.translate DOCUMENT.pdf --from en --to pt
"""

import argparse
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from fxtranslate import discovery

from bench.fx_engine import FxEngine
from translation.document import plain_text
from translation.engines.base import Engine
from translation.engines.firefox.engine import FirefoxEngine
from translation.formats.base import ReadOptions
from translation.options import Options
from translation.pipeline import Report, translate_document
from translation.sandbox.client import Sandbox

MEGABYTE = 1 << 20
SAMPLES = Path("jobs/static/jobs")
WARM_UP = {"en": SAMPLES / "sample-en.pdf", "pt": SAMPLES / "sample-pt.pdf"}


@dataclass(frozen=True, slots=True)
class Run:
    """One translation of the document: processor seconds of the engine alone, of the worker and of the sandbox."""

    report: Report
    seconds: float
    engine: float
    worker: float
    sandbox: float
    peak_memory: int

    def rows(self) -> dict[str, str]:
        """Return the figures as texts, by name."""
        return {
            "read, s": f"{self.report.seconds['read']:.2f}",
            "translate, s": f"{self.report.seconds['translate']:.2f}",
            "write, s": f"{self.report.seconds['write']:.2f}",
            "whole with start of the sandbox, s": f"{self.seconds:.2f}",
            "processor time of the engine alone, s": f"{self.engine:.2f}",
            "processor time of the worker, s": f"{self.worker:.2f}",
            "processor time of the sandbox, s": f"{self.sandbox:.2f}",
            "processor time, s": f"{self.worker + self.sandbox:.2f}",
            "peak memory of the worker, MB": f"{self.peak_memory // MEGABYTE}",
            "peak memory of the sandbox, MB": f"{(self.report.peak_memory or 0) // MEGABYTE}",
        }


def sentences(path: Path) -> list[str]:
    """Return each distinct sentence of a document."""
    with Sandbox(path, path.name) as document:
        texts = [plain_text(block.content) for block in document.read(ReadOptions())]
    return list(dict.fromkeys(each.strip() for text in texts for each in discovery.segment_sentences(text)))


def measure(engine: Engine, path: Path, source: str, target: str) -> Run:
    """Translate a document as a worker does that has translated one before."""
    # Models, lexicon and hyphenation are loaded once.
    translated(engine, WARM_UP[source], source, target)
    started, worker, sandbox = time.perf_counter(), time.process_time(), children_seconds()
    report = translated(engine, path, source, target)
    seconds = time.perf_counter() - started
    worker, sandbox = time.process_time() - worker, children_seconds() - sandbox
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    texts = sentences(path)
    alone = time.process_time()
    engine.translate(texts, source, target)
    return Run(report, seconds, time.process_time() - alone, worker, sandbox, peak)


def translated(engine: Engine, path: Path, source: str, target: str) -> Report:
    """Translate a document, from the start of its sandbox to its output."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(path, path.name) as document:
        output = Path(folder) / "output"
        return translate_document(document, engine, source, target, output, Options(), lambda _percent: None)


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compare(path: Path, source: str, target: str) -> None:
    """Print the figures of both programs that run models, and the ratios of the processor times."""
    fast = measure(FirefoxEngine(), path, source, target)
    slow = measure(FxEngine(), path, source, target)
    print(f"### {path.name}, {source} to {target}: {fast.report.pages} pages, {fast.report.words} words\n")
    print("| figure | ONNX Runtime | fxtranslate |\n|---|---|---|")
    for (name, figure), other in zip(fast.rows().items(), slow.rows().values(), strict=True):
        print(f"| {name} | {figure} | {'' if name == 'peak memory of the worker, MB' else other} |")
    whole = [run.worker + run.sandbox for run in (fast, slow)]
    print(f"| processor time / that with fxtranslate | {whole[0] / whole[1]:.2f} | 1 |")
    print(f"| processor time / engine alone | {whole[0] / fast.engine:.2f} | {whole[1] / slow.engine:.2f} |")


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path, nargs="?", default=Path("jobs/static/jobs/sample-en.pdf"))
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="pt")
    arguments = parser.parse_args()
    compare(arguments.document, arguments.source, arguments.target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
