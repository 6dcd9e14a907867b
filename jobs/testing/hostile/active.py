"""Documents that run something, send something or carry a file."""

from collections.abc import Iterator

import pymupdf

from jobs.testing.hostile.raw import TEXT, deflated, one_page, stream

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
LAUNCH = b"<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>>>"
SUBMIT = b"<</S/SubmitForm/F<</FS/URL/F(http://example.org/)>>/Flags 4>>"
ACTIONS = {
    "a script": SCRIPT,
    "a script in a stream": b"<</S/JavaScript/JS 12 0 R>>",
    "a script by an escaped name": b"<</#53/J#61vaScript/#4aS(app.alert\\(1\\))>>",
    "a program": LAUNCH,
    "a form sent": SUBMIT,
    "data fetched": b"<</S/ImportData/F(/etc/passwd)>>",
    "a film with a script": b"<</S/Rendition/OP 0/JS(app.alert\\(1\\))/AN 10 0 R>>",
    "a rich film": b"<</S/RichMediaExecute/TA 10 0 R/CMD<</C(play)>>>>",
    "a file beside it": b"<</S/GoToR/F(\\\\\\\\example.org\\\\share\\\\x.pdf)/D[0/Fit]>>",
    "a file within": b"<</S/GoToE/T<</R/C/N(x.exe)>>/NewWindow true>>",
    "a second action that is a script": b"<</S/GoTo/D[3 0 R/Fit]/Next %s>>" % SCRIPT,
    "a list of further actions": b"<</S/GoTo/D[3 0 R/Fit]/Next[%s %s 13 0 R]>>" % (LAUNCH, SUBMIT),
    "an address that is a script": b"<</S/URI/URI(javascript:alert\\(1\\))>>",
    "an address that is a file": b"<</S/URI/URI(file:///etc/passwd)>>",
}
LINK = b"<</Subtype/Link/Rect[72 700 300 730]%s>>"
ATTACHED = {
    11: b"<</Type/Filespec/F(x.exe)/UF(x.exe)/EF<</F 12 0 R>>>>",
    12: stream(b"MZ\x90\0app.alert(1)", b"/Type/EmbeddedFile"),
    13: SCRIPT,
}


def actions() -> Iterator[tuple[str, bytes]]:
    """Yield each action in the four places where one can stand."""
    for name, action in ACTIONS.items():
        yield f"{name}, when opened", one_page(catalog=b"/OpenAction " + action, more=ATTACHED)
        yield f"{name}, in a link", one_page(page=b"/Annots[10 0 R]", more={10: LINK % (b"/A" + action), **ATTACHED})
        # The annotation is no object of its own: it stands in the page.
        yield f"{name}, in the page", one_page(page=b"/Annots[%s]" % (LINK % (b"/A" + action)), more=ATTACHED)
        bookmark = b"<</Title(The first chapter)/Parent 14 0 R/A %s>>" % action
        yield (
            f"{name}, in a bookmark",
            one_page(
                catalog=b"/Outlines 14 0 R",
                more={14: b"<</First 10 0 R/Last 10 0 R/Count 1>>", 10: bookmark, **ATTACHED},
            ),
        )


def others() -> Iterator[tuple[str, bytes]]:
    yield "a script by name", one_page(catalog=b"/Names<</JavaScript<</Names[(x) %s]>>>>" % SCRIPT)
    yield (
        "a script by a name in a tree",
        one_page(
            catalog=b"/Names 10 0 R",
            more={10: b"<</JavaScript 14 0 R>>", 14: b"<</Kids[15 0 R]>>", 15: b"<</Names[(x) 13 0 R]>>", **ATTACHED},
        ),
    )
    yield "a script when the page is turned", one_page(page=b"/AA<</O %s/C 13 0 R>>" % SCRIPT, more=ATTACHED)
    yield "a script when the file is closed", one_page(catalog=b"/AA 10 0 R", more={10: b"<</WC %s>>" % SCRIPT})
    field = b"<</Subtype/Widget/FT/Tx/T(a)/Rect[72 700 300 730]/AA<</K %s/F 13 0 R>>/MK<<>>>>" % SCRIPT
    form = b"/AcroForm<</Fields[10 0 R]/CO[10 0 R]%s>>"
    yield "a script in a field", one_page(page=b"/Annots[10 0 R]", catalog=form % b"", more={10: field, **ATTACHED})
    forms = b"/XFA[(template) 14 0 R]"
    template = deflated(b"<template><script>app.alert(1)</script></template>")
    yield (
        "a form of forms",
        one_page(page=b"/Annots[10 0 R]", catalog=form % forms, more={10: field, 14: template, **ATTACHED}),
    )
    yield (
        "a file attached",
        one_page(catalog=b"/Names<</EmbeddedFiles<</Names[(x.exe) 11 0 R]>>>>/AF[11 0 R]", more=ATTACHED),
    )
    pin = b"<</Subtype/FileAttachment/Rect[72 700 90 730]/FS 11 0 R>>"
    yield "a file pinned to the page", one_page(page=b"/Annots[10 0 R]", more={10: pin, **ATTACHED})
    for kind in (
        b"RichMedia/RichMediaContent<</Assets<</Names[(x) 11 0 R]>>>>",
        b"Screen/MK<<>>",
        b"Movie/Movie<</F 11 0 R>>",
        b"Sound/Sound 12 0 R",
        b"3D/3DD<</Subtype/U3D/OnInstantiate 12 0 R>>",
    ):
        annotation = b"<</Rect[72 700 300 730]/AA<</PO %s>>/Subtype/%s>>" % (SCRIPT, kind)
        yield (
            f"an annotation {kind.split(b'/')[0].decode()}",
            one_page(page=b"/Annots[10 0 R]", more={10: annotation, **ATTACHED}),
        )
    with pymupdf.open("pdf", one_page(catalog=b"/OpenAction 13 0 R", more=ATTACHED)) as document:
        yield "a script in a stream of objects", bytes(document.tobytes(use_objstms=1))
    yield "a letter that says it is a script", one_page(TEXT.replace(b"old books", b"/S /JavaScript /JS"))
    yield (
        "a collection",
        one_page(
            catalog=b"/Collection<</View/T/D(x.exe)>>/Names<</EmbeddedFiles<</Names[(x.exe) 11 0 R]>>>>", more=ATTACHED
        ),
    )
