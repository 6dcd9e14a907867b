"""What stands around a number: whether it is a quantity, or a section, version, time or address."""

import re

# Only this much text before a number is searched.
_BEFORE_CHARACTERS = 80

_REFERENCE_WORDS = (
    # English
    r"(?:sub)?sections?|sect?s?|clauses?|articles?|arts?|figures?|figs?|tables?|tabs?|tbl|chapters?|ch|chap|equations?|eqs?"
    r"|appendi(?:x|ces)|annex(?:es)?|items?|steps?|exercises?|examples?|theorems?|lemmas?|definitions?|propositions?"
    r"|corollar(?:y|ies)|remarks?|versions?|ver|v|releases?|rules?|parts?|paragraphs?|paras?|notes?|listings?|algorithms?"
    r"|box(?:es)?|lists?|editions?|levels?|problems?|questions?|requirements?|modules?|lessons?|topics?|schedules?|exhibits?|standards?|build"
    r"|cfr|u\.?s\.?c\.?"
    # Portuguese
    r"|(?:sub)?seç(?:ão|ões)|secç(?:ão|ões)|cláusulas?|artigos?|figuras?|tabelas?|quadros?|gráficos?|capítulos?|caps?"
    r"|equaç(?:ão|ões)|apêndices?|anexos?|(?:sub)?ite[nm]s?|passos?|etapas?|exercícios?|exemplos?|teoremas?|lemas?"
    r"|definiç(?:ão|ões)|vers(?:ão|ões)|regras?|parágrafos?|notas?|quest(?:ão|ões)|módulos?|aulas?|tópicos?|alíneas?"
    r"|incisos?|requisitos?|normas?|algoritmos?|listas?|ediç(?:ão|ões)|níve(?:l|is)"
    # Spanish, French, German, Italian
    r"|secci(?:ón|ones)|versi(?:ón|ones)|tablas?|ecuaci(?:ón|ones)|apartados?|ejercicios?|ejemplos?|pasos?"
    r"|chapitres?|tableaux?|étapes?|exercices?|exemples?|équations?|annexes?|règles?"
    r"|abschnitte?|kapitel|abbildung(?:en)?|abb|tabellen?|gleichung(?:en)?|gl|anhang|schritte?|beispiele?|satz|übung|aufgabe"
    r"|ziffern?|punkt|sezion[ei]|capitol[oi]|figur[ae]|tabell[ae]|equazion[ei]|pass[oi]|esemp[io]|articol[oi]|version[ei]"
)
_REFERENCE_ITEM = r"\(?[A-Z]?\d+(?:\.\d+)*(?:\([a-z\d]+\))?[a-z]?\)?"
_JOINER = r"(?:\s*[,;&/–-]\s*|\s+)(?:(?:e|and|or|to|ao?|y|et|und|ou|o|through|até|bis|à)\s+)?"
_REFERENCE_BEFORE = re.compile(
    rf"(?:\b(?:{_REFERENCE_WORDS})\b\.?|§+)\s*(?:n(?:o|r|º|°)\.?\s*)?\(?(?:{_REFERENCE_ITEM}{_JOINER}\(?){{0,8}}$",
    re.IGNORECASE,
)
# In a list without spaces, a comma is not a decimal sign: "itens 3,4 e 5".
_LIST_BEFORE = re.compile(
    r"\b(?:figuras|tabelas|quadros|gráficos|capítulos|seções|secções|itens|equações|exercícios|questões|páginas|artigos"
    r"|anexos|exemplos|tablas|secciones|apartados|ejercicios|figures|tableaux|chapitres|sections|pages|exercices|tabellen"
    r"|abbildungen|abschnitte|seiten|kapitel|figure|tabelle|capitoli|sezioni|pagine|refs?|pp|págs)\b\.?\s$",
    re.IGNORECASE,
)
# The words after a section of a law or regulation: "1301.71 through 1301.76 of this chapter".
_SECTION_AFTER = re.compile(
    r"(?:(?:\s(?:through|to|and|or)|,)\s\d+\.\d+)*\s(?:shall\b|of this (?:chapter|part|subpart|title|section|act)\b)"
)
# One or two digits on each side, as sections and versions have.
_SHORT = re.compile(r"\d{1,2}[.,]\d{1,2}$")
_CURRENCY_BEFORE = re.compile(r"(?:[$€£¥₹]|\b(?:USD|EUR|BRL|GBP|CHF|Rs\.?))\s?[-−]?$")
_QUANTITY_AFTER = re.compile(
    r"\s?(?:[%‰°€£$¥×]|º\s?C\b|x\s?10\b)"
    r"|[\s-]?(?:[kcmµμnd]?m[²³23]?|[kmµμn]?g|mcg|lbs?|oz|ft|mi|[mdcµμ]?[lL]|[kMGm]?W|[kMGT]?Wh|[km]?V|mA|[kMG]?Hz|[KkMGT]i?B"
    r"|[kMGh]?Pa|bar|psi|k?J|k?cal|m?mol|px|pts?|dpi|bn|mn|tn|[kKMBTsh]|hrs?|ms|min|x|pp|p\.p\.)(?![\w²³])"
    r"|\s(?:(?:thousand|million|billion|trillion)s?|mil(?:hão|hões)?|(?:bi|tri)lh(?:ão|ões)|mill[oó]n(?:es)?|Million(?:en)?"
    r"|Milliarden?|milliards?|milion[ei]|miliard[oi]|percent|per cent|por cento|percentage points?|pontos percentuais"
    r"|times|vezes|points|pontos|years?|anos?|months|meses|weeks|semanas|days|dias|hours?|horas?|minutes|minutos|seconds"
    r"|segundos|met(?:re|er)s?|metros?|kilomet(?:re|er)s|quilômetros|miles|inches|feet|hectares|acres|tons|tonnes|toneladas"
    r"|litres|liters|litros|degrees|graus|cups?|tablespoons?|tbsp|teaspoons?|tsp|ounces?|pounds?|gallons?|servings?"
    r"|xícaras?|colheres|copos?|reais|dollars|dólares|euros?|inhabitants|habitantes)\b"
)
_TIME_AFTER = re.compile(r"\s?(?:[ap]\.?\s?m\b|h(?:rs?|s)?\b|Uhr\b)", re.IGNORECASE)
_TIME_BEFORE = re.compile(r"\b(?:at|às|as|um|a las|alle)\s$", re.IGNORECASE)
_TIME = re.compile(r"(?:[01]?\d|2[0-4])[.,][0-5]\d$")
# Without anything after it, a time has full quarters of an hour. "At 10.27" is a price.
_ROUND_TIME = re.compile(r"(?:[01]?\d|2[0-4])\.(?:00|15|30|45)$")
_PHONE_BEFORE = re.compile(
    r"\b(?:tel|telefones?|telephone|phones?|fone|fax|cel|celular|mobile|ramal|whatsapp)\b\.?(?:\s(?:number|no|nr)\b\.?)?:?\s*[+()\d\s.-]*$",
    re.IGNORECASE,
)
# The code of a country or an area before the number of a telephone, and such a number.
_AREA_BEFORE = re.compile(r"(?:\(\d{2,3}\)|\+\d[\d()-]*)\s?$")
_PHONE = re.compile(r"\d{3,5}[.,]\d{4}$")
# The numbers of persons, firms, postcodes and identity cards in Brazil.
_BRAZILIAN_ID = re.compile(
    r"\d{3}\.\d{3}\.\d{3}-\d{2}(?![\d.])|\d{2}\.\d{3}\.\d{3}/\d{4}-\d\d|\d{2}\.\d{3}-\d{3}(?![\d.])"
    r"|\d{1,2}\.\d{3}\.\d{3}-[\dxX](?![\d.])"
)
# The start of a digital object identifier: "10.1000/182".
_OBJECT_IDENTIFIER = re.compile(r"10\.\d{4,9}/\w")
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}$")
# The word before a number, if it has a capital: "Python 3.11".
_NAME_BEFORE = re.compile(r"(?:^|[^\w])((?:[^\W\d_]*[A-ZÀ-Ý])[\w+#-]*)\s$")
# A price or a share rather than a version: "10.00".
_ZEROS = re.compile(r"\d+\.00$")
# Another number after a number: a row of a table, or a ratio.
_ROW_AFTER = re.compile(r"\s+(?:[-–—]\s+)*[-–−(]?\d|/\d+[.,]\d")
# Capitalised words before quantities.
_NO_NAMES = re.compile(
    r"(?:about|above|all|almost|already|an?|and|another|approximately|around|at|average|below|between|but|by|cost|depth|distance"
    r"|each|exactly|for|from|height|if|in|is|just|length|less|max|maximum|mean|median|min|minimum|more|nearly|of|only|or|over"
    r"|price|range|rate|ratio|roughly|score|sd|some|sum|the|then|these|time|to|total|under|up|value|volume|weight|when|width"
    r"|with|i|is|was|january|february|march|april|may|june|july|august|september|october|november|december)$",
    re.IGNORECASE,
)
# Numbering at the start of a text: "3.2 Methods".
_NUMBERING_AFTER = re.compile(r"[.)]?\s+(?=[A-ZÀ-Ý])")
_DECIMAL_AT_END = re.compile(r"(?<![\d.(])(\d+)\.\d+\s+$")


