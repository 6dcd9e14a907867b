"""Documents that mean harm or are beyond help, made from one seed."""

from collections.abc import Callable, Iterable, Iterator
from random import Random

from jobs.testing.hostile import active, content, files, structure
from jobs.testing.hostile.ends import ENDS
from jobs.testing.hostile.raw import Hostile

SEED = 20260
Made = Iterable[tuple[str, bytes]]

KINDS: dict[str, Callable[[Random], Made]] = {
    "cut off": lambda _: structure.truncated(),
    "tables": lambda _: structure.tables(),
    "page trees": lambda _: structure.pages(),
    "objects": lambda _: structure.objects(),
    "boxes": lambda _: structure.boxes(),
    "bookmarks": lambda _: structure.outlines(),
    "fields and annotations": lambda _: structure.fields(),
    "forms": lambda _: content.forms(),
    "bombs": lambda _: content.bombs(),
    "drawings": lambda _: content.drawings(),
    "operators": content.operators,
    "fonts": content.fonts,
    "actions": lambda _: active.actions(),
    "other active content": lambda _: active.others(),
    "other files": lambda _: files.wrong_types(),
    "empty files": lambda _: files.nothing(),
    "beginnings": lambda _: files.beginnings(),
    "in disguise": lambda _: files.sound(),
    "locked": lambda _: files.locked("secret"),
    "locked with an open door": lambda _: files.locked(""),
}


def documents(kinds: Iterable[str] = KINDS, seed: int = SEED) -> Iterator[Hostile]:
    """Make the documents of some kinds, or of all. Some are tens of megabytes large: do not keep them."""
    for kind in kinds:
        for name, made in KINDS[kind](Random(seed)):
            yield Hostile(kind, name, made, ENDS[kind].of(name))
