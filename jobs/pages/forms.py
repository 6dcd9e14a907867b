from typing import Any

from django import forms
from django.db.models import QuerySet

from jobs.engines import offered_engines, offered_languages
from jobs.intake.submission import TranslationRequest
from translation.formats import FORMATS
from translation.formats.option import MAX_TEXT_CHARACTERS, Option
from translation.glossaries.files import GLOSSARY_FORMATS
from translation.languages.detection import AUTO
from translation.languages.tags import name_of
from translation.models import Glossary
from translation.options import ACCOUNT_OPTIONS, DOCUMENT_OPTIONS, Options

# These fields are beside the document. All others are under "Options", and those of an account are last.
MAIN_FIELDS = ("source_language", "target_language", "pages")
GLOSSARY_FIELDS = ("glossary", "glossary_file")
SUFFIXES = [suffix for row in FORMATS.values() for suffix in row.suffixes]


def language_choices(tags: set[str]) -> list[tuple[str, str]]:
    return sorted(((tag, name_of(tag)) for tag in tags), key=lambda choice: choice[1])


def form_field(option: Option[Any]) -> forms.Field:
    """Return the form field of an option."""
    if option.kind is bool:
        return forms.BooleanField(label=option.label, required=False)
    if option.choices:
        return forms.TypedChoiceField(
            label=option.label,
            choices=list(option.choices.items()),
            coerce=option.kind,
            initial=option.default,
            required=False,
        )
    if option.kind is float:
        low, high = option.bounds or (None, None)
        return forms.FloatField(
            label=option.label, min_value=low, max_value=high, initial=option.default, required=False
        )
    placeholder = ", or ".join(filter(None, (option.default_label, option.example)))
    attributes = {"placeholder": placeholder, "autocomplete": "off", "inputmode": "text"}
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label=option.label, required=False, max_length=MAX_TEXT_CHARACTERS, widget=widget)


class GlossarySelect(forms.Select):
    """Adds its languages to each glossary, so that the page can hide glossaries for other languages."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-source"] = value.instance.source_language
            option["attrs"]["data-target"] = value.instance.target_language
        return option


class TranslateForm(forms.Form):
    """The form for a document, its languages and the options of the job. It offers the installed languages."""

    file = forms.FileField(
        label="Document",
        allow_empty_file=True,
        error_messages={"required": "Choose a document first."},
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    source_language = forms.ChoiceField(label="From", required=False)
    target_language = forms.ChoiceField(label="Into")
    engine = forms.ChoiceField(label="Engine", required=False)
    glossary = forms.ModelChoiceField(
        Glossary.objects.none(), label="Glossary", required=False, empty_label="None", widget=GlossarySelect
    )
    glossary_file = forms.FileField(
        label="Glossary file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ",".join(dict.fromkeys(each.suffix for each in GLOSSARY_FORMATS.values()))}
        ),
    )

    def __init__(self, *args: Any, glossaries: QuerySet[Glossary], signed_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        offered = (*DOCUMENT_OPTIONS, *ACCOUNT_OPTIONS) if signed_in else DOCUMENT_OPTIONS
        self.fields |= {option.name: form_field(option) for option in offered}
        self.fields["glossary"].queryset = glossaries  # type: ignore[attr-defined]
        if not glossaries.exists():
            del self.fields["glossary"]
        pairs = offered_languages()
        sources = [(AUTO, "Detect language"), *language_choices(set(pairs))]
        self.fields["source_language"].choices = sources  # type: ignore[attr-defined]
        self.fields["target_language"].choices = language_choices(set().union(*pairs.values()))  # type: ignore[attr-defined]
        engines = offered_engines()
        if len(engines) > 1:
            self.fields["engine"].choices = [(name, each.label) for name, each in engines.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["engine"]

    def translation_request(self) -> TranslationRequest:
        values = self.cleaned_data
        return TranslationRequest(
            source_language=values["source_language"] or AUTO,
            target_language=values["target_language"],
            engine=values.get("engine", ""),
            options=Options.from_json(values),
            glossary=chosen.pk if (chosen := values.get("glossary")) else None,
            glossary_file=values["glossary_file"],
        )

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields that are always shown beside the document."""
        return [self[name] for name in MAIN_FIELDS]

    def option_fields(self) -> list[forms.BoundField]:
        """Return the fields under "Options"."""
        document = [option.name for option in DOCUMENT_OPTIONS if option.name not in MAIN_FIELDS]
        account = [option.name for option in ACCOUNT_OPTIONS]
        names = ("engine", *document, *GLOSSARY_FIELDS, *account)
        return [self[name] for name in names if name in self.fields]

    def options_open(self) -> bool:
        """Return whether a field under "Options" has an error."""
        return any(field.errors for field in self.option_fields())
