"""Short labels in blocks: they come from the table, and the rest is for the engine, which "~" stands for here."""

import pytest

from translation.attempts import is_language
from translation.languages.conventions import conventions_of
from translation.text.number_formats import FormatPair
from translation.text.short_labels import split


def written(text: str, source: str, target: str) -> str:
    """Return the text with labels in the target language, ~ for the engine's, and numbers converted."""
    conventions = conventions_of(source), conventions_of(target)
    pieces = split(text, *conventions)
    assert not pieces or "".join(piece.source for piece in pieces) == text
    numbers = FormatPair.of(*conventions)
    rests = ("~" if is_language(piece.source) else numbers.convert(piece.source) for piece in pieces)
    return "".join(rest if piece.target is None else piece.target for piece, rest in zip(pieces, rests, strict=True))


@pytest.mark.parametrize(
    ("english", "portuguese"),
    [
        ("Qty.", "Qtd."),
        ("Avg.", "Méd."),
        ("Balance due", "Saldo devedor"),
        ("Marital status", "Estado civil"),
        ("Date of Birth", "Data de Nascimento"),
        ("Zip code", "CEP"),
        ("NO PARKING", "PROIBIDO ESTACIONAR"),
        ("No smoking!", "Proibido fumar!"),
        ("EXIT", "SAÍDA"),
        ("PULL", "PUXE"),
        ("Dear Sir,", "Prezado Senhor,"),
        ("Yours sincerely,", "Atenciosamente,"),
        ("2nd copy", "2ª via"),
        ("SERIAL NO.", "Nº DE SÉRIE"),
        ("Mrs.", "Sra."),
        ("Cancel", "Cancelar"),
        ("N/A", "N/D"),
        ("Sunday", "Domingo"),
        ("FRIDAY", "SEXTA-FEIRA"),
        ("Feb", "Fev"),
        ("Mon Tue Wed", "Seg Ter Qua"),
        ("Jan–Mar", "Jan–Mar"),
        ("Apr/24", "Abr/24"),
        ("☐ Yes ☐ No", "☐ Sim ☐ Não"),
        ("Name: ______ Date: __/__/____", "Nome: ______ Data: __/__/____"),
        ("Full name *", "Nome completo *"),
        ("Unit price (USD)", "Preço unitário (USD)"),
        ("Total: 1,234.50", "Total: 1.234,50"),
        ("Marital status: Single", "Estado civil: Solteiro(a)"),
        ("P.O. Box 123", "Caixa postal 123"),
        ("CPF: 123.456.789-09", "CPF: 123.456.789-09"),
        ("Full name: Maria Silva", "Nome completo: Maria Silva"),
        ("Dear Mr. Smith,", "Prezado Sr. Smith,"),
        ("Dear Mrs. Ana Souza:", "Prezada Sra. Ana Souza:"),
        ("Dear Dr. Baker", "Prezado Dr. Baker"),
        ("Sold out", "Esgotado"),
        ("Date of birth: DD/MM/YYYY", "Data de nascimento: DD/MM/AAAA"),
        ("mm/yy", "mm/aa"),
        ("Watch your step", "Cuidado com o degrau"),
        ("STOP", "PARE"),
        ("Employees only", "Somente funcionários"),
        ("Blood type", "Tipo sanguíneo"),
        ("Gender: Female", "Gênero: Feminino"),
    ],
)
def test_labels_are_the_same_in_both_directions(english: str, portuguese: str) -> None:
    target = portuguese.replace("Data de Nascimento", "Data de nascimento")
    assert written(english, "en", "pt") == target
    assert written(portuguese, "pt", "en") == english


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qty: 5", "Qtd.: 5"),
        ("Attn.: John", "A/C: ~"),
        ("Date: 3 May", "Data: ~"),
        ("Ref.: AB-12", "Ref.: AB-12"),
        ("Invoice No. 4532", "Nº da fatura 4532"),
        ("Invoice #4532", "Nº da fatura 4532"),
        ("DANGER: HIGH VOLTAGE", "PERIGO: ALTA TENSÃO"),
        ("Best regards, Ana Souza", "Atenciosamente, Ana Souza"),
        ("Dear Sir, we write to you about the house.", "Prezado Senhor, ~"),
        ("Love,", "Com carinho,"),
        ("Dear Ms. Baker, we write to you.", "Prezada Sra. Baker,~"),
        ("2nd copy", "2ª via"),
        ("Q: What is this?", "P: ~"),
        ("A: It is a house.", "R: ~"),
        ("Q: Is it good? A: Yes, it is.", "P: ~R: ~"),
        ("Mon–Fri 9:00–18:00", "Seg–Sex 9:00–18:00"),
        ("May–Aug 2024", "Mai–Ago 2024"),
    ],
)
def test_english_labels_before_a_value(text: str, expected: str) -> None:
    assert written(text, "en", "pt") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qtde.: 5", "Qty.: 5"),
        ("A/C: João", "Attn.: ~"),
        ("Nota fiscal nº 4532", "Invoice No. 4532"),
        ("N.º de série: AB-12", "Serial No.: AB-12"),
        ("Exmos. Senhores,", "Dear Sirs,"),
        ("Morada", "Address"),
        ("TOTAL A PAGAR: R$ 45,00", "TOTAL DUE: R$ 45.00"),
        ("Razão social: Padaria Sol Ltda.", "Company name: Padaria Sol Ltda."),
        ("P: Qual é o seu nome?", "Q: ~"),
        ("segunda a sexta", "Monday to Friday"),
        ("Ter.", "Tue."),
        ("segunda-feira", "Monday"),
        ("set/2024", "Sep/2024"),
    ],
)
def test_portuguese_labels_before_a_value(text: str, expected: str) -> None:
    assert written(text, "pt", "en") == expected


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The date of the total was late.", "en"),
        ("Sun", "en"),
        ("May", "en"),
        ("march", "en"),
        ("Exit", "en"),
        ("Love", "en"),
        ("Dear Mr. and Mrs. Smith,", "en"),
        ("name: 'meow',", "en"),
        ("// A", "en"),
        ("...to:", "en"),
        ("Mobile", "en"),
        ("MS", "en"),
        ("A: Front view", "en"),
        ("A: The front. B: The back.", "en"),
        ("Sincerely, I do not know.", "en"),
        ("Total of 5 houses", "en"),
        ("12 March 2024", "en"),
        ("Note: the house is big.", "en"),
        ("Set", "pt"),
        ("Ter", "pt"),
        ("Mar", "pt"),
        ("segunda", "pt"),
        ("Saída", "pt"),
        ("Valor", "pt"),
        ("R: 5", "pt"),
        ("Entrada de 20 casas", "pt"),
    ],
)
def test_other_texts_are_for_the_engine(text: str, source: str) -> None:
    assert written(text, source, "pt" if source == "en" else "en") == ""


