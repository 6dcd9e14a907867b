"""Make the sample document in English and Portuguese, and the picture of it in the README.

Its two pages hold what a translation has to keep: two columns, headings, bold and italic, links, a list, formulas, a
figure, a table, a form and bookmarks. The web page, the README and the tests use the files.

    python docs/make_sample.py
    python manage.py translatefile jobs/static/jobs/sample-en.pdf translated.pdf --from en --to pt
    python docs/make_sample.py --picture translated.pdf
"""

import argparse
from pathlib import Path

import pymupdf

FOLDER = Path(__file__).parent.parent / "jobs" / "static" / "jobs"
PICTURE = Path(__file__).parent / "images" / "before-and-after.png"
WIDTH, HEIGHT, MARGIN, GUTTER = 595, 842, 56, 20
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2
BLUE, GREY = (0.13, 0.3, 0.55), (0.93, 0.94, 0.96)
CSS = """
* { font-family: Times; font-size: 11.5px; line-height: 1.3; }
p { margin: 0 0 6px 0; text-align: justify; }
h2 { font-family: Helvetica; font-size: 13px; color: #214d8c; margin: 8px 0 4px 0; }
li { margin: 0 0 3px 0; }
"""

TEXTS = {
    "en": {
        "title": "A New Home for the Library",
        "subtitle": "How a small town found room for two thousand books",
        "left": """<h2>1. Background</h2>
<p>The town library opened in 1924. The books spent <b>forty years</b> in a cold and damp basement. In 2021 an engineer
measured the humidity for <i>twenty-one</i> days, and the result was clear: the books could not stay there.</p>
<p>The town chose a former school, which has large windows, a new roof and a lift. All the plans are on the <a
href="https://example.org/library">library website</a>.</p>
<h2>2. Method</h2>
<p>Fifty volunteers put the books into boxes and wrote a number on each box. Three rules made the work easier:</p>
<ul><li>Each box contains books from <i>only one</i> shelf.</li>
<li>No box weighs more than twelve kilos.</li>
<li>Damaged books go to a separate room.</li></ul>
<p>The time is <i>t = N/r</i>, where <i>N</i> is the number of boxes and <i>r</i> is the speed of the team. In practice,
the work took longer, because many volunteers stopped to read. With two teams:</p>""",
        "right": """<h2>3. Results</h2>
<p>The work took <b>nine days</b>. The volunteers filled 212 boxes, and only 14 books were lost. Table 1 shows the
number of books and boxes for each subject. Almost all the damaged books were novels.</p>
<p>In the first month, the library had 1,850 visitors, twice as many as in the same month of the previous year. Most of
them came to read the newspapers, and many stayed until the evening.</p>""",
        "figure": "Figure 1. Visitors per hour on Saturdays.",
        "closing": """<h2>4. Conclusion</h2>
<p>It is cheaper to move a library than to restore wet books. The project cost <b>9,400 euros</b>, and the town hopes to
save this amount in three years. Other towns can use our plans for free.</p>""",
        "table_title": "Table 1. Books and boxes by subject",
        "table": [
            ("Kind of book", "Books", "Boxes", "Average weight (kg)"),
            ("Novels", "583", "79", "10"),
            ("History", "640", "62", "11"),
            ("Science", "475", "48", "12"),
            ("Poetry", "305", "23", "8"),
        ],
        "form": "Share your opinion",
        "fields": [("Your name", "name"), ("Your favourite book", "book")],
        "check": "I want to help the library",
        "footer": "Text and figures: the volunteers of the library",
    },
    "pt": {
        "title": "Uma nova casa para a biblioteca",
        "subtitle": "Como uma pequena cidade encontrou espaço para dois mil livros",
        "left": """<h2>1. Contexto</h2>
<p>A biblioteca da cidade foi inaugurada em 1924. Os livros passaram <b>quarenta anos</b> em um porão frio e úmido. Em
2021 um engenheiro mediu a umidade durante <i>vinte e um</i> dias, e o resultado foi claro: os livros não podiam ficar
lá.</p>
<p>A cidade escolheu uma antiga escola, que tem janelas grandes, um telhado novo e um elevador. Todos os planos estão no
<a href="https://example.org/library">site da biblioteca</a>.</p>
<h2>2. Método</h2>
<p>Cinquenta voluntários colocaram os livros em caixas e escreveram um número em cada caixa. Três regras facilitaram o
trabalho:</p>
<ul><li>Cada caixa contém livros de <i>uma só</i> prateleira.</li>
<li>Nenhuma caixa pesa mais de doze quilos.</li>
<li>Os livros danificados vão para uma sala separada.</li></ul>
<p>O tempo é <i>t = N/r</i>, onde <i>N</i> é o número de caixas e <i>r</i> é a velocidade da equipe. Na prática, o
trabalho levou mais tempo, porque muitos voluntários paravam para ler. Com duas equipes:</p>""",
        "right": """<h2>3. Resultados</h2>
<p>O trabalho levou <b>nove dias</b>. Os voluntários encheram 212 caixas, e apenas 14 livros foram perdidos. A Tabela 1
mostra o número de livros e de caixas de cada assunto. Quase todos os livros danificados eram romances.</p>
<p>No primeiro mês, a biblioteca teve 1.850 visitantes, o dobro do mesmo mês do ano anterior. A maioria
veio para ler os jornais, e muitos ficaram até a noite.</p>""",
        "figure": "Figura 1. Visitantes por hora aos sábados.",
        "closing": """<h2>4. Conclusão</h2>
<p>Mover uma biblioteca é mais barato do que restaurar livros molhados. O projeto custou <b>9.400 euros</b>, e a cidade
espera economizar esse valor em três anos. Outras cidades podem usar os nossos planos de graça.</p>""",
        "table_title": "Tabela 1. Livros e caixas por assunto",
        "table": [
            ("Tipo de livro", "Livros", "Caixas", "Peso médio (kg)"),
            ("Romances", "583", "79", "10"),
            ("História", "640", "62", "11"),
            ("Ciência", "475", "48", "12"),
            ("Poesia", "305", "23", "8"),
        ],
        "form": "Dê a sua opinião",
        "fields": [("O seu nome", "name"), ("O seu livro favorito", "book")],
        "check": "Quero ajudar a biblioteca",
        "footer": "Texto e figuras: os voluntários da biblioteca",
    },
}


