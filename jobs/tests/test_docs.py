"""The documents: their links lead somewhere, and every setting and every licence is described."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
CODE_BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# A call in the settings that reads a variable, such as env.bool("HTTPS", …) or environment.number("WORKERS", …).
VARIABLE = re.compile(r'\benv(?:ironment)?\.\w+\(\s*"([A-Z_]+)"')


def text_of(page: Path) -> str:
    """Return the page without its blocks of code."""
    return CODE_BLOCK.sub("", page.read_text())


def anchors(page: Path) -> set[str]:
    """Return the anchors that Markdown pages get from their headings."""
    headings = HEADING.findall(text_of(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    links = [link for link in LINK.findall(text_of(page)) if "://" not in link]
    broken = []
    for link in links:
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_linked_from_the_readme_or_a_page_that_it_links() -> None:
    linked = {ROOT / "README.md"}
    for page in [*linked, *(ROOT / link for link in LINK.findall(text_of(ROOT / "README.md")))]:
        if page.suffix == ".md" and page.exists():
            linked |= {(page.parent / link.partition("#")[0]).resolve() for link in LINK.findall(text_of(page))}
    assert set(PAGES) <= linked


def test_every_variable_of_the_settings_is_described() -> None:
    variables = set(VARIABLE.findall((ROOT / "translator_site" / "settings.py").read_text()))
    page = (ROOT / "docs" / "configuration.md").read_text()
    assert len(variables) > 20
    assert {name for name in variables if f"`{name}" not in page} == set()


def test_the_readme_has_the_licence_of_every_package() -> None:
    packages = set(re.findall(r"^[\w-]+", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    table = (ROOT / "README.md").read_text().partition("\n## Licences\n")[2].partition("\nThe models")[0]
    assert len(packages) > 20
    assert packages == set(re.findall(r"`([\w-]+)`", table)) - {"psycopg-binary", "psycopg-pool"}
