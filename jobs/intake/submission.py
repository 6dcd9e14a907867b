"""Taking documents in: what is checked before a job exists, and where its file goes."""

import contextlib
import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import BoundedSemaphore
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile

from jobs.engines import engine_named
from jobs.files.storage import full_or_unwritable, keep
from jobs.intake.admission import require_room, require_size, require_turn
from jobs.intake.glossaries import ordered
from jobs.intake.senders import Sender
from jobs.models import TranslationJob, Upload
from jobs.records.job_glossary import store_glossary
from jobs.sandbox import open_in_sandbox
from jobs.worker.wakeups import wake
from translation.engines.base import Engine
from translation.exceptions import LanguageUnknown, QueueFull
from translation.formats import FORMATS
from translation.formats.option import OptionRefused
from translation.glossaries.terms import Glossary
from translation.languages.detection import AUTO, detect
from translation.languages.tags import best_match, name_of
from translation.options import DEFAULT_OPTIONS, Options
from translation.sandbox.workspace import private_folder

logger = logging.getLogger(__name__)

FILENAME_LENGTH = 255
# A web server answers many requests at once, and each reader may take as much memory as LIMITS says.
_places = BoundedSemaphore(settings.WORKERS)
PATIENCE = 60.0  # seconds
# Joins letters in Persian and Indic scripts, so it may be part of an honest name.
JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """What is to be done with a document. Languages are canonical tags, the source may be `auto`."""

    target_language: str
    source_language: str = AUTO
    engine: str = ""
    options: Options = DEFAULT_OPTIONS
    format_preservation: bool = True
    glossary: UUID | None = None
    glossary_file: "File[bytes] | None" = None


def installed_languages() -> str:
    """The languages that the server's own engine translates from or into, for people."""
    pairs = engine_named("").pairs()
    return _listed(set(pairs).union(*pairs.values()))


def clean_filename(name: str) -> str:
    """A client's file name as text to show: no folders, no invisible characters, at most as long as its column."""
    base = re.split(r"[/\\]", name)[-1]
    shown = "".join(" " if unicodedata.category(letter).startswith("Z") else letter for letter in base)
    shown = "".join(letter for letter in shown if letter.isprintable() or letter in JOINERS).strip()
    suffix = Path(shown).suffix[:20]
    return shown.removesuffix(suffix)[: FILENAME_LENGTH - len(suffix)] + suffix or "document"


def accept_upload(file: "File[bytes]", sender: Sender) -> Upload:
    """Check a document and keep it, so that jobs can be made of it. Raises TranslationError."""
    require_room(file.size)
    upload = _examine(file, sender)
    with _stored(f"uploads/{upload.pk}/source", upload.format, file) as upload.file:
        upload.save(force_insert=True)
    return upload


def translate_file(file: "File[bytes]", order: TranslationRequest, sender: Sender) -> TranslationJob:
    """Check a document and start a job on it. Raises ValidationError by field, or TranslationError."""
    require_turn(sender)
    require_room(file.size)
    _check_languages(order, order.source_language)
    return _start(_examine(file, sender), file, order, sender)


def translate_upload(upload: Upload, order: TranslationRequest, sender: Sender) -> TranslationJob:
    """Start a job on a document taken in before. Raises ValidationError by field, or Upload.DoesNotExist."""
    require_turn(sender)
    try:
        with default_storage.open(upload.file) as file:
            require_room(file.size)
            return _start(upload, file, order, sender)
    except FileNotFoundError as error:
        raise Upload.DoesNotExist from error


def upload_named(text: str) -> Upload:
    """The upload of an id, or of a path around it. Raises Upload.DoesNotExist."""
    for part in reversed(PurePosixPath(text.replace("\\", "/")).parts):
        with contextlib.suppress(ValueError):
            return Upload.objects.get(pk=UUID(PurePosixPath(part).stem))
    raise Upload.DoesNotExist


def _examine(file: "File[bytes]", sender: Sender) -> Upload:
    """What the document is, as an upload that is not saved."""
    require_size(file.size)
    filename = clean_filename(file.name or "")
    with (
        _place(),
        full_or_unwritable(),
        _on_disk(file) as path,
        open_in_sandbox(path, filename, settings.WORK) as document,
    ):
        info = document.info
    detection = detect(info.sample)
    return Upload(
        owner=sender.owner,
        visitor=sender.visitor,
        filename=filename,
        format=info.format,
        size=file.size,
        pages=info.pages,
        detected_language=detection.language or "",
        detection_confidence=round(detection.confidence, 3),
    )


