"""What the steps around the engine change for the better, each in both directions, with the real engine."""

from collections.abc import Sequence

import pytest

from translation.document import Span, plain_text
from translation.testing.documents import ListedDocument, firefox, run, translated


def english(text: str) -> str:
    return translated(text, "pt", "en")


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("The tickets cost £12.50 each.", "custam £12,50 cada"),
        ("The hotel costs £85 a night.", "custa £85 por noite"),
        ("The ticket was €9.99 and the book £7.50.", "€9,99"),
        ("It weighs ~45 kg.", "~45 kg"),
        ("The fine is US$300 or R$500.", "US$300 ou R$500"),
    ],
)
def test_a_sign_that_the_engine_cannot_read_comes_back_beside_its_number(source: str, part: str) -> None:
    assert part in translated(source)


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("O quarto custa £85 por noite.", "costs £85 per night"),
        ("O bilhete custou €9,99 e o livro £7,50.", "€9.99 and the book £7.50"),
        ("A peça tem uma tolerância de ±0,5 mm.", "of ±0.5 mm"),
        ("O erro é ≤ 0,05 em todos os casos.", "≤ 0.05"),
        ("A multa é de US$300 ou R$500.", "US$300 or R$500"),
    ],
)
def test_the_same_signs_from_portuguese(source: str, part: str) -> None:
    assert part in english(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Page %1$d of %2$d", "Página %1$d de %2$d"),
        ("Copied %d of %d files", "Copiado %d de %d arquivos"),
        ("You have %d new messages.", "Você tem %d novas mensagens."),
        ("Row %d, column %d", "Linha %d, coluna %d"),
    ],
)
def test_variables_for_numbers_stand_where_numbers_would(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Página %1$d de %2$d", "Page %1$d of %2$d"),
        ("Você tem %d mensagens novas.", "You have %d new messages."),
        ("%d de %d arquivos copiados", "%d of %d files copied"),
    ],
)
def test_the_same_variables_from_portuguese(source: str, expected: str) -> None:
    assert english(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("File > Export As > PDF…", "Arquivo > Exportar como > PDF…"),
        ("Home → Settings → Privacy", "Início → Configurações → Privacidade"),
        ("Tools > Options > Fonts", "Ferramentas > Opções > Fontes"),
    ],
)
def test_the_items_of_a_menu_path_are_translated(source: str, expected: str) -> None:
    assert translated(source) == expected


def test_menu_paths_in_sentences_are_translated() -> None:
    assert "Ferramentas > Opções > Fontes" in translated("Choose Tools > Options > Fonts to change it.")
    assert "Tools > Options > Fonts" in english("Escolha Ferramentas > Opções > Fontes para mudar isso.")
    assert english("Início → Configurações → Privacidade") == "Home → Settings → Privacy"


@pytest.mark.parametrize(
    "line",
    [
        "sudo apt-get install -y nginx",
        'git commit -m "first" --amend',
        "pip install --upgrade requests",
        "$ ls -la /var/log",
        "./configure --prefix=/usr/local",
    ],
)
def test_a_command_line_stays(line: str) -> None:
    assert translated(line) == line == english(line)


def test_a_command_in_a_sentence_stays_as_the_engine_leaves_it() -> None:
    assert "docker run --rm -it ubuntu" in translated("Run docker run --rm -it ubuntu to start.")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("First line.\\nSecond line is longer.", "Primeira linha.\\nA segunda linha é mais longa."),
        ("Saved.\\tOpen it now.", "Salvo.\\tAbra-o agora."),
    ],
)
def test_a_written_line_break_divides_sentences(source: str, expected: str) -> None:
    assert translated(source) == expected


def test_a_written_line_break_divides_portuguese_sentences() -> None:
    source = "Primeira linha.\\nA segunda linha é mais longa."
    assert english(source) == "First line.\\nThe second line is longer."
    assert "C:\\new\\text" in translated("The file is in C:\\new\\text on the disk.")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Dúvidas? Escreva para nós.", "Questions? Write"),
        ("Perdido? Pergunte a um colega.", "Lost? Ask a colleague."),
        ("Pare! A porta está aberta.", "Stop! The door is open."),
    ],
)
def test_a_very_short_sentence_is_translated_with_its_neighbour(source: str, expected: str) -> None:
    assert english(source).startswith(expected)


def test_short_sentences_are_translated_alone_if_one_is_lost() -> None:
    class Forgetful(type(firefox())):  # type: ignore[misc]
        """Translates only the last of several sentences."""

        def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
            return firefox().translate([text.split("! ")[-1] for text in texts], source, target)

    document = ListedDocument([(Span("Look there! The small door is open."),)])
    run(document, engine=Forgetful())
    assert plain_text(document.targets[0]).endswith("! A pequena porta está aberta.")


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("Section 4.1(a) applies.", "4.1(a)"),
        ("See Clause 7.2(b) of the contract.", "7.2(b)"),
        ("Under Article 12(3)(c), the fee is due.", "12(3)(c),"),
    ],
)
def test_references_to_clauses_stay_whole(source: str, part: str) -> None:
    assert part in translated(source)


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("A cláusula 4.1(a) não se aplica.", "4.1(a) "),
        ("Veja a cláusula 7.2(b) do contrato.", "7.2(b) "),
        ("Nos termos do artigo 12(3)(c), a taxa é devida.", "12(3)(c),"),
    ],
)
def test_references_to_clauses_stay_whole_from_portuguese(source: str, part: str) -> None:
    assert part in english(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Enter the name(s) of the applicant(s).", "Digite o nome(s) do candidato(s)."),
        ("Name(s) of the author(s)", "Nome(s) do autor(s)"),
        ("Item(s)", "Item(s)"),
    ],
)
def test_optional_plurals_come_back(source: str, expected: str) -> None:
    assert translated(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Nome(s) do(s) autor(es)", "Name(s) of the author(s)"),
        ("Anexe a(s) fatura(s) ao formulário.", "Attach the invoice(s) to the form."),
        ("Nome do(a) aluno(a):", "Name of the student:"),
    ],
)
def test_optional_endings_come_back_from_portuguese(source: str, expected: str) -> None:
    assert english(source) == expected


