"""What a format owes: the contract that `translation/tests/contracts.py` checks."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from translation.document import Block, Content, DocumentInfo, Outcome
from translation.exceptions import UsageError

Progress = Callable[[float], None]

PAGE_RANGE = re.compile(r"\s*(\d{1,7})\s*(?:-\s*(\d{1,7})\s*)?", re.ASCII)
# Letters smaller than this share of their size in the original are reported instead of drawn.
SMALLEST_SCALE = 0.6


class OutputKind(StrEnum):
    """What comes out: the translation, the original with it on one wide page, page by page in turns, or two files."""

    TRANSLATED = "translated"
    SIDE_BY_SIDE = "side_by_side"
    ALTERNATING = "alternating"
    BOTH = "both"


class Ocr(StrEnum):
    """Whether letters are recognised in pictures: on pages that need it, never, or on every page."""

    AUTO = "auto"
    OFF = "off"
    FORCE = "force"


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table of formats. `opener` is `module:class`, loaded only by the process that opens a document."""

    name: str
    label: str
    media_type: str
    suffixes: tuple[str, ...]
    opener: str
    outputs: frozenset[OutputKind]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user may choose of the reading. `pages` such as "1-3,7", counted from 1; None is all.

    `ocr` is a value of `Ocr`; `language` is the tag of the language that the document is in, where it is known.
    """

    pages: str | None = None
    ocr: str = Ocr.AUTO
    language: str | None = None


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a document is written. `language` is the BCP 47 tag of the targets.

    For BOTH a document writes its translation alone: whoever has the original puts it beside. `smallest_scale` is the
    smallest share of their size that letters may get.
    """

    language: str
    output: OutputKind = OutputKind.TRANSLATED
    smallest_scale: float = SMALLEST_SCALE


def chosen_pages(pages: str | None, count: int) -> list[int]:
    """Page numbers from 0 of a choice such as "1-3,7" in a document of `count` pages; None is all of them.

    Raises UsageError for what is no choice, and for a page that the document does not have.
    """
    if pages is None:
        return list(range(count))
    chosen: set[int] = set()
    for part in pages.split(","):
        match = PAGE_RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            text = f"“{part.strip()}” is not a page or a range of pages. Write them as 1-3,7, counted from 1."
            raise UsageError(text)
        if last > count:
            raise UsageError(f"There is no page {last}. The last page is {count}.")
        chosen.update(range(first - 1, last))
    return sorted(chosen)


def _go_on() -> None:
    pass


class Document(ABC):
    """An opened document: told about once, read once, written once, then closed.

    `on_page` is called before each page that is read, measured or written.
    """

    info: DocumentInfo
    on_page: Callable[[], None] = staticmethod(_go_on)

    @abstractmethod
    def read(self, options: ReadOptions) -> Iterator[Block]:
        """Yield the blocks that hold language, in reading order, with ids that are unique in the document."""

    @abstractmethod
    def write(
        self, targets: Iterable[tuple[int, Content]], options: WriteOptions, output: Path, progress: Progress
    ) -> Outcome:
        """Write the document with `targets` (block id, content) in place of their blocks.

        A block without a target stays as it was. `progress` gets shares from 0 to 1. Tells of reading and writing.
        """

    def close(self) -> None:  # noqa: B027 - not every format has something to free
        """Free what the document holds."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
