"""Where a phrase of a sentence went in its translation: for bold, italics and links inside a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from translation.alignment.word_alignment import Lexicon

# As sure as an annotator was of a phrase, in 99 of 100 cases.
ALIKE = 0.9
# Likeness of the words one by one, whatever their order and inflection, that is better than the place alone.
ALIKE_BY_WORDS = 0.7
# A name of fewer letters may be a word of the other language; a shorter beginning is shared by chance.
SHORTEST_COPY = 3
# A phrase may come out so many words longer than it is by itself.
WIDER, NARROWER = 2, 1

# A word that is the same in both languages outweighs any that may stand for it.
SAME_WORD = 1.5
# Of a pair of words, what the likeness of their letters adds, and the share of its score that its place decides.
ALIKE_ADDS, PLACE_DECIDES = 0.5, 0.5
# Between equal pairs the nearer one.
NEARNESS = 0.02
# Articles and the like go with their neighbours, wherever those go.
SMALL_SHARE, SMALL_LEAST, SMALL_MOST = 0.35, -0.15, 0.05
# Translations have so many words for one, and each word more or less counts against a stretch.
WORDS_FOR_ONE, ODD_WORD = 1.2, 0.05
# No stretch is longer than so many times the phrase, and so many words more.
LONGEST_TIMES, LONGEST_MORE = 3, 3

_WORD = re.compile(r"\w+(?:[-'’./]\w+)*|[^\w\s]*[\ue000-\uf8ff\U00100000-\U0010fffd]")

Range = tuple[int, int]


def find_copy(phrase: str, target: str) -> Range | None:
    """A name, a URL or a figure that is in the target as it was: where, if once."""
    if sum(map(str.isalnum, phrase)) < SHORTEST_COPY:
        return None
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", target)]
    return found[0] if len(found) == 1 else None


def find_translation(translated: str, target: str, position: float) -> Range | None:
    """The stretch of the target that is almost the phrase translated by itself.

    `position` is where the phrase stood in its sentence, 0 to 1: between equals the nearer one is taken.
    """
    wanted = translated.strip(" .,;:!?").lower()
    if not wanted:
        return None
    lower = target.lower()
    whole = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", lower)]
    if whole and len(lower) == len(target):
        return min(whole, key=lambda span: abs((span[0] + span[1]) / 2 / len(target) - position))
    return _most_alike(wanted, target, position)


def find_words(translated: str, target: str, position: float) -> Range | None:
    """The shortest stretch of the target around words like those of the phrase translated by itself."""
    wanted = translated.strip(" .,;:!?").lower()
    return _most_alike_words(wanted, target, position) if _WORD.search(wanted) else None


@dataclass(frozen=True, slots=True)
class SmallWords:
    """The words of the source and of the target language that mean little by themselves, in lower case."""

    source: frozenset[str]
    target: frozenset[str]


class Alignment:
    """Which words of a target stand for which of its source, by a lexicon."""

    def __init__(self, source: str, target: str, lexicon: Lexicon, small: SmallWords) -> None:
        self._words = [(match.group(), match.span()) for match in _WORD.finditer(source)]
        self._targets = [(match.group(), match.span()) for match in _WORD.finditer(target)]
        self._is_small = [word.lower() in small.target for word, _ in self._targets]
        self._scores = [
            [self._score(row, column, lexicon) for column in range(len(self._targets))]
            for row in range(len(self._words))
        ]

    def find(self, start: int, end: int) -> Range | None:
        """The stretch of the target that stands for a stretch of the source."""
        inside = [number for number, (_, span) in enumerate(self._words) if span[0] >= start and span[1] <= end]
        if not inside or not self._targets:
            return None
        gains = self._gains(inside)
        first, last = _best_stretch(gains, len(inside))
        while first < last and self._is_small[last]:
            last -= 1
        return self._targets[first][1][0], self._targets[last][1][1]

    def _score(self, row: int, column: int, lexicon: Lexicon) -> float:
        word, other = self._words[row][0].lower(), self._targets[column][0].lower()
        near = 1 - abs((row + 0.5) / len(self._words) - (column + 0.5) / len(self._targets))
        if word == other:
            score = SAME_WORD
        else:
            score = lexicon.score(self._words[row][0], self._targets[column][0]) + ALIKE_ADDS * _likeness(word, other)
        if self._is_small[column]:
            score *= SMALL_SHARE
        return score * (1 - PLACE_DECIDES + PLACE_DECIDES * near) + NEARNESS * near

    def _gains(self, inside: Sequence[int]) -> list[float]:
        """For each word of the target how much better a word inside the phrase fits it than one outside."""
        chosen = set(inside)
        gains = []
        for column, is_small in enumerate(self._is_small):
            scores = [(number in chosen, row[column]) for number, row in enumerate(self._scores)]
            best = {
                side: max((score for where, score in scores if where is side), default=0.0) for side in (True, False)
            }
            gain = best[True] - best[False]
            gains.append(min(SMALL_MOST, max(SMALL_LEAST, gain)) if is_small else gain)
        return gains


def without_article(source: str, start: int, target: str, place: Range, small: SmallWords) -> Range:
    """The place without small words that belong to what is before the phrase: "the [house]" is "a [casa]".

    `start` is where the phrase starts in the source.
    """
    before = source[:start].split()
    if not before or before[-1].lower() not in small.source:
        return place
    words = [match.span() for match in _WORD.finditer(target, *place)]
    while len(words) > 1 and target[slice(*words[0])].lower() in small.target:
        words = words[1:]
    return words[0][0] if words else place[0], place[1]


def proportional(source: str, start: int, end: int, target: str) -> Range | None:
    """The words of the target at the same place in the sentence: when nothing tells better."""
    words = [match.span() for match in _WORD.finditer(target)]
    scale = len(target) / max(1, len(source))
    low, high = start * scale, end * scale
    inside = [word for word in words if low <= (word[0] + word[1]) / 2 <= high]
    if not inside:
        inside = sorted(words, key=lambda word: abs(word[0] + word[1] - low - high))[:1]
    return (inside[0][0], inside[-1][1]) if inside else None


def _best_stretch(gains: Sequence[float], words: int) -> Range:
    """The first and the last word of the stretch with the best sum of gains, for a phrase of so many words."""
    best: tuple[float, Range] | None = None
    for first in range(len(gains)):
        total = 0.0
        for last in range(first, min(len(gains), first + LONGEST_TIMES * words + LONGEST_MORE)):
            total += gains[last]
            score = total - ODD_WORD * abs(last - first + 1 - WORDS_FOR_ONE * words)
            if best is None or score > best[0]:
                best = score, (first, last)
    assert best
    return best[1]


def _most_alike(wanted: str, target: str, position: float) -> Range | None:
    words = [match.span() for match in _WORD.finditer(target)]
    count = len(_WORD.findall(wanted))
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(wanted)
    best: tuple[float, Range] | None = None
    for first in range(len(words)):
        for last in range(first + max(0, count - 1 - NARROWER), min(len(words), first + count + WIDER)):
            span = words[first][0], words[last][1]
            matcher.set_seq1(target[slice(*span)].lower())
            if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
                continue
            score = matcher.ratio() - abs(sum(span) / 2 / len(target) - position) / 10
            best = max(best, (score, span)) if best else (score, span)
    return best and best[1]


def _most_alike_words(wanted: str, target: str, position: float) -> Range | None:
    """The shortest stretch around the words that are like those of the phrase."""
    spans = [match.span() for match in _WORD.finditer(target)]
    words = [target[slice(*span)].lower() for span in spans]
    phrase = _WORD.findall(wanted)
    likeness = [[_likeness(one, word) for word in words] for one in phrase]
    best: tuple[float, Range] | None = None
    for first in range(len(words)):
        for last in range(first, min(len(words), first + len(phrase) + WIDER)):
            weights = [(len(one), max(row[first : last + 1])) for one, row in zip(phrase, likeness, strict=True)]
            alike = sum(weight * share for weight, share in weights) / sum(weight for weight, _ in weights)
            if alike >= ALIKE_BY_WORDS:
                span = spans[first][0], spans[last][1]
                away = abs(sum(span) / 2 / len(target) - position)
                score = alike - away / 10 - (last - first) / 50
                best = max(best, (score, span)) if best else (score, span)
    return best and best[1]


def _likeness(one: str, other: str) -> float:
    """Of two words: how much of the longer their common beginning is."""
    if one == other:
        return 1.0
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared / max(len(one), len(other)) if shared >= SHORTEST_COPY else 0.0
