"""Texts that stay as they are: addresses, firms and persons, recognised by their form.

A text of several parts, such as "Maria Souza, Rua das Acácias, 12, Lisboa", stays if every part may belong to an
address and one of them surely does. What may also be a heading, such as "Orange County", does not stay.
"""

import re
from collections.abc import Iterable, Iterator

from translation.languages.conventions import Conventions
from translation.languages.words import word_set
from translation.text.casing import MIN_RARE_SUBWORDS, SubwordCount
from translation.text.given_names import AMBIGUOUS_NAMES, GIVEN_NAMES
from translation.text.inline_codes import Range
from translation.text.name_words import INSTITUTIONS, NAMED_AFTER_PERSONS, NO_FIRM_START, NO_PERSON

# A longer text is not an address.
MAX_ADDRESS_CHARACTERS = 250
# Longer names of persons, firms and streets do not occur without a sentence around them.
MAX_NAME_WORDS = 6
# A column of names has at least this many cells, and this share of them are surely names.
MIN_COLUMN_CELLS = 4
MIN_COLUMN_SHARE = 0.6
# In a column, the name of a school has at least this many words: "Fresno Unified School District", not "High School".
MIN_INSTITUTION_WORDS = 3

# Also with small letters before the capital: "iRobot", "eBay".
_CAPITALISED = r"(?:[a-z]{1,2}(?=[A-Z]))?[^\W\d_a-zß-öø-ÿ][\w'’.&-]{0,40}"
_PARTICLE = r"(?:d[aeo]s?|del|della|di|du|des|la|le|los|las|von|van|der|den|zu|e|y|et|und|and|of|the|&)"
_NAME = rf"{_CAPITALISED}(?:\s(?:{_PARTICLE}\s){{0,2}}{_CAPITALISED}){{0,{MAX_NAME_WORDS - 1}}}"
_HOUSE = r"\d{1,5}(?:[-/]\d{1,4})?[A-Za-z]?"
_STREET_TYPE = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Boulevard|Blvd|Terrace|Crescent|Parkway|Pkwy|Highway|Hwy"
    r"|STREET|ST|AVENUE|AVE|ROAD|RD|LANE|LN|BOULEVARD|BLVD|TERRACE|PARKWAY|PKWY|HIGHWAY|HWY)"
)
# "12 Step Drive" may be a heading, so these words need the rest of an address or of a sentence.
_OTHER_STREET_TYPE = r"(?:Drive|Dr|Square|Sq|Court|Ct|Way|Close|Place|Pl|Row|DRIVE|DR|SQUARE|COURT|CT|WAY|PLACE|PL)"
_DIRECTION = r"\b\.?(?:\s(?:NE|NW|SE|SW|[NSEW])\b)?"
_STREET_WORD = (
    r"(?:Rua|R\.|Avenida|Av\.?|Travessa|Tv\.|Trav\.|Praça|Pça\.|Alameda|Al\.|Largo|Lg\.|Estrada|Est\.|Rodovia|Rod\.|Calle"
    r"|Plaza|Paseo|Via|Viale|Piazza|RUA|AVENIDA|AV\.?|TRAVESSA|PRAÇA|ALAMEDA|LARGO|ESTRADA|RODOVIA)"
)
_STREET_NAME = (
    rf"(?:(?:d[aeo]s?|del|della|la|los|las|DAS?|DOS?|DE)\s){{0,2}}(?:{_NAME}|\d{{1,2}}\s(?:de|DE)\s{_CAPITALISED})"
)
_STREET_PART = r"[^\W\d_a-zß-öø-ÿ](?:[\w'’-]{0,40}|t\.)"
_NUMBER_AND_NAME = rf"(?<!\d){_HOUSE},?\s(?:[NSEW]\.?\s)?(?:{_STREET_PART}\s|\d{{1,3}}(?:st|nd|rd|th)\s){{1,4}}"
# 12 Elm Street; 221B Baker St.
_NUMBER_FIRST = rf"{_NUMBER_AND_NAME}{_STREET_TYPE}{_DIRECTION}"
# 12 Maple Drive, but not the year in "2021 Annual Drive", nor the number in "step 3, Long Way"
_NUMBER_FIRST_OTHER = rf"(?<!\d)(?!\d{{1,5}},)(?!(?:19|20)\d\d\s){_NUMBER_AND_NAME}{_OTHER_STREET_TYPE}{_DIRECTION}"
# Rua das Acácias, 123; Av. Paulista nº 1000
_NUMBER_LAST = rf"{_STREET_WORD}\s{_STREET_NAME},?\s(?:n\.?\s?[º°o]?\.?\s?|Nº\s|N\.º\s)?{_HOUSE}(?!\w)"
# Lindenstraße 5; Hauptstr. 12a; 5, rue de la Paix
_OTHER_STREET = (
    rf"(?<!\w){_CAPITALISED}(?:straße|strasse|str\.|weg|platz|allee|gasse)\s\d{{1,4}}[a-z]?"
    rf"|\d{{1,4}},?\s(?:rue|avenue|boulevard|place|quai)\s(?:(?:de|du|des|la|le|l['’])\s?){{0,2}}{_NAME}"
)
_STREET = re.compile(rf"{_NUMBER_FIRST}|{_NUMBER_LAST}|{_OTHER_STREET}")
_ANY_STREET = re.compile(rf"{_STREET.pattern}|{_NUMBER_FIRST_OTHER}")
# A street without a number. It is part of an address, but alone it may be a heading.
_STREET_ALONE = re.compile(rf"{_STREET_WORD}\s{_STREET_NAME}")

