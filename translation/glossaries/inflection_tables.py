"""The inflection of each language. To support another language, add a row. Every field is optional.

Each agreeing word has one line with its forms: masculine, feminine, masculine plural, feminine plural. They are
separated by " / ", and "-" stands for a missing form. After " | " come the name of a sound and the forms before words
that start with it. German lines start with the grammatical case and have masculine, feminine, neuter and plural.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from translation.glossaries.inflection import AgreeingWord, GenderAndNumber, Inflection
from translation.languages.tags import base_language

# The genders and numbers of each form on a line.
Columns: TypeAlias = Sequence[Sequence[GenderAndNumber]]

_COLUMNS: Columns = ((("m", False), ("n", False)), (("f", False),), (("m", True), ("n", True)), (("f", True),))
_GERMAN_COLUMNS: Columns = ((("m", False),), (("f", False),), (("n", False),), (("m", True), ("f", True), ("n", True)))


def _agreeing(text: str, columns: Columns = _COLUMNS) -> tuple[AgreeingWord, ...]:
    """Return the agreeing words of a text, one on each line."""
    return tuple(_agreeing_word(line, columns) for line in text.strip().splitlines())


def _agreeing_word(line: str, columns: Columns) -> AgreeingWord:
    case, _, words = line.rpartition(": ")
    forms: dict[tuple[GenderAndNumber, str], str] = {}
    for number, part in enumerate(words.split(" | ")):
        sound, _, cells = part.strip().partition(" ") if number else ("", "", part)
        for column, form in zip(columns, cells.split(" / "), strict=True):
            forms |= {(features, sound): form.strip() for features in column if form.strip() != "-"}
    return AgreeingWord(forms, case.strip())


def _regular(stems: str, endings: str) -> tuple[AgreeingWord, ...]:
    """Return agreeing words that differ only in their stems."""
    return tuple(
        _agreeing_word(" / ".join(stem + ending for ending in endings.split()), _COLUMNS) for stem in stems.split()
    )


def _german(stems: str, endings: Mapping[str, str]) -> tuple[AgreeingWord, ...]:
    """Return German words that differ only in their stems. `endings` are by grammatical case, "-" for none."""
    return tuple(
        _agreeing_word(f"{case}: " + " / ".join(stem + ending.strip("-") for ending in row.split()), _GERMAN_COLUMNS)
        for stem in stems.split()
        for case, row in endings.items()
    )


def _cases(text: str) -> Mapping[str, str]:
    """Return the grammatical case after each preposition, written as "case: preposition preposition"."""
    rows = (line.split(": ") for line in text.strip().splitlines())
    return {word: case.strip() for case, words in rows for word in words.split()}


# The endings of German words like "dieser", and of words like "ein", by grammatical case.
_STRONG = {"nominative": "er e es e", "accusative": "en e es e", "dative": "em er em en", "genitive": "es er es er"}
_MIXED = {"nominative": "- e - e", "accusative": "en e - e", "dative": "em er em en", "genitive": "es er es er"}

INFLECTIONS = {
    "en": Inflection(
        determiners=_agreeing("a / a / - / - | vowel an / an / - / -"),
        free_articles=frozenset({"a", "an", "the"}),
        kept_words=frozenset({"or", "with", "without"}),
        verbs=dict.fromkeys(("is", "was", "has"), False) | dict.fromkeys(("are", "were", "have"), True),
        sounds={
            "vowel": re.compile(
                r"(?!(?i:uni|us[aeu]|util|eu|one?\b|once))[aeiouAEIOU]|(?i:hour|honest|honou?r|heir)"
                r"|[FHLMNRSX](?=[A-Z0-9]+\b)"
            )
        },
    ),
    "pt": Inflection(
        determiners=_agreeing(
            """
            o / a / os / as
            um / uma / uns / umas
            do / da / dos / das
            no / na / nos / nas
            ao / à / aos / às
            pelo / pela / pelos / pelas
            num / numa / nuns / numas
            dum / duma / duns / dumas
            àquele / àquela / àqueles / àquelas
            """
        )
        + _regular("est ess aquel dest dess daquel nest ness naquel", "e a es as"),
        predeterminers=_regular("tod amb", "o a os as"),
        adjectives=_regular(
            "noss voss cuj outr muit pouc tant quant vári cert nov antig própri mesm primeir segund terceir últim únic "
            "pequen divers",
            "o a os as",
        )
        + _agreeing(
            """
            meu / minha / meus / minhas
            teu / tua / teus / tuas
            seu / sua / seus / suas
            algum / alguma / alguns / algumas
            nenhum / nenhuma / nenhuns / nenhumas
            bom / boa / bons / boas
            mau / má / maus / más
            - / - / dois / duas
            """
        ),
        also_prepositions=frozenset({"a"}),
        kept_words=frozenset({"com", "ou", "sem", "sobre"}),
        preposition="de",
    ),
    "es": Inflection(
        determiners=_agreeing(
            """
            el / la / los / las | stressed el / el / los / las
            un / una / unos / unas | stressed un / un / unos / unas
            del / de la / de los / de las | stressed del / del / de los / de las
            al / a la / a los / a las | stressed al / al / a los / a las
            este / esta / estos / estas
            ese / esa / esos / esas
            aquel / aquella / aquellos / aquellas
            """
        ),
        predeterminers=_regular("tod amb", "o a os as"),
        adjectives=_regular("nuestr vuestr otr much poc ciert vari nuev antigu propi mism últim únic", "o a os as")
        + _agreeing(
            """
            algún / alguna / algunos / algunas
            ningún / ninguna / ningunos / ningunas
            primer / primera / primeros / primeras
            tercer / tercera / terceros / terceras
            buen / buena / buenos / buenas
            mal / mala / malos / malas
            """
        ),
        preposition="de",
        sounds={
            "stressed": re.compile(
                r"(?i:h?á|(?:agua|ala|alma|alga|ama|ancla|ansia|arca|arma|arpa|asa|asma|aspa|aula|ave|haba|habla|hacha"
                r"|hada|hambre|acta)s?\b)"
            )
        },
    ),
    "fr": Inflection(
        determiners=_agreeing(
            """
            le / la / les / les | vowel l' / l' / les / les
            du / de la / des / des | vowel de l' / de l' / des / des
            au / à la / aux / aux | vowel à l' / à l' / aux / aux
            un / une / des / des
            ce / cette / ces / ces | vowel cet / cette / ces / ces
            mon / ma / mes / mes | vowel mon / mon / mes / mes
            ton / ta / tes / tes | vowel ton / ton / tes / tes
            son / sa / ses / ses | vowel son / son / ses / ses
            quel / quelle / quels / quelles
            aucun / aucune / aucuns / aucunes
            """
        ),
        predeterminers=_agreeing(
            """
            tout / toute / tous / toutes
            de / de / de / de | vowel d' / d' / d' / d'
            """
        ),
        adjectives=_agreeing(
            """
            nouveau / nouvelle / nouveaux / nouvelles | vowel nouvel / nouvelle / nouveaux / nouvelles
            ancien / ancienne / anciens / anciennes
            premier / première / premiers / premières
            dernier / dernière / derniers / dernières
            bon / bonne / bons / bonnes
            petit / petite / petits / petites
            grand / grande / grands / grandes
            """
        ),
        sounds={
            "vowel": re.compile(
                r"(?i:[aeiouœæàâäéèêëîïôöùûü]|y(?![aeiou])"
                r"|h(?!aut|éros\b|asard|andicap|iérarch|ors|uit|onte|aine|all\b|angar|ardware|acker|ub\b|usky))"
            )
        },
    ),
    "it": Inflection(
        determiners=_agreeing(
            """
            il / la / i / le | vowel l' / l' / gli / le | impure lo / la / gli / le
            un / una / - / - | vowel un / un' / - / - | impure uno / una / - / -
            del / della / dei / delle | vowel dell' / dell' / degli / delle | impure dello / della / degli / delle
            al / alla / ai / alle | vowel all' / all' / agli / alle | impure allo / alla / agli / alle
            dal / dalla / dai / dalle | vowel dall' / dall' / dagli / dalle | impure dallo / dalla / dagli / dalle
            nel / nella / nei / nelle | vowel nell' / nell' / negli / nelle | impure nello / nella / negli / nelle
            sul / sulla / sui / sulle | vowel sull' / sull' / sugli / sulle | impure sullo / sulla / sugli / sulle
            quel / quella / quei / quelle | vowel quell' / quell' / quegli / - | impure quello / quella / quegli / -
            questo / questa / questi / queste | vowel quest' / quest' / questi / queste
            """
        ),
        predeterminers=_regular("tutt entramb", "o a i e"),
        adjectives=_regular(
            "nostr vostr altr molt poc cert nuov vecchi propri stess ultim unic prim second terz", "o a i e"
        )
        + _agreeing(
            """
            mio / mia / miei / mie
            tuo / tua / tuoi / tue
            suo / sua / suoi / sue
            """
        ),
        preposition="di",
        sounds={
            "impure": re.compile(r"(?i:s[^aeiouàèéìòù\W]|z|gn|ps|pn|x|y|i[aeou])"),
            "vowel": re.compile(r"(?i:[aeiouàèéìòùh])"),
        },
    ),
    "de": Inflection(
        is_plural_sure=False,
        determiners=_agreeing(
            """
            nominative: der / die / das / die
            accusative: den / die / das / die
            dative: dem / der / dem / den
            genitive: des / der / des / der
            dative: im / in der / im / in den
            accusative: in den / in die / ins / in die
            dative: am / an der / am / an den
            accusative: an den / an die / ans / an die
            dative: zum / zur / zum / zu den
            dative: vom / von der / vom / von den
            dative: beim / bei der / beim / bei den
            """,
            _GERMAN_COLUMNS,
        )
        + _german("dies jed welch", _STRONG)
        + _german("ein kein mein dein sein ihr unser", _MIXED),
        predeterminers=_german("all", _STRONG),
        cases=_cases(
            """
            dative: mit bei von zu nach aus seit gegenüber außer
            accusative: für durch gegen ohne um
            genitive: wegen trotz während statt anstatt innerhalb außerhalb
            """
        ),
        initial_case="nominative",
        case="accusative",
    ),
}


def inflection_of(tag: str) -> Inflection:
    """Return the inflection of a language, without any rules if the table lacks it."""
    return INFLECTIONS.get(base_language(tag), Inflection())
