"""The translation memory of a user: filled by jobs, used by jobs, imported and exported as TMX."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs.tasks import work
from jobs.testing.counting import CountingEngine
from jobs.testing.documents import translate
from jobs.testing.segments import correct, finished, segments_of, xliff_of
from translation.models import TranslationUnit

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="{}"/><body>'
UNIT = '<tu><tuv xml:lang="{}"><seg>{}</seg></tuv><tuv xml:lang="{}"><seg>{}</seg></tuv></tu>'
SEA, MAR = "The sea is calm.", "O mar está calmo."


@pytest.fixture
def ana() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("ana"))
    return client


def tmx(*units: str, srclang: str = "en") -> str:
    return HEADER.format(srclang) + "".join(units) + "</body></tmx>"


def brought_in(client: Client, content: str) -> Any:
    return client.post("/api/v1/memory/import", {"file": SimpleUploadedFile("a.tmx", content.encode())})


def known(client: Client, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get(f"/api/v1/memory/{query}").json()["results"]
    return rows


@pytest.mark.usefixtures("asked")
def test_the_same_text_twice_is_translated_once(ana: Client, settings: Any) -> None:
    settings.CACHE_BYTES = 0
    finished(ana, engine="counting", memory="true")
    assert len(CountingEngine.asked) == len(TranslationUnit.objects.all()) == 4
    again = finished(ana, engine="counting", memory="true")

    assert len(CountingEngine.asked) == 4
    assert {row["origin"] for row in segments_of(ana, again)} == {"memory"}


def test_the_memory_is_off_unless_asked_for(ana: Client) -> None:
    brought_in(ana, tmx(UNIT.format("en", SEA, "pt", MAR)))
    job_id = finished(ana, SEA)

    assert segments_of(ana, job_id)[0]["origin"] == "engine"
    assert TranslationUnit.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    answer = translate(client, memory="true")
    assert answer.status_code == 400
    assert "Sign in" in answer.json()["memory"][0]
    assert client.get("/api/v1/memory/").status_code == 403


@pytest.mark.parametrize(("language", "srclang"), [("pt", "en"), ("pt-BR", "en"), ("PT-br", "*all*"), ("pt", "EN-us")])
def test_a_memory_of_another_program_serves(ana: Client, language: str, srclang: str) -> None:
    source = "en-US" if srclang == "EN-us" else "en"
    answer = brought_in(ana, tmx(UNIT.format(source, SEA, language, MAR), srclang=srclang))
    assert answer.status_code == 201, answer.content
    job_id = finished(ana, SEA, memory="true")

    assert [(row["target"], row["origin"]) for row in segments_of(ana, job_id)] == [(MAR, "memory")]


def test_quotes_dashes_and_blanks_do_not_matter_and_case_does(ana: Client) -> None:
    brought_in(ana, tmx(UNIT.format("en", "He said “no” –  twice.", "pt", "Ele disse não duas vezes.")))
    job_id = finished(ana, 'He said "no" - twice.\n\nHE SAID "NO" - TWICE.\n', memory="true")

    assert [row["origin"] for row in segments_of(ana, job_id)] == ["memory", "engine"]


def test_near_matches_are_offered_and_not_used(ana: Client) -> None:
    brought_in(ana, tmx(UNIT.format("en", "The sea is very calm today.", "pt", "Hoje o mar está muito calmo.")))
    job_id = finished(ana, "The sea is very calm now.\n\nThe mountain is high.\n", memory="true")
    near, far = segments_of(ana, job_id)

    assert (near["origin"], far["matches"]) == ("engine", [])
    (match,) = near["matches"]
    assert match["target"] == "Hoje o mar está muito calmo."
    assert 85 <= match["score"] < 100
    content = xliff_of(ana, job_id)
    assert f'<mtc:match ref="#s1" type="tm" similarity="{match["score"]}">' in content
    assert correct(ana, job_id, content).status_code == 202


def test_corrections_are_learnt_and_no_engine_overwrites_them(ana: Client) -> None:
    job_id = finished(ana, SEA, memory="true")
    target = segments_of(ana, job_id)[0]["target"]
    again = correct(ana, job_id, xliff_of(ana, job_id).replace(target, MAR)).json()["job_id"]
    work(again)

    assert [(row["target"], row["is_corrected"]) for row in known(ana)] == [(MAR, True)]
    assert segments_of(ana, finished(ana, SEA, memory="true"))[0]["target"] == MAR
    assert [row["target"] for row in known(ana)] == [MAR]


def test_a_memory_is_its_owners_alone(ana: Client) -> None:
    brought_in(ana, tmx(UNIT.format("en", SEA, "pt", MAR)))
    bob = Client()
    bob.force_login(User.objects.create_user("bob"))

    assert known(bob) == []
    assert segments_of(bob, finished(bob, SEA, memory="true"))[0]["origin"] == "engine"
    assert bob.delete(f"/api/v1/memory/{known(ana)[0]['id']}").status_code == 404
    assert bob.delete("/api/v1/memory/").status_code == 204
    assert len(known(ana)) == 1


def test_the_memory_is_searched_and_deleted_in_parts(ana: Client) -> None:
    brought_in(ana, tmx(UNIT.format("en", SEA, "pt", MAR), UNIT.format("en", "A dog.", "de", "Ein Hund.")))

    assert [row["source"] for row in known(ana, "?search=hund")] == ["A dog."]
    assert [row["source"] for row in known(ana, "?target_language=Portuguese")] == [SEA]
    assert ana.delete("/api/v1/memory?target_language=pt").status_code == 204
    (row,) = known(ana)
    assert ana.delete(f"/api/v1/memory/{row['id']}/").status_code == 204
    assert known(ana) == []


def test_what_is_taken_away_can_be_brought_in_again(ana: Client) -> None:
    brought_in(ana, tmx(UNIT.format("en", "Fish &amp; &lt;chips>.", "pt", "Peixe &amp; &lt;batatas>.")))
    content = ana.get("/api/v1/memory/export").getvalue().decode()
    ana.delete("/api/v1/memory")
    assert brought_in(ana, content).json() == {"units": 1}

    assert [(row["source"], row["target"]) for row in known(ana)] == [("Fish & <chips>.", "Peixe & <batatas>.")]


def test_a_jobs_segments_can_be_brought_into_a_memory(ana: Client) -> None:
    job_id = finished(ana, SEA)
    content = ana.get(f"/api/v1/jobs/{job_id}/segments.tmx").getvalue().decode()

    assert brought_in(ana, content).status_code == 201
    assert known(ana)[0]["target"] == segments_of(ana, job_id)[0]["target"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<tmx", "cannot be read as TMX"),
        ("<html/>", "not a TMX file"),
        ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>', "entities"),
        ('<!DOCTYPE tmx [<!ENTITY a "aa">]><tmx>&a;</tmx>', "entities"),
    ],
)
def test_a_hostile_or_broken_memory_is_refused(ana: Client, content: str, message: str) -> None:
    answer = brought_in(ana, content)

    assert answer.status_code == 400
    assert message in answer.json()["detail"]
    assert known(ana) == []


def test_the_admin_corrects_a_unit(ana: Client, admin_client: Client) -> None:
    finished(ana, SEA, memory="true")
    (row,) = known(ana)
    assert not row["is_corrected"]

    page = f"/admin/translation/translationunit/{row['id']}/change/"
    assert admin_client.get("/admin/translation/translationunit/?q=sea").status_code == 200
    assert admin_client.post(page, {"target": MAR}).status_code == 302
    assert [(row["target"], row["is_corrected"]) for row in known(ana)] == [(MAR, True)]
