"""Structure types: what the standard ones may contain, and which of them the types of a document stand for."""

from collections.abc import Mapping

# fmt: off
# Elements within a line of text. A paragraph is the nearest element around them that is none of these.
INLINE = frozenset([
    "Annot", "BibEntry", "Code", "Em", "Link", "NonStruct", "Quote", "RB", "RP", "RT", "Reference", "Ruby", "Span",
    "Strong", "Sub", "WP", "WT", "Warichu",
])
# Elements whose content is other elements. Text directly in them is the exception.
GROUPING = frozenset([
    "Art", "Aside", "BlockQuote", "Div", "Document", "DocumentFragment", "Figure", "Form", "Index", "L", "LI",
    "NonStruct", "Part", "Private", "Ruby", "Sect", "StructTreeRoot", "TBody", "TFoot", "THead", "TOC", "TR",
    "Table", "Warichu",
])
OTHER_STANDARD = frozenset([
    "Caption", "FENote", "Formula", "H", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "Note", "P", "TD",
    "TH", "TOCI", "Title",
])
# fmt: on
# Groupings that stand for a paragraph if they have text and elements within lines. Browsers write them.
DIVISIONS = frozenset(["Div", "NonStruct"])
# Elements that have no words of their own, but a text that describes them.
PICTORIAL = frozenset(["Figure", "Form", "Formula"])
STANDARD = INLINE | GROUPING | OTHER_STANDARD
# A type leads to a standard one in no more steps.
MAX_STEPS = 20


def standard_type(role: str, role_map: Mapping[str, str]) -> str:
    """Return the standard structure type of a document's own type, or that type itself if it leads to none."""
    kind = role
    for _ in range(MAX_STEPS):
        if kind in STANDARD or kind not in role_map:
            return kind
        kind = role_map[kind]
    return role
