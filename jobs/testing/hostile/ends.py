"""How each hostile document must end: translated, or refused with one code of an error.

Two ends stand where the speed of the machine decides whether a limit of time is met. A document whose only page is
damaged or exceeds a limit ends as `no_text`: that page stays as it is, and nothing else is there to translate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

WRITTEN = "written"
End: TypeAlias = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ends:
    """The usual end of a kind of documents, and the ends of others of that kind by their names."""

    usual: End
    others: Mapping[str, End] = field(default_factory=dict)

    def of(self, name: str) -> frozenset[str]:
        end = self.others.get(name, self.usual)
        return frozenset((end,) if isinstance(end, str) else end)


ENDS = {
    "cut off": Ends(
        WRITTEN,
        {
            "table after 1 tenths": "unreadable",
            "table after 2 tenths": "unreadable",
            "table after 3 tenths": "unreadable",
            "table after 4 tenths": "no_text",
            "stream after 1 tenths": "unreadable",
            "stream after 2 tenths": "unreadable",
            "stream after 3 tenths": "unreadable",
            "stream after 4 tenths": "no_text",
            "stream after 9 tenths": "unreadable",
        },
    ),
    "tables": Ends(
        WRITTEN,
        {
            "a stream of no widths": "empty",
            "a stream of negative widths": "empty",
        },
    ),
    "page trees": Ends(
        "no_text",
        {
            "a tree of one page many times": "unreadable",
            "a count of two thousand million": "unreadable",
            "a count below zero": "unreadable",
            "a count of none": "empty",
            "a tree five thousand deep": WRITTEN,
            "fifty thousand pages": "too_many_pages",
            "a root that is no catalogue": "empty",
        },
    ),
    "objects": Ends(
        WRITTEN,
        {
            "contents that lead in a circle": "no_text",
            "contents that are missing": "no_text",
            "contents in ten thousand pieces": "no_text",
            "a hundred thousand arrays in each other": "no_text",
            "a hundred thousand dictionaries in each other": "no_text",
            "everything is null": "empty",
            "no objects": "unreadable",
        },
    ),
    "boxes": Ends(
        WRITTEN,
        {
            "[0 0 1000000 1000000]": "page_too_large",
            "[0 0 99999999999999999999 1]": "page_too_large",
            "[0 0 14401 842]": "page_too_large",
            "[0 0 -595 -842]": "no_text",
            "[0 0 0.0001 842]": "no_text",
            "a unit of a million": "page_too_large",
            "a unit of nothing": "no_text",
            "cropped to somewhere else": "no_text",
        },
    ),
    "bookmarks": Ends(
        WRITTEN,
        {
            "ten thousand bookmarks below each other": (WRITTEN, "too_long"),
            "twenty thousand bookmarks": (WRITTEN, "too_long"),
        },
    ),
    "fields and annotations": Ends(WRITTEN),
    "forms": Ends(
        WRITTEN,
        {
            "100 forms in each other": "no_text",
            "2000 forms in each other": "no_text",
            "ten forms of ten forms, ten times": "too_long",
            "two to the thirtieth forms": "too_long",
        },
    ),
    "bombs": Ends(
        "no_text",
        {
            "a page of a gigabyte": ("too_long", "no_text"),
            "a page packed twice": ("too_long", "no_text"),
            "a page packed as two filters": ("too_long", "no_text"),
            "a page that repeats itself": ("no_text", "too_long"),
        },
    ),
    "drawings": Ends(
        WRITTEN,
        {
            "a pattern of itself": "no_text",
            "a million spans": "no_text",
            "three hundred thousand words": (WRITTEN, "too_long"),
            "a million lines": ("too_long", WRITTEN),
            "a hundred thousand states saved": "no_text",
            "ten thousand clips": "no_text",
            "a matrix of huge numbers": "no_text",
            "a matrix of nothing": "no_text",
            "letters a million points large": "no_text",
            "letters of no size": "no_text",
            "a shade of a long program": "too_long",
        },
    ),
    "operators": Ends(
        WRITTEN,
        {
            "noise, 0": "no_text",
            "noise, 1": "no_text",
            "noise, 2": "no_text",
            "noise, 3": "no_text",
        },
    ),
    "fonts": Ends(
        WRITTEN,
        {
            "a font of impossible widths": "no_text",
            "a font of a gigabyte": ("no_text", "too_long"),
        },
    ),
    "actions": Ends(WRITTEN),
    "other active content": Ends(WRITTEN),
    "other files": Ends("not_a_pdf"),
    "empty files": Ends("empty"),
    "beginnings": Ends("unreadable"),
    "in disguise": Ends(WRITTEN),
    "locked": Ends(
        "encrypted",
        {
            "an unheard cipher": "unreadable",
        },
    ),
    "locked with an open door": Ends(
        WRITTEN,
        {
            "an unheard cipher": "unreadable",
        },
    ),
}
