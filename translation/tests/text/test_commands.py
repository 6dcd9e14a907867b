"""Lines of commands."""

import pytest

from translation.languages.conventions import conventions_of
from translation.text.commands import is_command

ENGLISH = conventions_of("en").function_words


@pytest.mark.parametrize(
    "line",
    [
        "pip install requests",
        "docker compose up -d",
        "kubectl get pods",
        "./configure --prefix=/usr",
        "$ cat notes.txt | sort",
        "cd /var/www && make",
        "npm run build",
    ],
)
def test_a_program_with_arguments_is_a_command(line: str) -> None:
    assert is_command(line, ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "make a cake",
        "the program prints --help",
        "Run docker run --rm -it ubuntu to start.",
        "state-of-the-art technology",
        "red, green and blue",
        "two-thirds majority",
        "git",
        "input/output devices",
        "casa de campo - aluguel",
    ],
)
def test_words_are_not_a_command(text: str) -> None:
    assert not is_command(text, ENGLISH)
