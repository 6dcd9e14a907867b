"""The words for numbers of each language, with their genders and plurals."""

from collections.abc import Iterable, Iterator, Mapping

# The values of the words in the rows below, in order.
_CARDINALS = (0, *range(2, 21), *range(30, 100, 10), 100, 1000)
_ORDINALS = range(1, 21)


def _numerals(
    cardinals: str, ordinals: str, endings: str = "", more: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return the values of the words of a language.

    `cardinals` has 0, 2 to 20, the tens, 100 and 1000, with "/" between words of the same value, and `ordinals` has 1
    to 20. A word that ends in the first of `endings` also has the others.
    """
    words = {**_row(cardinals, _CARDINALS), **_row(ordinals, _ORDINALS)}
    inflected = {form: value for word, value in words.items() for form in _forms(word, endings.split())}
    return {**inflected, **(more or {})}


def _row(text: str, values: Iterable[int]) -> dict[str, int]:
    pairs = zip(text.split(), values, strict=True)
    return {word: value for words, value in pairs for word in words.split("/")}


def _forms(word: str, endings: list[str]) -> Iterator[str]:
    yield word
    if endings and word.endswith(endings[0]):
        yield from (word.removesuffix(endings[0]) + ending for ending in endings[1:])


def _german_compounds() -> dict[str, int]:
    """Return 21 to 99: "einundzwanzig"."""
    units = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
    tens = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
    return {
        f"{unit}und{ten}": 10 * number + value
        for number, ten in enumerate(tens, 2)
        for value, unit in enumerate(units, 1)
    }


def _italian_compounds() -> dict[str, int]:
    """Return 21 to 99: "ventuno", "ventidue"."""
    units = ["uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"]
    tens = ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"]
    return {
        (ten[:-1] if unit[0] in "uo" else ten) + unit: 10 * number + value
        for number, ten in enumerate(tens, 2)
        for value, unit in enumerate(units, 1)
    }


# The numerals by language and word in lower case. The words for 1 that are articles too are not among them.
NUMERALS: Mapping[str, Mapping[str, int]] = {
    "en": _numerals(
        "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
        more={"one": 1, "once": 1, "twice": 2, "both": 2, "thrice": 3, "dozen": 12},
    ),
    "pt": _numerals(
        "zero dois/duas três quatro cinco seis sete oito nove dez onze doze treze quatorze/catorze quinze "
        "dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove vinte trinta quarenta cinquenta sessenta "
        "setenta oitenta noventa cem/cento mil",
        "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo undécimo duodécimo décimo-terceiro "
        "décimo-quarto décimo-quinto décimo-sexto décimo-sétimo décimo-oitavo décimo-nono vigésimo",
        "o a os as",
        {
            "ambos": 2,
            "ambas": 2,
            "dúzia": 12,
            "duzentos": 200,
            "trezentos": 300,
            "quatrocentos": 400,
            "quinhentos": 500,
        },
    ),
    "es": _numerals(
        "cero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
        "dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien/ciento mil",
        "primero segundo tercero cuarto quinto sexto séptimo octavo noveno/nono décimo undécimo duodécimo "
        "decimotercero decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo decimonoveno vigésimo",
        "o a os as",
        {
            "uno": 1,
            "primer": 1,
            "tercer": 3,
            "ambos": 2,
            "ambas": 2,
            "docena": 12,
            "quinientos": 500,
            "veintiuno": 21,
            "veintiún": 21,
            "veintidós": 22,
            "veintitrés": 23,
            "veinticuatro": 24,
            "veinticinco": 25,
            "veintiséis": 26,
            "veintisiete": 27,
            "veintiocho": 28,
            "veintinueve": 29,
        },
    ),
    "fr": _numerals(
        "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
        "dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingts/quatre-vingt quatre-vingt-dix "
        "cent/cents mille",
        "premier deuxième/second/seconde troisième quatrième cinquième sixième septième huitième neuvième dixième "
        "onzième douzième treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième vingtième",
        "ième ièmes",
        {"première": 1, "premiers": 1, "premières": 1, "douzaine": 12},
    ),
    "de": _numerals(
        "null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
        "achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert/einhundert "
        "tausend/eintausend",
        "erste zweite dritte vierte fünfte sechste siebte/siebente achte neunte zehnte elfte zwölfte dreizehnte "
        "vierzehnte fünfzehnte sechzehnte siebzehnte achtzehnte neunzehnte zwanzigste",
        "te ter ten tes tem",
        {"eins": 1, "einmal": 1, "zweimal": 2, "dreimal": 3, "beide": 2, "beiden": 2, **_german_compounds()},
    ),
    "it": _numerals(
        "zero due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
        "diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento "
        "mille/mila",
        "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo undicesimo dodicesimo tredicesimo "
        "quattordicesimo quindicesimo sedicesimo diciassettesimo diciottesimo diciannovesimo ventesimo",
        "o a i e",
        {"entrambi": 2, "entrambe": 2, "dozzina": 12, **_italian_compounds()},
    ),
}
