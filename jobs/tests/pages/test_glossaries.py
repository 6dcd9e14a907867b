"""Glossaries on the page, on the command line and in the admin."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs.models import TranslationJob
from jobs.records.job_glossary import load_glossary
from jobs.testing.commands import translatefile
from jobs.testing.documents import upload_of
from translation import admin
from translation.glossaries.terms import GlossaryTerm
from translation.models import Glossary

pytestmark = pytest.mark.django_db

LIST = "/admin/translation/glossary/"
BOOK = GlossaryTerm("book", "volume", "m")
ROWS = {"terms-TOTAL_FORMS": "0", "terms-INITIAL_FORMS": "0"}


def kept(name: str, owner: User | None = None, *terms: GlossaryTerm) -> Glossary:
    glossary = Glossary.objects.create(name=name, owner=owner, source_language="en", target_language="pt")
    glossary.store_terms(terms or (BOOK,))
    return glossary


def send(client: Client, **fields: Any) -> Any:
    usual = {"file": upload_of(), "source_language": "en", "target_language": "pt"}
    return client.post("/", {**usual, **fields})


def test_the_page_offers_ones_own_glossaries_and_those_of_everybody(client: Client) -> None:
    client.force_login(User.objects.create_user("ana"))
    kept("Mine", User.objects.get())
    kept("Everybody's")
    kept("Hers", User.objects.create_user("eva"))
    page = client.get("/").content.decode()

    assert "Mine (en → pt)" in page
    assert "Everybody&#x27;s (en → pt)" in page
    assert 'data-source="en" data-target="pt"' in page
    assert "Hers" not in page


def test_the_page_has_no_list_where_there_are_no_glossaries(client: Client) -> None:
    page = client.get("/").content.decode()

    assert 'name="glossary"' not in page
    assert 'name="glossary_file"' in page


def test_a_job_of_the_page_takes_the_chosen_glossary(client: Client) -> None:
    assert send(client, glossary=kept("Everybody's").pk).status_code == 302
    assert load_glossary(TranslationJob.objects.get()).terms == (BOOK,)


def test_a_job_of_the_page_takes_a_file(client: Client) -> None:
    assert send(client, glossary_file=SimpleUploadedFile("a.csv", b"book,volume,m")).status_code == 302
    assert load_glossary(TranslationJob.objects.get()).terms == (BOOK,)


def test_the_page_says_what_is_wrong_with_a_glossary(client: Client) -> None:
    response = send(client, glossary_file=SimpleUploadedFile("a.csv", b"book"))

    assert response.status_code == 400
    assert "Line 1 of the glossary" in response.content.decode()
    assert not TranslationJob.objects.exists()


def test_a_job_without_a_glossary_has_no_terms(client: Client) -> None:
    send(client)

    assert load_glossary(TranslationJob.objects.get()).terms == ()


def test_a_job_takes_its_terms_with_it(client: Client) -> None:
    send(client, glossary=kept("Everybody's").pk)
    job = TranslationJob.objects.get()
    job.erase()

    with pytest.raises(FileNotFoundError):
        load_glossary(job)


@pytest.mark.parametrize("source", [("--from", "en"), ()])
def test_translatefile_keeps_to_a_glossary(tmp_path: Path, source: tuple[str, ...]) -> None:
    document, terms, target = tmp_path / "a.txt", tmp_path / "terms.csv", tmp_path / "b.txt"
    document.write_text("The library keeps its old books in a cool room, and nobody may take them home.\n")
    terms.write_text("library,midiateca,f\nroom,salão,m\n")

    ended = translatefile(document, target, *source, "--to", "pt", "--glossary", terms)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "A midiateca" in target.read_text()
    assert "salão" in target.read_text()


@pytest.mark.parametrize("content", ["book\n", None])
def test_translatefile_says_what_is_wrong_with_a_glossary(tmp_path: Path, content: str | None) -> None:
    document, terms = tmp_path / "a.txt", tmp_path / "terms.csv"
    document.write_text("The library keeps its old books.\n")
    if content:
        terms.write_text(content)

    ended = translatefile(document, tmp_path / "b.txt", "--from", "en", "--to", "pt", "--glossary", terms)

    assert ended.returncode == 2
    assert "glossary cannot be read" in ended.stderr


def test_the_admin_makes_a_glossary_of_a_file(admin_client: Client) -> None:
    fields = {"name": "Law", "owner": "", "source_language": "English", "target_language": "pt-br", **ROWS}
    file = SimpleUploadedFile("a.csv", b"court,tribunal,m\nclaim,demanda,f")

    assert admin_client.post(f"{LIST}add/", {**fields, "file": file}).status_code == 302

    glossary = Glossary.objects.get()
    assert (glossary.owner, glossary.source_language, glossary.target_language) == (None, "en", "pt-BR")
    assert [term.target for term in glossary.as_value().terms] == ["tribunal", "demanda"]
    assert "Law" in admin_client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"source_language": "xx"}, "not a known language"),
        ({"target_language": "en"}, "two different languages"),
        ({"file": SimpleUploadedFile("a.csv", b"court")}, "Line 1"),
    ],
)
def test_the_admin_says_what_is_wrong(admin_client: Client, fields: dict[str, Any], message: str) -> None:
    usual = {"name": "Law", "owner": "", "source_language": "en", "target_language": "pt", **ROWS}
    page = admin_client.post(f"{LIST}add/", {**usual, **fields})

    assert message in page.content.decode()
    assert not Glossary.objects.exists()


@pytest.mark.parametrize(("format", "start"), [("csv", b"source,"), ("tsv", b"source\t"), ("tbx", b"<?xml")])
def test_the_admin_hands_out_a_glossary(admin_client: Client, format: str, start: bytes) -> None:
    chosen = {"action": f"export_{format}", "_selected_action": [str(kept("Law").pk)]}

    assert admin_client.post(LIST, chosen).content.startswith(start)


def test_the_admin_hands_out_one_at_a_time(admin_client: Client) -> None:
    chosen = {"action": "export_csv", "_selected_action": [str(kept("Law").pk), str(kept("Trade").pk)]}

    assert "Select one glossary" in admin_client.post(LIST, chosen, follow=True).content.decode()


def test_a_large_glossary_has_its_terms_on_a_page_of_their_own(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin, "MAX_INLINE_TERMS", 1)
    small, large = kept("Law"), kept("Trade", None, BOOK, GlossaryTerm("room", "sala"))

    assert 'name="terms-0-source"' in admin_client.get(f"{LIST}{small.pk}/change/").content.decode()
    page = admin_client.get(f"{LIST}{large.pk}/change/").content.decode()
    assert 'name="terms-0-source"' not in page
    link = f"/admin/translation/term/?glossary__id__exact={large.pk}"
    assert link in page
    assert "sala" in admin_client.get(link).content.decode()
    assert admin_client.get("/admin/translation/term/?q=sala").status_code == 200
