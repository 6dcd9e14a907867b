"""The judge, which compares translations of one sentence: of a repair and of the engine alone, for example."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from translation.alignment.word_alignment import Lexicon
from translation.languages.conventions import Conventions
from translation.text import casing, fragments, names, quality

# How bad a quality issue is, compared with one doubtful word. What is not translated is better than what is damaged.
ISSUE_PENALTIES = {
    "empty": 100,
    "urls_differ": 30,
    "codes_differ": 30,
    "numbers_differ": 12,
    "length_differs": 10,
    "untranslated": 5,
}
USUAL_PENALTY = 3
DOUBT_PENALTY = 2
# One small sign of a bad answer proves nothing.
MAX_ACCEPTED_PENALTY = 1
# If one of several attempts changes a text, the engine can read it, so a copy is worse.
UNCHANGED_PENALTY = 3
# An invented word is worse than one that was not translated. An engine puts it together from this many short subwords.
INVENTED_PENALTY = 4
MIN_INVENTED_SUBWORDS = 4
MAX_SUBWORD_CHARACTERS = 3
# A word is doubtful if the lexicon gives no word of the other text a higher score than this. In measurements, two of
# three sentences with such a word had a fault, and nine of ten short texts.
MIN_SCORE = 0.3
# A quick look checks the words of texts with at most this many. In longer texts, one doubtful word proves little.
MAX_SHORT_WORDS = 8
# An exclamation or question of at most this many words is not a whole sentence.
MAX_EXCLAMATION_WORDS = 2
# Shorter words are pronouns, auxiliaries and the like, which other languages leave out.
MIN_WORD_CHARACTERS = 4

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PUNCTUATION_AT_ENDS = ".,;:!?…\"'“”‘’ "


@dataclass(frozen=True, slots=True)
class Judge:
    """Finds what is wrong with a translation, for one language pair. `lexicon` is called when it is needed."""

    source: Conventions
    target: Conventions
    lexicon: Callable[[], Lexicon | None]

    def accepts(self, source: str, target: str, is_thorough: bool = False) -> bool:
        """Return whether nothing is wrong with a translation, as far as a quick look shows.

        A thorough look is slower: it checks the words of long texts too.
        """
        if quality.count_issues(source, target) or self._form_penalty(source, target) > MAX_ACCEPTED_PENALTY:
            return False
        if self.count_changed_names(source, target):
            return False
        is_long = not is_thorough and len(_WORD.findall(source)) > MAX_SHORT_WORDS
        return is_long or not self._doubts(source, target)

    def penalty(self, source: str, target: str) -> int:
        """Return a penalty for everything that is wrong with a translation, to compare translations of one source."""
        issues = quality.count_issues(source, target)
        penalty = sum(ISSUE_PENALTIES.get(issue, USUAL_PENALTY) * count for issue, count in issues.items())
        penalty += self._form_penalty(source, target) + self._doubts(source, target)
        penalty += USUAL_PENALTY * self.count_changed_names(source, target)
        penalty += INVENTED_PENALTY * self._count_invented(source, target)
        is_unchanged = source.lower() == target.lower()
        return penalty + self._added_capitals(source, target) + UNCHANGED_PENALTY * is_unchanged

    def count_changed_names(self, source: str, target: str) -> int:
        """Return how many names became other names: "Hotels in New York" for "Hotéis em Natal"."""
        lexicon = self.lexicon()
        return len(names.find_changed(source, target, lexicon.score)) if lexicon else 0

    def _count_invented(self, source: str, target: str) -> int:
        """Return how many words of a target look invented: "Arrepemento". The engine has only small parts of them."""
        lexicon = self.lexicon()
        if lexicon is None or lexicon.backward is None:
            return 0
        count, known = lexicon.backward.count_subwords, set(map(str.lower, _WORD.findall(source)))
        words = [word for word in _WORD.findall(target) if "-" not in word and word.lower() not in known]
        counts = [(len(word), min(count(word), count(word.lower()))) for word in words]
        return sum(
            subwords >= MIN_INVENTED_SUBWORDS and length <= MAX_SUBWORD_CHARACTERS * subwords
            for length, subwords in counts
        )

    def _form_penalty(self, source: str, target: str) -> int:
        if casing.is_capitals(source):
            is_lowered = not casing.is_capitals(target)
            return USUAL_PENALTY * is_lowered + self._fragment_penalty(source.lower(), target.lower())
        return self._fragment_penalty(source, target)

    def _fragment_penalty(self, source: str, target: str) -> int:
        """Return the penalty for the signs of a bad answer, if the source is a few words and no whole sentence."""
        is_sentence = source.rstrip().endswith((".", "!", "?")) and len(source.split()) > MAX_EXCLAMATION_WORDS
        if is_sentence or source.lower() == target.lower():
            return 0
        source, target = source.strip(_PUNCTUATION_AT_ENDS), target.strip(_PUNCTUATION_AT_ENDS)
        is_fragment = fragments.is_fragment(source)
        return fragments.penalty(source, target, self.source, self.target) if is_fragment else 0

    def count_lost_words(self, source: str, target: str) -> int:
        """Return how many words of a source have no counterpart in its target."""
        return len(self._doubtful_words(source, target)[1])

    def _doubts(self, source: str, target: str) -> int:
        """Return a penalty for words of both texts that have no counterpart in the other.

        If only one text has such words, they may be translated with two words, or left out rightly.
        """
        unexplained, lost = self._doubtful_words(source, target)
        # A longer text may rightly leave out a word.
        tolerated = 0 if fragments.is_fragment(source) else 1
        return DOUBT_PENALTY * min(len(unexplained), len(lost)) + max(0, len(lost) - len(unexplained) - tolerated)

    def _doubtful_words(self, source: str, target: str) -> tuple[list[str], list[str]]:
        """Return the words of the target, and those of the source, that have no counterpart in the other text."""
        lexicon = self.lexicon()
        if lexicon is None:
            return [], []
        if casing.is_capitals(source):
            source, target = source.lower(), target.lower()
        source_words, target_words = _WORD.findall(source), _WORD.findall(target)

        def is_likely(source_word: str, target_word: str) -> bool:
            is_same = _plain(source_word) == _plain(target_word)
            return is_same or lexicon.score(source_word, target_word) >= MIN_SCORE

        unexplained = [
            word
            for word in target_words
            if _is_content(word, self.target) and not any(is_likely(one, word) for one in source_words)
        ]
        lost = [
            word
            for word in source_words
            if _is_content(word, self.source) and not any(is_likely(word, one) for one in target_words)
        ]
        return unexplained, lost

    def _added_capitals(self, source: str, target: str) -> int:
        """Return how many more capitalised words a translation has than its source, without the first words."""
        if self.target.has_noun_capitals:
            return 0
        before, after = (sum(1 for word in _WORD.findall(text)[1:] if word[0].isupper()) for text in (source, target))
        return max(0, after - before)


def _plain(word: str) -> str:
    return word.replace("-", "").lower()


def _is_content(word: str, conventions: Conventions) -> bool:
    return len(word) >= MIN_WORD_CHARACTERS and word.lower() not in conventions.function_words
