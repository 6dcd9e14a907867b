"""Measure how many terms of a glossary are in the translation, with the right words beside them.

python -m bench.glossary [--file FILE] [--missed]
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from translation.engines import create_engine
from translation.glossaries.terms import NO_TERMS
from translation.sentences import SentenceTranslator
from translation.testing.terms import TERMS, SentenceWithTerms, sentences_with_terms

Method = Callable[[SentenceWithTerms], str]


def plain(sentence: SentenceWithTerms) -> str:
    """Translate without the glossary."""
    return _translated(sentence, SentenceTranslator(create_engine("firefox"), *sentence.languages, NO_TERMS))


def recipe(sentence: SentenceWithTerms) -> str:
    """Translate with the glossary."""
    return _translated(sentence, SentenceTranslator(create_engine("firefox"), *sentence.languages, sentence.glossary))


def main() -> int:
    """Measure both directions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=TERMS, help="sentences in the format of terms.tsv")
    parser.add_argument("--missed", action="store_true", help="print what is missing or does not agree")
    arguments = parser.parse_args()
    sentences = list(sentences_with_terms(arguments.file))
    print("| direction | method | sentences | terms present | words beside them right | capitals right | ms |")
    print("|---|---|---|---|---|---|---|")
    for pair in dict.fromkeys(sentence.languages for sentence in sentences):
        chosen = [sentence for sentence in sentences if sentence.languages == pair]
        for method in (plain, recipe):
            print(f"| {' to '.join(pair)} | {method.__name__} | {_figures(chosen, method, arguments.missed)} |")
    return 0


def _figures(sentences: Sequence[SentenceWithTerms], method: Method, show: bool) -> str:
    method(sentences[0])
    started = time.perf_counter()
    results = [(sentence, method(sentence)) for sentence in sentences]
    cost = (time.perf_counter() - started) / len(sentences) * 1000
    present = [one for sentence, result in results for one in sentence.present(result)]
    agrees = [one for sentence, result in results for one in sentence.agrees(result)]
    cased = [one for sentence, result in results for one in sentence.has_right_case(result)]
    for sentence, result in results if show else []:
        if not all(sentence.agrees(result) + sentence.has_right_case(result)):
            print(f"    {sentence.text!r} -> {result!r}", file=sys.stderr)
    return f"{len(sentences)} | {_share(present)} | {_share(agrees)} | {_share(cased)} | {cost:.1f}"


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found)} of {len(found)} ({sum(found) / len(found):.1%})"


def _translated(sentence: SentenceWithTerms, translator: SentenceTranslator) -> str:
    return translator.translate([sentence.text])[sentence.text].target


if __name__ == "__main__":
    sys.exit(main())
