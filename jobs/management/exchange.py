"""The files that `translatefile` reads and writes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jobs.management.destinations import require_writable, write_text
from translation.document import Origin, Segment
from translation.exceptions import UsageError
from translation.exchange.tmx import read_tmx, write_tmx
from translation.exchange.xliff import read_corrections, write_xliff
from translation.glossaries.files import read_glossary
from translation.memory import TranslationMemory, Unit, key_of, unit_of, units_for
from translation.resources import Resources


@dataclass(slots=True)
class SegmentList:
    """A record of segments in memory. It keeps no phrases, which only the rebuilding of a job needs."""

    segments: list[Segment] = field(default_factory=list)

    def add(self, segment: Segment) -> None:
        self.segments.append(segment)

    def add_phrases(self, phrases: Mapping[str, str]) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class TranslationFiles:
    """The files of one translation. The methods raise UsageError for an unreadable file, otherwise NoRoom."""

    source: Path
    target: Path
    report: Path | None = None
    glossary: Path | None = None
    memory: Path | None = None
    updates_memory: bool = False
    segments: Path | None = None
    corrections: Path | None = None

    def require_usable(self) -> None:
        """Check the files before the translation starts."""
        if not self.source.is_file():
            raise UsageError(f"There is no file {self.source}.")
        if self.updates_memory and not self.memory:
            raise UsageError("Name the file to update with --memory.")
        memory = self.memory if self.updates_memory else None
        if self.target.exists() and self.target.samefile(self.source):
            raise UsageError("The target is the source itself. Name another file.")
        for path in filter(None, (self.target, self.report, self.segments, memory)):
            require_writable(path)

    def resources(self, source: str, target: str, record: SegmentList) -> Resources:
        """Return the contents of the files for a language pair. `source` is empty if the language is unknown."""
        glossary = corrections = memory = None
        if self.glossary and source:
            with _reading("glossary", self.glossary):
                content = self.glossary.read_bytes()
            glossary = read_glossary(content, source, target)
        if self.corrections:
            with _reading("file of corrections", self.corrections), self.corrections.open("rb") as file:
                corrections = read_corrections(file, source, target)
        if self.memory:
            memory = TranslationMemory(units_for(self._units(), source, target))
        return Resources(memory=memory, corrections=corrections, record=record, glossary=glossary)

    def write_results(self, record: SegmentList, source: str, target: str) -> None:
        """Write the segments to their file, and update the memory with them."""
        if self.segments:
            write_text(self.segments, write_xliff(record.segments, source, target, self.source.name))
        if self.memory and self.updates_memory:
            units = {(unit.source_language, unit.target_language, key_of(unit.source)): unit for unit in self._units()}
            for segment in record.segments:
                unit = unit_of(segment, source, target)
                key = source, target, key_of(unit.source)
                if segment.origin == Origin.CORRECTION or (key not in units and not segment.issues):
                    units[key] = unit
            write_text(self.memory, write_tmx(units.values()))

    def _units(self) -> list[Unit]:
        """Return the units of the memory. With `updates_memory`, the file need not exist yet."""
        if self.memory is None or (self.updates_memory and not self.memory.exists()):
            return []
        with _reading("translation memory", self.memory), self.memory.open("rb") as file:
            return list(read_tmx(file))


@contextmanager
def _reading(kind: str, path: Path) -> Iterator[None]:
    """Turn an OSError into a UsageError with the kind and path of the file."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"The {kind} cannot be read: {path}: {error.strerror}.") from error
