"""Letter case. Engines translate sentence case best, but headings are often in title case or capitals."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Self, TypeAlias

from translation.text.given_names import AMBIGUOUS_NAMES, GIVEN_NAMES
from translation.text.name_words import HEADS, NO_SURNAME, PARTICLES

# A shorter text in capitals is more often an acronym than a heading.
MIN_CAPITALS_LETTERS = 5
# In a heading in capitals, at most this share of the words is in lower case: "e/ou", "nº".
MAX_LOWERED_SHARE = 0.25
# Two capitalised words are more often a name than a title.
MIN_TITLE_WORDS = 3
# A shorter capitalised word is often a function word, not a name.
MIN_NAME_LETTERS = 4
# A shorter word has too few subwords to compare.
MIN_KNOWN_LETTERS = 3
# An engine splits words that it does not know into at least this many subwords.
MIN_RARE_SUBWORDS = 3
# A word with at least this score translates another.
MIN_LIKELY = 0.5

# A number with the plain letter of an ordinal, as in "25o CONGRESSO", or any other character.
_WITH_ORDINALS = re.compile(r"(\d+[oa](?!\w))|.", re.DOTALL)
# A word after a colon, a slash, a dash or an opening quote, which divide a title: "Article IX – Amendments".
_AFTER_SIGN = re.compile(r"(?:(?:[:;–—]|\s-)\s|(?<=[^\W\d_])\s?/\s?|(?<![^\s(])[\"“])(?=([^\W\d_]))")
# The second part of a word with a hyphen: "Bem-estar".
_AFTER_HYPHEN = re.compile(r"(?<=\w-)[^\W\d_]+")
# The numbering of a title, perhaps with a word before it.
_NUMBERING = re.compile(r"(?:[^\W\d_]+\.? )?\S*\d\S* ")
# A text with this is not in capitals.
_LOWER_WORD = re.compile(r"[a-zß-ÿ]{4}")
# The sign for "number", which has a small letter even in capitals: "LEI Nº 7", "LAW No. 7".
_NUMBER_SIGN = re.compile(r"\bN[oº°]s?\.?(?=\s?\d)")
# A word that is not part of a number, unlike the "th" of "5th".
_FREE_WORD = re.compile(r"(?<!\w)[^\W\d_][\w'’]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
# Capital vowels: Latin ones with and without accents, and every capital outside the Latin scripts.
_VOWEL = re.compile(r"[AEIOUYÀ-Ý\u0370-\U0002ffff]")
# Shortened words that engines read as other words.
_CLIPPED = frozenset({"INST", "ASST", "ASSN", "GOVT", "ASSOC", "COMM"})
# Quotes, brackets, dashes and spaces that may stand before the first word of a text.
_OPENING = "\"'([-– "


# Returns the number of an engine's subwords for a word. Engines have fewer for the form that they know best.
SubwordCount: TypeAlias = Callable[[str], int]
# Returns how likely a target word translates a source word, from 0 to 1.
Score: TypeAlias = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class NameForms:
    """Names and acronyms as they are written, by their lower case. `longest` is the length of the longest, in words."""

    forms: dict[str, str] = field(default_factory=dict)
    longest: int = 1

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """Return the forms of names."""
        forms = {name.lower(): name for name in names}
        return cls(forms, max((name.count(" ") + 1 for name in forms), default=1))


NO_NAMES = NameForms()


class Casing(Enum):
    """The letter case of a text."""

    SENTENCE = "sentence"
    TITLE = "title"
    CAPITALS = "capitals"


def casing_of(text: str, function_words: frozenset[str]) -> Casing:
    """Return the case of a text. `function_words` are those that its language keeps in lower case in titles."""
    if is_capitals(text):
        return Casing.CAPITALS
    words = _WORD.findall(text)
    if function_words and len(words) >= MIN_TITLE_WORDS and _is_title(text, words, function_words):
        return Casing.TITLE
    return Casing.SENTENCE


def is_capitals(text: str) -> bool:
    """Return whether a text is in capitals and more than an acronym. A few short words may be in lower case."""
    if _LOWER_WORD.search(text):
        return False
    text = _NUMBER_SIGN.sub("", text)
    words = ["".join(filter(str.isalpha, word)).strip("ºª") for word in _FREE_WORD.findall(text)]
    words = list(filter(None, words))
    lowered = [word for word in words if word.islower()]
    if any(not (word.isupper() or word.islower()) for word in words) or any(len(word) > 3 for word in lowered):
        return False
    characters = sum(map(len, words)) - sum(map(len, lowered))
    if sum(len(word) == 1 for word in words) > 1 and all(len(word) < MIN_NAME_LETTERS for word in words):
        # "A J 2D APP DV6-K" is a code.
        return False
    return characters >= MIN_CAPITALS_LETTERS and len(lowered) <= MAX_LOWERED_SHARE * len(words)


def to_sentence(text: str, casing: Casing, names: NameForms = NO_NAMES, subwords: SubwordCount | None = None) -> str:
    """Return a text of the given case, converted to sentence case. Names and acronyms keep their capitals.

    A word is one if it is in `names`, or if `subwords` shows that the engine knows it best with its capitals.
    """
    if casing is Casing.SENTENCE:
        return text
    words = list(_WORD.finditer(text))
    parts, position, number, follows_name = [], 0, 0, False
    while number < len(words):
        name, count = _name_at(text, words, number, names)
        word = words[number].group()
        is_joined = text[: words[number].start()].endswith("-")
        is_in_name = _is_county(words, number) or (follows_name and (is_joined or _is_head(word)))
        if not name and casing is Casing.TITLE and is_in_name:
            name = word
        elif not name and casing is Casing.CAPITALS and _is_in_person(words, number):
            name = word.capitalize()
        is_initial = len(word) == 1 and text[: words[number].start()].endswith("&")
        form = name or (word if is_initial else _converted(word, casing, subwords))
        follows_name = bool(name) or (form[0].isupper() and not form.isupper()) or _is_rare(word, subwords)
        parts += [text[position : words[number].start()], form]
        position = words[number + count - 1].end()
        number += count
    return raise_initial("".join([*parts, text[position:]]))


def _is_in_person(words: list[re.Match[str]], number: int) -> bool:
    """Return whether a word is a given name, or the surname after one at the end of the text."""
    word, before = words[number].group().lower(), [each.group().lower() for each in words[max(0, number - 2) : number]]
    if _is_given_name(word):
        return True
    if before[-1:] and before[-1] in PARTICLES:
        before.pop()
    return number == len(words) - 1 and word not in NO_SURNAME and _is_given_name(*before[-1:])


def _is_given_name(word: str = "") -> bool:
    return word in GIVEN_NAMES and word not in AMBIGUOUS_NAMES


def _is_head(word: str) -> bool:
    return word.lower() in HEADS


def _is_county(words: list[re.Match[str]], number: int) -> bool:
    """Return whether a word is "County", or the name before it."""
    return any(each.group() == "County" for each in words[max(1, number) : number + 2])


def _is_rare(word: str, subwords: SubwordCount | None) -> bool:
    """Return whether an engine hardly knows a word, as it is with many names."""
    return subwords is not None and subwords(word.capitalize()) >= MIN_RARE_SUBWORDS


def is_name_to_engine(word: str, subwords: SubwordCount) -> bool:
    """Return whether an engine knows a word best with its capital, or hardly at all, as it is with many names."""
    is_rare = _is_rare(word, subwords) and subwords(word.lower()) >= MIN_RARE_SUBWORDS
    return is_rare or _is_known_name(word, subwords)


def _is_known_name(word: str, subwords: SubwordCount | None) -> bool:
    return subwords is None or subwords(word) < subwords(word.lower())


def _name_at(text: str, words: list[re.Match[str]], number: int, names: NameForms) -> tuple[str, int]:
    """Return the longest name that starts with a word, and how many words it has. The name is empty without one."""
    start = words[number].start()
    for count in range(min(names.longest, len(words) - number), 0, -1):
        phrase = text[start : words[number + count - 1].end()]
        lowered, possessive = _without_possessive(phrase.lower())
        if lowered in names.forms:
            return names.forms[lowered] + possessive, count
    return "", 1


def _without_possessive(word: str) -> tuple[str, str]:
    match = _POSSESSIVE.search(word)
    return (word[: match.start()], match.group()) if match else (word, "")


def _converted(word: str, casing: Casing, subwords: SubwordCount | None) -> str:
    """Return a word that is in no list of names, in the case that it has in a sentence."""
    if casing is Casing.CAPITALS:
        if _is_acronym_in_capitals(word):
            return word
    elif not word[1:].islower() and len(word) > 1 and any(map(str.isupper, word[1:])):
        return word
    elif len(word) == 1 and word != "A":
        # "Appendix D", "Schedule E", "S&P"
        return word
    lowered = word.lower()
    if subwords is None or len(word) < MIN_KNOWN_LETTERS:
        return lowered
    bare, possessive = _without_possessive(lowered)
    name, acronym = bare.capitalize(), bare.upper()
    if casing is Casing.CAPITALS and subwords(acronym) < min(subwords(bare), subwords(name)):
        return acronym + possessive
    return (name if subwords(name) < subwords(bare) else bare) + possessive


def restore(text: str, source: str, casing: Casing, subwords: SubwordCount | None = None) -> str:
    """Return a translation in the case of its source. In a title, names that the engine copied get their capitals."""
    if casing is Casing.CAPITALS:
        return _WITH_ORDINALS.sub(lambda match: _upper(match, source), text)
    if casing is Casing.TITLE:
        text = _capitalise_names(text, source, subwords)
    source_word, target_word = _WORD.search(source), _WORD.search(text)
    if not source_word or not target_word:
        return text
    # The first word is not the start of the text if a number or sign is before it, unless the same is on both sides.
    before, after = source[: source_word.start()].strip(_OPENING), text[: target_word.start()].strip(_OPENING)
    if before != after or any(map(str.isalnum, before)):
        return text
    if source_word.group()[0].isupper():
        return raise_initial(text)
    is_name = target_word.group() in _WORD.findall(source)
    is_lowered = source_word.group()[0].islower() and not (is_name or any(map(str.isupper, target_word.group()[1:])))
    return lower_initial(text) if is_lowered else text


def lower_common_words(target: str, title: str, sentence: str, score: Score) -> str:
    """Return a translated title without the capitals that the engine gave to common words.

    An engine that meets one name in a title capitalises the words around it. `sentence` is the title in sentence case.
    `score` returns how likely a target word translates a source word, from 0 to 1.
    """
    source_words = _WORD.findall(sentence)
    if not any(word[0].isupper() for word in source_words[1:]):
        return target
    kept = set(_WORD.findall(title))
    first = _WORD.search(target)

    def lower(match: re.Match[str]) -> str:
        word = match.group()
        if not word[0].isupper() or not word[1:].islower() or word in kept:
            return word
        likely = max(source_words[1:], key=lambda each: score(each, word), default="")
        return word.lower() if likely.islower() and score(likely, word) >= MIN_LIKELY else word

    return target[: first.end()] + _WORD.sub(lower, target[first.end() :]) if first else target


def _upper(match: re.Match[str], source: str) -> str:
    """Return a text in capitals, or an ordinal as it is, unless the source has it in capitals: "APT 5A"."""
    upper = match.group().upper()
    return match.group() if match[1] and upper not in source else upper


def has_mixed_capitals(title: str, source: str, names: frozenset[str], function_words: frozenset[str]) -> bool:
    """Return whether only some of the words of a translated title have capitals: "Sistema de referência Linear".

    `names` are those of its language, and `function_words` stay in lower case. Words of the source do not count.
    """
    copied = {word.lower() for word in _WORD.findall(source)} | function_words | set(_AFTER_HYPHEN.findall(title))
    starts = {match.end() for match in _AFTER_SIGN.finditer(title)} | {_end_of_numbering(title)}
    others = [match.group() for match in list(_WORD.finditer(title))[1:] if match.start() not in starts]
    words = [word for word in others if word.lower() not in copied and word not in names]
    if (first := _WORD.search(title)) and len(first.group()) > 1 and first.group().lower() in copied:
        # The first word after copied ones starts the translation: "Ohio Processador de soja".
        words = words[1:]
    capitals = [word for word in words if word[0].isupper()]
    return 0 < len(capitals) < len(words)


def has_title_capitals(text: str, function_words: frozenset[str]) -> bool:
    """Return whether every word of a text has a capital, apart from function words and very short ones."""
    words = words_of(text)
    joined = {match.group() for match in _AFTER_HYPHEN.finditer(text)}
    return all(word[0].isupper() or word in function_words | joined or len(word) < MIN_KNOWN_LETTERS for word in words)


def lower_all_but(title: str, kept: frozenset[str]) -> str:
    """Return a title without the capitals of its words after the first, apart from acronyms and the words to keep.

    The first word is the one after the numbering: "A10.4 Como determinar", "Tabela 9-1 Comparação".
    """
    first = _WORD.search(title, _end_of_numbering(title))

    def lower(match: re.Match[str]) -> str:
        word = match.group()
        return word if word in kept or any(map(str.isupper, word[1:])) else word.lower()

    return title[: first.end()] + _WORD.sub(lower, title[first.end() :]) if first else title


def lower_words(text: str, words: Sequence[str], score: Score) -> str:
    """Return a text in capitals with small letters in the translations of these words, if each has one: "PLAY ou STOP".

    `score` returns how likely a target word translates a source word, from 0 to 1.
    """

    def translates_one(match: re.Match[str]) -> bool:
        return any(score(word, match.group().lower()) >= MIN_LIKELY for word in words)

    found = [match for match in _WORD.finditer(text) if translates_one(match)]
    if len(found) != len(words):
        return text
    for match in found:
        text = text[: match.start()] + match.group().lower() + text[match.end() :]
    return text


def _end_of_numbering(title: str) -> int:
    return match.end() if (match := _NUMBERING.match(title)) else 0


def words_of(text: str) -> list[str]:
    """Return the words of a text, with their apostrophes."""
    return _WORD.findall(text)


def raise_after_signs(text: str, source: str) -> str:
    """Return a title with capitals after its numbering and its signs, if its source has as many with capitals."""
    after_numbering = _end_of_numbering(source), _end_of_numbering(text)
    if all(after_numbering) and source[after_numbering[0] :][:1].isupper():
        text = text[: after_numbering[1]] + text[after_numbering[1] :][:1].upper() + text[after_numbering[1] + 1 :]
    initials = _AFTER_SIGN.findall(source)
    if not initials or len(initials) != len(_AFTER_SIGN.findall(text)) or not all(map(str.isupper, initials)):
        return text
    for match in _AFTER_SIGN.finditer(text):
        text = text[: match.end()] + text[match.end()].upper() + text[match.end() + 1 :]
    return text


def raise_initial(text: str) -> str:
    """Return the text with its first letter in upper case."""
    match = _WORD.search(text)
    return text[: match.start()] + match.group()[0].upper() + text[match.start() + 1 :] if match else text


def lower_initial(text: str) -> str:
    """Return the text with its first letter in lower case, unless its first word is an acronym."""
    match = _WORD.search(text)
    if not match or (len(match.group()) > 1 and match.group().isupper()):
        return text
    return text[: match.start()] + match.group()[0].lower() + text[match.start() + 1 :]


def other_case(text: str) -> str:
    """Return the text with its first letter in the other case, for a second attempt with the engine."""
    lowered = lower_initial(text)
    return lowered if lowered != text else raise_initial(text)


def _is_title(text: str, words: list[str], function_words: frozenset[str]) -> bool:
    """Return whether a text is in title case. A title has no full stop, and a text with commas is a list of names."""
    if text.rstrip().endswith((".", ";", ":")) or "," in text:
        return False
    return all(word[0].isupper() or word in function_words for word in words) and not all(map(str.isupper, words))


def _is_acronym_in_capitals(word: str) -> bool:
    return word in _CLIPPED or (len(word) > 1 and not _VOWEL.search(word))


def _capitalise_names(text: str, source: str, subwords: SubwordCount | None) -> str:
    """Return a translation with capitals for the capitalised words that the engine left untranslated.

    Such a word is a name, because the engine would have translated any other, unless both languages have the same word
    ("Linear"). An engine knows such a word as well in lower case. After a copied name, it is part of the name.
    """
    words = _WORD.findall(source)
    source_words = [word for word in words if word[0].isupper() and len(word) >= MIN_NAME_LETTERS]
    names = {word.lower(): word for word in source_words if _is_rare(word, subwords) or _is_known_name(word, subwords)}
    for first, second in pairwise(words):
        # "Redes Palo alto"
        if first[0].isupper() and second[0].isupper() and f" {first} {second.lower()}" in text:
            names[second.lower()] = second
    return _WORD.sub(lambda match: names.get(match.group(), match.group()), text)
