"""The vocabularies of neural models: SentencePiece models, which split text into subwords."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from sentencepiece import SentencePieceProcessor

# A page has a few hundred words, and each takes a few thousand bytes.
CACHED_WORDS = 1024


class Vocabulary:
    """The subwords of a language. They have numbers from 0. Raises ValueError if the file is damaged."""

    def __init__(self, path: Path) -> None:
        try:
            self._processor = SentencePieceProcessor(model_file=str(path))
        except RuntimeError as error:
            raise ValueError(path) from error
        # The subwords for the end of a text and for unknown characters.
        self.end: int = self._processor.eos_id()
        self.unknown: int = self._processor.unk_id()
        self.split = lru_cache(CACHED_WORDS)(self._split)

    def __len__(self) -> int:
        """Return the number of subwords."""
        return len(self._processor)

    def encode(self, text: str) -> list[int]:
        """Split a text into subwords."""
        subwords: list[int] = self._processor.encode(text)
        return subwords

    def decode(self, subwords: Sequence[int]) -> str:
        """Join subwords into a text."""
        text: str = self._processor.decode(subwords)
        return text

    def _split(self, word: str) -> tuple[int, ...]:
        """Return the subwords of a word, without unknown characters."""
        return tuple(subword for subword in self.encode(word) if subword != self.unknown)

    def texts(self, subwords: Sequence[int]) -> list[str]:
        """Return the text of each subword. It begins with "▁" at the start of a word."""
        texts: list[str] = self._processor.id_to_piece(list(subwords))
        return texts


def load_vocabulary(path: Path) -> Vocabulary:
    """Load a vocabulary once, because several parts of a process use it. A file that replaces it is loaded again.

    Raises ValueError if the file is damaged, and OSError if it is missing.
    """
    state = path.stat()
    return _load(path, (state.st_ino, state.st_mtime_ns, state.st_size))


@lru_cache
def _load(path: Path, _state: tuple[int, int, int]) -> Vocabulary:
    return Vocabulary(path)
