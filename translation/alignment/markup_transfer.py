"""Finding a phrase of a sentence in the translation, to place bold, italics and links.

Callers try in this order: `find_copy` for unchanged text, `find_translation` for a phrase that was also translated
separately, `Alignment.find` with a lexicon, `find_words`, and `find_by_position`, which nearly always finds a range.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, takewhile

from translation.alignment.phrase_signs import without_signs
from translation.alignment.word_alignment import Lexicon
from translation.text.inline_codes import Range

# A stretch this similar to the separate translation is the phrase. Annotators agreed in 99 of 100 cases.
MIN_SIMILARITY = 0.9
# The search takes long if the characters of a phrase times the words of the target are more than this. Then the engine
# is in a loop.
MAX_COMPARED = 12_000
# Words this similar, in any order and inflection, are a better sign than the position alone.
MIN_WORD_SIMILARITY = 0.7
# A shorter name may be a word of the other language, unless it is in capitals, and a shorter common beginning may be
# chance.
MIN_COPY_CHARACTERS = 3
# In its sentence, a phrase may have this many words more than its separate translation.
MAX_EXTRA_WORDS = 2
# It may have this many words less.
MAX_MISSING_WORDS = 1
# The score of a stretch is reduced by its distance from the phrase's position, divided by this.
DISTANCE_DIVISOR = 10
# It is also reduced by its number of words, divided by this.
WORDS_DIVISOR = 50

# The same word in both languages outweighs any likely translation.
SAME_WORD_SCORE = 1.5
# The similarity of the characters of two words adds this share of itself to their score.
SIMILARITY_WEIGHT = 0.5
# The share of the score of two words that depends on their positions in the sentences.
POSITION_SHARE = 0.5
# Words that score at least this much may be partners.
MIN_PARTNER_SCORE = 0.2
# Partners are exchanged for more than a rounding error.
MIN_EXCHANGE_GAIN = 1e-9
# Words with another partner have this share of their score.
RIVAL_SHARE = 0.7
# Between words that are otherwise equal, the nearer one wins.
NEARNESS_SCORE = 0.02
# Function words follow their neighbours anywhere, so only this share of their score counts.
FUNCTION_WORD_SHARE = 0.35
# For the same reason, their gain is at least this ...
MIN_FUNCTION_WORD_GAIN = -0.15
# ... and at most this.
MAX_FUNCTION_WORD_GAIN = 0.05
# A phrase has about this many words in the target for each word in the source.
TARGET_WORDS_PER_WORD = 1.2
# Each word more or less reduces the score of a stretch by this.
ODD_WORD_PENALTY = 0.05
# A stretch has at most this many times the words of the phrase, ...
MAX_STRETCH_RATIO = 3
# ... and this many more.
MAX_STRETCH_EXTRA_WORDS = 3

# A word with inner hyphens, apostrophes, dots and slashes, a number with inner commas and colons, or a mask or inline
# code with the signs before it.
_WORD = re.compile(r"\w+(?:(?:[-'’./]|(?<=\d)[,:](?=\d))\w+)*|[^\w\s]*[\ue000-\uf8ff\U00100000-\U0010fffd]")
_AROUND = " .,;:!?"
# Text in quotes, and text in brackets.
_ENCLOSED = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]'), re.compile(r"\(([^()]+)\)")


def find_copy(phrase: str, target: str) -> Range | None:
    """Return the range of an unchanged phrase in the target, such as a name or number. None unless it occurs once."""
    is_short = sum(map(str.isalnum, phrase)) < MIN_COPY_CHARACTERS
    if is_short and phrase != phrase.upper():
        return None
    ranges = _find_whole(phrase, target)
    # The first word has a capital in any case.
    is_certain = len(ranges) == 1 and not (is_short and phrase.isalpha() and ranges[0][0] == 0)
    return ranges[0] if is_certain else None


def find_enclosed(source: str, start: int, end: int, target: str) -> Range | None:
    """Return the range of a phrase that is all the text in quotes or brackets. None unless the target has as many."""
    for pattern in _ENCLOSED:
        before = [without_signs(source, match.span(1)) for match in pattern.finditer(source)]
        after = [without_signs(target, match.span(1)) for match in pattern.finditer(target)]
        if (start, end) in before and len(before) == len(after):
            return after[before.index((start, end))]
    return None


def find_translation(translated: str, target: str, position: float) -> Range | None:
    """Return the range of the target that is almost equal to the separately translated phrase, or None.

    `position` is the phrase's position in the source, from 0 to 1. Of equal ranges, the nearest one wins.
    """
    phrase = translated.strip(_AROUND).lower()
    if not phrase:
        return None
    lower = target.lower()
    copies = _find_whole(phrase, lower)
    if copies and len(lower) == len(target):
        return min(copies, key=lambda span: _distance(span, target, position))
    return _most_similar(phrase, target, position)


def find_words(translated: str, target: str, position: float) -> Range | None:
    """Return the shortest range of the target with words similar to the separately translated phrase, or None."""
    phrase = translated.strip(_AROUND).lower()
    return _most_similar_by_words(phrase, target, position) if _WORD.search(phrase) else None


def find_by_position(source: str, start: int, end: int, target: str) -> Range | None:
    """Return the range of the target's words at the position of the phrase. None if the target has no words."""
    words = [match.span() for match in _WORD.finditer(target)]
    scale = len(target) / max(1, len(source))
    low, high = start * scale, end * scale
    inside = [word for word in words if low <= (word[0] + word[1]) / 2 <= high]
    if not inside:
        inside = sorted(words, key=lambda word: abs(word[0] + word[1] - low - high))[:1]
    return (inside[0][0], inside[-1][1]) if inside else None


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """The function words of the source and target languages, and the articles among them, in lower case."""

    source: frozenset[str]
    target: frozenset[str]
    source_articles: frozenset[str] = frozenset()
    target_articles: frozenset[str] = frozenset()


