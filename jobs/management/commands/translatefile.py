import json
import logging
import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.engines import engine_named
from jobs.files.outputs import archive
from jobs.files.storage import full_or_unwritable
from jobs.intake.admission import require_size
from jobs.management.exchange import ExchangeFiles, SegmentList
from jobs.management.terminal import give_up, progress_bar
from jobs.sandbox import open_in_sandbox
from translation.engines import ENGINES
from translation.exceptions import TranslationError, UsageError
from translation.formats.base import Ocr, OutputKind
from translation.glossaries.files import read_glossary
from translation.glossaries.terms import TermList
from translation.languages.detection import detect
from translation.languages.tags import parse_language
from translation.options import USUAL, Options
from translation.pipeline import Report, translate_document

AUTO = "auto"


class Command(BaseCommand):
    help = "Translate one file without a job. Exit codes: see README."
    # A file is translated without the database, and the engine speaks for itself.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="SOURCE")
        parser.add_argument("target", type=Path, metavar="TARGET")
        parser.add_argument("--from", dest="source_language", default=AUTO, help="such as en or English; default: auto")
        parser.add_argument("--to", dest="target_language", required=True, help="such as pt or Portuguese")
        parser.add_argument("--engine", choices=ENGINES, default=settings.DEFAULT_ENGINE)
        _add_options(parser)
        _add_files(parser)
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="where to write what was done")

    def handle(self, *args: Any, **options: Any) -> None:
        # What a crashed reader said is for the log of a server.
        logging.getLogger("translation.sandbox.client").setLevel(logging.ERROR)
        try:
            if options["report"]:
                _require_place(options["report"])
            with full_or_unwritable():
                report = self._translate(**options)
            if options["report"]:
                _write_report(options["report"], report)
        except TranslationError as error:
            give_up(self.stderr, error)

    def _translate(
        self,
        source: Path,
        target: Path,
        source_language: str,
        target_language: str,
        engine: str,
        pages: str,
        output: str,
        smallest_scale: float,
        ocr: str,
        glossary: Path | None,
        memory: Path | None,
        update_memory: bool,
        segments: Path | None,
        corrections: Path | None,
        **_: Any,
    ) -> Report:
        if not source.is_file():
            raise UsageError(f"There is no file {source}.")
        require_size(source.stat().st_size)
        languages = (
            source_language if source_language == AUTO else parse_language(source_language),
            parse_language(target_language),
        )
        wishes = Options(pages, OutputKind(output), smallest_scale, Ocr(ocr))
        chosen = engine_named(engine)
        files = ExchangeFiles(memory, update_memory, segments, corrections)
        bar = progress_bar(self.stderr)
        with _beside(target) as draft, bar as progress, open_in_sandbox(source, source.name) as document:
            pair = _known(languages[0], document.info.sample), languages[1]
            terms = _glossary(glossary, *pair) if glossary and pair[0] else None
            record = SegmentList()
            resources = replace(files.resources(*pair, record), glossary=terms)
            report = translate_document(document, chosen, *languages, draft, wishes, progress, resources)
            files.deliver(record, *pair, source.name)
            if wishes.output == OutputKind.BOTH:
                packed = archive(source, draft, report.format, source.name, report.target_language)
                packed.replace(draft)
            return report


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--pages", default=USUAL.pages, help="such as 1-3,7; default: all")
    parser.add_argument("--output", choices=list(OutputKind), default=USUAL.output, help="default: %(default)s")
    parser.add_argument(
        "--smallest-scale",
        type=float,
        default=USUAL.smallest_scale,
        metavar="SHARE",
        help="smallest share of their size that letters may get, from 0.4 to 1; default: %(default)s",
    )
    parser.add_argument("--ocr", choices=list(Ocr), default=USUAL.ocr, help="default: %(default)s")
    parser.add_argument("--glossary", type=Path, metavar="FILE", help="terms that must come out so: CSV, TSV or TBX")


def _add_files(parser: ArgumentParser) -> None:
    parser.add_argument("--memory", type=Path, metavar="FILE.tmx", help="translations to use for the same sentences")
    parser.add_argument("--update-memory", action="store_true", help="add to the memory what it does not have")
    parser.add_argument(
        "--segments", type=Path, metavar="OUT.xlf", help="where to write the sentences, to correct them"
    )
    parser.add_argument("--corrections", type=Path, metavar="FILE.xlf", help="corrected sentences of the same document")


def _known(source: str, sample: str) -> str:
    """The language of the document, or nothing where it cannot be recognised."""
    return (detect(sample).language or "") if source == AUTO else source


def _glossary(path: Path, source: str, target: str) -> TermList:
    """The terms of a file for a pair of languages."""
    try:
        return read_glossary(path.read_bytes(), source, target)
    except OSError as error:
        raise UsageError(f"The glossary cannot be read: {error}.") from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A path for a draft in the target's folder, which takes the target's place at the end, whole or not at all."""
    _require_place(target)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".translatefile-") as folder:
        draft = Path(folder) / "draft"
        yield draft
        os.replace(draft, target)


def _require_place(path: Path) -> None:
    if path.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
        raise UsageError(f"The file {path} cannot be written. Name a file in a folder that you may write to.")


def _write_report(path: Path, report: Report) -> None:
    try:
        path.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise UsageError(f"The report could not be written: {error}.") from error
