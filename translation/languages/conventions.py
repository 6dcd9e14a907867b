"""The writing conventions of each language: abbreviations, function words, numbers, quotes, labels and headings.

To support another language, add a row to `CONVENTIONS`. Every field of a row is optional.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self

from translation.languages import proper_names
from translation.languages.numerals import NUMERALS
from translation.languages.short_labels import MAX_CACHED, LabelTable, labels_of
from translation.languages.tags import base_language
from translation.languages.words import word_set


@dataclass(frozen=True, slots=True)
class Conventions:
    """The writing conventions of a language. The first five fields have words in lower case.

    `abbreviations`: words whose full stop does not end a sentence, without the full stop.
    `function_words`: articles, prepositions and the like. They stay in lower case in a title.
    `articles`: the function words that occur only before a noun. Those that end in an apostrophe join the noun.
    `indefinite_articles`: the articles that are also the number 1.
    `numerals`: the values of all other words for numbers.
    `has_title_case`: whether headings capitalise every word but function words. Otherwise, such a text is a name.
    `has_noun_capitals`: whether every noun has a capital.
    `has_an`: whether the indefinite article is "an" before a vowel.
    `proper_names`: names that have a capital in the middle of a sentence.
    `decimal`, `group`: the signs in 1,234.5.
    `quotes`: the opening and closing quotation mark.
    `number_sign`: the sign before a number, as in "No. 7".
    `number_word`: the word that the sign stands for.
    `weekdays`: the words that ordinals of weekdays stand for, as in "2ª feira".
    `scales`: the words for the short forms after an amount of money, by the short form, such as "bn".
    `date_letters`: the letters for year and day in formats of dates.
    `ordinals`: the raised letters after a number, by the plain letters that engines use instead.
    `ordinal_endings`: the letters after numbers that end in 1, 2, 3 and in anything else.
    `caption_labels`: the word before the number of a figure or table, by its English name.
    `headings`: headings that many documents have, by their English name.
    `labels`: short labels, signs and form words, from the files in `languages/labels`. Rows leave this out.
    """

    abbreviations: frozenset[str] = frozenset()
    function_words: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    indefinite_articles: frozenset[str] = frozenset()
    numerals: Mapping[str, int] = field(default_factory=dict)
    has_title_case: bool = False
    has_noun_capitals: bool = False
    has_an: bool = False
    proper_names: frozenset[str] = frozenset()
    decimal: str = "."
    group: str = ","
    quotes: tuple[str, str] = ("“", "”")
    number_sign: str = ""
    number_word: str = ""
    date_letters: str = "YD"
    scales: Mapping[str, str] = field(default_factory=dict)
    weekdays: Mapping[str, str] = field(default_factory=dict)
    ordinals: Mapping[str, str] = field(default_factory=dict)
    ordinal_endings: tuple[str, ...] = ()
    caption_labels: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    labels: LabelTable = field(default_factory=LabelTable)

    def without(self, words: Iterable[str]) -> Self:
        """Return the conventions without the labels and headings among these words, in any case."""
        removed = {word.lower() for word in words}
        return replace(
            self,
            caption_labels=_without(self.caption_labels, removed),
            headings=_without(self.headings, removed),
            labels=self.labels.without(removed),
        )

    def suited_to(self, texts: Iterable[str]) -> Self:
        """Return the conventions for a document with these texts, which show what its short words mean."""
        calendar = self.labels.calendar.suited_to(texts)
        return replace(self, labels=replace(self.labels, calendar=calendar))


def _without(names: Mapping[str, str], removed: set[str]) -> Mapping[str, str]:
    return {key: name for key, name in names.items() if name.lower() not in removed}


def _caption_labels(text: str) -> Mapping[str, str]:
    """Return the caption labels of a language. `text` has them in the order of `CAPTION_LABELS`."""
    return dict(zip(CAPTION_LABELS, text.split(), strict=True))


def _headings(text: str) -> Mapping[str, str]:
    """Return the headings of a language. `text` has them in the order of `HEADINGS`."""
    return dict(zip(HEADINGS, text.split(" / "), strict=True))


_RAISED_LETTERS = {"o": "º", "a": "ª"}

CAPTION_LABELS = (
    "figure",
    "table",
    "chapter",
    "section",
    "appendix",
    "equation",
    "listing",
    "algorithm",
    "step",
    "box",
)

# Some languages have the same word for two of these. For its translation, the first one counts.
HEADINGS = (
    "index",
    "contents",
    "table of contents",
    "abstract",
    "summary",
    "references",
    "bibliography",
    "acknowledgements",
    "preface",
    "foreword",
    "tables",
    "figures",
    "list of tables",
    "list of figures",
    "keywords",
    "notes",
)

# Short forms of caption labels in any language, with the keys of the labels.
SHORT_CAPTION_LABELS = {
    "fig": "figure",
    "figs": "figure",
    "tab": "table",
    "chap": "chapter",
    "cap": "chapter",
    "sec": "section",
    "eq": "equation",
    "abb": "figure",
    "tbl": "table",
}

CONVENTIONS = {
    "en": Conventions(
        abbreviations=word_set(
            "dr mr mrs ms prof st fig figs eq eqs sec tab ch no nos vol vols pp p cf vs e.g i.e al ed eds approx "
            "gen rev hon sr jr dept est inc ltd co jan feb mar apr jun jul aug sept sep oct nov dec"
        ),
        function_words=word_set(
            "a an and as at but by for from in into is its of on or over per the to up via vs with your"
        ),
        articles=word_set("a an the"),
        indefinite_articles=word_set("a an"),
        numerals=NUMERALS["en"],
        has_title_case=True,
        has_an=True,
        ordinal_endings=("st", "nd", "rd", "th"),
        scales={"m": "million", "mn": "million", "bn": "billion", "tn": "trillion"},
        proper_names=proper_names.ENGLISH,
        number_sign="No.",
        number_word="number",
        caption_labels=_caption_labels("Figure Table Chapter Section Appendix Equation Listing Algorithm Step Box"),
        headings=_headings(
            "Index / Contents / Table of contents / Abstract / Summary / References / Bibliography / "
            "Acknowledgements / Preface / Foreword / Tables / Figures / List of tables / List of figures / "
            "Keywords / Notes"
        ),
    ),
    "pt": Conventions(
        abbreviations=word_set(
            "dr dra drs sr sra srs srta prof profa exmo exma eng d fig figs tab eq sec cap art arts inc n nº no "
            "nr pág págs p pp vol vols cf ex séc av r v vs al ed eds org coord obs tel min máx aprox jan fev mar "
            "abr mai jun jul ago set out nov dez inscr ltda cia depto ref"
        ),
        function_words=word_set(
            "a ao aos as à às com como da das de do dos e em na nas no nos o os ou para pela pelas pelo pelos por "
            "que sem seu seus sob sobre sua suas um uma contra entre após até desde durante"
        ),
        articles=word_set("o a os as um uma"),
        proper_names=proper_names.PORTUGUESE,
        indefinite_articles=word_set("um uma"),
        numerals=NUMERALS["pt"],
        date_letters="AD",
        weekdays={"2": "segunda", "3": "terça", "4": "quarta", "5": "quinta", "6": "sexta"},
        scales={"mi": "milhões", "bi": "bilhões", "tri": "trilhões"},
        decimal=",",
        group=".",
        number_sign="nº",
        number_word="número",
        ordinals=_RAISED_LETTERS,
        caption_labels=_caption_labels("Figura Tabela Capítulo Seção Apêndice Equação Listagem Algoritmo Passo Quadro"),
        headings=_headings(
            "Índice / Sumário / Sumário / Resumo / Resumo / Referências / Bibliografia / Agradecimentos / "
            "Prefácio / Apresentação / Tabelas / Figuras / Lista de tabelas / Lista de figuras / "
            "Palavras-chave / Notas"
        ),
    ),
    "es": Conventions(
        abbreviations=word_set(
            "dr dra sr sra srta prof d dña ud uds fig figs tab ec sec cap art arts núm nº no pág págs p pp vol "
            "vols cf ej av v vs al ed eds aprox tel"
        ),
        function_words=word_set("a al con como de del e el en la las lo los o para por que sin sobre su un una y"),
        articles=word_set("el la los las un una"),
        indefinite_articles=word_set("un una"),
        numerals=NUMERALS["es"],
        date_letters="AD",
        decimal=",",
        group=".",
        quotes=("«", "»"),
        number_sign="n.º",
        number_word="número",
        ordinals=_RAISED_LETTERS,
        caption_labels=_caption_labels("Figura Tabla Capítulo Sección Apéndice Ecuación Listado Algoritmo Paso Cuadro"),
        headings=_headings(
            "Índice / Contenido / Índice general / Resumen / Resumen / Referencias / Bibliografía / "
            "Agradecimientos / Prefacio / Prólogo / Tablas / Figuras / Índice de tablas / Índice de figuras / "
            "Palabras clave / Notas"
        ),
    ),
    "fr": Conventions(
        abbreviations=word_set(
            "m mm mme mlle dr pr fig figs tab éq sec chap art no n° p pp vol vols cf ex av al éd env tél st ste"
        ),
        function_words=word_set(
            "à au aux avec ce d'une d'un dans de des du en et l' la le les ou par pour sans sur un une"
        ),
        articles=word_set("le la les l' un une"),
        indefinite_articles=word_set("un une"),
        numerals=NUMERALS["fr"],
        date_letters="AJ",
        decimal=",",
        group="\u202f",
        quotes=("«\u00a0", "\u00a0»"),
        number_sign="n°",
        number_word="numéro",
        caption_labels=_caption_labels(
            "Figure Tableau Chapitre Section Annexe Équation Listing Algorithme Étape Encadré"
        ),
        headings=_headings(
            "Index / Sommaire / Table des matières / Résumé / Synthèse / Références / Bibliographie / "
            "Remerciements / Préface / Avant-propos / Tableaux / Figures / Liste des tableaux / "
            "Liste des figures / Mots-clés / Notes"
        ),
    ),
    "de": Conventions(
        abbreviations=word_set(
            "dr prof hr fr abb tab gl kap abs nr s bd bde vgl bzw z.b d.h u.a z.t ca evtl ggf inkl usw st str "
            "hrsg aufl jh sog max min"
        ),
        function_words=word_set(
            "am an auf aus bei das dem den der des die durch ein eine einem einen einer eines für im in ins ist "
            "mit nach oder über und unter vom von vor zu zum zur"
        ),
        articles=word_set("der die das ein eine"),
        indefinite_articles=word_set("ein eine einen einem einer eines"),
        numerals=NUMERALS["de"],
        has_noun_capitals=True,
        date_letters="JT",
        decimal=",",
        group=".",
        quotes=("„", "“"),
        number_sign="Nr.",
        caption_labels=_caption_labels(
            "Abbildung Tabelle Kapitel Abschnitt Anhang Gleichung Listing Algorithmus Schritt Kasten"
        ),
        headings=_headings(
            "Register / Inhalt / Inhaltsverzeichnis / Kurzfassung / Zusammenfassung / Literaturverzeichnis / "
            "Bibliografie / Danksagung / Vorwort / Geleitwort / Tabellen / Abbildungen / Tabellenverzeichnis / "
            "Abbildungsverzeichnis / Schlagwörter / Anmerkungen"
        ),
    ),
    "it": Conventions(
        abbreviations=word_set(
            "dott dr sig sigg sig.ra prof prof.ssa ing avv fig figg tab eq sez cap art artt n nn pag pagg p pp "
            "vol voll cfr es al ed tel ecc"
        ),
        function_words=word_set(
            "a ai al alla alle con da dal dalla dei del della delle di e ed gli i il in l' la le lo nei nel nella "
            "o per su sul tra un una"
        ),
        articles=word_set("il lo la i gli le l' un uno una un'"),
        indefinite_articles=word_set("un uno una un'"),
        numerals=NUMERALS["it"],
        date_letters="AG",
        decimal=",",
        group=".",
        number_sign="n.",
        ordinals=_RAISED_LETTERS,
        caption_labels=_caption_labels(
            "Figura Tabella Capitolo Sezione Appendice Equazione Listato Algoritmo Passo Riquadro"
        ),
        headings=_headings(
            "Indice analitico / Indice / Indice generale / Abstract / Sommario / Riferimenti / Bibliografia / "
            "Ringraziamenti / Prefazione / Premessa / Tabelle / Figure / Elenco delle tabelle / "
            "Elenco delle figure / Parole chiave / Note"
        ),
    ),
}


@lru_cache(MAX_CACHED)
def conventions_of(tag: str) -> Conventions:
    """Return the conventions of a language, or the defaults of `Conventions` if the table lacks it."""
    return replace(CONVENTIONS.get(base_language(tag), Conventions()), labels=labels_of(tag))
