"""The messages between a worker and its sandbox. Each is a JSON object on one line: `{kind: content}`.

The worker sends one request at a time, and the sandbox sends the answers that the request names:

    worker                                    sandbox
    OpenRequest                               DocumentOpened
    ReadRequest                               BlockRead for each block, then BlocksEnd
    WriteRequest, TranslatedBlock for each
        translated block, then TargetsEnd     WriteProgress several times, then DocumentWritten

At any time the sandbox may send StillAlive, or Failed as its last message. File names are relative to the folder of the
sandbox.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from translation.document import (
    Block,
    Content,
    DocumentInfo,
    Outcome,
    block_from_json,
    block_to_json,
    content_from_json,
    content_to_json,
    info_to_json,
    outcome_from_json,
    outcome_to_json,
)
from translation.exceptions import TranslationError, error_by_code
from translation.formats import FORMATS
from translation.formats.base import OutputKind, ReadOptions, WriteOptions
from translation.limits import Limits

# A line holds at most one paragraph, but a whole book may be one paragraph.
MAX_LINE_BYTES = 16_000_000
# Much shorter than `Limits.silence_seconds`, after which the worker considers the sandbox dead.
ALIVE_INTERVAL_SECONDS = 1.0
# The column of the database is a signed 32-bit integer.
MAX_PAGES = 2**31 - 1
# Longer than any error of this project.
MAX_ERROR_CHARACTERS = 2_000


class ProtocolError(Exception):
    """A line is not a message of the protocol."""


class Message:
    """A message on one line. `to_json` and `from_json` convert its content."""

    kind: ClassVar[str]

    def to_json(self) -> Any:
        return {}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Return the message with this untrusted content. Any error raised here means that the line is invalid."""
        return cls()


@dataclass(frozen=True, slots=True)
class DocumentOpened(Message):
    """The document was opened."""

    kind = "info"
    info: DocumentInfo

    def to_json(self) -> Any:
        return info_to_json(self.info)

    @classmethod
    def from_json(cls, data: Any) -> Self:
        pages = None if data["pages"] is None else int(data["pages"])
        if data["format"] not in FORMATS or not 0 <= (pages or 0) <= MAX_PAGES:
            raise ValueError(data)
        return cls(DocumentInfo(data["format"], pages, str(data["sample"])))


@dataclass(frozen=True, slots=True)
class BlockRead(Message):
    """The next block of the document."""

    kind = "block"
    block: Block

    def to_json(self) -> Any:
        return block_to_json(self.block)

    @classmethod
    def from_json(cls, data: Any) -> Self:
        return cls(block_from_json(data))


@dataclass(frozen=True, slots=True)
class BlocksEnd(Message):
    """The document has no more blocks."""

    kind = "blocks_end"


@dataclass(frozen=True, slots=True)
class WriteProgress(Message):
    """How much of the document is written, from 0 to 1."""

    kind = "progress"
    share: float

    def to_json(self) -> Any:
        return self.share

    @classmethod
    def from_json(cls, data: Any) -> Self:
        return cls(float(data))


@dataclass(frozen=True, slots=True)
class DocumentWritten(Message):
    """The document is written; `peak_memory` is in bytes."""

    kind = "written"
    outcome: Outcome
    peak_memory: int

    def to_json(self) -> Any:
        return {**outcome_to_json(self.outcome), "peak_memory": self.peak_memory}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        return cls(outcome_from_json(data), int(data["peak_memory"]))


@dataclass(frozen=True, slots=True)
class StillAlive(Message):
    """The sandbox is working. It sends this about every ALIVE_INTERVAL_SECONDS."""

    kind = "alive"


@dataclass(frozen=True, slots=True)
class Failed(Message):
    """The request failed, and the sandbox ends."""

    kind = "error"
    error: TranslationError

    def to_json(self) -> Any:
        return {"code": self.error.code, "text": str(self.error)}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Return the error. Its text is replaced by the default if it is too long or not printable."""
        text = str(data["text"])
        is_usable = text.isprintable() and len(text) <= MAX_ERROR_CHARACTERS
        return cls(error_by_code(str(data["code"]), text if is_usable else ""))


class Request(Message):
    """A message from the worker that the sandbox answers."""

    answers: ClassVar[tuple[type[Message], ...]]


@dataclass(frozen=True, slots=True)
class OpenRequest(Request):
    """Apply the limits, hide the masked paths and open the file."""

    kind = "open"
    answers = (DocumentOpened,)
    file: str
    name: str
    limits: Limits
    masked_paths: tuple[str, ...] = ()

    def to_json(self) -> Any:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Self:
        return cls(data["file"], data["name"], Limits(**data["limits"]), tuple(data["masked_paths"]))


@dataclass(frozen=True, slots=True)
class ReadRequest(Request):
    """Read the blocks of the document."""

    kind = "read"
    answers = (BlockRead, BlocksEnd)
    options: ReadOptions

    def to_json(self) -> Any:
        return asdict(self.options)

    @classmethod
    def from_json(cls, data: Any) -> Self:
        return cls(ReadOptions(**data))


@dataclass(frozen=True, slots=True)
class WriteRequest(Request):
    """Write the document to the file, with the targets that follow."""

    kind = "write"
    answers = (WriteProgress, DocumentWritten)
    file: str
    options: WriteOptions

    def to_json(self) -> Any:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Self:
        options = data["options"]
        return cls(data["file"], WriteOptions(**options | {"output": OutputKind(options["output"])}))


@dataclass(frozen=True, slots=True)
class TranslatedBlock(Message):
    """The translation of a block."""

    kind = "target"
    block_id: int
    content: Content

    def to_json(self) -> Any:
        return {"id": self.block_id, "content": content_to_json(self.content)}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        return cls(data["id"], content_from_json(data["content"]))


@dataclass(frozen=True, slots=True)
class TargetsEnd(Message):
    """There are no more targets."""

    kind = "targets_end"


Kinds = Mapping[str, type[Message]]

FROM_WORKER: Kinds = {each.kind: each for each in (OpenRequest, ReadRequest, WriteRequest, TranslatedBlock, TargetsEnd)}
FROM_SANDBOX: Kinds = {
    each.kind: each
    for each in (DocumentOpened, BlockRead, BlocksEnd, WriteProgress, DocumentWritten, StillAlive, Failed)
}


def encode(message: Message) -> bytes:
    """Return the line of a message, without the line break."""
    return json.dumps({message.kind: message.to_json()}, ensure_ascii=False, separators=(",", ":")).encode()


def decode(line: bytes, kinds: Kinds) -> Message:
    """Return the message of a line. Raises ProtocolError if its kind or content is invalid."""
    try:
        ((kind, content),) = json.loads(line).items()
        return kinds[kind].from_json(content)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ProtocolError from error
