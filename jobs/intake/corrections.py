"""A finished job done again with corrected segments, which are not translated anew."""

from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.core.files import File
from django.core.files.storage import default_storage

from jobs.files.storage import keep, store
from jobs.intake.admission import require_room, require_turn
from jobs.intake.senders import Sender
from jobs.models import TranslationJob
from jobs.records.segment_record import SUFFIX, SegmentFile, record_of
from jobs.worker.wakeups import wake
from translation.exchange.xliff import apply_post_edits, read_xliff
from translation.resources import Corrections

# What of a job is to be the same when it is done again.
SAME = (
    "filename",
    "format",
    "source_language",
    "target_language",
    "detected_language",
    "detection_confidence",
    "processing_type",
    "format_preservation",
    "options",
)


def translate_corrected(job: TranslationJob, file: "File[bytes]", sender: Sender) -> TranslationJob:
    """Start a job on the same document with the targets of an XLIFF file.

    Raises CorrectionsRefused and XmlRefused, what `admission` raises, or FileNotFoundError where the job's own files
    are gone.
    """
    require_room(default_storage.size(job.source_file))
    require_turn(sender)
    record = record_of(job.segments_file)
    changes = read_xliff(file, job.source_language, job.target_language)
    corrections = Corrections(apply_post_edits(record.segments, changes), record.phrases)
    again = TranslationJob(owner=sender.owner, visitor=sender.visitor, **{name: getattr(job, name) for name in SAME})
    with ExitStack() as undo:
        for name in ("source_file", "glossary_file"):
            if stored := getattr(job, name):
                setattr(again, name, _copied(stored, again.folder))
                undo.callback(default_storage.delete, getattr(again, name))
        again.corrections_file = _stored(corrections, f"{again.folder}/corrections{SUFFIX}")
        undo.callback(default_storage.delete, again.corrections_file)
        again.save(force_insert=True)
        undo.pop_all()
    wake(again)
    return again


def _copied(stored: str, folder: str) -> str:
    with default_storage.open(stored) as file:
        return keep(file, f"{folder}/{PurePosixPath(stored).name}")


def _stored(corrections: Corrections, name: str) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "record"
        with SegmentFile(path) as record:
            for segment in corrections.segments.values():
                record.add(segment)
            record.add_phrases(corrections.phrases or {})
        return store(path, name)