_US_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR "
    "PA RI SC SD TN TX UT VA VT WA WI WV WY DC"
)
_BR_STATES = "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO"
# States that are words or units too, as in "Cancel, OK" and "Gate - SE".
_WORDS_TOO = word_set("OK IN OR ME HI AL ID DE LA AM MS PE PI SE AC TO")


def _any_of(states: str, without: frozenset[str] = frozenset()) -> str:
    return rf"(?:{'|'.join(state for state in states.split() if state not in without)})"


_ZIP = r"\d{5}(?:-\d{4})?"
_STATE = re.compile(rf"{_any_of(_US_STATES)}(?:\s{_ZIP})?|{_any_of(_BR_STATES)}")
_STATE_AND_ZIP = re.compile(rf"(?:{_NAME},?\s)?{_any_of(_US_STATES)}\s{_ZIP}")
_TOWN_STATE = re.compile(
    rf"{_NAME},\s{_any_of(_US_STATES, _WORDS_TOO)}|{_NAME},?\s{_any_of(_US_STATES)}\s{_ZIP}"
    rf"|{_NAME}(?:\s[-–]\s|/){_any_of(_BR_STATES, _WORDS_TOO)}"
)
_TOWN_ANY_STATE = re.compile(rf"{_NAME}(?:\s?[-–]\s?|/){_any_of(_BR_STATES)}")
_UK_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}"
_POSTCODE = re.compile(
    rf"(?:CEP:?\s)?\d{{5}}-\d{{3}}|(?:{_NAME}\s)?{_UK_POSTCODE}|\d{{4}}-\d{{3}}\s{_NAME}|(?:[A-Z]{{1,2}}-)\d{{4,5}}\s{_NAME}"
)
# 10115 Berlin. Alone it may be a count: "10000 Steps".
_TOWN_BY_CODE = re.compile(rf"\d{{5}}\s{_NAME}")
_COMPLEMENT = re.compile(
    r"(?i:Apt|Suite|Ste|Unit|Floor|Fl|Room|Rm|Bldg|Apto|Ap|Sala|Bloco|Bl|Andar|Casa|Lote|Quadra|Conj)\.?\s\w{1,5}"
    r"|#\s?\w{1,5}|\d{1,3}[ºª]?\s?(?:andar|floor)|" + _HOUSE
)
_FIRM_END = (
    r"(?:Inc|INC|Incorporated|Limited|Ltd|LTD|Ltda|LTDA|LLC|L\.L\.C|LLP|LP|PLC|plc|GmbH|AG|KG|SpA|S\.p\.A|SARL|S\.A\.S|S\.A|S/A|SA|B\.V|N\.V|Oy|AB|A/S"
    r"|Corp|CORP|EIRELI|Eireli|M\.?E|EPP|Pty Ltd)\b\.?"
)
_FIRM = re.compile(
    rf"(?P<name>{_NAME})(?:,?\s(?!AG|SA|KG|AB|ME)|\s)(?:-\s)?{_FIRM_END}(?:\s(?:&\sCo|e\sCia)\.?(?:\sKG)?)?(?:\s{_FIRM_END})?"
)
# "Orange Inc. and Lemon Inc."
_FIRM_AND_MORE = re.compile(rf"{_FIRM_END}\s(?:and|or|e|ou|y|o|et|und)\s")
_PERSON = re.compile(rf"(?:(?:Dr|Dra|Mr|Mrs|Ms|Sr|Sra|Prof|Profa)\.?\s)?(?P<name>{_NAME})")
_DEGREE = re.compile(r"(?:Ph\.?D|M\.?D|M\.?Sc|MBA|Esq|Jr|CPA|RN)\.?")
_INITIAL = re.compile(r"[A-Z]\.?")
_PLAIN_NAME = re.compile(_NAME)
_SEPARATOR = re.compile(r"\s*[,;|·•]\s*|\s+[–—-]\s+|\s*\n\s*")


