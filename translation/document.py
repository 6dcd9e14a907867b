"""The values that formats, engines and the pipeline exchange, and their conversion to JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from math import isfinite
from typing import Any

# What a reader of JSON that knows only floating-point numbers can hold.
MAX_WHOLE = 2**53 - 1


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """A rectangle in points (1/72 inch). The origin is the top left corner of the visible page, and y points down."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. Style 0 is the block's main style. Only the format knows other numbers."""

    text: str
    style: int = 0


@dataclass(frozen=True, slots=True)
class InlineCode:
    """Content that is not language, such as a formula or an inline image. `text` is its visible text."""

    id: int
    text: str = ""


Content = tuple[Span | InlineCode, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of layout: a paragraph, heading, table cell, caption or bookmark. Pages count from 0.

    `target` is a translation that the document already contains, as files for translators do. It is kept.
    """

    id: int
    content: Content
    page: int | None = None
    box: BoundingBox | None = None
    target: Content | None = None


class Origin(StrEnum):
    """The origin of a segment's target."""

    ENGINE = "engine"
    CACHE = "cache"
    MEMORY = "memory"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Rendering:
    """The translation of a sentence. `issues` are the codes of its quality issues."""

    target: str
    issues: tuple[str, ...] = ()
    origin: Origin = Origin.ENGINE


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The sentence before or after a very short one, to translate both together. Alone, it may mean something else."""

    text: str
    is_before: bool

    def joined(self, sentence: str) -> str:
        """Return both sentences in order."""
        return f"{self.text} {sentence}" if self.is_before else f"{sentence} {self.text}"


@dataclass(frozen=True, slots=True)
class Match:
    """A unit of the translation memory that is similar to a sentence. `score` is the similarity in percent."""

    source: str
    target: str
    score: int


@dataclass(frozen=True, slots=True)
class Segment:
    """The smallest portion of text that is translated, with its target.

    `block` is the id of its block, and `index` its number in the block. Inline codes are characters from
    `inline_codes.FIRST_CODE` on, numbered within the block. `codes` has the visible texts of the source's inline codes,
    in order. `issues` has the codes of its quality issues. `matches` are near matches for a person to choose from.
    Pages count from 0.
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
        """The name of the block in files of segments and in reports."""
        return unit_name(self.block)

    @property
    def name(self) -> str:
        """The name of the segment within its unit."""
        return f"s{self.index + 1}"


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document's format, number of pages (None without pages), and a sample of its text."""

    format: str
    pages: int | None
    sample: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of the result, for the report. Pages count from 0.

    `unit` and `segment` name the segment with the problem, if any.
    """

    code: str
    text: str
    page: int | None = None
    unit: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class PageReport:
    """What happened to the paragraphs of a page, in numbers. Pages count from 0.

    `left` counts the paragraphs that stayed as they were, by the code of the reason. `scaled` counts the paragraphs
    with smaller text. The scales are shares of the original text size, over the translated paragraphs. `grown` counts
    the paragraphs with more lines than before. `words` counts the translated words. `problems` has the codes of the
    page's problems.
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
class BlockBoxes:
    """The boxes of a block and of its translation on a page. Pages count from 0.

    A block over two columns has a pair of boxes for each. Both boxes are in the space of the translated page, even if
    the original is shown beside it.
    """

    block: int
    page: int
    before: BoundingBox
    after: BoundingBox


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of reading and writing a document, page by page if it has pages."""

    problems: tuple[Problem, ...] = ()
    pages: tuple[PageReport, ...] = ()
    boxes: tuple[BlockBoxes, ...] = ()


def unit_name(block: int) -> str:
    """Return the name of a block in files of segments and in reports."""
    return f"u{block}"


def plain_text(content: Content) -> str:
    """Return the visible text of the content, including that of inline codes."""
    return "".join(each.text for each in content)


def block_to_json(block: Block) -> dict[str, Any]:
    """Return a block as JSON types, as the sandbox sends it."""
    box = block.box
    return {
        "id": block.id,
        "page": block.page,
        "box": box and [box.x0, box.y0, box.x1, box.y1],
        "content": content_to_json(block.content),
        "target": None if block.target is None else content_to_json(block.target),
    }


def block_from_json(data: Mapping[str, Any]) -> Block:
    """Return a block that comes from the sandbox. Raises TypeError and ValueError for values of another kind."""
    box = None if data["box"] is None else _box(data["box"])
    target = None if data["target"] is None else content_from_json(data["target"])
    return Block(_whole(data["id"]), content_from_json(data["content"]), _page(data["page"]), box, target)


def content_to_json(content: Content) -> list[list[Any]]:
    """Return a content as JSON types: `["span", text, style]` for spans, `["code", id, text]` for inline codes."""
    return [
        ["span", each.text, each.style] if isinstance(each, Span) else ["code", each.id, each.text] for each in content
    ]


def content_from_json(data: Iterable[Iterable[Any]]) -> Content:
    """Return the content that `content_to_json` wrote. Raises TypeError and ValueError for values of another kind."""
    return tuple(
        Span(_text(first), _whole(second)) if kind == "span" else InlineCode(_whole(first), _text(second))
        for kind, first, second in data
    )


_SEGMENT_FIELDS = tuple(Segment.__dataclass_fields__)


def segment_to_json(segment: Segment) -> dict[str, Any]:
    """Return a segment as JSON types, without empty fields."""
    data = {name: getattr(segment, name) for name in _SEGMENT_FIELDS}
    data["matches"] = [asdict(match) for match in segment.matches]
    return {name: value for name, value in data.items() if value not in ((), [], None)}


def segment_from_json(data: Mapping[str, Any]) -> Segment:
    """Return the segment that `segment_to_json` wrote."""
    fields = {name: value for name, value in data.items() if name in _SEGMENT_FIELDS}
    # Version 0.1.0 wrote the issues as "faults".
    fields["issues"] = tuple(data.get("issues") or data.get("faults") or ())
    fields["codes"] = tuple(data.get("codes", ()))
    matches = tuple(Match(**match) for match in data.get("matches", ()))
    return Segment(**{"page": None, **fields, "origin": Origin(data["origin"]), "matches": matches})


def info_to_json(info: DocumentInfo) -> dict[str, Any]:
    """Return a document's info as JSON types."""
    return asdict(info)


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as JSON types. Coordinates are rounded to a tenth of a point."""
    boxes = [[each.block, each.page, _corners(each.before), _corners(each.after)] for each in outcome.boxes]
    return {**asdict(replace(outcome, boxes=())), "boxes": boxes}


def outcome_from_json(data: Mapping[str, Any]) -> Outcome:
    """Return an outcome that comes from the sandbox. Raises TypeError and ValueError for values of another kind."""
    boxes = (BlockBoxes(_whole(block), _whole(page), *map(_box, corners)) for block, page, *corners in data["boxes"])
    return Outcome(tuple(map(_problem, data["problems"])), tuple(map(_page_report, data["pages"])), tuple(boxes))


def boxes_to_json(boxes: Iterable[BlockBoxes]) -> list[dict[str, Any]]:
    """Return boxes in the form of reports: pages count from 1, and coordinates are rounded to a tenth of a point."""
    return [
        {
            "unit": unit_name(each.block),
            "page": each.page + 1,
            "before": _corners(each.before),
            "after": _corners(each.after),
        }
        for each in boxes
    ]


def _corners(box: BoundingBox) -> list[float]:
    return [round(value, 1) for value in (box.x0, box.y0, box.x1, box.y1)]


def _box(corners: Iterable[Any]) -> BoundingBox:
    return BoundingBox(*map(_finite, corners))


def _problem(data: Mapping[str, Any]) -> Problem:
    names = (None if data[name] is None else _text(data[name]) for name in ("unit", "segment"))
    return Problem(_text(data["code"]), _text(data["text"]), _page(data["page"]), *names)


def _page_report(data: Mapping[str, Any]) -> PageReport:
    return PageReport(
        page=_whole(data["page"]),
        translated=_whole(data["translated"]),
        words=_whole(data["words"]),
        left={_text(reason): _whole(count) for reason, count in data["left"].items()},
        scaled=_whole(data["scaled"]),
        smallest_scale=_finite(data["smallest_scale"]),
        median_scale=_finite(data["median_scale"]),
        grown=_whole(data["grown"]),
        problems=tuple(map(_text, data["problems"])),
    )


def _page(value: Any) -> int | None:
    return None if value is None else _whole(value)


def _whole(value: Any) -> int:
    """Return a whole number that every database and every reader of JSON can hold."""
    if type(value) is not int or abs(value) > MAX_WHOLE:
        raise ValueError("This is not a whole number of a usual size.")
    return value


def _finite(value: Any) -> float:
    """Return a number that JSON can hold."""
    number = float(value)
    if not isfinite(number):
        raise ValueError("This is not a finite number.")
    return number


def _text(value: Any) -> str:
    """Return a text that can be written in UTF-8: JSON can hold half a character."""
    if not isinstance(value, str):
        raise TypeError("This is not a text.")
    value.encode()
    return value
