"""The codes of a font's strings and the advance of each glyph, as MuPDF knows them."""

import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

from pymupdf import mupdf

from translation.formats.pdf.content_streams.codespaces import (
    ONE_BYTE,
    TWO_BYTES,
    CodeRange,
    read_codespaces,
    split_codes,
)

SIMPLE_CODES = 256
SUBTYPES = frozenset(("Type0", "Type1", "MMType1", "TrueType", "Type3"))
UNMEASURED = (TypeError, ValueError, struct.error)


class VerticalMetric(NamedTuple):
    """The advance of a vertical glyph, and the way from the place of the text to the glyph's origin, in thousandths."""

    advance: float
    x: float
    y: float


class _Advances(dict[int, float | None]):
    """The horizontal advance of each code, in thousandths of text space. None for a code without a glyph."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> float | None:
        glyph = mupdf.ll_pdf_lookup_cmap(self._font.encoding, code)
        self[code] = value = float(mupdf.ll_pdf_lookup_hmtx(self._font, glyph).w) if glyph >= 0 else None
        return value


class _VerticalMetrics(dict[int, VerticalMetric | None]):
    """The metrics of each code of a font for vertical writing. None for a code without a glyph."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> VerticalMetric | None:
        glyph = mupdf.ll_pdf_lookup_cmap(self._font.encoding, code)
        metric = mupdf.ll_pdf_lookup_vmtx(self._font, glyph) if glyph >= 0 else None
        self[code] = value = VerticalMetric(float(metric.w), float(metric.x), float(metric.y)) if metric else None
        return value


class FontMetrics:
    """The metrics of one font of a document. Raises MuPDF's errors for a damaged font. Close it after use.

    Without a dictionary, it is the font that MuPDF takes in place of a damaged one.
    MuPDF rounds advances to whole thousandths. Places are computed with its figures, or they would drift along a line.
    `is_simple` means horizontal text with one byte a code, `is_paired` with two bytes a code.
    """

    def __init__(self, file: mupdf.PdfDocument, dictionary: mupdf.PdfObj | None) -> None:
        self._handle: Any = None
        self.vertical: _VerticalMetrics | None = None
        self.advances: dict[int, float | None]
        subtype = _subtype(dictionary) if dictionary is not None else ""
        if dictionary is not None and subtype == "Type3":
            # MuPDF crashes when it loads one that has no resources and is not given those of its page.
            self.advances = dict(enumerate(_type3_advances(dictionary)))
        else:
            if dictionary is None:
                self._handle = mupdf.ll_pdf_load_hail_mary_font(file.m_internal)
            else:
                self._handle = mupdf.ll_pdf_load_font(file.m_internal, None, dictionary.m_internal)
            self.advances = _Advances(self._handle)
            if self._handle.wmode:
                self.vertical = _VerticalMetrics(self._handle)
        self._ranges: tuple[CodeRange, ...] = ONE_BYTE
        if dictionary is not None and subtype == "Type0":
            self._ranges = read_codespaces(mupdf.pdf_dict_gets(dictionary, "Encoding"))
        self.is_simple = self.vertical is None and self._ranges == ONE_BYTE
        self.is_paired = self.vertical is None and self._ranges == TWO_BYTES
        self._width_of = self.advances.__getitem__

    def codes(self, text: bytes) -> list[tuple[int, int]]:
        """Return the codes of a string, each with the place where it ends."""
        return split_codes(text, self._ranges)

    def measure(self, text: bytes) -> tuple[Sequence[int], float]:
        """Return the codes of a horizontal string and the sum of their advances.

        Raises one of UNMEASURED if a code has no glyph, or if the string must be looked at glyph by glyph.
        """
        if self.is_simple:
            codes: Sequence[int] = text
        elif self.is_paired:
            codes = struct.unpack(f">{len(text) // 2}H", text)
        else:
            raise ValueError
        return codes, sum(map(self._width_of, codes))  # type: ignore[arg-type]  # None raises TypeError

    def close(self) -> None:
        """Return the font to MuPDF."""
        if self._handle is not None:
            mupdf.ll_pdf_drop_font(self._handle)
            self._handle = None


def _subtype(dictionary: mupdf.PdfObj) -> str:
    """Return the subtype of a font. That of an unknown one is guessed from its entries, as in MuPDF."""
    subtype: str = mupdf.pdf_to_name(mupdf.pdf_dict_gets(dictionary, "Subtype"))
    if subtype in SUBTYPES:
        return subtype
    if mupdf.pdf_dict_gets(dictionary, "CharProcs").m_internal:
        return "Type3"
    return "Type0" if mupdf.pdf_dict_gets(dictionary, "DescendantFonts").m_internal else ""


def _type3_advances(dictionary: mupdf.PdfObj) -> list[float]:
    """Return the advances of a Type 3 font: its widths in glyph space, through its matrix, in whole thousandths.

    Raises ValueError for a font that MuPDF replaces.
    """
    encoding = mupdf.pdf_dict_gets(dictionary, "Encoding")
    if not (mupdf.pdf_is_name(encoding) or mupdf.pdf_is_dict(encoding)):
        raise ValueError
    matrix, widths = (mupdf.pdf_dict_gets(dictionary, key) for key in ("FontMatrix", "Widths"))
    scale = mupdf.pdf_to_real(mupdf.pdf_array_get(matrix, 0)) * 1000
    first, count = mupdf.pdf_to_int(mupdf.pdf_dict_gets(dictionary, "FirstChar")), mupdf.pdf_array_len(widths)
    return [
        float(int(mupdf.pdf_to_real(mupdf.pdf_array_get(widths, code - first)) * scale))
        if 0 <= code - first < count
        else 0.0
        for code in range(SIMPLE_CODES)
    ]
