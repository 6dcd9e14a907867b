import json
import logging
from argparse import ArgumentParser
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.engines import engine_named
from jobs.files.outputs import archive
from jobs.files.storage import full_or_unwritable
from jobs.intake.admission import require_size
from jobs.management.destinations import replacing, write_text
from jobs.management.exchange import SegmentList, TranslationFiles
from jobs.management.terminal import give_up, progress_bar
from jobs.sandbox import open_in_sandbox
from translation.engines import ENGINES
from translation.engines.base import Engine
from translation.exceptions import TranslationError
from translation.formats.base import OutputKind
from translation.formats.option import Option
from translation.languages.detection import AUTO, detect
from translation.languages.tags import parse_language
from translation.options import DOCUMENT_OPTIONS, Options
from translation.pipeline import Report, translate_document


class Command(BaseCommand):
    help = "Translate one file without a job. docs/errors.md lists the exit codes."
    # The command needs no database, and reports a missing engine itself.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="SOURCE")
        parser.add_argument("target", type=Path, metavar="TARGET")
        parser.add_argument(
            "--from",
            dest="source_language",
            default=AUTO,
            help="The language of the document, such as en or English. Default: auto",
        )
        parser.add_argument(
            "--to", dest="target_language", required=True, help="The language of the result, such as pt or Portuguese."
        )
        parser.add_argument(
            "--engine",
            choices=ENGINES,
            default=settings.DEFAULT_ENGINE,
            help="The translation engine. Default: DEFAULT_ENGINE",
        )
        for option in DOCUMENT_OPTIONS:
            _add_option(parser, option)
        _add_files(parser)

    def handle(self, *args: Any, **arguments: Any) -> None:
        # The output of a crashed sandbox belongs in the log of a server, not on a terminal.
        logging.getLogger("translation.sandbox.client").setLevel(logging.ERROR)
        files = _files(arguments)
        try:
            files.require_usable()
            require_size(files.source.stat().st_size)
            source, target = arguments["source_language"], parse_language(arguments["target_language"])
            languages = source if source == AUTO else parse_language(source), target
            options = Options.from_json(arguments)
            with full_or_unwritable():
                report = self._translate(files, languages, engine_named(arguments["engine"]), options)
            if files.report:
                write_text(files.report, [json.dumps(report.to_json(), ensure_ascii=False, indent=2), "\n"])
        except TranslationError as error:
            give_up(self.stderr, error)

    def _translate(
        self, files: TranslationFiles, languages: tuple[str, str], engine: Engine, options: Options
    ) -> Report:
        source, target = languages
        with (
            replacing(files.target) as draft,
            progress_bar(self.stderr) as progress,
            open_in_sandbox(files.source, files.source.name) as document,
        ):
            pair = (detect(document.info.sample).language or "") if source == AUTO else source, target
            record = SegmentList()
            resources = files.resources(*pair, record)
            report = translate_document(document, engine, source, target, draft, options, progress, resources)
            files.write_results(record, *pair)
            if options.output == OutputKind.BOTH:
                archive(files.source, draft, report.format, files.source.name, target).replace(draft)
            return report


def _add_option(parser: ArgumentParser, option: Option[Any]) -> None:
    flag = f"--{option.name.replace('_', '-')}"
    text = option.help.replace("%", "%%")
    if option.kind is bool:
        parser.add_argument(flag, action="store_true", help=text)
        return
    arguments: dict[str, Any] = {"type": option.kind, "metavar": option.example}
    if isinstance(option.kind, type) and issubclass(option.kind, StrEnum):
        arguments = {"choices": [member.value for member in option.kind]}
    default = option.default_label or option.default
    parser.add_argument(flag, default=option.default, help=f"{text} Default: {default}", **arguments)


def _add_files(parser: ArgumentParser) -> None:
    def add(flag: str, metavar: str, text: str) -> None:
        parser.add_argument(flag, dest=f"{flag[2:]}_file", type=Path, metavar=metavar, help=text)

    add("--glossary", "FILE", "Terms with the translation to use, as CSV, TSV or TBX.")
    add("--memory", "FILE.tmx", "Translations to use for the same sentences.")
    parser.add_argument(
        "--update-memory", dest="updates_memory", action="store_true", help="Add new sentences to the memory."
    )
    add("--segments", "OUT.xlf", "Where to write the sentences, to correct them.")
    add("--corrections", "FILE.xlf", "Corrected sentences of the same document.")
    add("--report", "FILE.json", "Where to write pages, words, times and problems.")


def _files(arguments: dict[str, Any]) -> TranslationFiles:
    named = {name: arguments[f"{name}_file"] for name in ("glossary", "memory", "segments", "corrections", "report")}
    return TranslationFiles(
        arguments["source"], arguments["target"], updates_memory=arguments["updates_memory"], **named
    )
