"""What the commands show on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.core.management.base import OutputWrapper

from translation.exceptions import TranslationError

BAR = 40  # characters


@contextmanager
def progress_bar(stream: OutputWrapper, label: str = "") -> Iterator[Callable[[int], None]]:
    """Takes percents. Nothing is drawn where there is no terminal."""
    if not stream.isatty():
        yield lambda _percent: None
        return

    drawn = -1

    def draw(percent: int) -> None:
        nonlocal drawn
        if percent != drawn:
            # In its own style everything on standard error is red.
            stream.write(f"\r{label}{'█' * (percent * BAR // 100):·<{BAR}} {percent:3} %", str, ending="")
            drawn = percent

    try:
        yield draw
        draw(100)
    finally:
        stream.write("", str)


def give_up(stream: OutputWrapper, error: TranslationError) -> NoReturn:
    stream.write(str(error))
    sys.exit(error.exit_code)
