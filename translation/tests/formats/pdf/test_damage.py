"""Damaged PDFs: each ends as a readable output or a clear error, without a crash or a hang."""

import subprocess
import sys
from pathlib import Path

import pytest

BATCHES, BATCH = 12, 20
# Twenty documents take ten seconds.
HANGS_SECONDS = 600
REFUSALS = {"unreadable", "empty"}
# Each batch is one process: it translates what its seeds make of the sample, and prints how each ended.
PROGRAM = """
import random, sys
from pathlib import Path
import pymupdf
from translation.exceptions import TranslationError
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions
from translation.testing.damage import damaged

folder = Path(sys.argv[1])
for seed in map(int, sys.argv[2:]):
    source, output = folder / f"{seed}.pdf", folder / f"{seed}.out.pdf"
    source.write_bytes(damaged(seed))
    try:
        with open_document(source, "x.pdf") as document:
            targets = [(block.id, block.content) for block in document.read(ReadOptions())]
            document.write(targets, WriteOptions("pt"), output, lambda share: None)
        print("END", seed, "pages", pymupdf.open(output).page_count, flush=True)
    except TranslationError as error:
        print("END", seed, "refused", error.code, flush=True)
"""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_damaged_document_ends_as_output_or_clear_error(tmp_path: Path, batch: int) -> None:
    seeds = [str(batch * BATCH + number) for number in range(BATCH)]
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), *seeds]
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANGS_SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    # MuPDF prints its own warnings.
    ends = [line.split() for line in done.stdout.splitlines() if line.startswith("END ")]
    assert [end[1] for end in ends] == seeds
    assert {code for _, _, kind, code in ends if kind == "refused"} <= REFUSALS
    assert all(int(count) >= 1 for _, _, kind, count in ends if kind == "pages")
