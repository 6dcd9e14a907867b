"""The predicates of each language, which agree with their subjects. To support another language, add a row."""

import re
from collections.abc import Iterable

from translation.glossaries.predicates import Clauses, Predicates
from translation.languages.tags import base_language
from translation.languages.words import word_set

# The stems of Portuguese participles, and of adjectives that are seldom used as nouns.
_PORTUGUESE_STEMS = (
    r"\w\w+[aií]d \w*scrit \w*feit abert \w+bert \w*vist \w*post impress expuls pag gast aceit eleit pres solt suspens "
    "extint conclus confus intens extens dens interdit "
    r"\w{2,}[dgilmnrtu]os \w{3,}tiv \w{3,}tóri \w{3,}ári \w+[áéíóúâêô]\w*ic absolut alt ampl antig ativ barat baix car "
    "chei complet concret corret curt diret errad escur espess estreit exat fals fin fix frac fri gratuit gross inativ "
    "incomplet incorret inteir inválid larg lent ligeir limp long mínim modern mort nov nul perfeit plan precis privad "
    "profund próxim pront quent rápid rígid sec segur sólid suj válid vazi velh verdadeir vermelh"
)
_PORTUGUESE_ARTICLES = (
    "o a os as um uma uns umas este esta estes estas esse essa esses essas dois duas três quatro cinco"
)
_PORTUGUESE_CONJUNCTIONS = "caso embora enquanto mas pois porque quando que se"
_PORTUGUESE_VERBS = (
    "é:são foi:foram era:eram será:serão seria:seriam seja:sejam fosse:fossem está:estão estava:estavam esteja:estejam "
    "tem:têm tinha:tinham teve:tiveram terá:terão pode:podem podia:podiam poderá:poderão deve:devem devia:deviam "
    "deverá:deverão fica:ficam ficará:ficarão vai:vão precisa:precisam contém:contêm permanece:permanecem"
)


def _predicates(articles: str, links: str, stems: str, endings: str, clauses: Clauses | None = None) -> Predicates:
    """Return predicates from words with spaces between them.

    In `links`, "_" joins words that belong together. `stems` are patterns. In `endings`, "-" is an empty ending.
    """
    forms = tuple(ending.strip("-") for ending in endings.split())
    stem, ending = _either(stems.split()), _either(sorted(forms, key=len, reverse=True))
    link = _either(links.split()).replace("_", r"\s+")
    return Predicates(
        articles=word_set(articles),
        endings=forms,
        participle=re.compile(rf"((?:\s+(?:{link}))*\s+(?:{stem}))({ending})\b"),
        attribute=re.compile(rf"(\s+(?:{stem}))({ending})\b"),
        clauses=clauses,
    )


def _portuguese_clauses() -> Clauses:
    plural_verbs = dict(pair.split(":") for pair in _PORTUGUESE_VERBS.split())
    verb = _either([*plural_verbs, *plural_verbs.values()])
    addition = r"(?:\s+(?:d[aeo]s?|n[ao]s?|em|para|por|com|sem|sobre)(?:\s+(?!(?:que|e|ou|se)\b)[\w%€$.,]+){1,3}?)?"
    start = rf"(?:^|[.!?:;,(]\s|\b(?:{_either(_PORTUGUESE_CONJUNCTIONS.split())})\s)"
    auxiliary = r"(?:(?:não|pode|deve|poderá|deverá)\s+)*(?:é|são|foi|foram|era|eram|será|serão|seja|sejam|ser)"
    subject = rf"\s+(?:{_either(_PORTUGUESE_ARTICLES.split())})\s(?:\w+\s)?$"
    return Clauses(
        verb=re.compile(rf"({addition})(?:\s+(?:não|já|também|ainda|sempre|nunca))*\s+({verb}|\w{{3,}}ou)\b"),
        plural_verbs=plural_verbs,
        inverted=re.compile(
            rf"{start}{auxiliary}\s+(?:{_either(_PORTUGUESE_STEMS.split())})(o|a|os|as)(?={subject})", re.IGNORECASE
        ),
        quantified=re.compile(
            rf"{start}(?:a\s+maioria|a\s+maior\s+parte|(?:a\s+)?metade|alguns|algumas|muitos|muitas|parte|vários|várias)"
            r"\s+d[oa]s\s+$",
            re.IGNORECASE,
        ),
        conjunctions=word_set(_PORTUGUESE_CONJUNCTIONS),
        partitives=word_set("de do da dos das dum duma deste desta destes destas desse dessa desses dessas e ou"),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(words)


PREDICATES = {
    "pt": _predicates(
        _PORTUGUESE_ARTICLES,
        "é são foi foram era eram será serão seria seriam seja sejam fosse fossem está estão estava estavam esteja "
        "estejam fica ficam ficou ficaram ser tem_sido têm_sido tinha_sido pode podem deve devem poderá deverá não "
        "já ainda também sempre nunca e ou muito mais menos tão bastante totalmente completamente",
        _PORTUGUESE_STEMS,
        "o a os as",
        _portuguese_clauses(),
    ),
    "es": _predicates(
        "el la los las un una unos unas este esta estos estas ese esa esos esas",
        "es son fue fueron era eran será serán sería serían sea sean está están estaba estaban esté estén queda "
        "quedan quedó quedaron ser ha_sido han_sido había_sido puede pueden debe deben podrá deberá no ya también "
        "siempre nunca y o",
        r"\w\w+[aií]d \w*scrit hech \w*biert \w*vist \w*puest impres \w*suelt",
        "o a os as",
    ),
    "fr": _predicates(
        "le la l' les un une ce cet cette ces",
        "est sont était étaient sera seront serait seraient soit soient a_été ont_été avait_été être peut_être "
        "doit_être peut doit ne_peut ne_doit n'est n'a_pas_été pas déjà aussi toujours jamais et ou",
        r"\w\w+é",
        "- e s es",
    ),
    "it": _predicates(
        "il lo la l' i gli le un uno una questo questa questi queste",
        "è sono era erano sarà saranno sarebbe sarebbero sia siano viene vengono venne vennero essere può possono deve "
        "devono non già anche sempre mai e o",
        r"\w\w+[aiu]t \w*scritt \w*fatt \w*pert \w*vist \w*post \w*mess \w*chius \w*pres",
        "o a i e",
    ),
}


def predicates_of(tag: str) -> Predicates | None:
    """Return the predicates of a language, or None if the table lacks it."""
    return PREDICATES.get(base_language(tag))
