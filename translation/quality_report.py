"""What is to be told of a document's text: the issues of its sentences, and what was in the target language already."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from translation.document import Problem, Segment
from translation.languages.detection import detect
from translation.languages.tags import base_language, name_of
from translation.messages import ISSUES
from translation.paragraphs import Paragraph

# A paragraph of so many characters tells its own language, when the detector is so sure.
TELLING_PARAGRAPH, SURE_OF_PARAGRAPH = 80, 0.8


class QualityReport:
    """Gathers what a job's report tells of its text; `target` is the language that the text is to be in."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._issues: list[Problem] = []
        self._left = Counter[int | None]()

    def leave(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is to stay as it is: it is long enough to tell that it is in the target language."""
        stays = len(paragraph.text) >= TELLING_PARAGRAPH and self._is_target_language(paragraph.text, SURE_OF_PARAGRAPH)
        self._left[paragraph.block.page] += stays
        return stays

    def judge(self, segment: Segment) -> Segment:
        """Note what is wrong with a translated segment, and give it back with no issues but those."""
        issues = [code for code in segment.issues if not self._is_left(code, segment.source)]
        self._left[segment.page] += len(segment.issues) - len(issues)
        self._issues += [
            Problem(code, ISSUES[code].sentence, segment.page, segment.unit, segment.name) for code in issues
        ]
        return replace(segment, issues=tuple(issues)) if segment.issues else segment

    def problems(self) -> Iterator[Problem]:
        """All that was found."""
        yield from self._issues
        for page, count in self._left.items():
            if count:
                text = f"Passages in {name_of(self._target)} already, which stayed as they were: {count}."
                yield Problem("already_translated", text, page)

    def _is_left(self, code: str, source: str) -> bool:
        return code == "untranslated" and self._is_target_language(source)

    def _is_target_language(self, text: str, sure: float = 0.0) -> bool:
        detection = detect(text)
        return detection.language == base_language(self._target) and detection.confidence >= sure