@contextlib.contextmanager
def _place() -> Iterator[None]:
    """One of the few places where documents are looked at. Raises QueueFull when none gets free."""
    if not _places.acquire(timeout=PATIENCE):
        raise QueueFull("The server is looking at many documents. Try again later.")
    try:
        yield
    finally:
        _places.release()


@contextlib.contextmanager
def _on_disk(file: "File[bytes]") -> Iterator[Path]:
    if isinstance(file, TemporaryUploadedFile):
        yield Path(file.temporary_file_path())
        return
    with private_folder(settings.WORK) as folder:
        path = folder / "source"
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        yield path


def _start(upload: Upload, file: "File[bytes]", order: TranslationRequest, sender: Sender) -> TranslationJob:
    source = order.source_language if order.source_language != AUTO else upload.detected_language
    if not source:
        raise ValidationError({"source_language": LanguageUnknown.default})
    _check_languages(order, source)
    _check_options(order.options, upload)
    if order.options.memory and not sender.owner:
        raise ValidationError({"memory": "Sign in to use a translation memory: it belongs to a user."})
    glossary = ordered(order.glossary, order.glossary_file, sender.owner, (source, order.target_language))
    job = TranslationJob(
        owner=sender.owner,
        visitor=sender.visitor,
        filename=upload.filename,
        format=upload.format,
        source_language=source,
        target_language=order.target_language,
        detected_language=upload.detected_language,
        detection_confidence=upload.detection_confidence,
        format_preservation=order.format_preservation,
        options=({"engine": order.engine} if order.engine else {}) | order.options.to_json(),
    )
    with _stored(f"{job.folder}/source", job.format, file) as job.source_file, _glossary_stored(glossary, job):
        job.save(force_insert=True)
    logger.info("The job waits for a worker.", extra={"job_id": str(job.pk)})
    wake(job)
    return job


@contextlib.contextmanager
def _stored(stem: str, format: str, file: "File[bytes]") -> Iterator[str]:
    """Store the file and yield its name; a row that could not be written leaves no file behind."""
    with contextlib.ExitStack() as stack:
        name = keep(file, stem + FORMATS[format].suffixes[0])
        stack.callback(default_storage.delete, name)
        yield name
        stack.pop_all()


@contextlib.contextmanager
def _glossary_stored(glossary: Glossary | None, job: TranslationJob) -> Iterator[None]:
    """Store the terms with the job; a row that could not be written leaves no file behind."""
    with contextlib.ExitStack() as stack:
        if glossary:
            job.glossary_file = store_glossary(glossary, job)
            stack.callback(default_storage.delete, job.glossary_file)
        yield
        stack.pop_all()


def _check_languages(order: TranslationRequest, source: str) -> None:
    if source == order.target_language:
        text = f"Source and target language are the same ({name_of(source)}). Choose two different languages."
        raise ValidationError({"target_language": text})
    engine = engine_named(order.engine)
    if source != AUTO and not engine.supports(source, order.target_language):
        raise ValidationError(_what_there_is(engine, source, order.target_language))


def _what_there_is(engine: Engine, source: str, target: str) -> dict[str, str]:
    """Which language of an impossible pair is to blame, with the ones that would do."""
    pairs, advice = engine.pairs(), engine.advice(source, target)
    advice = advice and f" {advice}"
    if targets := pairs.get(best_match(source, pairs) or "", ()):
        wanted = f"from {name_of(source)} into {name_of(target)}"
        text = f"This server cannot translate {wanted}, only into: {_listed(targets)}.{advice}"
        return {"target_language": text}
    wanted = f"from {name_of(source)} with this engine"
    text = f"This server cannot translate {wanted}, only from: {_listed(pairs)}.{advice}"
    return {"source_language": text}


def _listed(tags: Iterable[str]) -> str:
    return ", ".join(sorted(f"{name_of(tag)} ({tag})" for tag in tags)) or "no language, as no model is installed"


def _check_options(options: Options, upload: Upload) -> None:
    try:
        options.check(upload.format, upload.pages)
    except OptionRefused as error:
        raise ValidationError({error.field: str(error)}) from error
