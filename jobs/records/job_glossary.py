"""The terms that a job was ordered with, kept beside it as they were at that time."""

import json

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from jobs.models import TranslationJob
from translation.glossaries.terms import NO_TERMS, TermList


def store_glossary(glossary: TermList, job: TranslationJob) -> str:
    """Store the terms with the job; returns the name of the file."""
    content = json.dumps(glossary.to_json(), ensure_ascii=False).encode()
    return default_storage.save(f"{job.folder}/glossary.json", ContentFile(content))


def load_glossary(job: TranslationJob) -> TermList:
    """The terms that a job was ordered with. Raises FileNotFoundError where the job was erased."""
    if not job.glossary_file:
        return NO_TERMS
    with default_storage.open(job.glossary_file) as file:
        return TermList.from_json(json.load(file))
