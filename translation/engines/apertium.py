"""Apertium: rules and dictionaries for closely related languages, from Debian's packages, without a network."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from typing import Self

from translation.engines.base import permanent
from translation.engines.external import Batch, ExternalEngine, Pair
from translation.engines.settings import EngineSetting, EngineSettings
from translation.exceptions import EngineFailed, EngineUnavailable, UsageError

PROGRAM = EngineSetting(
    "program", "APERTIUM_PROGRAM", "the program, if it is not in the `PATH` as `apertium`", "apertium"
)
TIMEOUT_SECONDS = 120.0
# Each call loads the dictionaries for a quarter of a second, so it should have many texts.
MAX_TEXTS = 1000

# Apertium's codes of three letters. The two-letter codes of older packages are BCP 47 tags already.
CODES = {
    "afr": "af",
    "bel": "be",
    "bul": "bg",
    "cat": "ca",
    "cym": "cy",
    "dan": "da",
    "deu": "de",
    "eng": "en",
    "epo": "eo",
    "eus": "eu",
    "fra": "fr",
    "gle": "ga",
    "glg": "gl",
    "hin": "hi",
    "ind": "id",
    "isl": "is",
    "ita": "it",
    "kaz": "kk",
    "mkd": "mk",
    "mlt": "mt",
    "nld": "nl",
    "nno": "nn",
    "nob": "nb",
    "oci": "oc",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "rus": "ru",
    "slv": "sl",
    "spa": "es",
    "swe": "sv",
    "tur": "tr",
    "ukr": "uk",
    "urd": "ur",
    "zlm": "ms",
}

# Characters with a meaning in Apertium's stream format.
_SPECIAL = re.compile(r"[\\\[\]^$/<>{}@*]")
# Apertium's last program drops a tilde even after a backslash, but keeps it in brackets, which mark layout.
_TILDE = "~"
_TILDE_AS_LAYOUT = "[~]"
_ESCAPED = re.compile(r"\\(.)|\[(~)\]", re.DOTALL)
# With -z, a zero byte ends each text in the stream.
_END = "\0"


class ApertiumEngine(ExternalEngine):
    """Translates with the installed language pairs."""

    name = "apertium"
    label = "On this server: Apertium"
    settings = (PROGRAM,)
    max_batch = MAX_TEXTS
    max_characters = 200_000

    def __init__(self, program: str = PROGRAM.default) -> None:
        path = shutil.which(program)
        if path is None:
            raise UsageError(
                "The engine apertium is not installed here. Ask the administrator to install Debian's packages "
                "apertium and one for a language pair, such as apertium-eng-spa."
            )
        self._program = path

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Self:
        return cls(settings.text(PROGRAM))

    def _list_pairs(self) -> Iterable[Pair]:
        names = (line.strip().partition("-") for line in self._run(["-l"], "").splitlines())
        return [Pair(source, target) for source, _, target in names if target]

    def _translate_batch(self, batch: Batch, pair: Pair) -> Sequence[str]:
        # Without the line break, Apertium would wait for more text after the last full stop.
        stream = "".join(_escape(text.replace(_END, "")) + "\n" + _END for text in batch.texts)
        # -u: do not mark unknown words. -z: translate text by text. -f none: the text is already in stream format.
        output = self._run(["-u", "-z", "-f", "none", f"{pair.source}-{pair.target}"], stream)
        answers = output.split(_END)
        if len(answers) <= len(batch.texts):
            raise EngineFailed("Apertium stopped in the middle of a text. Try again, or choose another engine.")
        # The remaining answers are empty, because each program of the chain ends the stream again.
        return [_ESCAPED.sub(r"\1\2", answer).strip() for answer in answers[: len(batch.texts)]]

    def _run(self, arguments: Sequence[str], text: str) -> str:
        try:
            done = subprocess.run(
                [self._program, *arguments],
                input=text.encode(),
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise EngineUnavailable("Apertium did not finish in time. Try again later.") from error
        except (OSError, subprocess.CalledProcessError) as error:
            raise permanent(
                "Apertium does not run here. Ask the administrator to install its Debian packages again."
            ) from error
        return done.stdout.decode(errors="replace")

    def _tag(self, code: str) -> str | None:
        language, _, variety = code.partition("_")
        return super()._tag("-".join(part for part in (CODES.get(language, language), variety) if part))


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text).replace(_TILDE, _TILDE_AS_LAYOUT)
