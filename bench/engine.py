"""Compare the two programs that run Firefox's models, ONNX Runtime and fxtranslate, on the same texts.

    python -m bench.engine FLORES --paper PAPER.pdf --cells TABLES.pdf

FLORES holds en.txt and pt.txt, the same sentences line by line (FLORES-200 dev). The programs take turns, and times are
processor seconds. The documents are in English.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import sacrebleu
from fxtranslate import discovery

from bench.fx_engine import FxEngine
from bench.recipe import recipe
from translation.document import plain_text
from translation.engines.firefox import batches
from translation.engines.firefox.conversion import load_model
from translation.engines.firefox.engine import FirefoxEngine, Translator
from translation.engines.firefox.folder import embedded_models, model_files
from translation.engines.firefox.fxtranslate import FxTranslator
from translation.formats import open_document
from translation.formats.base import ReadOptions

PAIRS = (("en", "pt"), ("pt", "en"))
# The programs take turns after this many texts, so that both see the same load of the machine.
TURN = 100
CELLS, CELL_WORDS = 400, 4
REPEATS = 30
SENTENCE = "The committee will publish the results of its work before the end of the year."

LOADERS = {
    "fxtranslate": "from translation.engines.firefox.fxtranslate import FxTranslator as load",
    "ONNX Runtime": "from translation.engines.firefox.conversion import load_model as load",
}
MEASURE_LOADING = """
import json, re, time
from translation.engines.firefox.folder import embedded_models, model_files
files = [model_files(embedded_models()[pair]) for pair in {pairs}]
started = time.perf_counter()
{loader}
imported = time.perf_counter()
models = [load(each) for each in files]
loaded = time.perf_counter()
for model in models:
    model.translate({texts})
