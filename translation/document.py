"""What every format hands over and every engine works on: frozen values, no behaviour of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """A rectangle in points (1/72 inch), origin at the top left of the page as shown, y down."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. Style 0 is the block's own; other numbers mean something to its reader alone."""

    text: str
    style: int = 0


@dataclass(frozen=True, slots=True)
class InlineCode:
    """Content that is not language (a formula, an image in the line): `text` is what it shows, for context."""

    id: int
    text: str = ""


Content = tuple[Span | InlineCode, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The smallest thing laid out: paragraph, heading, table cell, caption, bookmark. Pages count from 0.

    `target` is the translation that the document brings along, as files for translators do; it is not translated again.
    """

    id: int
    content: Content
    page: int | None = None
    box: BoundingBox | None = None
    target: Content | None = None


class Origin(StrEnum):
    """Where the target of a segment comes from."""

    ENGINE = "engine"
    CACHE = "cache"
    MEMORY = "memory"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Rendering:
    """What became of a sentence. `issues` are the codes of its quality issues."""

    target: str
    issues: tuple[str, ...] = ()
    origin: Origin = Origin.ENGINE


@dataclass(frozen=True, slots=True)
class Match:
    """A unit of the translation memory that is like a sentence: to `score` percent."""

    source: str
    target: str
    score: int


@dataclass(frozen=True, slots=True)
class Segment:
    """The smallest portion of text that is translated, with its target.

    `block` and `index` say which sentence of which block it is. Inline codes are characters from `codes.FIRST_CODE`,
    numbered within the block; `codes` is what those of the source show, in their order there. `issues` are the codes
    of its quality issues. `matches` are offered, and not used. Pages count from 0.
    """

    block: int
    index: int
    page: int | None
    source: str
    target: str
    origin: Origin = Origin.ENGINE
    issues: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()

    @property
    def unit(self) -> str:
        """What its block is called in files of segments and in reports."""
        return unit_name(self.block)

    @property
    def name(self) -> str:
        """What it is called within its unit."""
        return f"s{self.index + 1}"


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a look at a document tells: its format's name, its pages (None: it has none), a sample of its text."""

    format: str
    pages: int | None
    sample: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stayed as it was or came out worse than it should, for the report. Pages count from 0.

    `unit` and `segment` are the names of the segment that it is about, if it is about one.
    """

    code: str
    text: str
    page: int | None = None
    unit: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class PageReport:
    """What became of the text of a page, in numbers of paragraphs. Pages count from 0.

    `left` tells how many stayed as they were, by the code of the reason. Scales are shares of the original size, of
    the translated paragraphs. `grown` ones take more lines than before. `words` are those of the original that the
    engine got, and `problems` the codes of the page's problems.
    """

    page: int
    translated: int = 0
    words: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    scaled: int = 0
    smallest_scale: float = 1.0
    median_scale: float = 1.0
    grown: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading and writing a document had to tell, page by page where it has pages."""

    problems: tuple[Problem, ...] = ()
    pages: tuple[PageReport, ...] = ()


def unit_name(block: int) -> str:
    """What a block is called in files of segments and in reports."""
    return f"u{block}"


def plain_text(content: Content) -> str:
    """The content as a reader sees it, codes included."""
    return "".join(piece.text for piece in content)


def block_to_json(block: Block) -> dict[str, Any]:
    """A block as JSON types, as it crosses the wall of the sandbox."""
    box = block.box
    return {
        "id": block.id,
        "page": block.page,
        "box": box and [box.x0, box.y0, box.x1, box.y1],
        "content": content_to_json(block.content),
        "target": None if block.target is None else content_to_json(block.target),
    }


def block_from_json(data: Mapping[str, Any]) -> Block:
    """The inverse of `block_to_json`."""
    box = data["box"] and BoundingBox(*data["box"])
    target = None if data["target"] is None else content_from_json(data["target"])
    return Block(data["id"], content_from_json(data["content"]), data["page"], box, target)


def content_to_json(content: Content) -> list[list[Any]]:
    """Spans as `["span", text, style]`, inline codes as `["code", id, text]`."""
    return [
        ["span", piece.text, piece.style] if isinstance(piece, Span) else ["code", piece.id, piece.text]
        for piece in content
    ]


def content_from_json(data: Iterable[Iterable[Any]]) -> Content:
    """The inverse of `content_to_json`."""
    return tuple(Span(*rest) if kind == "span" else InlineCode(*rest) for kind, *rest in data)


_SEGMENT_FIELDS = tuple(Segment.__dataclass_fields__)


def segment_to_json(segment: Segment) -> dict[str, Any]:
    """A segment as JSON types, without what is empty."""
    data = {name: getattr(segment, name) for name in _SEGMENT_FIELDS}
    data["matches"] = [asdict(match) for match in segment.matches]
    return {name: value for name, value in data.items() if value not in ((), [], None)}


def segment_from_json(data: Mapping[str, Any]) -> Segment:
    """The inverse of `segment_to_json`."""
    known = {name: value for name, value in data.items() if name in _SEGMENT_FIELDS}
    # Records of version 0.1.0 call the issues faults.
    known["issues"] = tuple(data.get("issues") or data.get("faults") or ())
    known["codes"] = tuple(data.get("codes", ()))
    matches = tuple(Match(**match) for match in data.get("matches", ()))
    return Segment(**{"page": None, **known, "origin": Origin(data["origin"]), "matches": matches})


def info_to_json(info: DocumentInfo) -> dict[str, Any]:
    """A document's info as JSON types."""
    return asdict(info)


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON types."""
    return asdict(outcome)


def outcome_from_json(data: Mapping[str, Any]) -> Outcome:
    """The inverse of `outcome_to_json`."""
    pages = (PageReport(**page | {"problems": tuple(page["problems"])}) for page in data["pages"])
    return Outcome(tuple(Problem(**problem) for problem in data["problems"]), tuple(pages))