def is_quantity(text: str, start: int, end: int) -> bool:
    """Return whether a number has a currency, a unit or a multiplier beside it."""
    if _QUANTITY_AFTER.match(text, end):
        return True
    return _CURRENCY_BEFORE.search(text[max(0, start - _BEFORE_CHARACTERS) : start]) is not None


def quantity_at_end(numbering: str, body: str) -> int | None:
    """Return where a quantity starts at the end of what looks like numbering: "2.5 " before "kg of flour"."""
    match = _DECIMAL_AT_END.search(numbering)
    if match is None:
        return None
    is_row = body[:1].isdecimal()
    return match.start() if match[1] == "0" or is_row or _QUANTITY_AFTER.match(f" {body}") else None


def is_reference(text: str, start: int, end: int) -> bool:
    """Return whether a number with a point or comma is not a quantity.

    It is a section, a version, a time, a telephone number, an address or part of a code.
    """
    number, before = text[start:end], text[max(0, start - _BEFORE_CHARACTERS) : start]
    if _is_in_code(text, end, before) or _IP.match(number) or _BRAZILIAN_ID.match(text, start):
        return True
    if _OBJECT_IDENTIFIER.match(text, start):
        return True
    if _PHONE_BEFORE.search(before) or (_PHONE.match(number) and _AREA_BEFORE.search(before)):
        return True
    if _TIME.match(number) and _TIME_AFTER.match(text, end):
        return True
    if is_quantity(text, start, end) or number.startswith(("0", ".", ",")):
        return False
    if len(re.split(r"[.,]", number)[-1]) == 3 and number.count(".") + number.count(",") == 1:
        return False
    return _is_named(text, start, end, before)


