"""Find phrases of a sentence in its translation: the share that is found exactly, and the time it takes.

    python -m bench.spans [--file FILE] [--missed]

The phrases are found by the library in several ways, and in bold through a PDF. FILE has the form of
`translation/tests/data/spans.tsv`.
"""

import argparse
import html
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from bench.paragraph_pdf import bold_phrases, translate_pdf, write_paragraphs
from translation.alignment.word_alignment import Lexicon
from translation.document import Block, Content, Span
from translation.engines import create_engine
from translation.engines.base import Engine
from translation.languages.conventions import conventions_of
from translation.paragraphs import BlockText
from translation.sentences import SentenceTranslator
from translation.testing.annotations import SPANS, AnnotatedSentence, annotated_sentences

Method: TypeAlias = Callable[[BlockText, SentenceTranslator, Lexicon | None], Content]
# For each phrase of each sentence: the words it has in the translation, and whether they are accepted.
Found: TypeAlias = list[list[tuple[str, bool]]]


def by_phrase_and_lexicon(paragraph: BlockText, translator: SentenceTranslator, lexicon: Lexicon | None) -> Content:
    """Find phrases as the pipeline does: translate them by themselves and search for them, else align words."""
    renderings = translator.translate(paragraph.sentences)
    renderings |= translator.translate(list(paragraph.phrases(renderings)))
    return paragraph.content(renderings, lexicon)


def by_lexicon(paragraph: BlockText, translator: SentenceTranslator, lexicon: Lexicon | None) -> Content:
    """Find phrases by aligning words; without a lexicon, by proportion."""
    return paragraph.content(translator.translate(paragraph.sentences), lexicon)


def through_pdf(sentences: Sequence[AnnotatedSentence], pair: tuple[str, str]) -> Found:
    """Translate a PDF that has the phrases in bold, and find what is bold in the result."""
    with TemporaryDirectory() as folder:
        original, output = Path(folder, "original.pdf"), Path(folder, "output.pdf")
        write_paragraphs([_as_html(sentence.content) for sentence in sentences], original)
        translate_pdf(original, *pair, output)
        found = bold_phrases(output, len(sentences))
    return [list(_matched(sentence, phrases)) for sentence, phrases in zip(sentences, found, strict=True)]


def main() -> int:
    """Measure every method on the annotated sentences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=SPANS)
    parser.add_argument("--missed", action="store_true", help="print what was not found as annotated")
    arguments = parser.parse_args()
    engine = create_engine("firefox")
    sentences = list(annotated_sentences(arguments.file))
    print("| direction | method | phrases | exact | share | ms a sentence |\n|---|---|---|---|---|---|")
    for pair in dict.fromkeys(sentence.languages for sentence in sentences):
        chosen = [sentence for sentence in sentences if sentence.languages == pair]
        for name, found, seconds in _measurements(chosen, pair, engine):
            results = [one for each in found for one in each]
            exact = sum(is_right for _, is_right in results)
            cost = seconds / len(chosen) * 1000
            figures = f"{len(results)} | {exact} | {exact / len(results):.1%} | {cost:.1f}"
            print(f"| {' to '.join(pair)} | {name} | {figures} |")
            if arguments.missed:
                print(*_missed(chosen, found), sep="\n")
    return 0


def _measurements(
    sentences: Sequence[AnnotatedSentence], pair: tuple[str, str], engine: Engine
) -> Iterator[tuple[str, Found, float]]:
    """Yield the name of each method, what it finds, and its seconds."""
    lexicon = engine.lexicon(*pair)
    assert lexicon
    lexicon.score("house", "casa")
    for name, method, words in (
        ("proportion", by_lexicon, None),
        ("phrase by itself, else words, else proportion", by_phrase_and_lexicon, None),
        ("lexicon", by_lexicon, lexicon),
        ("phrase by itself, else lexicon", by_phrase_and_lexicon, lexicon),
    ):
        yield name, *_by_library(sentences, SentenceTranslator(engine, *pair), method, words)
    started = time.perf_counter()
    found = through_pdf(sentences, pair)
    yield "bold in a PDF", found, time.perf_counter() - started


def _by_library(
    sentences: Sequence[AnnotatedSentence], translator: SentenceTranslator, method: Method, lexicon: Lexicon | None
) -> tuple[Found, float]:
    """Return what a method finds, and its seconds without those of the sentences' translation."""
    paragraphs = [
        BlockText(Block(0, each.content), conventions_of(each.languages[0]), conventions_of(each.languages[1]))
        for each in sentences
    ]
    for paragraph in paragraphs:
        translator.translate(paragraph.sentences)
    started = time.perf_counter()
    contents = [method(paragraph, translator, lexicon) for paragraph in paragraphs]
    seconds = time.perf_counter() - started
    return [sentence.found(content) for sentence, content in zip(sentences, contents, strict=True)], seconds


def _as_html(content: Content) -> str:
    """Return the content with its phrases in bold."""
    texts = ((html.escape(part.text), isinstance(part, Span) and part.style) for part in content)
    return "".join(f"<b>{text}</b>" if is_phrase else text for text, is_phrase in texts)


def _matched(sentence: AnnotatedSentence, phrases: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield for each phrase of a sentence what is bold, and whether it is accepted. The order of phrases may change."""
    left = list(phrases)
    matches = [next(filter(accepted.__contains__, left), None) for accepted in sentence.accepted]
    others = " + ".join(phrase for phrase in left if phrase not in matches)
    yield from ((others if match is None else match, match is not None) for match in matches)


def _missed(sentences: Sequence[AnnotatedSentence], found: Found) -> Iterator[str]:
    for sentence, phrases in zip(sentences, found, strict=True):
        for (text, is_right), accepted in zip(phrases, sentence.accepted, strict=True):
            if not is_right:
                yield f"    {text!r} for {' / '.join(sorted(accepted))!r}"


if __name__ == "__main__":
    sys.exit(main())
