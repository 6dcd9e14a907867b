"""Where an error arose, without its message: that may hold words of a document or its name, which no log is to have."""

import re

PLACE = re.compile(r'File "[^"\n]*?((?:jobs|translation|translator_site|site-packages/\w+)/[\w/]+\.py)", line (\d+)')
KIND = re.compile(r"^(?:\w+\.)*([A-Z]\w*)(?=:|$)", re.MULTILINE)


def outline_of_text(text: str) -> str:
    """The places and classes of errors in what a program printed; everything else of it is left out."""
    known = _names_of_errors(BaseException)
    places = [f"{file}:{line}" for file, line in PLACE.findall(text)]
    kinds = [kind for kind in KIND.findall(text) if kind in known]
    return " ".join(dict.fromkeys((*kinds, *places)))


def _names_of_errors(base: type[BaseException]) -> set[str]:
    return {base.__name__}.union(*map(_names_of_errors, base.__subclasses__()))
