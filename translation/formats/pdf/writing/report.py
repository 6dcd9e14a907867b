"""Counting what happens to the paragraphs of each page, for the report."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from translation.document import PageReport
from translation.formats.pdf.typesetting.paragraph import TypesetParagraph

# Text that lost less than this share of its size looks unchanged.
UNNOTICED_SHARE = 0.005


class PageCounts:
    """Counts of paragraphs by page, from 0. The report has the pages with counted paragraphs."""

    def __init__(self) -> None:
        self._left: dict[int, Counter[str]] = defaultdict(Counter)
        self._drawn: dict[int, Sequence[tuple[float, bool]]] = {}

    def add_left(self, page: int, reason: str, paragraphs: int = 1) -> None:
        """Count paragraphs that stay as they are, by the code of the reason."""
        if paragraphs:
            self._left[page][reason] += paragraphs

    def set_drawn(self, page: int, paragraphs: Sequence[TypesetParagraph]) -> None:
        """Count the translated paragraphs of a page, with their scales and heights."""
        self._drawn[page] = [(each.scale, len(each.lines()) > len(each.frame.baselines)) for each in paragraphs]

    def reports(self) -> tuple[PageReport, ...]:
        """Return the report of each page, in page order."""
        return tuple(map(self._report, sorted(self._left.keys() | self._drawn.keys())))

    def _report(self, page: int) -> PageReport:
        drawn = self._drawn.get(page, ())
        scales = [scale for scale, _ in drawn]
        return PageReport(
            page,
            translated=len(drawn),
            left=dict(self._left.get(page, {})),
            scaled=sum(scale < 1 - UNNOTICED_SHARE for scale in scales),
            smallest_scale=round(min(scales, default=1.0), 3),
            median_scale=round(median(scales), 3) if scales else 1.0,
            grown=sum(grown for _, grown in drawn),
        )
