"""Lines of commands, which are not translated."""

import re

# Names of programs that are not words of a language.
_PROGRAMS = """
    sudo apt apt-get aptitude brew bundle cargo chmod chown composer conda cp curl dnf docker-compose docker gcc git
    grep gunzip gzip helm htpasswd kubectl ls mkdir mkfs mv mvn mysql mysqldump nano nginx npm npx openssl pacman pip
    pip3 pipx psql python python3 pytest rm rmdir rsync scp sed ssh sqlite3 systemctl tar uv vim virtualenv wget yarn
    yum zip
""".split()  # noqa: SIM905
_PROMPT = re.compile(r"[$%>#] +(?=\S)")
_PROGRAM = re.compile(r"(?:\./|~/|/)?[a-z][\w./-]*")
# An option, a path, a pipe, a variable or an assignment.
_ARGUMENT = re.compile(r"--?[A-Za-z][\w-]*(?:=\S+)?|[~.]{0,2}/\S*|\|{1,2}|&&|>{1,2}|\$\w+|[A-Z_]+=\S+|\S+/\S+|<\w+>")
_SENTENCE_END = re.compile(r"[.!?:;,]$|[.!?:;,]\s")


def is_command(text: str, function_words: frozenset[str]) -> bool:
    """Return whether a text is a line of a shell: a program with arguments, not a sentence.

    `function_words` are those of the text's language.
    """
    line = _PROMPT.sub("", text.strip(), count=1)
    words = line.split()
    if len(words) < 2 or not line.isascii() or not _PROGRAM.fullmatch(words[0]):
        return False
    if _SENTENCE_END.search(line):
        return False
    arguments = [word for word in words[1:] if _ARGUMENT.fullmatch(word)]
    has_option = any(each.startswith("-") or each in ("|", "||", "&&") for each in arguments)
    is_known = words[0] in _PROGRAMS
    if not function_words.isdisjoint(words):
        return is_known and has_option
    return is_known or has_option or (bool(arguments) and text.strip() != line)
