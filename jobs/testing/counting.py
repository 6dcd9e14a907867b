"""An engine that keeps what it was asked, as a line in the table of engines."""

from collections.abc import Sequence
from typing import ClassVar

from translation.engines.pseudo import PseudoEngine


class CountingEngine(PseudoEngine):
    """Tells a revision, so that its answers are cached; a changed `model` makes them others."""

    name = "counting"
    asked: ClassVar[list[str]] = []
    model: ClassVar[str] = "1"

    def revision(self, source: str, target: str) -> str:
        return self.model

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        self.asked.extend(texts)
        return super().translate(texts, source, target)
