"""Make the sample document in English and Portuguese: `python docs/make_sample.py`.

Two columns, headings, bold and italic, links, a list, formulas, a figure, a table, a form and bookmarks on two pages:
what a translation has to keep. The page's "try the sample", the README and the tests use the files.
"""

from pathlib import Path

import pymupdf

FOLDER = Path(__file__).parent.parent / "jobs" / "static" / "jobs"
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
        "title": "A Ferry for Two Banks",
        "subtitle": "How a small town measured its river crossing",
        "left": """<h2>1. Background</h2>
<p>The town lies on both banks of a wide river. For <b>thirty years</b> a single ferry has carried people, bicycles and
mail from one side to the other. It leaves when it is full, which pleases the captain and nobody else.</p>
<p>In spring the council asked a group of volunteers to find out how long people really wait. They counted passengers on
<i>twenty-one</i> days, in rain and in sunshine, and published every figure on
<a href="https://example.org/ferry">their website</a>.</p>
<h2>2. Method</h2>
<p>Each volunteer stood at the landing for two hours with a watch and a notebook. Three rules kept the counts
honest:</p>
<ul><li>Everyone who joined the queue was counted once.</li>
<li>Children under six years of age were not counted.</li>
<li>Whoever gave up and walked to the bridge was written down as <i>lost</i>.</li></ul>
<p>With an arrival rate <i>r</i> and a ferry of <i>n</i> seats, the boat fills in <i>t = n/r</i> minutes. A passenger
who comes at a random moment therefore waits half of that time on average.</p>""",
        "right": """<h2>3. Results</h2>
<p>On weekdays the mean wait was <b>17.5 minutes</b>; on Sundays it rose to 26 minutes. Table 1 gives the figures for
each season. Almost nobody complained about the price, and almost everybody complained about the bench.</p>
<p>The formula predicts the weekday figure well. On Sundays families arrive together, so that the queue grows in jumps
and the simple model is too hopeful.</p>""",
        "figure": "Figure 1. Passengers an hour on a weekday.",
        "closing": """<h2>4. Recommendation</h2>
<p>A fixed timetable with a departure every twenty minutes would cut the mean wait to <b>ten minutes</b> without a
second boat. We suggest a trial of three months, and a new bench in any case.</p>""",
        "table_title": "Table 1. Waiting time by season",
        "table": [
            ("Season", "Passengers", "Mean wait (min)", "Lost"),
            ("Spring", "1,204", "15.0", "31"),
            ("Summer", "2,967", "24.5", "118"),
            ("Autumn", "1,530", "18.2", "47"),
            ("Winter", "688", "12.8", "9"),
        ],
        "form": "Tell us what you think",
        "fields": [("Your name", "name"), ("Your usual crossing", "crossing")],
        "check": "I would use a fixed timetable",
        "footer": "Counted, calculated and written by the volunteers of the landing",
    },
    "pt": {
        "title": "Uma balsa para duas margens",
        "subtitle": "Como uma pequena cidade mediu a travessia do seu rio",
        "left": """<h2>1. Contexto</h2>
<p>A cidade fica nas duas margens de um rio largo. Há <b>trinta anos</b> uma única balsa leva pessoas, bicicletas e
cartas de um lado para o outro. Ela parte quando está cheia, o que agrada ao capitão e a mais ninguém.</p>
<p>Na primavera, a câmara pediu a um grupo de voluntários que descobrisse quanto tempo as pessoas realmente esperam.
Eles contaram os passageiros em <i>vinte e um</i> dias, com chuva e com sol, e publicaram todos os números em
<a href="https://example.org/ferry">seu site</a>.</p>
<h2>2. Método</h2>
<p>Cada voluntário ficou duas horas no cais com um relógio e um caderno. Três regras mantiveram a contagem honesta:</p>
<ul><li>Todos os que entravam na fila eram contados uma vez.</li>
<li>Crianças com menos de seis anos não eram contadas.</li>
<li>Quem desistia e caminhava até a ponte era anotado como <i>perdido</i>.</li></ul>
<p>Com uma taxa de chegada <i>r</i> e uma balsa de <i>n</i> lugares, o barco enche em <i>t = n/r</i> minutos. Um
passageiro que chega num momento qualquer espera, em média, metade desse tempo.</p>""",
        "right": """<h2>3. Resultados</h2>
<p>Nos dias úteis a espera média foi de <b>17,5 minutos</b>; aos domingos subiu para 26 minutos. A Tabela 1 traz os
números de cada estação. Quase ninguém reclamou do preço, e quase todos reclamaram do banco.</p>
<p>A fórmula prevê bem o número dos dias úteis. Aos domingos as famílias chegam juntas, de modo que a fila cresce aos
saltos e o modelo simples é otimista demais.</p>""",
        "figure": "Figura 1. Passageiros por hora num dia útil.",
        "closing": """<h2>4. Recomendação</h2>
<p>Um horário fixo com uma partida a cada vinte minutos reduziria a espera média para <b>dez minutos</b> sem um segundo
barco. Sugerimos um teste de três meses e, de qualquer forma, um banco novo.</p>""",
        "table_title": "Tabela 1. Tempo de espera por estação",
        "table": [
            ("Estação", "Passageiros", "Espera média (min)", "Perdidos"),
            ("Primavera", "1.204", "15,0", "31"),
            ("Verão", "2.967", "24,5", "118"),
            ("Outono", "1.530", "18,2", "47"),
            ("Inverno", "688", "12,8", "9"),
        ],
        "form": "Diga-nos o que pensa",
        "fields": [("O seu nome", "name"), ("A sua travessia habitual", "crossing")],
        "check": "Eu usaria um horário fixo",
        "footer": "Contado, calculado e escrito pelos voluntários do cais",
    },
}


