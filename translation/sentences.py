"""One sentence on its way through an engine that knows neither markup nor documents, and safely back."""

import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TypeAlias

from translation.alignment.word_alignment import Lexicon
from translation.document import Rendering
from translation.engines.base import Engine
from translation.exceptions import EngineFailed, EngineUnavailable
from translation.glossaries.enforcement import Enforcement, Through
from translation.glossaries.search import Terms
from translation.glossaries.terms import NO_TERMS, Glossary
from translation.languages.conventions import conventions_of
from translation.text import casing, fragments, inline_codes, numbers, quality, typography
from translation.text.casing import Casing
from translation.text.inline_codes import MARK, Hidden
from translation.text.numbers import NumberFormat

# Part of every key of the cache: to be raised whenever the steps below make something else of an engine's answers.
RECIPE = 3

# In scripts from here on a single letter may be a word.
FIRST_IDEOGRAPH = "\u2e80"

_BAR = re.compile(r"\s*\|[\s|.]*$")
_CODES_AFTER_END = re.compile(r"(?<=[.!?;:,])[\s\ue000-\uf8ff]*[\ue000-\uf8ff]$")
_CODE_BEFORE_END = re.compile(r"\s*([\ue000-\uf8ff])(?=[.!?;:,]*$)")
_CITATION = re.compile(r"\[\d")
_ROMAN = re.compile(r"[IVXLCDM]+")
_REMARK = re.compile(r"\s*\([^()]*\)(?=[.!?]?$)")
_END = re.compile(r"[.!?:;,。！？：；，]+$")
_ENDED = re.compile(r"[.!?:;,…。！？：；，][\"'”’»)\]]*$")


# Each yields texts for the engine and is sent its answers.
Work: TypeAlias = Generator[str, str, Rendering]
Question: TypeAlias = Generator[str, str, str]


class SentenceTranslator:
    """Translates sentences from one language into another with one engine, each distinct one once."""

    def __init__(self, engine: Engine, source: str, target: str, glossary: Glossary = NO_TERMS) -> None:
        self._engine = engine
        self._languages = source, target
        self.terms = Terms(glossary, source, target)
        self._alphabet = engine.alphabet(source, target)
        self._source, self._target = conventions_of(source), conventions_of(target)
        self._written = NumberFormat(self._source.decimal, self._source.group)
        self._wanted = NumberFormat(self._target.decimal, self._target.group)
        self._known: dict[str, Rendering] = {}
        self._answered = False

    @cached_property
    def lexicon(self) -> Lexicon | None:
        """Which words may stand for each other, where the engine knows."""
        return self._engine.lexicon(*self._languages)

    def translate(self, sentences: Iterable[str]) -> dict[str, Rendering]:
        """Every sentence with its rendering. Raises EngineFailed when the engine answers nothing at all."""
        wanted = dict.fromkeys(sentences)
        works = {sentence: self._work(sentence) for sentence in wanted if sentence not in self._known}
        questions: dict[str, str] = {}
        for sentence, work in works.items():
            self._proceed(sentence, work, None, questions)
        while questions:
            answers = zip(questions, self._ask(list(questions.values())), strict=True)
            questions = {}
            for sentence, answer in answers:
                if answer is None:
                    self._known[sentence] = Rendering(sentence, ("untranslated",))
                else:
                    self._proceed(sentence, works[sentence], answer, questions)
        return {sentence: self._known[sentence] for sentence in wanted}

    def translate_tagged(self, texts: Sequence[str]) -> list[str | None]:
        """The engine's answers to texts with tags in them; None for all where it takes none, or fails on one."""
        if not self._engine.takes_tags or not texts:
            return [None] * len(texts)
        try:
            return list(self._engine.translate_tagged(texts, *self._languages))
        except EngineFailed as error:
            if _concerns_all(error):
                raise
            return [None] * len(texts)

    def _proceed(self, sentence: str, work: Work, answer: str | None, questions: dict[str, str]) -> None:
        """Take one sentence to its next question or to its end."""
        try:
            questions[sentence] = next(work) if answer is None else work.send(answer)
        except StopIteration as end:
            self._known[sentence] = end.value

    def _ask(self, texts: Sequence[str]) -> list[str | None]:
        """The engine's answers, None for a text that it fails on alone."""
        try:
            answers = self._engine.translate(texts, *self._languages)
        except EngineFailed as error:
            if _concerns_all(error):
                raise
            return self._ask_each(texts)
        self._answered = True
        return list(answers)

    def _ask_each(self, texts: Sequence[str]) -> list[str | None]:
        answers: list[str | None] = []
        failure = None
        for text in texts:
            try:
                answers += self._engine.translate([text], *self._languages)
            except EngineFailed as error:
                if _concerns_all(error):
                    raise
                answers.append(None)
                failure = error
        self._answered |= any(answer is not None for answer in answers)
        if failure and not self._answered:
            raise failure
        return answers

    def _work(self, sentence: str) -> Work:
        hidden = self.terms.uncover(inline_codes.hide(sentence))
        straight, typographic = typography.straighten(hidden.text)
        case = casing.casing_of(straight, self._source.small_words)
        body, note, after = _take_notes(replace(hidden, text=straight))
        is_name = case is Casing.TITLE and not self._source.has_titles
        text = body if is_name else casing.to_sentence(body, case)
        found = self.terms.find(body if len(body) == len(text) else text)
        hidden = replace(hidden, text=text)
        text = inline_codes.hide_unreadable(hidden, self._alphabet).text
        if not found and not is_language(text):
            return Rendering(sentence)
        through = partial(self._translate, is_name=is_name)
        rendered = yield from Enforcement(self.terms, through, lambda: self.lexicon).translate(hidden, found)
        if not rendered.text.strip():
            return Rendering(sentence, ("empty",))
        output = rendered.text.strip()
        if quality.repeats(output) > quality.repeats(text):
            output = quality.without_repeats(output)
        target = casing.restore(_end_like(output, text), straight, case)
        target = target if case is Casing.CAPITALS else self.terms.spelled(target, found)
        target = _END.sub(lambda end: note + end.group(), target) if _END.search(target) else target + note
        target = typography.restore(target + after, typographic, self._target.quotes, self._target.ordinals)
        target = numbers.restore_sign(straight, target, self._target.number_sign)
        target = rendered.reveal(target)
        return Rendering(target, tuple(self.terms.issues(sentence, target)))

    def _translate(self, hidden: Hidden, is_name: bool) -> Through:
        """The text with its output in its place, empty where the engine has none."""
        hidden = inline_codes.hide_unreadable(hidden, self._alphabet)
        if not is_language(hidden.text):
            return hidden
        if is_name:
            output = yield from self._translate_name(hidden)
        elif fragments.is_fragment(hidden.text):
            output = yield from self._translate_fragment(hidden.text)
        else:
            output = yield from self._translate_numbers_safely(hidden)
        if not output.strip():
            output = yield from _through_engine(casing.other_case(hidden.text))
        return replace(hidden, text=output)

    def _translate_name(self, hidden: Hidden) -> Question:
        """As an item of a list: in a sentence of its own an engine takes a name for one that it has read more often."""
        item = replace(hidden, text=fragments.BULLET + hidden.text)
        answer = yield from self._translate_numbers_safely(item)
        return fragments.tidy(hidden.text, answer, self._source, self._target)

    def _translate_fragment(self, text: str) -> Question:
        """A first answer that nothing speaks against, else the best of several."""
        ways = self._source, self._target
        answer = yield text
        answers = [fragments.tidy(text, answer, *ways)]
        if fragments.has_remark(text, answer) or fragments.doubts(text, answers[0], *ways):
            for question in fragments.questions(text):
                answer = yield question
                answers.append(fragments.tidy(text, answer, *ways))
        return fragments.best(text, answers, *ways)

    def _translate_numbers_safely(self, hidden: Hidden) -> Question:
        """Through the engine, a second time with the numbers hidden when some were lost; then in the target's way."""
        output = yield from _through_engine(hidden.text)
        if output.strip() and numbers.lost(hidden.text, output):
            numberless = inline_codes.hide_matches(hidden, numbers.NUMBER)
            second = yield from _through_engine(numberless.text)
            output = numberless.reveal(second, first=len(hidden.tokens)) if second.strip() else output
        return numbers.localise(hidden.text, output, self._written, self._wanted)