megabytes = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) / 1024
figures = {{"import, s": imported - started, "load two models, s": loaded - imported, "peak memory, MB": megabytes}}
print(json.dumps(figures))
"""


def programs(pair: tuple[str, str]) -> tuple[Translator, Translator]:
    """Return the model in fxtranslate and in ONNX Runtime."""
    files = model_files(embedded_models()[pair])
    return FxTranslator(files), load_model(files)


def take_turns(texts: Sequence[str], pair: tuple[str, str]) -> tuple[list[list[str]], list[float]]:
    """Return the answers of both programs, and their processor seconds."""
    translators = programs(pair)
    answers: list[list[str]] = [[], []]
    seconds = [0.0, 0.0]
    for translator in translators:
        translator.translate([SENTENCE])
    for start in range(0, len(texts), TURN):
        for number, translator in enumerate(translators):
            started = time.process_time()
            answers[number] += translator.translate(texts[start : start + TURN])
            seconds[number] += time.process_time() - started
    return answers, seconds


def header(*columns: str) -> str:
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"


def words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def speed(name: str, texts: Sequence[str], pair: tuple[str, str]) -> tuple[str, list[list[str]]]:
    """Return a row with the words in a second of both programs, and their answers."""
    answers, seconds = take_turns(texts, pair)
    slow, fast = (words(texts) / each for each in seconds)
    same = sum(a == b for a, b in zip(*answers, strict=True)) / len(texts)
    row = f"| {name}, {' to '.join(pair)} | {len(texts)} | {slow:.0f} | {fast:.0f} | {fast / slow:.1f} | {same:.0%} |"
    return row, answers


def quality(name: str, answers: Sequence[Sequence[str]], references: Sequence[str]) -> str:
    """Return a row with BLEU and chrF of both programs."""
    scores = [
        f"{scorer(list(answer), [list(references)]).score:.2f}"
        for scorer in (sacrebleu.corpus_bleu, sacrebleu.corpus_chrf)
        for answer in answers
    ]
    return f"| {name} | {' | '.join(scores)} |"


def sizes(texts: Sequence[str]) -> Iterator[str]:
    """Yield a row for each size of the batches."""
    translator = programs(PAIRS[0])[1]
    usual = batches.BATCH_SENTENCES
    for size in (1, 4, 16, usual):
        batches.BATCH_SENTENCES = size
        started = time.process_time()
        translator.translate(texts)
        yield f"| {size} | {words(texts) / (time.process_time() - started):.0f} |"
    batches.BATCH_SENTENCES = usual


def latencies() -> Iterator[str]:
    """Yield a row with the median milliseconds for one text, from the call to the answer."""
    translators = programs(PAIRS[0])
    for name, text in (("one word", "Settings"), ("one sentence", SENTENCE)):
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(REPEATS):
            for translator, measured in zip(translators, times, strict=True):
                started = time.perf_counter()
                translator.translate([text])
                measured.append(1000 * (time.perf_counter() - started))
        yield f"| {name}, ms | {median(times[0]):.1f} | {median(times[1]):.1f} |"


def loading() -> Iterator[str]:
    """Yield a row for each thing that a new process needs to translate in both directions."""
    measured = [in_new_process(loader) for loader in LOADERS.values()]
    for name in measured[0]:
        yield f"| {name} | {' | '.join(f'{figures[name]:.2f}' for figures in measured)} |"


def in_new_process(loader: str) -> dict[str, float]:
    program = MEASURE_LOADING.format(loader=loader, pairs=PAIRS, texts=[SENTENCE] * batches.BATCH_SENTENCES)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    figures: dict[str, float] = json.loads(ended.stdout)
    return figures


def paragraphs(path: Path) -> list[str]:
    """Return the texts of the blocks of an English document."""
    with open_document(path, path.name) as document:
        return [" ".join(plain_text(block.content).split()) for block in document.read(ReadOptions("en", {}))]


def cells(paths: Sequence[Path]) -> list[str]:
    """Return distinct short texts from tables."""
    texts = (text for path in paths for text in paragraphs(path))
    return list(
        dict.fromkeys(text for text in texts if len(text.split()) <= CELL_WORDS and any(map(str.isalpha, text)))
    )[:CELLS]


def sentences(path: Path) -> list[str]:
    found = (each.strip() for text in paragraphs(path) for each in discovery.segment_sentences(text))
    return list(dict.fromkeys(filter(None, found)))


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flores", type=Path)
    parser.add_argument("--paper", type=Path, required=True)
    parser.add_argument("--cells", type=Path, nargs="+", required=True)
    parser.add_argument("--lines", type=int, default=None, help="default: all")
    arguments = parser.parse_args()
    lines = {
        language: (arguments.flores / f"{language}.txt").read_text(encoding="utf-8").splitlines()[: arguments.lines]
        for language in ("en", "pt")
    }
    scores = []
    print(header("texts", "number", "fxtranslate, words/s", "ONNX Runtime, words/s", "ratio", "same answers"))
    for source, target in PAIRS:
        row, answers = speed("lines", lines[source], (source, target))
        scores.append(quality(f"engine, {source} to {target}", answers, lines[target]))
        print(row)
    print(speed("cells", cells(arguments.cells), PAIRS[0])[0])
    print(speed("sentences of a paper", sentences(arguments.paper), PAIRS[0])[0])
    for source, target in PAIRS:
        answers = [recipe(lines[source], source, target, engine) for engine in (FxEngine(), FirefoxEngine())]
        scores.append(quality(f"pipeline, {source} to {target}", answers, lines[target]))
    print()
    print(header("quality", "BLEU, fxtranslate", "BLEU, ONNX Runtime", "chrF, fxtranslate", "chrF, ONNX Runtime"))
    print(*scores, sep="\n")
    print()
    print(header("one process", "fxtranslate", "ONNX Runtime"))
    print(*latencies(), *loading(), sep="\n")
    print()
    print(header("sentences in a batch", "words/s"))
    print(*sizes(lines["en"][:300]), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
