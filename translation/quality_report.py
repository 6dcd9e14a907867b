"""The part of a report about the text: quality issues, and passages that were already in the target language."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from translation.document import Problem, Segment
from translation.languages.detection import detect
from translation.languages.tags import base_language, name_of
from translation.paragraphs import BlockText
from translation.text.messages import ISSUES

# The language of a shorter block is not detected reliably.
MIN_DETECTED_CHARACTERS = 80
# A block stays as it is only if the detector is at least this confident.
MIN_BLOCK_CONFIDENCE = 0.8


class QualityReport:
    """Collects the problems of a document's text. `target` is the target language."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._issues: list[Problem] = []
        # The number of passages on each page that are already in the target language.
        self._already_translated = Counter[int | None]()

    def leaves(self, text: BlockText) -> bool:
        """Return whether a block stays as it is, because it is already in the target language."""
        is_long = len(text.text) >= MIN_DETECTED_CHARACTERS
        stays = is_long and self._is_target_language(text.text, MIN_BLOCK_CONFIDENCE)
        self._already_translated[text.block.page] += stays
        return stays

    def add(self, segment: Segment) -> Segment:
        """Add the issues of a segment, and return the segment with its remaining issues.

        A segment that the engine returned unchanged has no issue if it was already in the target language.
        """
        is_translated = "untranslated" in segment.issues and self._is_target_language(segment.source)
        issues = [code for code in segment.issues if code != "untranslated" or not is_translated]
        self._already_translated[segment.page] += len(segment.issues) - len(issues)
        self._issues += [
            Problem(code, ISSUES[code].sentence, segment.page, segment.unit, segment.name) for code in issues
        ]
        return replace(segment, issues=tuple(issues)) if segment.issues else segment

    def problems(self) -> Iterator[Problem]:
        """Yield all problems."""
        yield from self._issues
        for page, count in self._already_translated.items():
            if count:
                sentence = f"Passages that were already in {name_of(self._target)} and stayed as they were: {count}."
                yield Problem("already_translated", sentence, page)

    def _is_target_language(self, text: str, confidence: float = 0.0) -> bool:
        detection = detect(text)
        return detection.language == base_language(self._target) and detection.confidence >= confidence