def test_formats_of_dates_and_measures_stay() -> None:
    assert "YYYY-MM-DD" in translated("Use the format YYYY-MM-DD for dates.")
    assert "hh:mm:ss" in translated("Write the time as hh:mm:ss.")
    assert "6 ft 2 in" in translated("He is 6 ft 2 in tall.")
    assert "5'10\"" in translated("The door is 5'10\" high.")
    assert "DD/MM/YYYY" in english("Escreva a data como DD/MM/AAAA.")
    assert "MM/YY" in english("Escreva a validade como MM/AA no campo.")


def test_spaces_around_signs_are_those_of_the_source() -> None:
    assert english("CPF/CNPJ") == "CPF/CNPJ"
    assert "( )" in translated("Sign here: ( )")
    assert "( )" in english("Assine aqui: ( )")
    assert "e/ou" in translated("Use and/or with care.")
    assert translated("Press the button.") == "Pressione o botão."


def test_the_report_counts_how_often_each_repair_was_tried_and_taken() -> None:
    document = ListedDocument([(Span("Outlines"),), (Span("The house is big."),)])
    report = run(document)
    assert report.repairs == {"rephrased": {"tried": 1, "taken": 1}}
    assert document.targets[0] == (Span("Contornos"),)


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("A pressão arterial deve ser < 140 mmHg.", "< 140"),
        ("Colesterol: desejável < 190 mg.", "< 190"),
        ("A multa é de R$ 500.", "R$ 500"),
    ],
)
def test_a_lost_sign_comes_back_with_its_number(source: str, part: str) -> None:
    assert part in english(source)


def test_a_lost_text_in_brackets_comes_back() -> None:
    assert "A(H5N1)" in translated("They are now infected with the A(H5N1) avian influenza virus.")


def test_dates_are_not_paths() -> None:
    assert "15/03/2012" in translated("The value expires 15/03/2012 for all.")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("RESOLUÇÃO DE 3ª CLASSE", "3rd"),
        ("Está aberto de 2ª a 6ª.", "Monday"),
        ("A aula é na 4ª feira.", "Wednesday"),
        ("Ele ficou em 3.º lugar.", "3rd"),
    ],
)
def test_portuguese_ordinals_become_english_ones(source: str, expected: str) -> None:
    assert expected.lower() in english(source).lower()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Article IX – Amendments", "Artigo IX – Alterações"),
        ("Appendix D: Results of the Survey", "Apêndice D: Resultados da Pesquisa"),
    ],
)
def test_a_title_has_a_capital_after_its_signs(source: str, expected: str) -> None:
    assert translated(source) == expected


def test_an_article_agrees_with_the_code_after_it() -> None:
    assert " a `print()`" in english("É preciso usar um `print()` no fim do texto.")


def test_words_with_old_accents_are_read() -> None:
    assert "sequence" in english("O comprimento de uma seqüência é um número.")
    assert "Zürich" in english("Ele mora em Zürich desde maio.")
    assert translated("☐There is no such limit.").startswith("☐Não")


def test_short_forms_of_amounts_are_read() -> None:
    assert "¥320 milhões" in translated("Sales rose to ¥320m in March.")
    assert "$200 million" in english("A empresa captou US$ 200 mi no ano.")
    assert "€3,2 bilhões" in translated("Revenue grew to €3.2bn last year.")


def test_firms_in_a_sentence_keep_their_names() -> None:
    assert "Comercial Andrade & Filhos Ltda." in english("Ele trabalha na Comercial Andrade & Filhos Ltda. em Recife.")
    assert "Highland Metals Inc. e " in translated("Highland Metals Inc. and Blue Stone Inc. signed the contract.")


def test_small_parts_of_titles_and_labels_stay() -> None:
    assert "F&E" in translated("F&E Aircraft Maintenance Report")
    assert translated("Mitsubishi Electric Corp. stockholders").endswith("Corp.")
    assert translated("Semiannually") == "Semi-anualmente"
    assert translated("One Withholding Allowance").startswith("Um ")
    assert "11–15, 16b e 17b–21" in translated("Add lines 8, 9a, 11–15, 16b, and 17b–21.")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Linear Reference System", "Sistema de Referência Linear"),
        ("Federal Aviation Administration", "Administração Federal de Aviação"),
        ("Learning to Write Programs with Python", "Aprendendo a escrever programas com Python"),
        ("How to Choose the Right Laptop for Your Business", "Como escolher o laptop certo para o seu negócio"),
    ],
)
def test_a_word_of_both_languages_is_no_name_in_a_title(source: str, expected: str) -> None:
    assert translated(source) == expected
