"""What a format owes: the contract that `translation/tests/contracts.py` checks."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from translation.document import Block, Content, DocumentInfo, Problem
from translation.exceptions import UsageError

Progress = Callable[[float], None]

PAGE_RANGE = re.compile(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?")


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table of formats. `opener` is `module:class`, loaded only by the process that opens a document."""

    name: str
    label: str
    media_type: str
    suffixes: tuple[str, ...]
    opener: str


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user may choose of the reading. `pages` such as "1-3,7", counted from 1; None is all."""

    pages: str | None = None


def chosen_pages(pages: str | None, count: int) -> list[int]:
    """Page numbers from 0 of a choice such as "1-3,7" in a document of `count` pages; None is all of them.

    Raises UsageError for what is no choice, and for a page that the document does not have.
    """
    if pages is None:
        return list(range(count))
    chosen: set[int] = set()
    for part in pages.split(","):
        match = PAGE_RANGE.fullmatch(part)
        if not match:
            raise UsageError(f"“{pages}” is no choice of pages. Write it like 1-3,7.")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= count:
            raise UsageError(f"The pages {part.strip()} are not in the document, which has {count}.")
        chosen.update(range(first - 1, last))
    return sorted(chosen)


class Document(ABC):
    """An opened document: told about once, read once, written once, then closed."""

    info: DocumentInfo

    @abstractmethod
    def read(self, options: ReadOptions) -> Iterator[Block]:
        """Yield the blocks that hold language, in reading order, with ids that are unique in the document."""

    @abstractmethod
    def write(
        self, targets: Iterable[tuple[int, Content]], language: str, output: Path, progress: Progress
    ) -> tuple[Problem, ...]:
        """Write the document with `targets` (block id, content) in place of their blocks.

        A block without a target stays as it was. `language` is the BCP 47 tag of the targets. `progress` gets
        shares from 0 to 1. Returns the problems of reading and writing.
        """

    def close(self) -> None:  # noqa: B027 - not every format has something to free
        """Free what the document holds."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