def is_language(text: str) -> bool:
    """Whether a text without its codes has something to translate: more than a letter or a Roman numeral."""
    letters = "".join(filter(str.isalpha, text))
    is_word = len(letters) > 1 and not _ROMAN.fullmatch(letters)
    return is_word or any(letter >= FIRST_IDEOGRAPH for letter in letters)


def _concerns_all(error: EngineFailed) -> bool:
    """Whether no other text would fare better."""
    return error.permanent or isinstance(error, EngineUnavailable)


def _take_notes(hidden: Hidden) -> tuple[str, str, str]:
    """The text without what is noted at its end, the citation before its full stop, and the codes after that.

    An engine that reads on after the end of a sentence puts notes in the middle of it.
    """
    after = match.group() if (match := _CODES_AFTER_END.search(hidden.text)) else ""
    text = hidden.text.removesuffix(after)
    note = _CODE_BEFORE_END.search(text)
    if note is None or not _CITATION.match(hidden.reveal(note[1])):
        return text, "", after
    return text[: note.start()] + text[note.end() :], note.group(), after


def _through_engine(text: str) -> Question:
    """Translate a text with marks: with one scheme of placeholders after the other, at last the pieces between them."""
    if not MARK.search(text):
        return (yield text)
    for scheme in inline_codes.SCHEMES:
        named = inline_codes.name_marks(text, scheme)
        if named is not None and (found := inline_codes.find_marks((yield named), text, scheme)) is not None:
            return found
    output = ""
    for piece in inline_codes.pieces(text):
        output += yield from _translate_piece(piece)
    return output


def _translate_piece(piece: str) -> Question:
    body = piece.strip()
    if not any(map(str.isalpha, body)):
        return piece
    start = piece.index(body)
    return piece[:start] + (yield body).strip() + piece[start + len(body) :]


def _end_like(output: str, source: str) -> str:
    """The output with the end punctuation of the source, and without a full stop or a remark that the source lacks.

    Engines like to explain a name: "John Smith (em inglês)".
    """
    if "|" not in source:
        output = _BAR.sub("", output)
    if "(" not in source:
        output = _REMARK.sub("", output) or output
    end = _END.search(source.rstrip())
    if end and not _ENDED.search(output):
        return output + end.group()
    if not end and output.endswith(".") and not _ENDED.search(source.rstrip()):
        return output.rstrip(".")
    return output
