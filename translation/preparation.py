"""The preparation of a sentence for an engine, and the steps that undo it in the target.

The parts that are not language are masked, the typography is straightened, and capitals become sentence case.
"""

import re
from dataclasses import dataclass, replace

from translation.glossaries.search import Occurrence
from translation.languages.spelling import respell
from translation.sentence_context import SentenceContext
from translation.text import addresses, casing, inline_codes, names, numbers, quality, typography
from translation.text.casing import Casing
from translation.text.inline_codes import MaskedText
from translation.text.typography import Typography

# Vertical bars at the end of an answer.
_BARS_AT_END = re.compile(r"\s*\|[\s|.]*$")
# Masks before the capital that starts a sentence.
_MASKS_BEFORE_START = re.compile(r"(?:[\ue000-\uf8ff]\s*)+\s(?=[^\W\d_]\w*\s)(?=[A-ZÀ-Þ])")
# Codes that are words: "LibreOffice Code Contributors".
_WORDS = re.compile(r"(?:[^\W\d_]+\s*)+")
# Masks after the punctuation that ends a sentence.
_MASKS_AFTER_END = re.compile(r"(?<=[.!?;:,])[\s\ue000-\uf8ff]*[\ue000-\uf8ff]$")
# A mask right before the punctuation that ends a sentence.
_MASK_BEFORE_END = re.compile(r"\s*([\ue000-\uf8ff])(?=[.!?;:,]*$)")
# The start of a citation: "[3".
_CITATION = re.compile(r"\[\d")
# A remark in brackets at the end of a sentence.
_REMARK = re.compile(r"\s*\([^()]*\)(?=[.!?]?$)")
# Initials with full stops at the end of a text: "U.S."
_INITIALS_AT_END = re.compile(r"(?:\b[^\W\d_]\.){2,}$")
# The punctuation at the end of a sentence. The second pattern also allows an ellipsis, closing quotes and brackets.
_END_PUNCTUATION = re.compile(r"[.!?:;,。！？：；，]+$")
_END = re.compile(r"[.!?:;,…。！？：；，][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class PreparedSentence:
    """A sentence that is ready for the engine, with everything that is needed to undo the preparation.

    `masked` is the text to translate, and `occurrences` are its terms. `readable` also has masks for the words that the
    engine cannot read. `straight` is the whole sentence with plain typography. `is_name` means that the sentence has
    the case of a name.
    """

    sentence: str
    masked: MaskedText
    readable: str
    occurrences: list[Occurrence]
    straight: str
    typographic: Typography
    case: Casing
    codes_before: str
    citation: str
    codes_after: str
    is_name: bool


def prepare(sentence: str, context: SentenceContext) -> PreparedSentence:
    """Return a sentence that is ready for the engine."""
    masked = _mask(sentence, context)
    text = typography.write_out_weekdays(masked.text, context.source.weekdays)
    text = typography.write_out_number_sign(text, context.source.number_word)
    straight, typographic = typography.straighten(text)
    straight = typography.write_out_scales(straight, context.source.scales)
    case = casing.casing_of(straight, context.source.function_words)
    codes_before = match.group() if (match := _MASKS_BEFORE_START.match(straight)) else ""
    if _WORDS.fullmatch(masked.unmask(codes_before)):
        codes_before = ""
    body, citation, codes_after = _cut_notes(replace(masked, text=straight.removeprefix(codes_before)))
    is_name = case is Casing.TITLE and not context.source.has_title_case
    text = body if is_name else casing.to_sentence(body, case, context.names, context.count_subwords)
    # Case-sensitive terms are found in the original case, if both cases have the same positions.
    occurrences = context.matcher.find(body if len(body) == len(text) else text)
    masked = replace(masked, text=text)
    readable = inline_codes.mask_unreadable(masked, context.alphabet).text
    return PreparedSentence(
        sentence=sentence,
        masked=masked,
        readable=readable,
        occurrences=occurrences,
        straight=straight,
        typographic=typographic,
        case=case,
        codes_before=codes_before,
        citation=citation,
        codes_after=codes_after,
        is_name=is_name,
    )


def undo(prepared: PreparedSentence, translated: MaskedText, context: SentenceContext) -> str:
    """Return the target for a translated text, with the steps of the preparation undone."""
    output = quality.remove_added_repeats(prepared.readable, translated.text)
    if not prepared.occurrences:
        output = _restore_names(prepared.readable, output, context)
    target = _restore_case(prepared, match_end(output, prepared.readable), context)
    target = prepared.codes_before + _insert_before_end(target, prepared.citation) + prepared.codes_after
    target = restore_signs(prepared, target, context)
    codes = tuple(_translate_code(code, context) for code in translated.codes)
    if context.target.has_an:
        target = typography.agree_articles(target, codes)
    target = replace(translated, codes=codes).unmask(target)
    terms = (form for each in prepared.occurrences for form in context.matcher.target_forms(each.term))
    return write_as_in_region(target, " ".join([prepared.sentence, *terms]), context)


def undo_plain(prepared: PreparedSentence, answer: str, context: SentenceContext) -> str:
    """Return the target for the engine's answer to a sentence that was not prepared."""
    plain = prepared.masked.unmask(prepared.straight)
    answer = _restore_names(plain, match_end(answer.strip(), plain), context)
    target = restore_signs(replace(prepared, straight=plain), answer, context)
    return write_as_in_region(target, prepared.sentence, context)


def restore_signs(prepared: PreparedSentence, target: str, context: SentenceContext) -> str:
    """Return a target with the typography of its source."""
    target = typography.restore(target, prepared.typographic, context.target.quotes, context.target.ordinals)
    if context.target.ordinal_endings and re.search("[ºª]", prepared.sentence):
        target = typography.write_ordinals(target, prepared.typographic, context.target.ordinal_endings)
    target = typography.restore_spaces(prepared.straight, target)
    return numbers.restore_sign(prepared.straight, target, context.target.number_sign)


def match_end(output: str, source: str) -> str:
    """Return the output with the end punctuation of the source, and without an added full stop or remark.

    Engines often add a remark to a name: "John Smith (em inglês)".
    """
    if "|" not in source:
        output = _BARS_AT_END.sub("", output)
    if "(" not in source:
        output = _REMARK.sub("", output) or output
    end = _END_PUNCTUATION.search(source.rstrip())
    if end and not _END.search(output):
        initials = _INITIALS_AT_END.search(source.rstrip())
        # "Keane C.J."
        is_complete = initials is not None and not output.endswith(initials.group().rstrip("."))
        return output if is_complete else output + end.group()
    is_added = not end and output.endswith(".") and not _END.search(source.rstrip())
    # "Acionistas da Mitsubishi Electric Corp."
    if is_added and output.split()[-1] not in source.split():
        return output.rstrip(".")
    return output


def _mask(sentence: str, context: SentenceContext) -> MaskedText:
    """Return a sentence with masks for its codes, addresses and firms, but not for codes that are terms."""
    masked = context.matcher.unmask_terms(inline_codes.mask(sentence))
    masked = inline_codes.mask_ranges(masked, list(addresses.find_addresses(masked.text)))
    return inline_codes.mask_ranges(masked, list(addresses.find_firms(masked.text)))


def _cut_notes(masked: MaskedText) -> tuple[str, str, str]:
    """Return the text without its final notes, the citation before its full stop, and the codes after it.

    An engine would move codes after the end of a sentence into its middle.
    """
    codes_after = match.group() if (match := _MASKS_AFTER_END.search(masked.text)) else ""
    text = masked.text.removesuffix(codes_after)
    citation = _MASK_BEFORE_END.search(text)
    if citation is None or not _CITATION.match(masked.unmask(citation[1])):
        return text, "", codes_after
    return text[: citation.start()] + text[citation.end() :], citation.group(), codes_after


def _restore_names(source: str, target: str, context: SentenceContext) -> str:
    return names.restore(source, target, context.score, context.count_subwords)


def _restore_case(prepared: PreparedSentence, output: str, context: SentenceContext) -> str:
    """Return a translation in the case of its source. Names, acronyms and terms keep their capitals."""
    target = casing.restore(output, prepared.straight, prepared.case, context.count_subwords)
    if _starts_with_capitalised(prepared, output, context):
        target = casing.raise_initial(target)
    if (first := output.partition(" ")[0].rstrip(",.:")) in context.target.proper_names:
        target = first + target[len(first) :] if prepared.case is not Casing.CAPITALS else target
    is_title = prepared.case is Casing.TITLE and not prepared.is_name and not context.target.has_title_case
    if is_title and (score := context.score):
        target = casing.lower_common_words(target, prepared.straight, prepared.readable, score)
    if prepared.case is Casing.TITLE:
        target = casing.raise_after_signs(target, prepared.straight)
    if prepared.case is Casing.CAPITALS:
        small = [word for word in casing.words_of(prepared.straight) if word in context.source.function_words]
        return casing.lower_words(target, small, context.score) if small and context.score else target
    return context.matcher.restore_capitals(target, prepared.occurrences)


def _starts_with_capitalised(prepared: PreparedSentence, output: str, context: SentenceContext) -> bool:
    """Return whether an output starts with the translation of a capitalised word, because it lacks the words before.

    "parte pré-textual Composta por: folha de rosto" gives "Composed of: face sheet".
    """
    source_words, words = casing.words_of(prepared.straight), casing.words_of(output)
    if prepared.case is not Casing.SENTENCE or not words or not words[0][0].isupper() or not (score := context.score):
        return False
    if source_words[:1] and source_words[0][0].isupper():
        return False
    best = max(source_words, key=lambda word: score(word, words[0]), default="")
    return best[:1].isupper() and score(best, words[0]) >= casing.MIN_LIKELY and best != words[0]


def _insert_before_end(target: str, citation: str) -> str:
    """Return the target with the citation inserted before its end punctuation."""
    end = _END_PUNCTUATION.search(target)
    return target[: end.start()] + citation + target[end.start() :] if end else target + citation


def _translate_code(code: str, context: SentenceContext) -> str:
    """Return an inline code as in the target language, if it is a format of dates or a paragraph of a law."""
    if inline_codes.is_date_format(code):
        return inline_codes.translate_date_format(code, context.source.date_letters, context.target.date_letters)
    if code.startswith("§") and not context.target.ordinals:
        return code.rstrip("ºª°")
    return code


def write_as_in_region(target: str, source: str, context: SentenceContext) -> str:
    """Return a target with the numbers and the spelling of its region. Words of the source stay."""
    target = context.formats.localise(source, target, context.facts.keeps_numbers)
    return respell(target, context.target_tag, source)
