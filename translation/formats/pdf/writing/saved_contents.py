"""Saving the contents of a page before a change, to restore them if it fails."""

from pymupdf import mupdf


class SavedContents:
    """The contents and resources of a page, saved before a change."""

    def __init__(self, page: mupdf.PdfObj) -> None:
        self._page = page
        self._saved = {key: _copy_if_direct(mupdf.pdf_dict_gets(page, key)) for key in ("Contents", "Resources")}

    def restore(self) -> None:
        """Restore the saved contents and resources."""
        for key, value in self._saved.items():
            if value.m_internal:
                mupdf.pdf_dict_puts(self._page, key, value)
            else:
                mupdf.pdf_dict_dels(self._page, key)


def _copy_if_direct(value: mupdf.PdfObj) -> mupdf.PdfObj:
    """Return a value, copied if it is direct, because MuPDF changes direct objects in place but replaces references."""
    return value if not value.m_internal or mupdf.pdf_is_indirect(value) else mupdf.pdf_deep_copy_obj(value)