def place(page: pymupdf.Page, html: str, x: float, y: float, height: float) -> float:
    """Set HTML in a column; returns where it ends."""
    spare, _scale = page.insert_htmlbox((x, y, x + COLUMN, y + height), html, css=CSS, scale_low=1)
    return y + height - spare


def draw_figure(page: pymupdf.Page, x: float, y: float) -> None:
    """A bar chart of passengers by hour."""
    page.draw_rect((x, y, x + COLUMN, y + 110), color=None, fill=GREY)
    for number, share in enumerate((0.2, 0.85, 0.55, 0.3, 0.35, 0.5, 0.95, 0.6)):
        left = x + 14 + number * 26
        page.draw_rect((left, y + 96 - 82 * share, left + 16, y + 96), color=None, fill=BLUE)
        page.insert_text((left + 1, y + 106), str(6 + 2 * number), fontname="helv", fontsize=7)


def draw_formula(page: pymupdf.Page, x: float, y: float) -> None:
    """A display formula, in the italic and symbol fonts that TeX would take."""
    for dx, dy, font, size, text in (
        (0, 0, "tiit", 12, "w"),
        (12, 0, "symb", 12, "="),
        (26, -8, "tiro", 10, "1"),
        (26, 7, "tiro", 10, "2"),
        (40, 0, "symb", 12, "\u00d7"),
        (56, -8, "tiit", 10, "n"),
        (57, 7, "tiit", 10, "r"),
    ):
        page.insert_text((x + dx, y + dy), text, fontname=font, fontsize=size)
    for start in (24, 54):
        page.draw_line((x + start, y - 3.5), (x + start + 10, y - 3.5), width=0.6)


def draw_table(page: pymupdf.Page, rows: list[tuple[str, ...]], y: float) -> float:
    """A ruled table over the width of the page; returns where it ends."""
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
    """Two text fields and a check box."""
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
    box.field_type, box.field_name = pymupdf.PDF_WIDGET_TYPE_CHECKBOX, "timetable"
    box.rect = pymupdf.Rect(MARGIN, y - 9, MARGIN + 11, y + 2)
    box.border_color, box.border_width = (0.5, 0.5, 0.5), 0.5
    page.add_widget(box)
    page.insert_text((MARGIN + 20, y), text["check"], fontname="helv", fontsize=9)


def make(language: str) -> pymupdf.Document:
    """The sample in one language."""
    text = TEXTS[language]
    document = pymupdf.open()
    first = document.new_page(width=WIDTH, height=HEIGHT)
    title_width = pymupdf.get_text_length(text["title"], "hebo", 22)
    first.insert_text(((WIDTH - title_width) / 2, 84), text["title"], fontname="hebo", fontsize=22, color=BLUE)
    subtitle_width = pymupdf.get_text_length(text["subtitle"], "tiit", 12)
    first.insert_text(((WIDTH - subtitle_width) / 2, 104), text["subtitle"], fontname="tiit", fontsize=12)
    right = MARGIN + COLUMN + GUTTER
    end = place(first, text["left"], MARGIN, 130, 560)
    draw_formula(first, MARGIN + COLUMN / 2 - 35, end + 24)
    end = place(first, text["right"], right, 130, 300)
    draw_figure(first, right, end + 6)
    first.insert_text((right, end + 130), text["figure"], fontname="tiit", fontsize=9)
    place(first, text["closing"], right, end + 142, 200)
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


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for code in TEXTS:
        sample = make(code)
        sample.subset_fonts()
        sample.save(FOLDER / f"sample-{code}.pdf", garbage=4, deflate=True, no_new_id=True)
