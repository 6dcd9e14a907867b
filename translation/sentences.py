"""The translation of single sentences by an engine: many at once, each as `recipe` says."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from translation.alignment.word_alignment import Lexicon
from translation.document import Neighbour, Rendering
from translation.engines.base import Engine
from translation.exceptions import EngineFailed, EngineUnavailable
from translation.glossaries.enforcement import EngineDialogue
from translation.glossaries.search import TermMatcher
from translation.glossaries.terms import NO_TERMS, TermList
from translation.languages.conventions import conventions_of
from translation.recipe import Recipe
from translation.repairs import RepairCounts
from translation.sentence_context import SentenceContext
from translation.text import inline_codes
from translation.text.casing import NameForms
from translation.text.document_facts import NO_FACTS, DocumentFacts

# A longer answer comes from an engine in a loop. It is cut, because comparing it takes long.
MAX_ANSWER_RATIO = 6
MAX_EXTRA_ANSWER_CHARACTERS = 300

# Part of every cache key. Increase it when a change below changes the targets.
RECIPE_VERSION = 5


class SentenceTranslator:
    """Translates sentences of one language pair with one engine, and each distinct sentence only once."""

    def __init__(
        self,
        engine: Engine,
        source: str,
        target: str,
        glossary: TermList = NO_TERMS,
        facts: DocumentFacts = NO_FACTS,
    ) -> None:
        self._engine = engine
        self._languages = source, target
        self.matcher = TermMatcher(glossary, source, target)
        self.repairs = RepairCounts()
        context = SentenceContext(
            conventions_of(source),
            conventions_of(target),
            target,
            self.matcher,
            engine.alphabet(source, target),
            lambda: self.lexicon,
            facts,
            NameForms.of(conventions_of(source).proper_names | facts.names),
        )
        self._recipe = Recipe(context, self.repairs)
        self.max_blocks = engine.max_blocks
        self._renderings: dict[str, Rendering] = {}
        self._has_answered = False
        self._facts = facts

    @cached_property
    def lexicon(self) -> Lexicon | None:
        """The engine's lexicon for the language pair, if it has one."""
        return self._engine.lexicon(*self._languages)

    def digest_for(self, sentence: str, neighbour: Neighbour | None = None) -> str:
        """Return a digest of what changes a sentence's translation: terms, facts about its document, its neighbour."""
        text = neighbour.joined(sentence) if neighbour else sentence
        facts = self.matcher.digest_for(text) + self._facts.digest_for(text)
        return f"{facts}\n{text}" if neighbour else facts

    def find_issues(self, sentence: str, target: str) -> tuple[str, ...]:
        """Return the codes of the quality issues in the translation of a sentence."""
        return self._recipe.find_issues(sentence, target)

    def translate(
        self, sentences: Iterable[str], neighbours: Mapping[str, Neighbour] | None = None
    ) -> dict[str, Rendering]:
        """Return a rendering for every sentence. Raises EngineFailed if the engine gives no answer at all.

        `neighbours` are those of very short sentences. All sentences advance together: each call to the engine has one
        text from every unfinished sentence.
        """
        distinct = list(dict.fromkeys(sentences))
        new = [each for each in distinct if each not in self._renderings]
        dialogues = {each: self._recipe.translate(each, (neighbours or {}).get(each)) for each in new}
        texts: dict[str, str] = {}
        for sentence, dialogue in dialogues.items():
            self._advance(sentence, dialogue, None, texts)
        while texts:
            answers = zip(texts, self._call_engine(list(texts.values())), strict=True)
            texts = {}
            for sentence, answer in answers:
                if answer is None:
                    self._renderings[sentence] = Rendering(sentence, ("untranslated",))
                else:
                    self._advance(sentence, dialogues[sentence], answer, texts)
        return {sentence: self._renderings[sentence] for sentence in distinct}

    def translate_tagged(self, texts: Sequence[str]) -> list[str | None]:
        """Return the engine's answers to tagged texts. All are None if it does not take tags or fails on one text."""
        if not self._engine.takes_tags or not texts:
            return [None] * len(texts)
        try:
            return list(self._engine.translate_tagged(texts, *self._languages))
        except EngineFailed as error:
            if _concerns_all_texts(error):
                raise
            return [None] * len(texts)

    def _advance(
        self, sentence: str, dialogue: EngineDialogue[Rendering], answer: str | None, texts: dict[str, str]
    ) -> None:
        """Advance a sentence to its next text for the engine, which is added to `texts`, or to its rendering."""
        try:
            texts[sentence] = next(dialogue) if answer is None else dialogue.send(answer)
        except StopIteration as end:
            self._renderings[sentence] = end.value

    def _call_engine(self, texts: Sequence[str]) -> list[str | None]:
        """Return the engine's answers, with None for each text on which it fails."""
        try:
            answers = self._engine.translate(texts, *self._languages)
        except EngineFailed as error:
            if _concerns_all_texts(error):
                raise
            return self._call_engine_for_each(texts)
        self._has_answered = True
        return [_usable(text, answer) for text, answer in zip(texts, answers, strict=True)]

    def _call_engine_for_each(self, texts: Sequence[str]) -> list[str | None]:
        answers: list[str | None] = []
        failure = None
        for text in texts:
            try:
                answers += [_usable(text, answer) for answer in self._engine.translate([text], *self._languages)]
            except EngineFailed as error:
                if _concerns_all_texts(error):
                    raise
                answers.append(None)
                failure = error
        self._has_answered |= any(answer is not None for answer in answers)
        if failure and not self._has_answered:
            raise failure
        return answers


def _usable(text: str, answer: str) -> str:
    """Return an answer without private-use characters that the text lacks, and not longer than useful."""
    longest = MAX_ANSWER_RATIO * len(text) + MAX_EXTRA_ANSWER_CHARACTERS
    return inline_codes.without_added(text, answer[:longest])


def _concerns_all_texts(error: EngineFailed) -> bool:
    return error.permanent or isinstance(error, EngineUnavailable)
