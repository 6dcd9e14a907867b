"""The output of the commands on a terminal, and their exit codes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.core.management.base import OutputWrapper

from translation.exceptions import TranslationError

BAR_CHARACTERS = 40


@contextmanager
def progress_bar(stream: OutputWrapper, label: str = "") -> Iterator[Callable[[int], None]]:
    """Yield a function that draws a percentage as a progress bar. It draws nothing if there is no terminal."""
    if not stream.isatty():
        yield lambda _percent: None
        return

    drawn = -1

    def draw(percent: int) -> None:
        nonlocal drawn
        if percent != drawn:
            filled = "█" * (percent * BAR_CHARACTERS // 100)
            # The style `str` avoids the red of other output on standard error.
            stream.write(f"\r{label}{filled:·<{BAR_CHARACTERS}} {percent:3} %", str, ending="")
            drawn = percent

    try:
        yield draw
        draw(100)
    finally:
        stream.write("", str)


def give_up(stream: OutputWrapper, error: TranslationError) -> NoReturn:
    """Print the error and exit with its exit code."""
    stream.write(str(error))
    sys.exit(error.exit_code)
