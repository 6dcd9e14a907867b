"""The files that tests and benchmarks read."""

from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
DATA = PROJECT / "translation" / "tests" / "data"
SAMPLE = PROJECT / "jobs" / "static" / "jobs" / "sample-en.pdf"
