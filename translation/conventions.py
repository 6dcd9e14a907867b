"""What each language has of its own in writing. To teach another language, add a row: every field may be left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from translation.languages import base_language


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a language is written.

    `abbreviations`: words whose full stop does not end a sentence, in lower case, without it.
    `small_words`: words that stay in lower case in a title; a language without any is never taken for title case.
    `ordinals`: the raised letters after a figure, by the plain letters that engines read and write for them.
    `labels`: what stands before the number of a figure or a table, by its English name.
    """

    abbreviations: frozenset[str] = frozenset()
    small_words: frozenset[str] = frozenset()
    decimal: str = "."
    group: str = ","
    quotes: tuple[str, str] = ("“", "”")
    ordinals: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _labels(text: str) -> Mapping[str, str]:
    """The words of a language for the labels, in the order of LABELS."""
    return dict(zip(LABELS, text.split(), strict=True))


_RAISED = {"o": "º", "a": "ª"}
LABELS = ("figure", "table", "chapter", "section", "appendix", "equation", "listing", "algorithm", "step", "box")

# Short forms of labels, in any language, by what they stand for.
SHORT_LABELS = {
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
        _words(
            "dr mr mrs ms prof st fig figs eq eqs sec tab ch no nos vol vols pp p cf vs e.g i.e al ed eds approx "
            "gen rev hon sr jr dept est inc ltd co jan feb mar apr jun jul aug sept sep oct nov dec"
        ),
        _words("a an and as at but by for from in into is its of on or over per the to up via vs with your"),
        labels=_labels("Figure Table Chapter Section Appendix Equation Listing Algorithm Step Box"),
    ),
    "pt": Conventions(
        _words(
            "dr dra drs sr sra srs srta prof profa exmo exma eng d fig figs tab eq sec cap art arts inc n nº no "
            "nr pág págs p pp vol vols cf ex séc av r v vs al ed eds org coord obs tel min máx aprox jan fev mar "
            "abr mai jun jul ago set out nov dez"
        ),
        _words(
            "a ao aos as à às com como da das de do dos e em na nas no nos o os ou para pela pelas pelo pelos por "
            "que sem sob sobre um uma"
        ),
        ",",
        ".",
        ordinals=_RAISED,
        labels=_labels("Figura Tabela Capítulo Seção Apêndice Equação Listagem Algoritmo Passo Quadro"),
    ),
    "es": Conventions(
        _words(
            "dr dra sr sra srta prof d dña ud uds fig figs tab ec sec cap art arts núm nº no pág págs p pp vol "
            "vols cf ej av v vs al ed eds aprox tel"
        ),
        _words("a al con como de del e el en la las lo los o para por que sin sobre su un una y"),
        ",",
        ".",
        ("«", "»"),
        _RAISED,
        _labels("Figura Tabla Capítulo Sección Apéndice Ecuación Listado Algoritmo Paso Cuadro"),
    ),
    "fr": Conventions(
        _words("m mm mme mlle dr pr fig figs tab éq sec chap art no n° p pp vol vols cf ex av al éd env tél st ste"),
        _words("à au aux avec dans de des du en et la le les ou par pour sans sur un une"),
        ",",
        "\u202f",
        ("«\u00a0", "\u00a0»"),
        labels=_labels("Figure Tableau Chapitre Section Annexe Équation Listing Algorithme Étape Encadré"),
    ),
    "de": Conventions(
        _words(
            "dr prof hr fr abb tab gl kap abs nr s bd bde vgl bzw z.b d.h u.a z.t ca evtl ggf inkl usw st str "
            "hrsg aufl jh sog max min"
        ),
        decimal=",",
        group=".",
        quotes=("„", "“"),
        labels=_labels("Abbildung Tabelle Kapitel Abschnitt Anhang Gleichung Listing Algorithmus Schritt Kasten"),
    ),
    "it": Conventions(
        _words(
            "dott dr sig sigg sig.ra prof prof.ssa ing avv fig figg tab eq sez cap art artt n nn pag pagg p pp "
            "vol voll cfr es al ed tel ecc"
        ),
        _words(
            "a ai al alla alle con da dal dalla dei del della delle di e ed gli i il in la le lo nei nel nella o "
            "per su sul tra un una"
        ),
        ",",
        ".",
        ordinals=_RAISED,
        labels=_labels("Figura Tabella Capitolo Sezione Appendice Equazione Listato Algoritmo Passo Riquadro"),
    ),
}


def conventions_of(tag: str) -> Conventions:
    """The conventions of a language, or the plainest where the table has none."""
    return CONVENTIONS.get(base_language(tag), Conventions())
