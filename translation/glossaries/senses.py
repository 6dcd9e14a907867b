"""Words that look like a term but are not: verbs, parts of fixed phrases, and parts of names."""

import re

from translation.languages.tags import base_language
from translation.text.inline_codes import Range

# Fixed phrases in which a noun has lost its own sense, as patterns. "_" is a space.
_PHRASES = {
    "en": "as_a_(?:result|rule)|at_(?:all_times|hand|least)|by_(?:hand|means_of|way_of)|for_(?:example|instance)|"
    "free_of_charge|from_time_to_time|in_(?:accordance_with|addition|advance|case|charge_of|connection_with|fact)|"
    "in_(?:favou?r_of|general|light_of|line_with|order_to|part|particular|place_of|practice|question|relation_to)|"
    "in_(?:respect_of|return|spite_of|terms_of|the_event_(?:of|that)|time|turn|view_of)|of_course|"
    "on_(?:account_of|behalf_of|the_other_hand|the_part_of|time)|point_of_view|with_(?:regard|respect)_to|"
    "(?:take|takes|taken|taking|took)_(?:into_account|place)",
    "pt": "a_(?:fim_de|partir_de|respeito_de)|à_medida_que|ao_longo_de|com_base_em|em_relação|"
    "de_(?:acordo_com|fato|facto|forma_que|maneira_que|modo_que)|na_medida_em_que|no_âmbito_de|"
    "em_(?:caso_de|conta|face_de|função_de|geral|matéria_de|nome_de|parte|particular|questão|razão_de|termos_de)|"
    "em_(?:torno_de|vez_de|vigor|virtude_de)|por_(?:causa_de|conta_de|exemplo|força_de|meio_de|parte_de)",
}
_PATTERNS = {
    language: re.compile(
        rf"\b(?:{phrases.replace('_de', r'_d(?:[eo]s?|as?)').replace('_', ' ')})\b",
        re.IGNORECASE,
    )
    for language, phrases in _PHRASES.items()
}
_DETERMINERS = "a|an|the|his|her|its|their|our|your|my|this|these|those|any|each|every|no|some"
# Words right before an English verb. "that" may also come before a noun.
_BEFORE_VERB = re.compile(
    r"(?:^|\s)(?:will|would|can|cannot|could|must|should|may|might|shall|they|we|you|i|he|she|who|please|don't|doesn't"
    r"|didn't|won't)\s$",
    re.IGNORECASE,
)
# Words after which a noun stands, even if a determiner follows it.
_BEFORE_NOUN = re.compile(
    rf"(?:^|\s)(?:{_DETERMINERS}|\d+|all|both|few|many|more|most|much|other|several|such|what|which|one|two|three|four|five"
    r"|about|after|against|at|before|between|by|during|for|from|in|into|of|on|over|per|under|with|without)\s$",
    re.IGNORECASE,
)
_BEFORE_DETERMINER = re.compile(rf"\s(?:{_DETERMINERS})\s", re.IGNORECASE)
# Words with capitals, perhaps with short words in lower case between them.
_NAME = re.compile(r"[^\W\d_a-zà-ÿ][\w'’-]+(?:\s(?:(?:of|for|to|the|de|do|da|dos|das)\s){0,2}[^\W\d_a-zà-ÿ][\w'’-]+)+")


def is_in_phrase(text: str, start: int, end: int, language: str) -> bool:
    """Return whether a word belongs to a longer fixed phrase: "in [case] of"."""
    pattern = _PATTERNS.get(base_language(language))
    spans = [match.span() for match in pattern.finditer(text)] if pattern else []
    return any(first <= start and end <= last and (first, last) != (start, end) for first, last in spans)


def is_verb(text: str, start: int, end: int, language: str) -> bool:
    """Return whether an English word is surely a verb: "the media [reports] an accident", "they [report] it"."""
    if base_language(language) != "en" or " " in text[start:end]:
        return False
    before = text[:start]
    has_object = _BEFORE_DETERMINER.match(text, end) is not None
    return bool(_BEFORE_VERB.search(before)) or (has_object and not _BEFORE_NOUN.search(before))


def name_around(text: str, start: int, end: int) -> Range | None:
    """Return the range of the name of several words that a word is part of, or None: "Harvard [Law] School"."""
    spans = [match.span() for match in _NAME.finditer(text)]
    return next((span for span in spans if span[0] <= start and end <= span[1]), None)
