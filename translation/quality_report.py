"""The part of a job's report that is about its text: quality issues, and text in the target language already."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from translation.document import Problem, Segment
from translation.languages.detection import detect
from translation.languages.tags import base_language, name_of
from translation.messages import ISSUES
from translation.paragraphs import BlockText

# A block must be this long, and the detector this sure, to decide that it is in the target language already.
SHORTEST_DETECTED_CHARACTERS = 80
LOWEST_BLOCK_CONFIDENCE = 0.8


class QualityReport:
    """Collects the problems of a document's text. `target` is the language that it is translated into."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._issues: list[Problem] = []
        # By page, how many passages are in the target language already.
        self._already_translated = Counter[int | None]()

    def leaves(self, text: BlockText) -> bool:
        """Return whether a block stays as it is, because it is in the target language already."""
        is_long = len(text.text) >= SHORTEST_DETECTED_CHARACTERS
        stays = is_long and self._is_target_language(text.text, LOWEST_BLOCK_CONFIDENCE)
        self._already_translated[text.block.page] += stays
        return stays

    def add(self, segment: Segment) -> Segment:
        """Add the issues of a segment, and return the segment with them.

        A segment that the engine gave back unchanged has no issue if it was in the target language already.
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
                sentence = f"Passages in {name_of(self._target)} already, which stayed as they were: {count}."
                yield Problem("already_translated", sentence, page)

    def _is_target_language(self, text: str, confidence: float = 0.0) -> bool:
        detection = detect(text)
        return detection.language == base_language(self._target) and detection.confidence >= confidence
