"""The steps that make a small engine safe, tested with the real engine: text in, text out."""

import pytest

from translation.testing.documents import translated


@pytest.mark.parametrize(
    "token",
    [
        "https://example.org/a?b=1&c=2",
        "www.example.com/path",
        "bob.smith@example.org",
        "`make test`",
        "/usr/local/bin",
        "src/main/app.py",
        "C:\\Users\\Public",
        "config.yaml",
        "my_variable",
        "camelCase",
        "std::vector",
        "print()",
        "--verbose",
        "{name}",
        "{{ user.name }}",
        "${HOME}",
        "%s",
        "%(count)d",
        "<b>",
        "$x^2 + 1$",
        "CVE-2021-44228",
        "SHA-256",
        "0xDEADBEEF",
        "123e4567-e89b-12d3-a456-426614174000",
        "@someone",
        "Zürich",
        "€",
    ],
)
@pytest.mark.parametrize(
    ("source", "target", "frame"),
    [("en", "pt", "Look at {} before you start."), ("pt", "en", "Veja {} antes de começar.")],
)
def test_what_is_not_language_comes_through(token: str, source: str, target: str, frame: str) -> None:
    text = translated(frame.replace("{}", token), source, target)
    assert token in text
    assert text != frame.replace("{}", token)


def test_many_codes_in_one_sentence_come_through_once_each() -> None:
    codes = [f"file{number}.txt" for number in range(8)]
    text = translated(f"Copy {', '.join(codes[:-1])} and {codes[-1]} into the folder.")
    assert [text.count(code) for code in codes] == [1] * 8


def test_text_that_looks_like_a_placeholder_stays() -> None:
    text = translated("The part XQ-1 fits the file a.txt and the engine V2.")
    assert all(text.count(part) == 1 for part in ("XQ-1", "a.txt", "V2"))


def test_citations_stay_at_their_words() -> None:
    text = translated("The company was founded in 1911.[12][13] It is old [1, 3–5].")
    assert "1911.[12][13] " in text
    assert " [1, 3–5]." in text


@pytest.mark.parametrize("text", ["42", "IV", "a_b", "https://example.org", "[12]", "—", "1.2.3", "x", "$5"])
def test_text_without_language_stays(text: str) -> None:
    assert translated(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.2 Conclusion", "3.2 Conclusão"),
        ("• The house is big.", "• A casa é grande."),
        ("a) The house is big.", "a) A casa é grande."),
        ("(ii) The house is big.", "(ii) A casa é grande."),
        ("IV THE HOUSE", "IV A CASA"),
        ("Introduction ........ 12", "Introdução ........ 12"),
        ("Figure 3: The house", "Figura 3: A casa"),
        ("TABLE 2 – The house", "TABELA 2 – A casa"),
        ("Fig. 4. The house", "Figura 4. A casa"),
        ("Name\tPhone number", "Nome\tNúmero de telefone"),
    ],
)
def test_bullets_numbers_labels_and_leaders_stay_around_the_words(text: str, expected: str) -> None:
    assert translated(text) == expected


def test_capitals_are_translated_as_words_and_come_back_as_capitals() -> None:
    assert translated("THE HOUSE IS BIG.") == "A CASA É GRANDE."
    assert translated("ÍNDICE GERAL", "pt", "en") == "GENERAL INDEX"


def test_a_title_becomes_a_sentence_with_its_names() -> None:
    assert translated("Summary of the History of London").startswith("Resumo da história de Londres")
    assert translated("Learning to Write Programs with Python").endswith("Python")


def test_a_lower_case_initial_stays() -> None:
    assert translated("the house").islower()


@pytest.mark.parametrize("text", ["The big house", "The house:", "The house is big!", "Is the house big?"])
def test_the_end_of_a_sentence_is_that_of_its_source(text: str) -> None:
    ending = text[-1] if not text[-1].isalnum() else ""
    result = translated(text)
    assert result.endswith(ending)
    assert result[-1].isalnum() is text[-1].isalnum()


def test_numbers_take_the_form_of_the_target() -> None:
    assert "$1.234,50" in translated("He paid $1,234.50 for the house.")
    assert "12.000" in translated("There are 12,000 people in the city.")
    assert "1,234.5" in translated("A casa tem 1.234,5 metros.", "pt", "en")


def test_sections_and_versions_keep_their_points() -> None:
    text = translated("See section 3.2 of the guide to version 2.0 of the program.")
    assert "3.2" in text
    assert "2.0" in text


def test_lost_numbers_are_brought_back() -> None:
    text = translated("The storm, about 645 miles (1040 km) west of the islands, is likely to go.")
    assert "645" in text
    assert "1040" in text


def test_quotes_and_dashes_are_read_and_come_back() -> None:
    assert translated("“The house is big,” he said.") == "“A casa é grande”, disse ele."
    assert " — " in translated("The house — it is old — is big.")
    assert "1990–2020" in translated("In the years 1990–2020 it grew.")


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    assert translated("Dr. Smith saw J. Jones.").count(".") == 3
    assert "Silva" in translated("O Sr. Silva chegou. A Dra. Ana saiu.", "pt", "en")
    assert translated("O Sr. Silva chegou. A Dra. Ana saiu.", "pt", "en").startswith("Mr. Silva")


def test_a_very_long_sentence_keeps_its_end() -> None:
    things = ", ".join(f"the {number}th house of the old street near the river" for number in range(101, 120))
    text = translated(f"We saw {things}, and finally the mountain.")
    assert "montanha" in text
    assert all(str(number) in text for number in range(101, 120))


def test_a_remark_of_the_engine_is_taken_out() -> None:
    assert translated("John Smith") == "John Smith"


def test_hyphenated_lines_and_ligatures_are_read_as_words() -> None:
    assert translated("The dif\u00adﬁcult ques-\ntion is\nold.") == translated("The difficult question is old.")
