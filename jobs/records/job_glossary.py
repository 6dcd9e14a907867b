"""The terms of a job's glossary. The job stores a copy, so later changes to the glossary do not affect it."""

import json

from django.core.files.base import ContentFile

from jobs.files import storage
from jobs.models import TranslationJob
from translation.glossaries.terms import NO_TERMS, TermList


def store_glossary(glossary: TermList, job: TranslationJob) -> str:
    """Store the terms with the job and return the name of the file."""
    content = json.dumps(glossary.to_json(), ensure_ascii=False).encode()
    return storage.put(f"{job.folder}/glossary.json", ContentFile(content))


def load_glossary(job: TranslationJob) -> TermList:
    """Return the terms of the job's glossary. Raises FileNotFoundError if the job was erased."""
    if not job.glossary_file:
        return NO_TERMS
    with storage.get(job.glossary_file) as file:
        return TermList.from_json(json.load(file))