class Alignment:
    """The words of a source and its target, with a score for each pair from a lexicon."""

    def __init__(self, source: str, target: str, lexicon: Lexicon, function_words: FunctionWords) -> None:
        self._source_words = [(match.group(), match.span()) for match in _WORD.finditer(source)]
        self._target_words = [(match.group(), match.span()) for match in _WORD.finditer(target)]
        self._source_lower = [word.lower() for word, _ in self._source_words]
        self._target_lower = [word.lower() for word, _ in self._target_words]
        self._is_function_word = [word in function_words.target for word in self._target_lower]
        scores = [
            [self._score(row, column, lexicon) for column in range(len(self._target_words))]
            for row in range(len(self._source_words))
        ]
        self._partners = _partners(scores)
        self._scores = _with_rivals_reduced(scores, self._partners)

    def find(self, start: int, end: int) -> Range | None:
        """Return the range of the target that translates a range of the source, or None."""
        inside = self._inside(start, end)
        if not inside or not self._target_words:
            return None
        gains = self._gains(inside)
        first, last = _best_stretch(gains, len(inside))
        if not all(self._is_function_word[first : last + 1]):
            while self._is_function_word[first] and gains[first] <= 0:
                first += 1
            while self._is_function_word[last]:
                last -= 1
        span = self._target_words[first][1][0], self._target_words[last][1][1]
        return self.without_neighbours(start, end, span)

    def without_neighbours(self, start: int, end: int, span: Range) -> Range:
        """Return a range without words at its ends that translate the words beside the phrase.

        Alone, "devemos assinar" becomes "we must sign", but after "nós", it is "must sign".
        """
        inside = self._inside(start, end)
        columns = [column for column, (_, word) in enumerate(self._target_words) if span[0] <= word[0] < span[1]]
        while inside and len(columns) > 1 and self._translates(columns[0], inside[0] - 1):
            del columns[0]
        while inside and len(columns) > 1 and self._translates(columns[-1], inside[-1] + 1):
            del columns[-1]
        return (self._target_words[columns[0]][1][0], self._target_words[columns[-1]][1][1]) if columns else span

    def _inside(self, start: int, end: int) -> list[int]:
        """Return the numbers of the source words in a range."""
        return [number for number, (_, span) in enumerate(self._source_words) if span[0] >= start and span[1] <= end]

    def _translates(self, column: int, row: int) -> bool:
        """Return whether a target word is the partner of a source word. A function word never is."""
        return not self._is_function_word[column] and self._partners.get(row) == column

    def _score(self, row: int, column: int, lexicon: Lexicon) -> float:
        """Return how likely the target word `column` translates the source word `row`."""
        source_lower, target_lower = self._source_lower[row], self._target_lower[column]
        distance = abs((row + 0.5) / len(self._source_words) - (column + 0.5) / len(self._target_words))
        nearness = 1 - distance
        if source_lower == target_lower:
            score = SAME_WORD_SCORE
        else:
            likelihood = lexicon.score(self._source_words[row][0], self._target_words[column][0])
            score = likelihood + SIMILARITY_WEIGHT * _similarity(source_lower, target_lower)
        if self._is_function_word[column]:
            score *= FUNCTION_WORD_SHARE
        return score * (1 - POSITION_SHARE + POSITION_SHARE * nearness) + NEARNESS_SCORE * nearness

    def _gains(self, inside: Sequence[int]) -> list[float]:
        """Return for each target word how much better it matches a source word inside the phrase than one outside."""
        phrase = set(inside)
        gains = []
        for column, is_function_word in enumerate(self._is_function_word):
            scores = [(number in phrase, row[column]) for number, row in enumerate(self._scores)]
            best_inside = max((score for is_inside, score in scores if is_inside), default=0.0)
            best_outside = max((score for is_inside, score in scores if not is_inside), default=0.0)
            gain = best_inside - best_outside
            if is_function_word:
                gain = min(MAX_FUNCTION_WORD_GAIN, max(MIN_FUNCTION_WORD_GAIN, gain))
            gains.append(gain)
        return gains