@pytest.mark.parametrize(
    ("target", "expected"),
    [("es", "Cant.: 5"), ("fr", "Qté: 5"), ("de", "Anz.: 5"), ("it", "Q.tà: 5"), ("pt-PT", "Qtd.: 5"), ("sv", "")],
)
def test_other_languages_have_their_own_labels(target: str, expected: str) -> None:
    assert written("Qty: 5", "en", target) == expected


@pytest.mark.parametrize(
    ("source", "cells", "text", "expected"),
    [
        ("pt", ["Seg", "Ter", "Qua", "Qui"], "Ter", "Tue"),
        ("pt", ["Jan", "Fev", "Mar", "Set"], "Set", "Sep"),
        ("pt", ["segunda", "sábado", "domingo"], "segunda", "Monday"),
        ("en", ["Fri", "Sat", "Sun", "Mon"], "Sun", "Dom"),
        ("en", ["Apr", "May", "Jun"], "May", "Mai"),
        ("en", ["April", "May", "June"], "May", "Maio"),
        ("en", ["Fri", "The sun"], "Sun", ""),
        ("pt", ["Seg", "mar"], "Mar", ""),
    ],
)
def test_other_cells_show_what_a_short_word_means(source: str, cells: list[str], text: str, expected: str) -> None:
    conventions = conventions_of(source).suited_to(cells)
    pieces = split(text, conventions, conventions_of("pt" if source == "en" else "en"))
    assert "".join(piece.target or "~" for piece in pieces) == expected
