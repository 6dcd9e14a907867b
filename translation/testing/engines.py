"""Engines that keep the texts they were asked for, or fail."""

from collections.abc import Sequence

from translation.engines.pseudo import PseudoEngine
from translation.exceptions import EngineFailed


class RecordingEngine(PseudoEngine):
    """Keeps the texts that it was asked for, and the number of texts in each call."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.sizes: list[int] = []

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        self.asked += texts
        self.sizes.append(len(texts))
        return super().translate(texts, source, target)


class FailingEngine(PseudoEngine):
    """Fails on texts with a certain word."""

    def __init__(self, word: str) -> None:
        self.word = word

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        if any(self.word in text for text in texts):
            raise EngineFailed
        return super().translate(texts, source, target)