def set_column(page: pymupdf.Page, html: str, x: float, y: float, height: float) -> float:
    """Set HTML in a column and return the y at which it ends."""
    spare, _scale = page.insert_htmlbox((x, y, x + COLUMN, y + height), html, css=CSS, scale_low=1)
    return y + height - spare


def draw_figure(page: pymupdf.Page, x: float, y: float) -> None:
    """Draw a bar chart of visitors by hour."""
    page.draw_rect((x, y, x + COLUMN, y + 110), color=None, fill=GREY)
    for number, share in enumerate((0.2, 0.85, 0.55, 0.3, 0.35, 0.5, 0.95, 0.6)):
        left = x + 14 + number * 26
        page.draw_rect((left, y + 96 - 82 * share, left + 16, y + 96), color=None, fill=BLUE)
        page.insert_text((left + 1, y + 106), str(9 + number), fontname="helv", fontsize=7)


def draw_formula(page: pymupdf.Page, x: float, y: float) -> None:
    """Draw a display formula in the italic and symbol fonts that TeX would use."""
    for dx, dy, font, size, text in (
        (0, 0, "tiit", 12, "t"),
        (12, 0, "symb", 12, "="),
        (26, -8, "tiro", 10, "1"),
        (26, 7, "tiro", 10, "2"),
        (40, 0, "symb", 12, "\u00d7"),
        (56, -8, "tiit", 10, "N"),
        (57, 7, "tiit", 10, "r"),
    ):
        page.insert_text((x + dx, y + dy), text, fontname=font, fontsize=size)
    for start in (24, 54):
        page.draw_line((x + start, y - 3.5), (x + start + 10, y - 3.5), width=0.6)


def draw_table(page: pymupdf.Page, rows: list[tuple[str, ...]], y: float) -> float:
    """Draw a ruled table as wide as the text and return the y at which it ends."""
    widths, height = (140, 110, 130, 103), 20
    page.draw_rect((MARGIN, y, WIDTH - MARGIN, y + height), color=None, fill=GREY)
    for number, row in enumerate(rows):
        x, baseline = MARGIN, y + 14
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            font = "hebo" if number == 0 else "helv"
            shift = 6 if column == 0 else width - 6 - pymupdf.get_text_length(cell, font, 9)
            page.insert_text((x + shift, baseline), cell, fontname=font, fontsize=9)
            x += width
        y += height
        page.draw_line((MARGIN, y), (WIDTH - MARGIN, y), color=(0.6, 0.6, 0.6), width=0.5)
    return y


