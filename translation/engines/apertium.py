"""Apertium: rules and dictionaries for close languages, from Debian's packages, without a network."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from typing import Self

from translation.engines.base import permanent
from translation.engines.external import Batch, ExternalEngine, Pair
from translation.engines.settings import EngineSettings
from translation.exceptions import EngineFailed, EngineUnavailable, UsageError

# To load the dictionaries takes a quarter of a second a call, so that one should hold many texts.
TIMEOUT = 120.0

# Apertium names languages by three letters, in older packages by two.
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

# Signs with a meaning in Apertium's stream.
_SPECIAL = re.compile(r"[\\\[\]^$/<>{}@*]")
# The last program of the chain swallows a tilde even behind a backslash, but not as layout, which stands in brackets.
_TILDE, _TILDE_AS_LAYOUT = "~", "[~]"
_ESCAPED = re.compile(r"\\(.)|\[(~)\]", re.DOTALL)
# A zero byte ends a text of the stream.
_END = "\0"


class ApertiumEngine(ExternalEngine):
    """Translates with the pairs that are installed. Option: `program`, where it is not found as apertium."""

    name = "apertium"
    max_batch = 1000
    max_characters = 200_000

    def __init__(self, program: str = "apertium") -> None:
        found = shutil.which(program)
        if found is None:
            raise UsageError(
                "The engine apertium is not installed here. Ask the administrator to install Debian's packages "
                "apertium and that of a pair of languages, such as apertium-eng-spa."
            )
        self._program = found

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Self:
        return cls(settings.optional("program", "apertium"))

    def _list_pairs(self) -> Iterable[Pair]:
        names = (line.strip().partition("-") for line in self._run(["-l"], "").splitlines())
        return [Pair(source, target) for source, _, target in names if target]

    def _translate_batch(self, batch: Batch, pair: Pair) -> Sequence[str]:
        # Without the line end the last full stop would wait for what follows.
        stream = "".join(_escape(text.replace(_END, "")) + "\n" + _END for text in batch.texts)
        # -u: unknown words as they are, -z: text by text, -f none: the stream as we write it.
        output = self._run(["-u", "-z", "-f", "none", f"{pair.source}-{pair.target}"], stream)
        answers = output.split(_END)
        if len(answers) <= len(batch.texts):
            raise EngineFailed("Apertium broke off in the middle of a text. Try again, or choose another engine.")
        # What follows is empty: each program of the chain ends the stream once more.
        return [_ESCAPED.sub(r"\1\2", answer).strip() for answer in answers[: len(batch.texts)]]

    def _run(self, arguments: Sequence[str], text: str) -> str:
        try:
            done = subprocess.run(
                [self._program, *arguments], input=text.encode(), capture_output=True, timeout=TIMEOUT, check=True
            )
        except subprocess.TimeoutExpired as error:
            raise EngineUnavailable("Apertium did not end in time. Try again later.") from error
        except (OSError, subprocess.CalledProcessError) as error:
            raise permanent(
                "Apertium does not run here. Ask the administrator to install its Debian packages anew."
            ) from error
        return done.stdout.decode(errors="replace")

    def _tag(self, code: str) -> str | None:
        language, _, variety = code.partition("_")
        return super()._tag("-".join(part for part in (CODES.get(language, language), variety) if part))


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text).replace(_TILDE, _TILDE_AS_LAYOUT)
