"""Error output without text from the document, which must not get into a log."""

import re

LOCATION = re.compile(r'File "[^"\n]*?((?:jobs|translation|translator_site|site-packages/\w+)/[\w/]+\.py)", line (\d+)')
CLASS_NAME = re.compile(r"^(?:\w+\.)*([A-Z]\w*)(?=:|$)", re.MULTILINE)


def outline_of_text(text: str) -> str:
    """Return only the classes and source lines of the errors in a program's output."""
    known = _error_names(BaseException)
    names = [name for name in CLASS_NAME.findall(text) if name in known]
    locations = [f"{file}:{line}" for file, line in LOCATION.findall(text)]
    return " ".join(dict.fromkeys((*names, *locations)))


def _error_names(base: type[BaseException]) -> set[str]:
    return {base.__name__}.union(*map(_error_names, base.__subclasses__()))
