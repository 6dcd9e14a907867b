"""Taking documents in: what is checked before a job exists, and where its file goes."""

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest

from jobs.engines import engine_named
from jobs.models import TranslationJob, Upload
from jobs.sandbox import Sandbox
from jobs.tasks import wake
from jobs.visitors import Sender
from jobs.workspace import private_folder
from translation.detection import detect
from translation.engines.base import Engine
from translation.exceptions import LanguageUnknown, LimitExceeded
from translation.formats import FORMATS
from translation.languages import best_match, name_of
from translation.options import USUAL, OptionRefused, Options

AUTO = "auto"
FILENAME_LENGTH = 255
# What a form adds to its file: the other fields and the lines between.
FORM_OVERHEAD = 1_000_000
# Joins letters in Persian and Indic scripts, so it may be part of an honest name.
JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with a document. Languages are canonical tags, the source may be `auto`."""

    target_language: str
    source_language: str = AUTO
    engine: str = ""
    options: Options = USUAL
    format_preservation: bool = True


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


def take_in(file: "File[bytes]", sender: Sender) -> Upload:
    """Check a document and keep it, so that jobs can be made of it. Raises TranslationError."""
    upload = _examine(file, sender)
    with _stored(f"uploads/{upload.pk}/source", upload.format, file) as upload.file:
        upload.save(force_insert=True)
    return upload


def translate_file(file: "File[bytes]", order: Order, sender: Sender) -> TranslationJob:
    """Check a document and start a job on it. Raises ValidationError by field, or TranslationError."""
    _check_languages(order, order.source_language)
    return _start(_examine(file, sender), file, order, sender)


def translate_upload(upload: Upload, order: Order, sender: Sender) -> TranslationJob:
    """Start a job on a document taken in before. Raises ValidationError by field, or Upload.DoesNotExist."""
    try:
        with default_storage.open(upload.file) as file:
            return _start(upload, file, order, sender)
    except FileNotFoundError as error:
        raise Upload.DoesNotExist from error


def upload_named(text: str) -> Upload:
    """The upload of an id, or of a path around it. Raises Upload.DoesNotExist."""
    for part in reversed(PurePosixPath(text.replace("\\", "/")).parts):
        with contextlib.suppress(ValueError):
            return Upload.objects.get(pk=UUID(PurePosixPath(part).stem))
    raise Upload.DoesNotExist


def require_body_within_limit(request: HttpRequest) -> None:
    """Refuse a body by its announced length, before it is read. Raises LimitExceeded."""
    require_size(int(request.META.get("CONTENT_LENGTH") or 0) - FORM_OVERHEAD)


def require_size(size: int) -> None:
    """Refuse a document by its bytes. Raises LimitExceeded."""
    if size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES / 10**6
        raise LimitExceeded(f"The file is larger than the {limit:g} MB that are accepted here.")


def _examine(file: "File[bytes]", sender: Sender) -> Upload:
    """What the document is, as an upload that is not saved."""
    require_size(file.size)
    filename = clean_filename(file.name or "")
    with _on_disk(file) as path, Sandbox(path, filename, settings.WORK) as document:
        info = document.info
    return Upload(
        owner=sender.owner,
        visitor=sender.visitor,
        filename=filename,
        format=info.format,
        size=file.size,
        pages=info.pages,
        detected_language=detect(info.sample).language or "",
    )


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


def _start(upload: Upload, file: "File[bytes]", order: Order, sender: Sender) -> TranslationJob:
    source = order.source_language if order.source_language != AUTO else upload.detected_language
    if not source:
        raise ValidationError({"source_language": LanguageUnknown.default})
    _check_languages(order, source)
    _check_options(order.options, upload)
    job = TranslationJob(
        owner=sender.owner,
        visitor=sender.visitor,
        filename=upload.filename,
        format=upload.format,
        source_language=source,
        target_language=order.target_language,
        format_preservation=order.format_preservation,
        options=({"engine": order.engine} if order.engine else {}) | order.options.to_json(),
    )
    with _stored(f"{job.folder}/source", job.format, file) as job.source_file:
        job.save(force_insert=True)
    wake(job)
    return job


@contextlib.contextmanager
def _stored(stem: str, format: str, file: "File[bytes]") -> Iterator[str]:
    """Store the file and yield its name; a row that could not be written leaves no file behind."""
    with contextlib.ExitStack() as stack:
        name = default_storage.save(stem + FORMATS[format].suffixes[0], file)
        stack.callback(default_storage.delete, name)
        yield name
        stack.pop_all()


def _check_languages(order: Order, source: str) -> None:
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