def stays(text: str, column: frozenset[str] = frozenset()) -> bool:
    """Return whether a whole text is a name or an address, which is not translated.

    `column` has the texts that are names because of their neighbours (see `names_in_columns`).
    """
    text = " ".join(text.split())
    if _FIRM_AND_MORE.search(text):
        return False
    return 0 < len(text) <= MAX_ADDRESS_CHARACTERS and (text in column or is_name(text) or is_address(text))


def is_name(text: str) -> bool:
    """Return whether a text is surely a firm, a person, or a town with its state."""
    return is_firm(text) or is_person(text) or _TOWN_STATE.fullmatch(text) is not None


def is_firm(text: str) -> bool:
    """Return whether a text is the name of a firm with its legal form, such as "Orange Demo Inc."."""
    match = _FIRM.fullmatch(text)
    if not match:
        return False
    first, *others = match["name"].lower().split()
    return first not in NO_FIRM_START and (first == "bank" or "of" not in others)


def is_person(text: str) -> bool:
    """Return whether a text is a person's given name and surname, perhaps with a title or degree."""
    name, *degrees = re.split(r",\s*", text)
    match = _PERSON.fullmatch(name)
    if not match or not all(map(_DEGREE.fullmatch, degrees)):
        return False
    words = [word.lower() for word in match["name"].split()]
    is_titled = match["name"] != name
    if any(word in NO_PERSON or word in ("of", "the", "and") for word in words):
        return False
    is_given = words[0] in GIVEN_NAMES and words[0] not in AMBIGUOUS_NAMES
    has_surname = len(words) > 1 and (not _INITIAL.fullmatch(words[-1].upper()) or is_titled)
    return (is_given and has_surname) or (is_titled and words[0] in GIVEN_NAMES)


def is_institution(text: str, source: Conventions, subwords: SubwordCount) -> bool:
    """Return whether a text in title case names a school or the like, such as "Cupertino Union School District".

    It has a name that is not a country or nationality: the engine knows the word best with its capital, or hardly at
    all.
    `subwords` returns the number of an engine's subwords for a word.
    """
    words = text.split()
    if not _PLAIN_NAME.fullmatch(text) or words[-1].lower() not in INSTITUTIONS or words[-1].isupper():
        return False
    if any(word in source.function_words for word in words):
        return False
    return any(_is_rare(word, subwords) for word in words[:-1] if word not in source.proper_names)


