"""Documents that mean harm or are beyond help, made anew each time from one seed."""

from collections.abc import Callable, Iterable, Iterator
from random import Random

from jobs.testing.hostile import active, content, files, structure
from jobs.testing.hostile.raw import WRITTEN, Hostile

SEED = 20260
Made = Iterable[tuple[str, bytes]]

# A document that is damaged, or has nothing to say; one that takes more than there is.
DAMAGED = frozenset({WRITTEN, "unreadable", "empty", "no_text"})
GREEDY = DAMAGED | {"too_much_memory", "too_long", "too_much_text", "too_many_pages", "page_too_large"}


KINDS: dict[str, tuple[Callable[[Random], Made], frozenset[str]]] = {
    "cut off": (lambda _: structure.truncated(), DAMAGED),
    "tables": (lambda _: structure.tables(), DAMAGED),
    "page trees": (lambda _: structure.pages(), GREEDY),
    "objects": (lambda _: structure.objects(), GREEDY),
    "boxes": (lambda _: structure.boxes(), DAMAGED | {"page_too_large"}),
    "bookmarks": (lambda _: structure.outlines(), frozenset({WRITTEN})),
    "fields and annotations": (lambda _: structure.fields(), GREEDY),
    "forms": (lambda _: content.forms(), GREEDY),
    "bombs": (lambda _: content.bombs(), GREEDY),
    "drawings": (lambda _: content.drawings(), GREEDY),
    "operators": (content.operators, DAMAGED),
    "fonts": (content.fonts, GREEDY),
    "actions": (lambda _: active.actions(), frozenset({WRITTEN})),
    "other active content": (lambda _: active.others(), frozenset({WRITTEN})),
    "other files": (lambda _: files.wrong_types(), frozenset({"not_a_pdf"})),
    "empty files": (lambda _: files.nothing(), frozenset({"empty"})),
    "beginnings": (lambda _: files.beginnings(), frozenset({"unreadable", "empty"})),
    "in disguise": (lambda _: files.sound(), frozenset({WRITTEN})),
    "locked": (lambda _: files.locked("secret"), frozenset({"encrypted", "unreadable"})),
    "locked with an open door": (lambda _: files.locked(""), frozenset({WRITTEN, "unreadable"})),
}


def documents(kinds: Iterable[str] = KINDS, seed: int = SEED) -> Iterator[Hostile]:
    """The documents of some kinds, or of all. Some are tens of megabytes large: do not keep them."""
    for kind in kinds:
        make, ends = KINDS[kind]
        for name, made in make(Random(seed)):
            yield Hostile(kind, name, made, ends)
