"""What the contents of one page may cost."""

import time

# A map or a page of a telephone book has a third of each.
MAX_OPERATIONS = 1_000_000
MAX_GLYPHS = 250_000
MAX_BYTES = 100_000_000
MAX_FORMS = 10_000
MAX_SECONDS = 10.0
# The operand of one operation that shows text.
MAX_OPERAND_BYTES = 500_000
# Fonts that are no objects of their own, in one document. They are compared with each other.
MAX_DIRECT_FONTS = 500
# Forms in forms, and so on, to this depth.
MAX_FORM_DEPTH = 24
# The clock is read after this many operations.
OPERATIONS_BETWEEN_CHECKS = 5_000
# What some things cost, in operations: a form without text, an operation of a path near decorations, and a byte of a
# string that is looked at glyph by glyph.
COST_OF_FORM, COST_OF_PATH, COST_OF_BYTE = 5, 2, 2


class ContentTooLarge(RuntimeError):
    """The contents of a page exceed a limit. Nothing was changed."""


class Budget:
    """What is left for one page."""

    def __init__(self) -> None:
        self.operations = MAX_OPERATIONS
        self._glyphs, self._bytes, self._forms = MAX_GLYPHS, MAX_BYTES, MAX_FORMS
        self._deadline = time.monotonic() + MAX_SECONDS

    def spend_operations(self, count: int) -> None:
        """Count operations, and check the time."""
        self.operations -= count
        if self.operations < 0 or time.monotonic() > self._deadline:
            raise ContentTooLarge("operations")

    def spend_glyphs(self, count: int) -> None:
        """Count shown glyphs."""
        self._glyphs -= count
        if self._glyphs < 0:
            raise ContentTooLarge("glyphs")

    def spend_bytes(self, count: int) -> None:
        """Count the bytes of a decoded stream."""
        self._bytes -= count
        if self._bytes < 0:
            raise ContentTooLarge("bytes")

    def spend_form(self) -> None:
        """Count one use of a form."""
        self._forms -= 1
        if self._forms < 0:
            raise ContentTooLarge("forms")