def is_school_of_person(text: str, subwords: SubwordCount) -> bool:
    """Return whether a text in capitals is a school or hospital with a person's name: "HOSPITAL ALBERT EINSTEIN".

    The name starts with a given name, or the engine knows both of its parts best with their capitals.
    """
    first, *others = text.split()
    if not text.isupper() or first.lower() not in NAMED_AFTER_PERSONS or not 2 <= len(others) <= MAX_NAME_WORDS:
        return False
    name = [word.capitalize() for word in others[-2:]]
    return is_person(" ".join(name)) or all(subwords(word) < subwords(word.lower()) for word in name)


def is_address(text: str) -> bool:
    """Return whether a text is an address, or a line of one."""
    if any(pattern.fullmatch(text) for pattern in (_STREET, _POSTCODE, _TOWN_STATE, _STATE_AND_ZIP)):
        return True
    parts = [part for part in _SEPARATOR.split(_join_numbers(text)) if part]
    sure = (_ANY_STREET, _POSTCODE, _STATE_AND_ZIP)
    if len(parts) < 2 or not any(pattern.fullmatch(part) for part in parts for pattern in sure):
        return False
    return all(map(_may_belong_to_address, parts))


def find_addresses(text: str) -> Iterator[Range]:
    """Yield the ranges of streets with a number inside a text. They are copied, not translated."""
    for match in _ANY_STREET.finditer(text):
        before = text[: match.start()]
        if not before or not (before[-1].isalnum() or before[-1] in ".,-/"):
            yield match.start(), match.end() - text[match.start() : match.end()].endswith(".")


def find_firms(text: str) -> Iterator[Range]:
    """Yield the ranges of firms inside a text, after a word in lower case. They are copied too."""
    for match in _FIRM.finditer(text):
        before = text[: match.start()].rstrip("\"“'( ")
        if before[-1:].islower() and is_firm(match.group()):
            yield match.span()


def names_in_columns(columns: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the cells that are names because most of the cells in their column surely are."""
    for column in columns:
        cells = [" ".join(cell.split()) for cell in column]
        # The first cell may be the heading of the column.
        distinct = list(dict.fromkeys(cell for cell in cells[1:] if any(map(str.isalpha, cell))))
        sure = sum(map(_is_name_in_column, distinct))
        if len(distinct) >= MIN_COLUMN_CELLS and sure >= MIN_COLUMN_SHARE * len(distinct):
            yield from (cell for cell in distinct if _PLAIN_NAME.fullmatch(cell) and not stays(cell))


def _is_name_in_column(cell: str) -> bool:
    """Return whether a cell is a name, a given name alone, or the name of a school."""
    words = cell.lower().split()
    is_institution = words[-1] in INSTITUTIONS and len(words) >= MIN_INSTITUTION_WORDS
    is_given_name = words[0] in GIVEN_NAMES and _PERSON.fullmatch(cell) is not None
    return stays(cell) or is_given_name or (is_institution and _PLAIN_NAME.fullmatch(cell) is not None)


def _is_rare(word: str, subwords: SubwordCount) -> bool:
    count, in_lower_case = subwords(word), subwords(word.lower())
    return count < in_lower_case or count == in_lower_case >= MIN_RARE_SUBWORDS


def _may_belong_to_address(part: str) -> bool:
    patterns = (
        _ANY_STREET,
        _STREET_ALONE,
        _POSTCODE,
        _STATE,
        _STATE_AND_ZIP,
        _TOWN_STATE,
        _TOWN_ANY_STATE,
        _TOWN_BY_CODE,
        _COMPLEMENT,
        _PLAIN_NAME,
    )
    return any(pattern.fullmatch(part) for pattern in patterns) or is_firm(part)


def _join_numbers(text: str) -> str:
    """Return a text without a comma between a street and its house number, so that "Rua Augusta, 12" is one part."""
    return re.sub(rf"({_STREET_WORD}\s[^,;|\n\d]{{1,60}}),\s(?=(?:n\.?[º°o]?\s?)?\d)", r"\1 ", text)
