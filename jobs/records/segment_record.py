"""The record of a job's segments. A worker writes it, and users download it as XLIFF or TMX."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.db.models import QuerySet

from jobs.files import storage
from jobs.models import TranslationJob
from translation.document import BlockBoxes, Segment, boxes_to_json, segment_from_json, segment_to_json
from translation.exchange.tmx import write_tmx
from translation.exchange.xliff import write_xliff
from translation.memory import Unit, unit_of
from translation.models import TranslationUnit
from translation.resources import Corrections
from translation.text.inline_codes import renumber

# A record is stored beside the output of its job, with this suffix.
SUFFIX = "-segments.jsonl"


class SegmentFile:
    """Writes a record: one line of JSON for each segment, for each separately translated phrase, and for each box."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, segment: Segment) -> None:
        self._file.write(_line(segment_to_json(segment)))

    def add_phrases(self, phrases: Mapping[str, str]) -> None:
        self._file.writelines(_line({"phrase": phrase, "target": target}) for phrase, target in phrases.items())

    def add_boxes(self, boxes: Iterable[BlockBoxes]) -> None:
        """Add the boxes of the translated blocks, which may be too many for the job's row."""
        self._file.writelines(map(_line, boxes_to_json(boxes)))


def read_segments(lines: Iterable[bytes]) -> Iterator[Segment]:
    """Yield the segments of a record in the order of the document."""
    for data in map(json.loads, lines):
        if "source" in data:
            yield segment_from_json(data)


def segments_of(job: TranslationJob) -> Iterator[Segment]:
    """Yield the segments of a finished job. Raises FileNotFoundError."""
    with storage.get(job.segments_file) as file:
        yield from read_segments(file)


def boxes_of(job: TranslationJob) -> Iterator[dict[str, Any]]:
    """Yield the boxes of a finished job's translated blocks, in the format of `boxes_to_json`.

    Yields nothing if the job's files are no longer stored.
    """
    with suppress(FileNotFoundError), storage.get(job.segments_file) as file:
        yield from (data for data in map(json.loads, file) if "before" in data)


def units_of(job: TranslationJob, segments: Iterable[Segment]) -> Iterator[Unit]:
    """Yield segments as units of a translation memory."""
    return (unit_of(segment, job.source_language, job.target_language) for segment in segments)


def units_of_rows(rows: QuerySet[TranslationUnit]) -> Iterator[Unit]:
    """Yield the rows of a memory as units."""
    columns = "source_language", "target_language", "source", "target"
    for row in rows.values_list(*columns).iterator():
        yield Unit(*row)


def readable(text: str, segment: Segment) -> str:
    """Return a source or target text in readable form, with each inline code as its text or its number."""
    _, order = renumber(segment.source)
    texts = [text or f"{{{number}}}" for number, text in enumerate(segment.codes, 1)]
    return text.translate({ord(code): label for code, label in zip(order, texts, strict=True)})


def as_xliff(job: TranslationJob) -> Iterator[str]:
    """Yield the job's segments as the parts of an XLIFF file."""
    return write_xliff(segments_of(job), job.source_language, job.target_language, job.filename)


def as_tmx(job: TranslationJob) -> Iterator[str]:
    """Yield the job's segments as the parts of a TMX file."""
    return write_tmx(units_of(job, segments_of(job)), job.source_language)


def record_of(name: str) -> Corrections:
    """Return the segments and phrases of a stored record. Raises FileNotFoundError."""
    segments: dict[tuple[int, int], Segment] = {}
    phrases: dict[str, str] = {}
    with storage.get(name) as file:
        for data in map(json.loads, file):
            if "phrase" in data:
                phrases[data["phrase"]] = data["target"]
            elif "source" in data:
                segment = segment_from_json(data)
                segments[segment.block, segment.index] = segment
    return Corrections(segments, phrases)


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
