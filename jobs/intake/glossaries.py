"""The glossary of a requested translation: a stored glossary or a file."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import QuerySet

from translation.exceptions import TranslationError
from translation.glossaries.files import MAX_GLOSSARY_BYTES, read_glossary
from translation.glossaries.terms import TermList
from translation.languages.tags import name_of
from translation.memory import serves
from translation.models import Glossary


def usable_by(user: Any) -> QuerySet[Glossary]:
    """Return the glossaries that a user may use. None stands for a visitor."""
    return Glossary.objects.usable_by(user)


def requested_glossary(
    glossary: UUID | None, file: "File[bytes] | None", user: Any, languages: tuple[str, str]
) -> TermList | None:
    """Return the terms of the requested glossary or file, if any. Raises ValidationError by field."""
    if glossary and file:
        raise ValidationError({"glossary_file": "Choose a glossary or send a file, not both."})
    if glossary:
        return _stored_glossary(glossary, user, languages)
    return read_file(file, "glossary_file", languages) if file else None


def read_file(file: "File[bytes]", field: str, languages: tuple[str, str]) -> TermList:
    """Return a file's terms for a language pair. Raises ValidationError for `field`."""
    try:
        return read_glossary(file.read(MAX_GLOSSARY_BYTES + 1), *languages)
    except TranslationError as error:
        raise ValidationError({field: str(error)}) from error


def _stored_glossary(glossary: UUID, user: Any, languages: tuple[str, str]) -> TermList:
    row = usable_by(user).filter(pk=glossary).first()
    if row is None:
        raise ValidationError({"glossary": "This glossary does not exist, or you may not use it. Choose another one."})
    if not serves(languages[0], row.source_language) or not serves(languages[1], row.target_language):
        has = f"from {name_of(row.source_language)} into {name_of(row.target_language)}"
        needs = f"from {name_of(languages[0])} into {name_of(languages[1])}"
        raise ValidationError({"glossary": f"The glossary “{row.name}” is {has}, but the translation is {needs}."})
    return row.as_value()
