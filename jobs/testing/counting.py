"""An engine that keeps the texts it was asked for, to be put into the table of engines."""

from collections.abc import Sequence
from typing import ClassVar

from translation.engines.pseudo import PseudoEngine


class CountingEngine(PseudoEngine):
    """Has a revision, so its answers are cached. Change `model` to get another revision."""

    name = "counting"
    asked: ClassVar[list[str]] = []
    model: ClassVar[str] = "1"

    def revision(self, source: str, target: str) -> str:
        return self.model

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        self.asked.extend(texts)
        return super().translate(texts, source, target)
