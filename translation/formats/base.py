"""The interface of a format. `FormatContract` tests it."""

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
    """The kinds of output. SIDE_BY_SIDE and ALTERNATING need pages. BOTH is an archive of two files."""

    TRANSLATED = "translated"
    SIDE_BY_SIDE = "side_by_side"
    ALTERNATING = "alternating"
    BOTH = "both"


ALL_OUTPUTS = frozenset(OutputKind)
OUTPUTS_WITHOUT_PAGES = frozenset((OutputKind.TRANSLATED, OutputKind.BOTH))


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table of formats, which describes a format without loading its reader.

    `reader` is `module:class`, and only the process that opens a document loads it. `matches` takes an open file and
    its name, and returns whether the file has this format. It may read and seek in the file. It raises
    DocumentUnreadable if the name claims the format but the content has another. `limits` declares the format's
    additional limits.
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
    """How to read a document. `own` has the values of the format's own options, by name.

    `language` is the tag of the source language, if it is known.
    """

    language: str | None = None
    own: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How to write a document. `own` has the values of the format's own options, by name.

    `language` is the tag of the target language. For BOTH, a document writes only its translation, and the caller
    packs it with the original.
    """

    language: str
    output: OutputKind = OutputKind.TRANSLATED
    own: Mapping[str, Any] = field(default_factory=dict)


def _do_nothing() -> None:
    pass


class Document(ABC):
    """An open document. Read it once, write it once, then close it.

    It calls `on_page` before it reads, measures or writes a page.
    """

    info: DocumentInfo
    on_page: Callable[[], None] = staticmethod(_do_nothing)

    @abstractmethod
    def read(self, options: ReadOptions) -> Iterator[Block]:
        """Yield the blocks with text, in reading order. Their ids are unique in the document."""

    @abstractmethod
    def write(
        self, targets: Iterable[tuple[int, Content]], options: WriteOptions, output: Path, progress: Progress
    ) -> Outcome:
        """Write the document with each target (block id, content) in place of its block.

        A block without a target stays as it was. `progress` receives shares from 0 to 1. The outcome covers reading
        and writing.
        """

    def close(self) -> None:  # noqa: B027 - not every format has resources to release
        """Release the resources of the document."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
