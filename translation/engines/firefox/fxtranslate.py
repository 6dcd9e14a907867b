"""Translation with fxtranslate, one sentence at a time, for models that cannot be converted into graphs."""

from collections.abc import Sequence
from types import TracebackType

from fxtranslate import Translator

from translation.engines.firefox.folder import ModelFiles, broken
from translation.exceptions import EngineFailed


class FxTranslator:
    """Translates with a model's own files. It works only in the thread that creates it."""

    def __init__(self, files: ModelFiles) -> None:
        source = files.source_vocabulary.read_bytes()
        target = source if files.shares_vocabulary else files.target_vocabulary.read_bytes()
        shortlist = files.shortlist.read_bytes() if files.shortlist else None
        damaged = broken(files.model.parent, "damaged")
        try:
            with _Panics(damaged):
                self._translator = Translator(files.model.read_bytes(), source, target, shortlist)
        except ValueError as error:
            raise damaged from error

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Return the translation of each text, which is a sentence or a part of one."""
        with _Panics(EngineFailed()):
            return [self._translator.translate(text) for text in texts]


class _Panics:
    """Turns a panic of the native engine, which is not an Exception, into an error."""

    def __init__(self, error: EngineFailed) -> None:
        self._error = error

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise self._error from error
