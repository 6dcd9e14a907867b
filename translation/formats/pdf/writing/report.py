"""What becomes of the paragraphs of each page, counted as it happens."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from translation.document import PageReport
from translation.formats.pdf.typesetting.fit import TypesetParagraph

# Letters that lost less than this share of their size look as large as before.
UNNOTICED = 0.005


class PageCounts:
    """Counts by page, from 0. A page is in the report once anything was counted on it."""

    def __init__(self) -> None:
        self._left: dict[int, Counter[str]] = defaultdict(Counter)
        self._set: dict[int, Sequence[tuple[float, bool]]] = {}

    def leave(self, page: int, reason: str, paragraphs: int = 1) -> None:
        """Count paragraphs that stay as they are."""
        if paragraphs:
            self._left[page][reason] += paragraphs

    def draw(self, page: int, settings: Sequence[TypesetParagraph]) -> None:
        """Count the translated paragraphs of a page, with the scale and height that they got."""
        self._set[page] = [(each.scale, len(each.lines()) > len(each.place.baselines)) for each in settings]

    def reports(self) -> tuple[PageReport, ...]:
        """The report of each page, in their order."""
        return tuple(map(self._report, sorted(self._left.keys() | self._set.keys())))

    def _report(self, page: int) -> PageReport:
        settings = self._set.get(page, ())
        scales = [scale for scale, _ in settings]
        return PageReport(
            page,
            translated=len(settings),
            left=dict(self._left.get(page, {})),
            scaled=sum(scale < 1 - UNNOTICED for scale in scales),
            smallest_scale=round(min(scales, default=1.0), 3),
            median_scale=round(median(scales), 3) if scales else 1.0,
            grown=sum(grown for _, grown in settings),
        )
