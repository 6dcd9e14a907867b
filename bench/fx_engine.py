"""The engine of the benches that compare with fxtranslate."""

from translation.engines.firefox.engine import FirefoxEngine, Translator
from translation.engines.firefox.folder import ModelFiles
from translation.engines.firefox.fxtranslate import FxTranslator


class FxEngine(FirefoxEngine):
    """The built-in engine with fxtranslate for all models."""

    def _load(self, files: ModelFiles) -> Translator:
        return FxTranslator(files)
