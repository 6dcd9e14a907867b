"""Glossaries through the API: created, filled, exported, and used by jobs."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs.models import TranslationJob
from jobs.tasks import work
from jobs.testing.documents import translate
from translation.glossaries.terms import GlossaryTerm
from translation.models import Glossary, Term

pytestmark = pytest.mark.django_db

GLOSSARIES = "/api/v1/glossaries"
CSV = b"library,midiateca,f\nbook,volume,m\n"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ana")


@pytest.fixture
def mine(client: Client, user: User) -> Client:
    """The client of a signed-in user."""
    client.force_login(user)
    return client


def file_of(content: bytes = CSV, name: str = "terms.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def make(client: Client, **fields: Any) -> Any:
    usual = {"name": "Library", "source_language": "en", "target_language": "pt", "file": file_of()}
    return client.post(f"{GLOSSARIES}/", {name: value for name, value in {**usual, **fields}.items() if value})


def made(client: Client, **fields: Any) -> str:
    response = make(client, **fields)
    assert response.status_code == 201, response.content
    return str(response.json()["id"])


def shared(name: str = "Everybody's", **fields: Any) -> Glossary:
    glossary = Glossary.objects.create(name=name, **{"source_language": "en", "target_language": "pt", **fields})
    glossary.store_terms([GlossaryTerm("book", "volume", "m")])
    return glossary


def test_a_glossary_is_made_of_a_file(mine: Client) -> None:
    answer = make(mine, source_language="English").json()

    assert {name: answer[name] for name in ("name", "source_language", "terms", "shared")} == {
        "name": "Library",
        "source_language": "en",
        "terms": 2,
        "shared": False,
    }
    terms = mine.get(f"{GLOSSARIES}/{answer['id']}/terms").json()["results"]
    assert [(term["source"], term["target"], term["gender"]) for term in terms] == [
        ("book", "volume", "m"),
        ("library", "midiateca", "f"),
    ]


def test_it_lists_ones_own_and_those_of_everybody(mine: Client) -> None:
    made(mine)
    shared()
    Glossary.objects.create(
        name="Hers", owner=User.objects.create_user("eva"), source_language="en", target_language="pt"
    )
    listed = mine.get(GLOSSARIES).json()["results"]

    assert [(row["name"], row["shared"]) for row in listed] == [("Everybody's", True), ("Library", False)]
    assert not mine.get(f"{GLOSSARIES}?target_language=de").json()["results"]


@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/terms", "/{id}/export"])
def test_visitors_have_to_sign_in(client: Client, path: str) -> None:
    answer = client.get(GLOSSARIES + path.format(id=shared().pk))

    assert answer.status_code == 403
    assert "detail" in answer.json()


@pytest.mark.parametrize("path", ["", "/terms", "/export"])
def test_anothers_glossary_is_not_there(mine: Client, path: str) -> None:
    other = Client()
    other.force_login(User.objects.create_user("eva"))
    glossary = made(other)

    assert mine.get(f"{GLOSSARIES}/{glossary}{path}").status_code == 404
    assert mine.delete(f"{GLOSSARIES}/{glossary}").status_code == 404
    assert mine.get(f"{GLOSSARIES}/nonsense{path}").status_code == 404


def test_what_is_everybodys_is_read_and_not_changed(mine: Client) -> None:
    glossary = shared()
    path = f"{GLOSSARIES}/{glossary.pk}"
    term = glossary.terms.get().pk

    assert mine.get(path).json()["terms"] == 1
    assert mine.patch(path, {"name": "Mine"}, "application/json").status_code == 403
    assert mine.delete(path).status_code == 403
    assert mine.post(f"{path}/terms", {"source": "a", "target": "b"}).status_code == 403
    assert mine.patch(f"{path}/terms/{term}", {"target": "b"}, "application/json").status_code == 403
    assert mine.delete(f"{path}/terms/{term}").status_code == 403
    assert mine.post(f"{path}/import", {"file": file_of()}).status_code == 403


def test_a_glossary_is_renamed_and_deleted(mine: Client) -> None:
    path = f"{GLOSSARIES}/{made(mine)}"

    assert mine.patch(path, {"name": "Archive"}, "application/json").json()["name"] == "Archive"
    assert mine.delete(path).status_code == 204
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"target_language": "en"}, "target_language", "different"),
        ({"source_language": "Klingon"}, "source_language", "not a known language"),
        ({"file": file_of(b"a,b\nc\n")}, "file", "Line 2"),
        ({"name": ""}, "name", "required"),
    ],
)
def test_each_field_says_what_is_wrong_with_it(mine: Client, fields: dict[str, Any], field: str, message: str) -> None:
    response = make(mine, **fields)

    assert response.status_code == 400
    assert message in response.json()[field][0]
    assert not Glossary.objects.exists()


def test_a_name_is_taken_once(mine: Client) -> None:
    made(mine)

    assert "another name" in make(mine).json()["name"][0]
    other = made(mine, name="Other")
    answer = mine.patch(f"{GLOSSARIES}/{other}", {"name": "Library"}, "application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["name"])


def test_terms_are_added_changed_and_deleted(mine: Client) -> None:
    terms = f"{GLOSSARIES}/{made(mine)}/terms"
    term = mine.post(terms, {"source": "room", "target": "sala", "gender": "f"}).json()

    assert mine.get(f"{terms}?search=sala").json()["results"] == [term]
    path = f"{terms}/{term['id']}"
    changed = mine.patch(path, {"target": "salas", "is_plural": True}, "application/json").json()
    assert (changed["target"], changed["is_plural"], changed["source"]) == ("salas", True, "room")
    assert mine.delete(path).status_code == 204
    assert mine.get(path).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"source": "book", "target": "b"}, "source"),
        ({"source": "--", "target": "b"}, "source"),
        ({"source": "a" * 201, "target": "b"}, "source"),
        ({"source": "a", "target": "b", "gender": "x"}, "gender"),
    ],
)
def test_what_cannot_be_a_term_is_refused(mine: Client, fields: dict[str, str], field: str) -> None:
    response = mine.post(f"{GLOSSARIES}/{made(mine)}/terms", fields)

    assert (response.status_code, list(response.json())) == (400, [field])


def test_terms_of_a_file_take_the_place_of_those_that_are_there(mine: Client) -> None:
    path = f"{GLOSSARIES}/{made(mine)}"

    assert mine.post(f"{path}/import", {"file": file_of(b"book\tlivro\nroom\tsala")}).json() == {"terms": 2}
    assert dict(Term.objects.values_list("source", "target")) == {
        "library": "midiateca",
        "book": "livro",
        "room": "sala",
    }


@pytest.mark.parametrize(
    ("query", "media_type", "start"),
    [
        ("", "text/csv", b"source,target,gender,number,case\nlibrary,midiateca,f,,\n"),
        ("?format=tsv", "text/tab-separated-values", b"source\ttarget"),
        ("?format=tbx", "application/x-tbx", b'<?xml version="1.0" encoding="UTF-8"?>\n<tbx'),
        ("?format=tbx-2008", "application/x-tbx", b'<?xml version="1.0" encoding="UTF-8"?>\n<martif'),
    ],
)
def test_a_glossary_is_handed_out_and_taken_back(mine: Client, query: str, media_type: str, start: bytes) -> None:
    exported = mine.get(f"{GLOSSARIES}/{made(mine)}/export{query}")

    assert exported["Content-Type"] == f"{media_type}; charset=utf-8"
    assert 'filename="Library.' in exported["Content-Disposition"]
    assert exported.content.startswith(start)
    again = made(mine, name="Again", file=file_of(exported.content))
    assert mine.get(f"{GLOSSARIES}/{again}").json()["terms"] == 2


def test_an_unknown_format_is_refused(mine: Client) -> None:
    answer = mine.get(f"{GLOSSARIES}/{made(mine)}/export?format=doc")

    assert (answer.status_code, list(answer.json())) == (400, ["format"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["kept", "shared", "sent"])
def test_a_job_keeps_to_the_glossary_that_it_names(mine: Client, way: str) -> None:
    kept = {"kept": lambda: made(mine), "shared": lambda: str(shared().pk)}.get(way)
    fields: dict[str, Any] = {"glossary": kept()} if kept else {"glossary_file": file_of()}
    job_id = translate(mine, **fields).json()["job_id"]

    work(job_id)

    job = TranslationJob.objects.get(pk=job_id)
    assert (job.status, job.error) == ("completed", "")
    with default_storage.open(job.output_file) as output:
        assert "volume" in output.read().decode()
    assert job.report
    assert "term_missed" not in job.report["checks"]


@pytest.mark.django_db(transaction=True)
def test_a_job_stands_as_it_was_ordered(mine: Client) -> None:
    glossary = made(mine)
    job_id = translate(mine, glossary=glossary).json()["job_id"]
    assert mine.delete(f"{GLOSSARIES}/{glossary}").status_code == 204

    work(job_id)

    with default_storage.open(TranslationJob.objects.get(pk=job_id).output_file) as output:
        assert "midiateca" in output.read().decode()


def test_a_visitor_may_use_what_is_everybodys(client: Client) -> None:
    assert translate(client, glossary=str(shared().pk)).status_code == 202


@pytest.mark.parametrize("unknown", ["00000000-0000-0000-0000-000000000000", "nonsense"])
def test_an_unknown_glossary_is_refused(client: Client, unknown: str) -> None:
    response = translate(client, glossary=unknown)

    assert (response.status_code, list(response.json())) == (400, ["glossary"])
    assert not TranslationJob.objects.exists()


def test_anothers_glossary_cannot_be_used(mine: Client) -> None:
    glossary = made(mine)

    assert "may not use" in translate(Client(), glossary=glossary).json()["glossary"][0]


def test_a_glossary_for_other_languages_is_refused(mine: Client) -> None:
    response = translate(mine, glossary=str(shared(target_language="de").pk))

    assert response.status_code == 400
    assert "into German" in response.json()["glossary"][0]


def test_a_glossary_without_region_serves_a_region(mine: Client) -> None:
    assert translate(mine, glossary=made(mine), target_language="pt-BR").status_code == 202


def test_a_file_that_cannot_be_read_is_refused(client: Client) -> None:
    response = translate(client, glossary_file=file_of(b"a,b\nc\n"))

    assert response.status_code == 400
    assert "Line 2" in response.json()["glossary_file"][0]


def test_one_glossary_is_enough(client: Client) -> None:
    response = translate(client, glossary=str(shared().pk), glossary_file=file_of())

    assert list(response.json()) == ["glossary_file"]


def test_an_empty_field_of_a_form_means_none(client: Client) -> None:
    assert TranslationJob.objects.get(pk=translate(client, glossary="").json()["job_id"]).glossary_file == ""
