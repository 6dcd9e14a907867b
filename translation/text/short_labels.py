"""Short labels, translated from a table: "Qty: 5", "Name: ____ Date: ____", "NO PARKING", "Best regards,".

A small engine copies them or guesses. A label counts if it is the whole text, or if a colon or a value follows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from translation.languages.conventions import Conventions
from translation.languages.short_labels import FIELDS, Label
from translation.text import calendar_words
from translation.text.pieces import Piece

# A longer text before a colon is not a label.
MAX_LABEL_CHARACTERS = 40
# The longest label before a value, in words.
MAX_LABEL_WORDS = 5
# The longest word of a code or unit, as in "INV 45" and "5 kg".
MAX_CODE_LETTERS = 3
MAX_NAME_WORDS = 5
MAX_ROW_CHARACTERS = 300
MAX_DIALOGUE_CHARACTERS = 1000

# The signs after a label, by section. A field may also have a unit in brackets, and a star if it is required.
_SIGNS = {"openings": ",:!.", "closings": ",!.", "signs": "!.:", "notes": ".:", "answers": ".,!"}
_FIELD_END = re.compile(r"(?:\s+\([^()\s]{1,4}\))?\s*\*?\s*:?$")
_SIGN_END = re.compile(r"\s?[,:!.]$")
_BEFORE_COLON = re.compile(rf"([^:\n]{{1,{MAX_LABEL_CHARACTERS}}}?\s*\*?:)(?=\s|_|[+(\d]|$)\s*")
_BEFORE_COMMA = re.compile(rf"([^,\n]{{1,{MAX_LABEL_CHARACTERS}}},)\s+")
# A place to write or tick, or a separator of labels: "____", "__/__/____", "/", "|", "[ ]", "( )", "☐".
_GAP = re.compile(r"((?:\s*(?:[/|\t☐☑☒□■◻✓✔]|_{2,}|\.{3,}|…+|\[[ xX]?\]|\([ xX]?\))\s*)+)")
_TO_FILL_IN = re.compile(r"_{2}|[☐☑☒□■◻✓✔]|[\[(][ xX]?[\])]")
_VALUE_STARTS = re.compile(r"\s+|(?<=[#º°])(?=\d)")
_WORD = re.compile(r"[^\W\d_]+")
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.-]*|&")
# The space after the name in a salutation.
_NAME_END = re.compile(r"(?<=[,:])\s+")
_DIALOGUE = re.compile(r"(\w):\s+(?=[^\W\d_a-z].*[.?!][\"”»]?$)", re.DOTALL)
# Another label of one letter: "A: the front. B: the back."
_OTHER_LETTER = re.compile(r"\s(?=[A-Z][:.)]\s)")

# Labels before a name, which stays as it is. After "Name:", one word may be something else.
_NAMED = frozenset(
    {"full-name", "first-name", "last-name", "fathers-name", "mothers-name", "signed-by", "company-name"}
)
_NAME_PARTICLES = frozenset({"de", "da", "do", "dos", "das", "e", "van", "von", "di"})
# Words in an amount, in a text in capitals.
_CURRENCIES = frozenset({"R", "US", "USD", "EUR", "BRL", "GBP", "KG"})


@dataclass(frozen=True, slots=True)
class _Translated:
    """A label and its translation. `target` includes the sign after the label, and `end` is that sign."""

    label: Label
    target: str
    end: str


def split(text: str, source: Conventions, target: Conventions) -> Sequence[Piece]:
    """Return the pieces of a text with labels from the table, which are the whole text when joined.

    The result is empty for a text without such labels.
    """
    return _Splitter(source, target).split(text)


@dataclass(frozen=True, slots=True)
class _Splitter:
    source: Conventions
    target: Conventions

    def split(self, text: str) -> Sequence[Piece]:
        if label := self._find(text):
            return [Piece(text, label.target)]
        return (
            calendar_words.split(text, self.source.labels.calendar, self.target.labels.calendar)
            or self._split_row(text)
            or self._split_dialogue(text)
            or self._split_at_colon(text)
            or self._split_at_value(text)
            or self._split_letter(text)
        )

    def _find(self, text: str, in_form: bool = False) -> _Translated | None:
        """Return the label that a text is, perhaps with a sign after it. None if the target has no such label."""
        if len(text) > MAX_LABEL_CHARACTERS + MAX_CODE_LETTERS:
            return None
        label = self.source.labels.find(text, in_form)
        if label and label.section != "dialogue":
            return self._translate(label, text, "")
        if not text.endswith((":", "*", ")", ",", "!", ".")):
            return None
        for pattern in (_FIELD_END, _SIGN_END):
            sign = pattern.search(text)
            if not sign or not sign.group():
                continue
            body, end = text[: sign.start()], sign.group()
            label = self.source.labels.find(body, in_form or end.endswith((":", ",")))
            if label and _may_end_in(label, end) and len(body) > 1:
                return self._translate(label, body, end)
        return None

    def _translate(self, label: Label, text: str, end: str) -> _Translated | None:
        """Return the translation of a label in the case of the source. None if the table lacks it."""
        written = self.target.labels.written.get(label.name)
        if written is None:
            return None
        words = [word for word in _WORD.findall(text) if word.lower() not in self.source.function_words]
        if _is_capitals(text) and (label.section == "signs" or not _is_capitals(label.spelling)):
            written = written.upper()
        elif self.target.has_title_case and len(words) > 1 and all(word[0].isupper() for word in words):
            written = self._in_title_case(written)
        elif text[:1].isupper():
            written = written[0].upper() + written[1:]
        return _Translated(label, written + end, end)

    def _in_title_case(self, text: str) -> str:
        words = text.split(" ")
        return " ".join(word if word in self.target.function_words else word[:1].upper() + word[1:] for word in words)

    def _split_row(self, text: str) -> list[Piece]:
        """Return the pieces of a text whose words are all labels: "☐ Yes ☐ No", "Name: ____ Date: ____"."""
        parts = _GAP.split(text) if len(text) <= MAX_ROW_CHARACTERS else []
        if len(parts) < 2:
            return []
        pieces = []
        for number, part in enumerate(parts):
            label = self._find(part, in_form=True)
            if number % 2 == 0 and part and label is None:
                return []
            pieces.append(Piece(part, label.target if label and number % 2 == 0 else part))
        labels = sum(bool(piece.source) for piece in pieces[::2])
        is_row = labels > 1 or (labels == 1 and _TO_FILL_IN.search(text))
        return [piece for piece in pieces if piece.source] if is_row else []

    def _split_dialogue(self, text: str) -> list[Piece]:
        """Return "Q: " and the question after it, and perhaps "A: " and the answer. Empty for other texts."""
        start = _DIALOGUE.match(text) if len(text) <= MAX_DIALOGUE_CHARACTERS else None
        label = start and self.source.labels.find(start[1], in_form=True)
        if not start or not label or label.name not in ("question-short", "answer-short"):
            return []
        written = self.target.labels.written.get(label.name)
        other = _OTHER_LETTER.search(text, start.end())
        sentences = text[start.end() : other.end() if other else len(text)]
        answer = self._split_dialogue(text[other.end() :]) if other else []
        is_question = label.name == "question-short"
        if written is None or (is_question and "?" not in sentences) or (other and not (answer and is_question)):
            return []
        return [Piece(start.group(), written + start.group()[1:]), Piece(sentences), *answer]

    def _split_at_colon(self, text: str) -> list[Piece]:
        """Return the pieces of a text with a label before a colon. Small letters are more often code or a sentence."""
        start = None if text[:1].islower() else _BEFORE_COLON.match(text)
        label = self._find(start[1]) if start else None
        if not start or not label or label.label.section not in {*FIELDS, "signs", "notes"}:
            return []
        spaces = start.group()[len(start[1]) :]
        return [Piece(start.group(), label.target + spaces), *self._split_value(text[start.end() :], label.label)]

    def _split_value(self, text: str, label: Label) -> Sequence[Piece]:
        """Return the pieces of the text after a label: a name, an answer, other labels, or sentences."""
        if not text:
            return []
        is_named = label.name in _NAMED or (label.name == "name" and " " in text)
        if is_named and self._is_name(text):
            return [Piece(text, text)]
        answer = self._find(text, in_form=True)
        if answer and answer.label.section == "answers":
            return [Piece(text, answer.target)]
        pieces = self.split(text) if len(text) <= MAX_ROW_CHARACTERS else ()
        return pieces or [self._amount_or_rest(text, label)]

    def _amount_or_rest(self, text: str, label: Label) -> Piece:
        """Return an amount in the number format of the target, or a text that remains to be translated."""
        if label.section != "amounts" or not _is_code(text, is_capitals=False):
            is_identifier = "date" not in label.name and all(any(map(str.isdigit, part)) for part in text.split())
            return Piece(text, text if is_identifier and not any(map(str.islower, text)) else None)
        return Piece(text)

    def _split_at_value(self, text: str) -> list[Piece]:
        """Return the pieces of a text with a label and a number or code, such as "Invoice No. 4532"."""
        if text[:1].islower() or not any(map(str.isdigit, text)):
            return []
        starts = [match.span() for match in islice(_VALUE_STARTS.finditer(text), MAX_LABEL_WORDS)]
        for start, end in reversed(starts):
            label, rest = self._find(text[:start]), text[end:]
            if not label or label.label.section not in FIELDS or label.end:
                continue
            is_box = label.label.name == "po-box" and rest[0].isdigit()
            if is_box or _is_code(rest, _is_capitals(text[:start])):
                before = Piece(text[:end], label.target + (text[start:end] or " "))
                return [before, self._amount_or_rest(rest, label.label)]
        return []

    def _split_letter(self, text: str) -> list[Piece]:
        """Return the pieces of a text that opens or closes a letter: "Dear Sir, we…", "Best regards, Ana"."""
        if salutation := self._split_salutation(text):
            return salutation
        start = _BEFORE_COMMA.match(text)
        label = self._find(start[1]) if start else None
        if not start or not label or label.label.section not in ("openings", "closings"):
            return []
        rest = text[start.end() :]
        is_closing = label.label.section == "closings"
        if is_closing and not self._is_name(rest):
            return []
        spaces = start.group()[len(start[1]) :]
        return [Piece(start.group(), label.target + spaces), Piece(rest, rest if is_closing else None)]

    def _split_salutation(self, text: str) -> list[Piece]:
        """Return the pieces of a salutation with a name: "Dear Mr. Smith," or "Prezada Sra. Souza,"."""
        for start in [match.span() for match in islice(_VALUE_STARTS.finditer(text), 1, MAX_LABEL_WORDS)]:
            label, name = self._find(text[: start[0]]), _NAME_END.split(text[start[1] :], maxsplit=1)[0]
            if label and label.label.section == "salutations" and self._is_name(name.rstrip(",:")):
                rest = text[start[1] + len(name) :]
                pieces = Piece(text[: start[1]], label.target + " "), Piece(name, name), Piece(rest)
                return [piece for piece in pieces if piece.source]
        return []

    def _is_name(self, text: str) -> bool:
        """Return whether a text is a few capitalised words."""
        words = text.split()
        return 0 < len(words) <= MAX_NAME_WORDS and all(
            word in _NAME_PARTICLES
            or (_NAME_WORD.fullmatch(word) and not word[0].islower() and word.lower() not in self.source.articles)
            for word in words
        )


def _may_end_in(label: Label, end: str) -> bool:
    return (label.section in FIELDS and end.strip() not in ".,!") or end.strip() in _SIGNS.get(label.section, "")


def _is_capitals(text: str) -> bool:
    """Return whether all letters of a text are capitals. The raised letters of "Nº" and "2ª" do not count."""
    letters = [character for character in text if character.isalpha() and character not in "ºª"]
    return len(letters) > 1 and all(map(str.isupper, letters))


def _is_code(text: str, is_capitals: bool) -> bool:
    """Return whether a text is a number or code, perhaps with a unit. In capitals, only currencies are units."""
    if not any(map(str.isdigit, text)) or any(map(str.islower, text)):
        return False
    words = [part for part in text.split() if not any(map(str.isdigit, part))]
    letters = [word for part in words for word in _WORD.findall(part)]
    return all(len(word) <= MAX_CODE_LETTERS and (not is_capitals or word in _CURRENCIES) for word in letters)