def add_form(page: pymupdf.Page, text: dict, y: float) -> None:
    """Add two text fields and a check box."""
    page.insert_text((MARGIN, y), text["form"], fontname="hebo", fontsize=12, color=BLUE)
    for label, name in text["fields"]:
        y += 30
        page.insert_text((MARGIN, y), label, fontname="helv", fontsize=9)
        field = pymupdf.Widget()
        field.field_type, field.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, name
        field.rect = pymupdf.Rect(MARGIN + 150, y - 12, WIDTH - MARGIN, y + 4)
        field.border_color, field.border_width = (0.5, 0.5, 0.5), 0.5
        page.add_widget(field)
    y += 30
    box = pymupdf.Widget()
    box.field_type, box.field_name = pymupdf.PDF_WIDGET_TYPE_CHECKBOX, "help"
    box.rect = pymupdf.Rect(MARGIN, y - 9, MARGIN + 11, y + 2)
    box.border_color, box.border_width = (0.5, 0.5, 0.5), 0.5
    page.add_widget(box)
    page.insert_text((MARGIN + 20, y), text["check"], fontname="helv", fontsize=9)


def make(language: str) -> pymupdf.Document:
    """Return the sample in one language."""
    text = TEXTS[language]
    document = pymupdf.open()
    first = document.new_page(width=WIDTH, height=HEIGHT)
    title_width = pymupdf.get_text_length(text["title"], "hebo", 22)
    first.insert_text(((WIDTH - title_width) / 2, 84), text["title"], fontname="hebo", fontsize=22, color=BLUE)
    subtitle_width = pymupdf.get_text_length(text["subtitle"], "tiit", 12)
    first.insert_text(((WIDTH - subtitle_width) / 2, 104), text["subtitle"], fontname="tiit", fontsize=12)
    right = MARGIN + COLUMN + GUTTER
    end = set_column(first, text["left"], MARGIN, 130, 560)
    draw_formula(first, MARGIN + COLUMN / 2 - 35, end + 24)
    end = set_column(first, text["right"], right, 130, 300)
    draw_figure(first, right, end + 6)
    first.insert_text((right, end + 130), text["figure"], fontname="tiit", fontsize=9)
    set_column(first, text["closing"], right, end + 142, 200)
    second = document.new_page(width=WIDTH, height=HEIGHT)
    second.insert_text((MARGIN, 80), text["table_title"], fontname="hebo", fontsize=11, color=BLUE)
    end = draw_table(second, text["table"], 92)
    add_form(second, text, end + 50)
    for number, page in enumerate(document):
        page.insert_text((MARGIN, HEIGHT - 36), text["footer"], fontname="tiit", fontsize=8)
        page.insert_text((WIDTH - MARGIN - 8, HEIGHT - 36), str(number + 1), fontname="tiro", fontsize=8)
    document.set_toc([[1, text["title"], 1], [2, text["table_title"], 2], [2, text["form"], 2]])
    document.set_metadata({"title": text["title"], "author": "Palimpsest"})
    return document


def save_samples() -> None:
    """Write the sample in every language of TEXTS."""
    for code in TEXTS:
        sample = make(code)
        sample.subset_fonts()
        sample.save(FOLDER / f"sample-{code}.pdf", garbage=4, deflate=True, no_new_id=True)


def draw_picture(translated: Path) -> None:
    """Draw the upper part of the first page beside the same part of its translation."""
    margin, height = 12, 640
    sheet = pymupdf.open().new_page(width=2 * WIDTH + 3 * margin, height=height + 2 * margin)
    sheet.draw_rect(sheet.rect, color=None, fill=(0.86, 0.87, 0.89))
    for number, path in enumerate((FOLDER / "sample-en.pdf", translated)):
        left = margin + number * (WIDTH + margin)
        box = pymupdf.Rect(left, margin, left + WIDTH, margin + height)
        sheet.draw_rect(box, color=None, fill=(1, 1, 1))
        sheet.show_pdf_page(box, pymupdf.open(path), 0, clip=(0, 0, WIDTH, height))
    sheet.get_pixmap(dpi=85).save(PICTURE)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--picture", type=Path, metavar="TRANSLATED.pdf")
    if chosen := parser.parse_args().picture:
        draw_picture(chosen)
    else:
        save_samples()
