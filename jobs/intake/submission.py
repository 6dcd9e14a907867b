"""Accepting documents: check them, store them, and start jobs."""

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
from django.core.files.uploadedfile import TemporaryUploadedFile

from jobs.engines import engine_named
from jobs.files import storage
from jobs.files.storage import full_or_unwritable
from jobs.intake.admission import require_disk_space, require_queue_space, require_size
from jobs.intake.glossaries import requested_glossary
from jobs.intake.senders import Sender
from jobs.models import TranslationJob, Upload
from jobs.records.job_glossary import store_glossary
from jobs.sandbox import open_in_sandbox
from jobs.worker.wakeups import wake
from translation.engines.base import Engine
from translation.exceptions import LanguageUnknown, QueueFull
from translation.formats import FORMATS
from translation.formats.option import OptionRefused
from translation.glossaries.terms import TermList
from translation.languages.detection import AUTO, detect
from translation.languages.tags import best_match, name_of
from translation.options import DEFAULT_OPTIONS, Options
from translation.sandbox.workspace import private_folder

logger = logging.getLogger(__name__)

# The length of the database column.
MAX_FILENAME_CHARACTERS = 255
# Anything longer is part of the name, not a suffix.
MAX_SUFFIX_CHARACTERS = 20
# A web server handles many requests at once, and each sandbox may use as much memory as LIMITS allows.
_sandboxes = BoundedSemaphore(settings.WORKERS)
# How long a request waits for a free sandbox.
SANDBOX_TIMEOUT_SECONDS = 60.0
# Persian and Indic scripts join characters with these, so a file name may contain them.
JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """The languages, engine and options of a requested translation.

    Languages are canonical tags. The source language may be `auto`, and an empty engine is the default engine.
    """

    target_language: str
    source_language: str = AUTO
    engine: str = ""
    options: Options = DEFAULT_OPTIONS
    format_preservation: bool = True
    glossary: UUID | None = None
    glossary_file: "File[bytes] | None" = None


def installed_languages() -> str:
    """Return the names of the languages that the default engine supports, as text for users."""
    pairs = engine_named("").pairs()
    return _names(set(pairs).union(*pairs.values()))


def clean_filename(name: str) -> str:
    """Return a file name that is safe to show and store: without folders or invisible characters, and not too long."""
    base = re.split(r"[/\\]", name)[-1]
    spaced = "".join(" " if unicodedata.category(each).startswith("Z") else each for each in base)
    visible = "".join(each for each in spaced if each.isprintable() or each in JOINERS).strip()
    suffix = Path(visible).suffix[:MAX_SUFFIX_CHARACTERS]
    return visible.removesuffix(suffix)[: MAX_FILENAME_CHARACTERS - len(suffix)] + suffix or "document"


def accept_upload(file: "File[bytes]", sender: Sender) -> Upload:
    """Check and store a document for later jobs. Raises TranslationError."""
    require_disk_space(file.size)
    upload = _examine(file, sender)
    with _stored(f"uploads/{upload.pk}/source", upload.format, file) as upload.file:
        upload.save(force_insert=True)
    return upload


def translate_file(file: "File[bytes]", request: TranslationRequest, sender: Sender) -> TranslationJob:
    """Check a document and start a job. Raises ValidationError by field, or TranslationError."""
    require_queue_space(sender)
    require_disk_space(file.size)
    _check_languages(request, request.source_language)
    return _start(_examine(file, sender), file, request, sender)


def translate_upload(upload: Upload, request: TranslationRequest, sender: Sender) -> TranslationJob:
    """Start a job for an earlier upload. Raises ValidationError by field, or Upload.DoesNotExist."""
    require_queue_space(sender)
    try:
        with storage.get(upload.file) as file:
            require_disk_space(file.size)
            return _start(upload, file, request, sender)
    except FileNotFoundError as error:
        raise Upload.DoesNotExist from error


def upload_named(text: str) -> Upload:
    """Return the upload whose id is in `text`, alone or inside a path. Raises Upload.DoesNotExist."""
    for part in reversed(PurePosixPath(text.replace("\\", "/")).parts):
        with contextlib.suppress(ValueError):
            return Upload.objects.get(pk=UUID(PurePosixPath(part).stem))
    raise Upload.DoesNotExist