def _is_in_code(text: str, end: int, before: str) -> bool:
    """Return whether a number is part of a longer code: "v2.1", "A-1.234", "2.1b".

    `before` is the text before the number, and `end` the end of the number in the whole text.
    """
    last, after = before[-1:], text[end : end + 1]
    if last.isalpha() or (last and last in "#_\\"):
        return True
    # Swiss groups: "1'037.39".
    if last and last in "'’" and before[-2:-1].isdecimal():
        return True
    # After the last three of these signs, the number is a note: "in use.4,5".
    if last and last in "-/.!?" and before[-2:-1].isalpha() and not _QUANTITY_AFTER.match(text, end):
        return True
    return after == "_" or (after.isalpha() and not _QUANTITY_AFTER.match(text, end))


def _is_named(text: str, start: int, end: int, before: str) -> bool:
    """Return whether a reference word, a name, brackets or the start of the text make a number a reference."""
    number = text[start:end]
    if "," in number:
        return _LIST_BEFORE.search(before) is not None
    if _REFERENCE_BEFORE.search(before) or _SECTION_AFTER.match(text, end):
        return True
    if _ROUND_TIME.match(number) and _TIME_BEFORE.search(before):
        return True
    if not before.strip("( \t") and start < _BEFORE_CHARACTERS and _NUMBERING_AFTER.match(text, end):
        return True
    is_bracketed = before.endswith("(") and text[end : end + 1] == ")" and _SHORT.match(number)
    if is_bracketed and not before[:-1].rstrip()[-1:].isdigit():
        return True
    if not _SHORT.match(number) or _ZEROS.match(number) or _ROW_AFTER.match(text, end):
        return False
    name = _NAME_BEFORE.search(before)
    return name is not None and not _NO_NAMES.match(name[1])
