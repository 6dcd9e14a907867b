"""The files beside a document on the command line: its segments, corrected segments, and a translation memory."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from translation.document import Origin, Segment
from translation.exceptions import UsageError
from translation.exchange.tmx import read_tmx, write_tmx
from translation.exchange.xliff import read_corrections, write_xliff
from translation.memory import TranslationMemory, Unit, key_of, unit_of, units_for
from translation.resources import Resources


@dataclass(slots=True)
class SegmentList:
    """A record in memory. Phrases are of no use without a job."""

    segments: list[Segment] = field(default_factory=list)

    def add(self, segment: Segment) -> None:
        self.segments.append(segment)

    def add_phrases(self, phrases: Mapping[str, str]) -> None:
        """Forget them."""


@dataclass(frozen=True, slots=True)
class ExchangeFiles:
    """All are optional. Every method raises UsageError for a file that cannot be read or written."""

    memory: Path | None = None
    updates_memory: bool = False
    segments: Path | None = None
    corrections: Path | None = None

    def resources(self, source: str, target: str, record: SegmentList) -> Resources:
        """What the files give for a pair of languages."""
        if self.updates_memory and not self.memory:
            raise UsageError("Say with --memory which file is to be updated.")
        corrections = None
        if self.corrections:
            with _named(self.corrections), self.corrections.open("rb") as file:
                corrections = read_corrections(file, source, target)
        memory = TranslationMemory(units_for(self._units(), source, target)) if self.memory else None
        return Resources(memory=memory, corrections=corrections, record=record)

    def deliver(self, record: SegmentList, source: str, target: str, filename: str) -> None:
        """Write the segments, and the memory with what is new."""
        if self.segments:
            _write(self.segments, write_xliff(record.segments, source, target, filename))
        if self.memory and self.updates_memory:
            known = {(unit.source_language, unit.target_language, key_of(unit.source)): unit for unit in self._units()}
            for segment in record.segments:
                unit = unit_of(segment, source, target)
                place = source, target, key_of(unit.source)
                if segment.origin == Origin.CORRECTION or (place not in known and not segment.issues):
                    known[place] = unit
            _write(self.memory, write_tmx(known.values()))

    def _units(self) -> list[Unit]:
        """Those of the memory; a file that is to be updated need not be there yet."""
        if self.memory is None or (self.updates_memory and not self.memory.exists()):
            return []
        with _named(self.memory), self.memory.open("rb") as file:
            return list(read_tmx(file))


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    with _named(path):
        try:
            with draft.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"The file {path} cannot be used: {error.strerror}.") from error
