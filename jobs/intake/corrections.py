"""Rebuilding a finished job's document with post-edited segments."""

from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.core.files import File

from jobs.files import storage
from jobs.intake.admission import require_disk_space, require_queue_space
from jobs.intake.senders import Sender
from jobs.models import TranslationJob
from jobs.records.segment_record import SUFFIX, SegmentFile, record_of
from jobs.worker.wakeups import wake
from translation.exchange.xliff import apply_post_edits, read_xliff
from translation.resources import Corrections

# The new job copies these fields.
COPIED_FIELDS = (
    "filename",
    "format",
    "source_language",
    "target_language",
    "detected_language",
    "detection_confidence",
    "format_preservation",
    "options",
)


def translate_corrected(job: TranslationJob, file: "File[bytes]", sender: Sender) -> TranslationJob:
    """Start a job that rebuilds the document with the targets of an XLIFF file.

    Raises CorrectionsRefused, XmlRefused, QueueFull, DiskFull, and FileNotFoundError if the job's files are no longer
    stored.
    """
    with storage.get(job.source_file) as source:
        require_disk_space(source.size)
    require_queue_space(sender)
    record = record_of(job.segments_file)
    changes = read_xliff(file, job.source_language, job.target_language)
    corrections = Corrections(apply_post_edits(record.segments, changes), record.phrases)
    new_job = TranslationJob(
        owner=sender.owner, visitor=sender.visitor, **{name: getattr(job, name) for name in COPIED_FIELDS}
    )
    with ExitStack() as undo:
        for name in ("source_file", "glossary_file"):
            if stored := getattr(job, name):
                setattr(new_job, name, _copy_file(stored, new_job.folder))
                undo.callback(storage.erase, getattr(new_job, name))
        new_job.corrections_file = _store_corrections(corrections, f"{new_job.folder}/corrections{SUFFIX}")
        undo.callback(storage.erase, new_job.corrections_file)
        new_job.save(force_insert=True)
        undo.pop_all()
    wake(new_job)
    return new_job


def _copy_file(stored: str, folder: str) -> str:
    with storage.get(stored) as file:
        return storage.put(f"{folder}/{PurePosixPath(stored).name}", file)


def _store_corrections(corrections: Corrections, name: str) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "record"
        with SegmentFile(path) as record:
            for segment in corrections.segments.values():
                record.add(segment)
            record.add_phrases(corrections.phrases or {})
        return storage.put(name, path)
