"""Small real documents, and the requests that send them."""

import json
from pathlib import Path
from typing import Any

import pymupdf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_q.models import OrmQ

from jobs.models import TranslationJob

ENGLISH = (
    "The library keeps its old books in a cool room. Nobody may take them home, but anybody may read them there.\n\n"
    "A book that is torn is mended by hand. The work takes weeks, and the people who do it are patient and careful.\n"
)
GERMAN = (
    "Die Bibliothek bewahrt ihre ältesten Bücher in einem kühlen Raum auf. Niemand darf sie mit nach Hause nehmen.\n\n"
    "Ein zerrissenes Buch wird von Hand ausgebessert. Diese Arbeit dauert mehrere Wochen.\n"
)
AES_256 = 5  # MuPDF's number of the method

WITHOUT_LANGUAGE = "12 × 34 = 408\n"


def pdf(*pages: str, password: str = "") -> bytes:
    """Return a PDF with one text on each page, encrypted if a password is given."""
    with pymupdf.open() as document:
        for text in pages:
            document.new_page().insert_textbox((72, 72, 523, 770), text, fontsize=11)
        if not password:
            return bytes(document.tobytes())
        return bytes(document.tobytes(encryption=AES_256, user_pw=password, owner_pw=password))


def upload_of(content: str | bytes = ENGLISH, name: str = "book.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def translate(client: Client, content: str | bytes = ENGLISH, name: str = "book.txt", **fields: Any) -> Any:
    """Post a document to `translate`, by default from English to Portuguese with the engine that accents every word."""
    defaults = {"source_language": "en", "target_language": "pt", "engine": "pseudo"}
    return client.post("/api/v1/translate", {"file": upload_of(content, name), **defaults, **fields})


def started(client: Client, *args: Any, **fields: Any) -> str:
    """Start a job and return its id."""
    response = translate(client, *args, **fields)
    assert response.status_code == 202, response.content
    return str(response.json()["job_id"])


def make_job(content: bytes = b"The weather is fine.\n", name: str = "a.txt", **fields: Any) -> TranslationJob:
    """Create a job on a stored text, without a message to the workers."""
    job = TranslationJob(**{"format": "text", "source_language": "en", "target_language": "pt"} | fields)
    job.filename = name
    job.options = {"engine": "pseudo"} | job.options
    job.source_file = default_storage.save(f"{job.folder}/source{Path(name).suffix}", ContentFile(content))
    job.save(force_insert=True)
    return job


def break_glossary(job: TranslationJob, word: str) -> None:
    """Give a job a stored glossary that cannot be read, so that its work ends in a TypeError that quotes the word."""
    content = json.dumps({"terms": [{word: ""}]}).encode()
    job.glossary_file = default_storage.save(f"{job.folder}/glossary.json", ContentFile(content))
    job.save(update_fields=["glossary_file"])


def messages_for(job: TranslationJob) -> int:
    """Count the messages that wait in the queue for the job."""
    return sum(message.args() == (str(job.pk),) for message in OrmQ.objects.all())
