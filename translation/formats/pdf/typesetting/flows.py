"""Typesetting the frames of a document flow by flow and page by page, within limited memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from translation.document import Content
from translation.formats.pdf.text_frame import TextFrame
from translation.formats.pdf.typesetting.fit import FitResult, Fitter
from translation.formats.pdf.typesetting.paragraph import Flow, TypesetParagraph

# Typeset paragraphs are kept until all pages are fitted, up to this many characters (about 4 MB).
KEPT_CHARACTERS = 120_000

# Typesets a content in its frame. Returns None if it cannot be drawn.
Typeset = Callable[[TextFrame, Content], TypesetParagraph | None]


class DocumentFitter:
    """Fits the translations of a document. `frames` has each page's frames by flow, `contents` is by `id` of frame."""

    def __init__(
        self, frames: Mapping[int, Sequence[Sequence[TextFrame]]], contents: Mapping[int, Content], typeset: Typeset
    ) -> None:
        self._frames, self._contents, self._typeset = frames, contents, typeset

    def fitted_pages(self, on_page: Callable[[], None]) -> Iterator[tuple[int, list[Flow]]]:
        """Yield each page with its fitted flows. Call `on_page` before each page is measured.

        Scales depend on all pages, so all pages are typeset and measured first. Short documents keep these paragraphs.
        In longer ones, each page is typeset again for its turn.
        """
        fitter, results, characters = Fitter(), dict[int, list[list[FitResult]]](), 0
        kept: dict[int, list[Flow]] = {}
        for number, frames in self._frames.items():
            on_page()
            flows = list(self._typeset_flows(frames))
            results[number] = [fitter.measure(flow) for flow in flows]
            characters += sum(typeset.characters for flow in flows for typeset in flow)
            if characters < KEPT_CHARACTERS:
                kept[number] = flows
        for number, frames in self._frames.items():
            flows = kept.pop(number) if number in kept else list(self._typeset_flows(frames))
            for flow, result in zip(flows, results.pop(number), strict=True):
                fitter.apply(flow, result)
            yield number, flows

    def _typeset_flows(self, flows: Iterable[Sequence[TextFrame]]) -> Iterator[Flow]:
        """Yield the typeset flows of a page. A frame without a translation divides its flow."""
        for frames in flows:
            typeset = (self._typeset_frame(frame) for frame in frames)
            for has_text, paragraphs in groupby(typeset, key=lambda each: each is not None):
                if has_text:
                    yield [each for each in paragraphs if each]

    def _typeset_frame(self, frame: TextFrame) -> TypesetParagraph | None:
        content = self._contents.get(id(frame))
        return self._typeset(frame, content) if content else None
