"""The structure of a PDF page as PDFium reads it."""

import ctypes
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium


def read_structure(content: bytes, page: int = 0) -> str:
    """Return the elements of a page with their texts in reading order, such as "P[We met Span[here] Link[]]"."""
    document = pypdfium2.PdfDocument(content)
    texts = _texts_by_mcid(document[page])
    tree = pdfium.FPDF_StructTree_GetForPage(document[page])
    count = pdfium.FPDF_StructTree_CountChildren(tree)
    # Elements of other pages are null.
    tops = filter(None, (pdfium.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(count)))
    outline = " ".join(_outline(top, texts) for top in tops)
    pdfium.FPDF_StructTree_Close(tree)
    return outline


def _outline(element: Any, texts: dict[int, str]) -> str:
    parts = []
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            parts.append(_outline(child, texts))
        else:
            parts.append(texts[pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)])
    role = _string(lambda *rest: pdfium.FPDF_StructElement_GetType(element, *rest))
    return f"{role}[{' '.join(filter(None, parts))}]"


def _texts_by_mcid(page: pypdfium2.PdfPage) -> dict[int, str]:
    """Return the texts of the sequences on a page."""
    texts: dict[int, str] = defaultdict(str)
    text_page = page.get_textpage()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        mcid = pdfium.FPDFPageObj_GetMarkedContentID(item)
        texts[mcid] += _string(lambda *rest, item=item: pdfium.FPDFTextObj_GetText(item, text_page, *rest))
    return texts


def _string(ask: Callable[..., int]) -> str:
    """Return a text that PDFium writes into a buffer. Asked without one, it returns the number of bytes."""
    length = ask(None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    ask(buffer, length)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")