def _examine(file: "File[bytes]", sender: Sender) -> Upload:
    """Open the document in the sandbox, and return an unsaved upload."""
    require_size(file.size)
    filename = clean_filename(file.name or "")
    with (
        _sandbox_slot(),
        full_or_unwritable(),
        _on_disk(file) as (path, is_copy),
        open_in_sandbox(path, filename, settings.WORK, links_source=is_copy) as document,
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
def _sandbox_slot() -> Iterator[None]:
    """Hold a slot for a sandbox. Raises QueueFull if none becomes free in time."""
    if not _sandboxes.acquire(timeout=SANDBOX_TIMEOUT_SECONDS):
        raise QueueFull("The server is examining too many documents. Try again later.")
    try:
        yield
    finally:
        _sandboxes.release()


@contextlib.contextmanager
def _on_disk(file: "File[bytes]") -> Iterator[tuple[Path, bool]]:
    """Yield the path of the file on disk, and whether that is a temporary copy."""
    if isinstance(file, TemporaryUploadedFile):
        yield Path(file.temporary_file_path()), False
        return
    with private_folder(settings.WORK) as folder:
        path = folder / "source"
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        yield path, True


def _start(upload: Upload, file: "File[bytes]", request: TranslationRequest, sender: Sender) -> TranslationJob:
    source = request.source_language if request.source_language != AUTO else upload.detected_language
    if not source:
        raise ValidationError({"source_language": LanguageUnknown.default})
    _check_languages(request, source)
    _check_options(request.options, upload)
    if request.options.memory and not sender.owner:
        raise ValidationError({"memory": "Sign in to use a translation memory: it belongs to a user."})
    glossary = requested_glossary(
        request.glossary, request.glossary_file, sender.owner, (source, request.target_language)
    )
    job = TranslationJob(
        owner=sender.owner,
        visitor=sender.visitor,
        filename=upload.filename,
        format=upload.format,
        source_language=source,
        target_language=request.target_language,
        detected_language=upload.detected_language,
        detection_confidence=upload.detection_confidence,
        format_preservation=request.format_preservation,
        options=({"engine": request.engine} if request.engine else {}) | request.options.to_json(),
    )
    with _stored(f"{job.folder}/source", job.format, file) as job.source_file, _stored_glossary(glossary, job):
        job.save(force_insert=True)
    logger.info("The job waits for a worker.", extra={"job_id": str(job.pk)})
    wake(job)
    return job


@contextlib.contextmanager
def _stored(stem: str, format: str, file: "File[bytes]") -> Iterator[str]:
    """Store the file and yield its name. If the block fails, erase it, so that no file is left without a row."""
    with contextlib.ExitStack() as stack:
        name = storage.put(stem + FORMATS[format].suffixes[0], file)
        stack.callback(storage.erase, name)
        yield name
        stack.pop_all()


@contextlib.contextmanager
def _stored_glossary(glossary: TermList | None, job: TranslationJob) -> Iterator[None]:
    """Store the glossary with the job, and erase it if the block fails."""
    with contextlib.ExitStack() as stack:
        if glossary:
            job.glossary_file = store_glossary(glossary, job)
            stack.callback(storage.erase, job.glossary_file)
        yield
        stack.pop_all()


def _check_languages(request: TranslationRequest, source: str) -> None:
    if source == request.target_language:
        text = f"Source and target language are the same ({name_of(source)}). Choose two different languages."
        raise ValidationError({"target_language": text})
    engine = engine_named(request.engine)
    if source != AUTO and not engine.supports(source, request.target_language):
        raise ValidationError(_unsupported_pair(engine, source, request.target_language))


def _unsupported_pair(engine: Engine, source: str, target: str) -> dict[str, str]:
    """Return the error for an unsupported language pair, by field, with the supported languages."""
    pairs, advice = engine.pairs(), engine.advice(source, target)
    advice = advice and f" {advice}"
    if targets := pairs.get(best_match(source, pairs) or "", ()):
        pair = f"from {name_of(source)} into {name_of(target)}"
        return {"target_language": f"This server cannot translate {pair}, only into: {_names(targets)}.{advice}"}
    text = f"This server cannot translate from {name_of(source)} with this engine, only from: {_names(pairs)}.{advice}"
    return {"source_language": text}


def _names(tags: Iterable[str]) -> str:
    return ", ".join(sorted(f"{name_of(tag)} ({tag})" for tag in tags)) or "no language, because no model is installed"


def _check_options(options: Options, upload: Upload) -> None:
    try:
        options.check(upload.format, upload.pages)
    except OptionRefused as error:
        raise ValidationError({error.field: str(error)}) from error