def without_article(source: str, start: int, target: str, span: Range, function_words: FunctionWords) -> Range:
    """Return a range of the target without leading function words that translate words before the phrase.

    "the [house]" and "[a casa]" give "a [casa]". `start` is the start of the phrase in the source.
    """
    before = source[:start].lower().split()
    if not before or before[-1] not in function_words.source:
        return span
    return _without_leading(function_words.target, target, span)


def _without_leading(removed: Set[str], target: str, span: Range) -> Range:
    """Return a range without words at its start. The last word stays."""
    words = [match.span() for match in _WORD.finditer(target, *span)]
    while len(words) > 1 and target[slice(*words[0])].lower() in removed:
        words = words[1:]
    return words[0][0] if words else span[0], span[1]


def _find_whole(phrase: str, text: str) -> list[Range]:
    """Return the ranges of a phrase in a text, without those inside longer words."""
    if phrase not in text:
        return []
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)]


def _with_rivals_reduced(scores: Sequence[Sequence[float]], partners: Mapping[int, int]) -> list[list[float]]:
    """Return the scores of source and target words, reduced for words that have another partner.

    "quiet place" and "lugar tranquilo": "lugar" may translate both words, but "tranquilo" only "quiet".
    """
    with_partner = {column for row, column in partners.items() if scores[row][column] >= MIN_PARTNER_SCORE}

    def share(row: int, column: int) -> float:
        own = partners.get(row, -1)
        if own == column:
            return 1.0
        return RIVAL_SHARE if own in with_partner or column in with_partner else 1.0

    return [[score * share(row, column) for column, score in enumerate(line)] for row, line in enumerate(scores)]


