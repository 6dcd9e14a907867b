"""Serializer fields that several subjects share."""

from typing import Any

from rest_framework import serializers

from jobs.engines import configured_engines, engine_named
from jobs.intake.submission import installed_languages
from translation.exceptions import UsageError
from translation.languages.detection import AUTO
from translation.languages.tags import parse_language


class LanguageField(serializers.CharField):
    """A language as a BCP 47 tag or an English name, in any case; its value is the canonical tag."""

    def __init__(self, *, auto: bool = False, **options: Any) -> None:
        self.auto = auto
        super().__init__(max_length=60, allow_blank=auto, allow_null=auto, **options)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if self.auto and text.lower() == AUTO:
            return AUTO
        try:
            return parse_language(text)
        except UsageError as error:
            raise serializers.ValidationError(f"{error} Installed here: {installed_languages()}.") from error


class EngineField(serializers.ChoiceField):
    """The name of a configured engine. The error for another name says what is missing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=(), **options)

    def bind(self, field_name: str, parent: Any) -> None:
        super().bind(field_name, parent)
        self.choices = sorted(configured_engines())

    def to_internal_value(self, data: Any) -> str:
        if data not in self.choices and not (data == "" and self.allow_blank):
            try:
                engine_named(str(data)[:60])
            except UsageError as error:
                raise serializers.ValidationError(str(error)) from error
        return str(super().to_internal_value(data))


class NullableCharField(serializers.CharField):
    """A read-only text that is null if the column is empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **options)

    def to_representation(self, value: Any) -> Any:
        return value or None
