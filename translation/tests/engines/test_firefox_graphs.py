"""The models as graphs in ONNX Runtime, compared with the same models in fxtranslate."""

import logging
import multiprocessing
import os
import random
from collections.abc import Callable
from pathlib import Path
from statistics import fmean

import pytest
from rapidfuzz import fuzz

from translation.engines.firefox import conversion
from translation.engines.firefox.batches import BatchTranslator
from translation.engines.firefox.conversion import SENTENCES, ConversionRecord, graphs_folder, load_model
from translation.engines.firefox.engine import FirefoxEngine
from translation.engines.firefox.folder import ModelFiles, copy_model, embedded_models, model_files
from translation.engines.firefox.fxtranslate import FxTranslator
from translation.exceptions import EngineFailed
from translation.testing.expectations import expected_segments
from translation.testing.marian import Tensors, configure, copy_changed, deepen, split_vocabulary, widen

PAIRS = [("en", "pt"), ("pt", "en")]


@pytest.fixture
def model(tmp_path: Path) -> ModelFiles:
    """A copy of the embedded model, without graphs."""
    copy_model(embedded_models()["en", "pt"], tmp_path)
    return model_files(tmp_path)


def real_sentences(language: str) -> list[str]:
    return list(dict.fromkeys(segment.source for segment in expected_segments() if segment.source_language == language))


@pytest.mark.parametrize("pair", PAIRS)
def test_an_answer_does_not_depend_on_the_other_sentences(pair: tuple[str, str]) -> None:
    sentences = real_sentences(pair[0])[:150]
    engine = FirefoxEngine()
    together = dict(zip(sentences, engine.translate(sentences, *pair), strict=True))
    assert {sentence: engine.translate([sentence], *pair)[0] for sentence in sentences} == together
    random.Random(1).shuffle(sentences)
    for size in (2, 7, 40):
        for start in range(0, len(sentences), size):
            some = sentences[start : start + size]
            assert engine.translate(some, *pair) == [together[sentence] for sentence in some]
