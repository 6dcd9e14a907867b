"""The part of the graphics state that matters for the place of text (ISO 32000-1, 8.4 and 9.3)."""

from dataclasses import dataclass
from typing import Self

from pymupdf import mupdf

from translation.formats.pdf.content_streams.font_metrics import FontMetrics
from translation.formats.pdf.content_streams.marks import ContentMark
from translation.formats.pdf.transform import Transform


@dataclass(slots=True)
class State:
    """The part of the graphics state that matters for the place of text. Sizes are in text space."""

    matrix: Transform
    font: FontMetrics | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    rendering: int = 0

    def copy(self, matrix: Transform | None = None) -> Self:
        """Return a copy, with another matrix if one is given."""
        return type(self)(
            matrix or self.matrix,
            self.font,
            self.size,
            self.char_space,
            self.word_space,
            self.scale,
            self.leading,
            self.rise,
            self.rendering,
        )


@dataclass(slots=True)
class Surroundings:
    """Where a stream is used: its resources, its state at the start, and the forms that it is in, by object number.

    `mark` and `is_hidden` are those of the sequence in which the form is used.
    """

    resources: mupdf.PdfObj
    state: State
    mark: ContentMark
    forms: tuple[int, ...] = ()
    is_hidden: bool = False
