"""What a format must provide: the contract that `FormatContract` tests."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from translation.document import Block, Content, DocumentInfo, Outcome
from translation.formats.option import Option
from translation.limits import FormatLimits

Progress = Callable[[float], None]


class OutputKind(StrEnum):
    """What a job produces. SIDE_BY_SIDE and ALTERNATING need pages; BOTH is an archive of two files."""

    TRANSLATED = "translated"
    SIDE_BY_SIDE = "side_by_side"
    ALTERNATING = "alternating"
    BOTH = "both"


ALL_OUTPUTS = frozenset(OutputKind)
OUTPUTS_WITHOUT_PAGES = frozenset((OutputKind.TRANSLATED, OutputKind.BOTH))


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table of formats: all that the service knows of a format without loading its reader.

    `reader` is `module:class`; only the process that opens a document loads it. `matches` gets an open file and its
    name, and returns whether the file has this format. It may read and seek in the file, and raises DocumentUnreadable
    if the name claims the format and the content is something else. `limits` are those that only this format has.
    """

    name: str
    label: str
    media_type: str
    suffixes: tuple[str, ...]
    reader: str
    matches: Callable[[IO[bytes], str], bool]
    outputs: frozenset[OutputKind] = OUTPUTS_WITHOUT_PAGES
    options: tuple[Option[Any], ...] = ()
    limits: type[FormatLimits] = FormatLimits


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a document. `own` are the values of the format's own options, by name.

    `language` is the tag of the language that the document is in, where it is known.
    """

    language: str | None = None
    own: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How to write a document. `own` are the values of the format's own options, by name.

    `language` is the tag of the targets' language. For BOTH a document writes its translation alone; the caller packs
    it with the original.
    """

    language: str
    output: OutputKind = OutputKind.TRANSLATED
    own: Mapping[str, Any] = field(default_factory=dict)


def _go_on() -> None:
    pass


class Document(ABC):
    """An opened document. Read it once, write it once, then close it.

    It calls `on_page` before each page that it reads, measures or writes.
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

        A block without a target stays as it was. `progress` gets shares from 0 to 1. The outcome is that of reading
        and writing together.
        """

    def close(self) -> None:  # noqa: B027 - not every format has something to free
        """Free what the document holds."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
