from typing import Any

from django import forms

from jobs.submission import AUTO, Order, engine_named
from translation.formats import FORMATS
from translation.languages import name_of

SUFFIXES = [suffix for row in FORMATS.values() for suffix in row.suffixes]


def named(tags: set[str]) -> list[tuple[str, str]]:
    return sorted(((tag, name_of(tag)) for tag in tags), key=lambda choice: choice[1])


class TranslateForm(forms.Form):
    """A document and the two languages, of which only what is installed can be chosen."""

    file = forms.FileField(
        label="Document",
        allow_empty_file=True,
        error_messages={"required": "Choose a document first."},
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    source_language = forms.ChoiceField(label="From")
    target_language = forms.ChoiceField(label="Into")
    pages = forms.CharField(
        label="Pages",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "all, or 1-3,7", "autocomplete": "off", "inputmode": "text"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        pairs = engine_named("").pairs()
        self.fields["source_language"].choices = [(AUTO, "Recognise"), *named(set(pairs))]  # type: ignore[attr-defined]
        self.fields["target_language"].choices = named(set().union(*pairs.values()))  # type: ignore[attr-defined]

    def order(self) -> Order:
        wishes = self.cleaned_data
        return Order(
            source_language=wishes["source_language"], target_language=wishes["target_language"], pages=wishes["pages"]
        )
