"""The options of a job as fields of a request."""

from enum import StrEnum
from typing import Any

from rest_framework import serializers

from translation.formats.option import MAX_TEXT_CHARACTERS, Option
from translation.options import OPTIONS, Options


# Without a docstring, which the API would show for subclasses that have none.
class OptionFields(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return super().get_fields() | {name: request_field(option) for name, option in OPTIONS.items()}

    def options(self) -> Options:
        """Return the options of a valid request. Raises OptionRefused."""
        return Options.from_json(self.validated_data)


def request_field(option: Option[Any]) -> serializers.Field[Any, Any, Any, Any]:
    """Return the request field of an option."""
    if option.kind is str:
        text = option.help + (f" Default: {option.default_label}." if option.default_label else "")
        return serializers.CharField(required=False, allow_blank=True, max_length=MAX_TEXT_CHARACTERS, help_text=text)
    common: dict[str, Any] = {"default": option.default, "initial": option.default, "help_text": option.help}
    if option.kind is bool:
        return serializers.BooleanField(**common)
    if isinstance(option.kind, type) and issubclass(option.kind, StrEnum):
        return serializers.ChoiceField(choices=list(option.kind), **common)
    low, high = option.bounds or (None, None)
    return serializers.FloatField(min_value=low, max_value=high, **common)
