from typing import Any

from django import forms
from django.db.models import QuerySet

from jobs.engines import offered_engines, offered_languages
from jobs.intake.submission import AUTO, TranslationRequest
from translation.formats import FORMATS
from translation.formats.base import Ocr, OutputKind
from translation.glossaries.files import GLOSSARY_FORMATS
from translation.languages.tags import name_of
from translation.models import Glossary
from translation.options import USUAL, Options

OPTIONS = ("engine", "output", "smallest_scale", "ocr", "glossary", "glossary_file", "memory")
OUTPUTS = [
    (OutputKind.TRANSLATED, "The translation"),
    (OutputKind.SIDE_BY_SIDE, "Original and translation side by side"),
    (OutputKind.ALTERNATING, "Original and translation page by page"),
    (OutputKind.BOTH, "Both files, in a zip archive"),
]
SMALLEST = [(1.0, "as in the original"), (0.8, "80 %"), (USUAL.smallest_scale, "60 %"), (0.4, "40 %")]
RECOGNITION = [
    (Ocr.AUTO, "Read where needed"),
    (Ocr.OFF, "Leave as it is"),
    (Ocr.FORCE, "Read on every page"),
]
SUFFIXES = [suffix for row in FORMATS.values() for suffix in row.suffixes]


def named(tags: set[str]) -> list[tuple[str, str]]:
    return sorted(((tag, name_of(tag)) for tag in tags), key=lambda choice: choice[1])


class GlossarySelect(forms.Select):
    """Says of each glossary what languages it is for, so that the page can leave out those that do not fit."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-source"] = value.instance.source_language
            option["attrs"]["data-target"] = value.instance.target_language
        return option


class TranslateForm(forms.Form):
    """A document and the two languages, of which only what is installed can be chosen."""

    file = forms.FileField(
        label="Document",
        allow_empty_file=True,
        error_messages={"required": "Choose a document first."},
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    source_language = forms.ChoiceField(label="From", required=False)
    target_language = forms.ChoiceField(label="Into")
    pages = forms.CharField(
        label="Pages",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "all, or 1-3,7", "autocomplete": "off", "inputmode": "text"}),
    )

    engine = forms.ChoiceField(label="Engine", required=False)
    output = forms.ChoiceField(label="What you get", choices=OUTPUTS, initial=USUAL.output, required=False)
    smallest_scale = forms.TypedChoiceField(
        label="Smallest letters",
        choices=SMALLEST,
        coerce=float,
        initial=USUAL.smallest_scale,
        required=False,
    )
    ocr = forms.ChoiceField(label="Text in pictures", choices=RECOGNITION, initial=USUAL.ocr, required=False)
    glossary = forms.ModelChoiceField(
        Glossary.objects.none(), label="Glossary", required=False, empty_label="None", widget=GlossarySelect
    )
    glossary_file = forms.FileField(
        label="Glossary in a file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(each.suffix for each in GLOSSARY_FORMATS.values())}),
    )
    memory = forms.BooleanField(label="Use my translation memory", required=False)

    def __init__(self, *args: Any, glossaries: QuerySet[Glossary], signed_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["glossary"].queryset = glossaries  # type: ignore[attr-defined]
        if not glossaries.exists():
            del self.fields["glossary"]
        if not signed_in:
            del self.fields["memory"]
        pairs = offered_languages()
        self.fields["source_language"].choices = [(AUTO, "Recognise"), *named(set(pairs))]  # type: ignore[attr-defined]
        self.fields["target_language"].choices = named(set().union(*pairs.values()))  # type: ignore[attr-defined]
        engines = offered_engines()
        if len(engines) > 1:
            self.fields["engine"].choices = [(name, each.label) for name, each in engines.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["engine"]

    def order(self) -> TranslationRequest:
        wishes = self.cleaned_data
        options = Options(
            pages=wishes["pages"],
            output=OutputKind(wishes["output"] or USUAL.output),
            smallest_scale=wishes["smallest_scale"] or USUAL.smallest_scale,
            ocr=Ocr(wishes["ocr"] or USUAL.ocr),
            memory=wishes.get("memory", False),
        )
        return TranslationRequest(
            source_language=wishes["source_language"] or AUTO,
            target_language=wishes["target_language"],
            engine=wishes.get("engine", ""),
            options=options,
            glossary=chosen.pk if (chosen := wishes.get("glossary")) else None,
            glossary_file=wishes["glossary_file"],
        )

    def main_fields(self) -> list[forms.BoundField]:
        """What is always shown beside the document."""
        return [self[name] for name in self.fields if name != "file" and name not in OPTIONS]

    def option_fields(self) -> list[forms.BoundField]:
        """What is shown when it is asked for."""
        return [self[name] for name in OPTIONS if name in self.fields]

    def options_open(self) -> bool:
        """Whether something is wrong with what is else not shown."""
        return any(field.errors for field in self.option_fields())
