"""Find phrases of a sentence in its translation: the share that is found exactly, and the time it takes.

python -m bench.spans [--missed]
"""

import argparse
import sys
import time
from collections.abc import Iterator

from translation.alignment.word_alignment import Lexicon
from translation.document import Block, Content
from translation.engines import create_engine
from translation.languages.conventions import conventions_of
from translation.paragraphs import BlockText
from translation.sentences import SentenceTranslator
from translation.testing.annotations import AnnotatedSentence, annotated_sentences

PAIR = "en", "pt"
CONVENTIONS = conventions_of("en"), conventions_of("pt")


def by_phrase_and_lexicon(paragraph: BlockText, translator: SentenceTranslator, lexicon: Lexicon | None) -> Content:
    """Find phrases as the pipeline does: translate them by themselves and search for them, else align words."""
    renderings = translator.translate(paragraph.sentences)
    renderings |= translator.translate(list(paragraph.phrases(renderings)))
    return paragraph.content(renderings, lexicon)


def by_lexicon(paragraph: BlockText, translator: SentenceTranslator, lexicon: Lexicon | None) -> Content:
    """Find phrases by aligning words; without a lexicon, by proportion."""
    return paragraph.content(translator.translate(paragraph.sentences), lexicon)


def main() -> int:
    """Measure every method on the annotated sentences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="print what was not found as annotated")
    arguments = parser.parse_args()
    engine = create_engine("firefox")
    started = time.perf_counter()
    lexicon = engine.lexicon(*PAIR)
    assert lexicon
    lexicon.score("house", "casa")
    print(f"lexicon loaded in {time.perf_counter() - started:.2f} s\n")
    print("| method | phrases | exact | share | ms a sentence |\n|---|---|---|---|---|")
    for name, method, words in (
        ("proportion", by_lexicon, None),
        ("phrase by itself, else words, else proportion", by_phrase_and_lexicon, None),
        ("lexicon", by_lexicon, lexicon),
        ("phrase by itself, else lexicon", by_phrase_and_lexicon, lexicon),
    ):
        translator = SentenceTranslator(engine, *PAIR)
        sentences = list(annotated_sentences())
        paragraphs = [BlockText(Block(0, each.content), *CONVENTIONS) for each in sentences]
        for paragraph in paragraphs:
            translator.translate(paragraph.sentences)
        started = time.perf_counter()
        contents = [method(paragraph, translator, words) for paragraph in paragraphs]
        cost = (time.perf_counter() - started) / len(paragraphs) * 1000
        found = [one for sentence, content in zip(sentences, contents, strict=True) for one in sentence.found(content)]
        exact = sum(is_right for _, is_right in found)
        print(f"| {name} | {len(found)} | {exact} | {exact / len(found):.1%} | {cost:.1f} |")
        if arguments.missed:
            print(*_missed(sentences, contents), sep="\n")
    return 0


def _missed(sentences: list[AnnotatedSentence], contents: list[Content]) -> Iterator[str]:
    for sentence, content in zip(sentences, contents, strict=True):
        for (text, is_right), accepted in zip(sentence.found(content), sentence.accepted, strict=True):
            if not is_right:
                yield f"    {text!r} for {' / '.join(sorted(accepted))!r}"


if __name__ == "__main__":
    sys.exit(main())
