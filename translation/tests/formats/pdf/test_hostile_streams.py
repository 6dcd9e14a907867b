"""Contents that try to exhaust their reader. `bench.stream_limits` measures the same pages in full size."""

from collections.abc import Callable

import pymupdf
import pytest

from translation.formats.pdf.content_streams.bands import Band
from translation.formats.pdf.content_streams.budget import ContentTooLarge
from translation.formats.pdf.content_streams.removal import ContentChanged, ContentSurgeon, ContentUnreliable
from translation.testing.hostile_streams import LINES, pages

PAGES = pages(million=20_000)
LEAVING = (ContentTooLarge, ContentChanged, ContentUnreliable, pymupdf.mupdf.FzErrorBase)


@pytest.mark.parametrize("make", PAGES.values(), ids=PAGES)
def test_a_page_is_cleared_or_stays_as_it_was(make: Callable[[], pymupdf.Document]) -> None:
    document = make()
    before = document[0].read_contents()
    surgeon = ContentSurgeon(document)
    try:
        report = surgeon.clear(document[0], [Band(0, 100, 1, 0, 400, 2)], [(0, 0, 1, 1)])
    except LEAVING:
        assert document[0].read_contents() == before
        return
    finally:
        surgeon.close()
    assert report.removed >= len("GONE") or LINES not in before
    after = document[0].read_contents()
    assert b"(stay)" in after
    assert after.count(b"(GONE)") == before.count(b"(GONE)") - (LINES in before)