def _partners(scores: Sequence[Sequence[float]]) -> dict[int, int]:
    """Return a target word for each source word, each only once, with a high sum of scores.

    The best pairs are taken first. Then partners are exchanged as long as the sum grows.
    """
    pairs = sorted(
        ((score, row, column) for row, line in enumerate(scores) for column, score in enumerate(line)), reverse=True
    )
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, row, column in pairs:
        if row not in partners and column not in taken:
            partners[row] = column
            taken.add(column)
    changed = True
    while changed:
        changed = False
        for one, other in combinations(partners, 2):
            first, second = partners[one], partners[other]
            gain = scores[one][second] + scores[other][first] - scores[one][first] - scores[other][second]
            if gain > MIN_EXCHANGE_GAIN:
                partners[one], partners[other] = second, first
                changed = True
    return partners


def _best_stretch(gains: Sequence[float], phrase_words: int) -> Range:
    """Return the indices of the first and last word of the stretch with the best sum of gains."""
    longest = MAX_STRETCH_RATIO * phrase_words + MAX_STRETCH_EXTRA_WORDS
    best: tuple[float, Range] | None = None
    for first in range(len(gains)):
        total = 0.0
        for last in range(first, min(len(gains), first + longest)):
            total += gains[last]
            score = total - ODD_WORD_PENALTY * abs(last - first + 1 - TARGET_WORDS_PER_WORD * phrase_words)
            if best is None or score > best[0]:
                best = score, (first, last)
    assert best
    return best[1]


def _most_similar(phrase: str, target: str, position: float) -> Range | None:
    """Return the range of the target whose characters are most similar to the phrase, if similar enough."""
    words = [match.span() for match in _WORD.finditer(target)]
    if len(phrase) * len(words) > MAX_COMPARED:
        return None
    count = len(_WORD.findall(phrase))
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(phrase)
    best: tuple[float, Range] | None = None
    for first in range(len(words)):
        fewest = first + max(0, count - 1 - MAX_MISSING_WORDS)
        for last in range(fewest, min(len(words), first + count + MAX_EXTRA_WORDS)):
            span = words[first][0], words[last][1]
            matcher.set_seq1(target[slice(*span)].lower())
            # The quicker ratios are upper bounds.
            if any(
                ratio() < MIN_SIMILARITY for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
            ):
                continue
            score = matcher.ratio() - _distance(span, target, position) / DISTANCE_DIVISOR
            best = max(best, (score, span)) if best else (score, span)
    return best and best[1]


def _most_similar_by_words(phrase: str, target: str, position: float) -> Range | None:
    """Return the shortest range of the target with words similar to the phrase, if similar enough."""
    spans = [match.span() for match in _WORD.finditer(target)]
    if len(phrase) * len(spans) > MAX_COMPARED:
        return None
    words = [target[slice(*span)].lower() for span in spans]
    phrase_words = _WORD.findall(phrase)
    similarity = [[_similarity(phrase_word, word) for word in words] for phrase_word in phrase_words]
    best: tuple[float, Range] | None = None
    for first in range(len(words)):
        for last in range(first, min(len(words), first + len(phrase_words) + MAX_EXTRA_WORDS)):
            best_similarities = [max(row[first : last + 1]) for row in similarity]
            weighted = sum(len(word) * share for word, share in zip(phrase_words, best_similarities, strict=True))
            alike = weighted / sum(map(len, phrase_words))
            if alike >= MIN_WORD_SIMILARITY:
                span = spans[first][0], spans[last][1]
                score = alike - _distance(span, target, position) / DISTANCE_DIVISOR - (last - first) / WORDS_DIVISOR
                best = max(best, (score, span)) if best else (score, span)
    return best and best[1]


def _distance(span: Range, target: str, position: float) -> float:
    """Return the distance of a range's middle from a position, as a share of the target."""
    return abs(sum(span) / 2 / len(target) - position)


def _similarity(word: str, other: str) -> float:
    """Return the length of the common beginning of two words as a share of the longer one. 0 if it is short."""
    if word == other:
        return 1.0
    if word[:MIN_COPY_CHARACTERS] != other[:MIN_COPY_CHARACTERS]:
        return 0.0
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    return shared / max(len(word), len(other)) if shared >= MIN_COPY_CHARACTERS else 0.0
