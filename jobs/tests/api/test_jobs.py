import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client

from jobs import tasks
from jobs.models import TranslationJob
from jobs.testing.documents import ENGLISH, pdf, started, upload_of
from translation.exceptions import NoText

pytestmark = pytest.mark.django_db


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/api/v1/jobs/{query}")
    assert response.status_code == 200
    return [row["job_id"] for row in response.json()["results"]]


def signed_in(name: str, **fields: Any) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(name, password="a long one", **fields))
    return client


def test_a_browser_sees_its_own_jobs_newest_first(client: Client) -> None:
    first, second = started(client), started(client)
    started(Client())

    assert listed(client) == [second, first]


def test_a_job_in_full_shows_the_recognised_language_whatever_its_sender_says(client: Client) -> None:
    job_id = started(client, source_language="pt", target_language="en")
    answer = client.get(f"/api/v1/jobs/{job_id}").json()

    assert (answer["source_language"], answer["detected_language"]) == ("pt", "en")
    assert 0.5 < answer["detection_confidence"] <= 1


def test_a_language_that_was_not_recognised_is_null(client: Client) -> None:
    job_id = started(client)
    TranslationJob.objects.update(detected_language="", detection_confidence=None)
    answer = client.get(f"/api/v1/jobs/{job_id}").json()

    assert (answer["detected_language"], answer["detection_confidence"]) == (None, None)


def test_who_has_created_nothing_sees_nothing(client: Client) -> None:
    started(client)

    assert listed(Client()) == []


def test_a_user_sees_their_own_jobs_in_every_browser() -> None:
    ana = signed_in("ana")
    job_id = started(ana)
    elsewhere = Client()
    elsewhere.force_login(User.objects.get())

    assert listed(elsewhere) == [job_id]
    assert listed(signed_in("bob")) == []


def test_the_next_person_at_a_browser_does_not_see_a_users_jobs() -> None:
    ana = signed_in("ana")
    started(ana)
    ana.logout()

    assert listed(ana) == []


def test_staff_see_their_own_alone(client: Client) -> None:
    started(client)

    assert listed(signed_in("root", is_staff=True, is_superuser=True)) == []


def test_a_forged_cookie_shows_nothing(client: Client) -> None:
    started(client)
    visitor = TranslationJob.objects.get().visitor
    thief = Client()
    thief.cookies["visitor"] = visitor

    assert listed(thief) == []


def test_the_browsers_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    started(client)
    cookie = client.cookies["visitor"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == 365 * 24 * 3600


def test_the_list_can_be_filtered_by_status(client: Client) -> None:
    failed, waiting = started(client), started(client)
    job = TranslationJob.objects.get(pk=failed)
    assert job.claim()
    assert job.fail(NoText("No text."))

    assert listed(client, "?status=failed") == [failed]
    assert listed(client, "?status=started") == [waiting]
    response = client.get("/api/v1/jobs/?status=lost")
    assert response.status_code == 400
    assert set(response.json()) == {"status"}


def test_the_list_comes_in_pages_that_follow_each_other(client: Client) -> None:
    made = [started(client) for _ in range(5)]
    seen: list[str] = []
    url = "/api/v1/jobs/?page_size=2"
    while url:
        page = client.get(url).json()
        seen += [row["job_id"] for row in page["results"]]
        url = page["next"]

    assert seen == made[::-1]


def test_a_job_is_created_as_by_translate(client: Client) -> None:
    fields = {"file": upload_of(), "source_language": "en", "target_language": "pt", "engine": "pseudo"}
    response = client.post("/api/v1/jobs", fields)

    assert response.status_code == 202
    assert listed(client) == [response.json()["job_id"]]


def test_the_detail_shows_more_than_the_status(client: Client) -> None:
    job_id = started(client)
    row = client.get(f"/api/v1/jobs/{job_id}").json()

    assert row["filename"] == "book.txt"
    assert row["options"] == {"engine": "pseudo"}
    assert row["status_url"].endswith(f"/api/v1/status/{job_id}")
    assert Client().get(f"/api/v1/jobs/{job_id}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_report_says_page_by_page_what_was_done(client: Client) -> None:
    job_id = started(client, pdf(ENGLISH, f"{ENGLISH}\n125"), "book.pdf", smallest_scale="0.9")
    address = f"/api/v1/jobs/{job_id}/report"
    assert client.get(address).status_code == 409
    tasks.work(job_id)

    for slash in ("", "/"):
        report = client.get(address + slash).json()
        assert (report["format"], report["pages"], report["problems"]) == ("pdf", 2, [])
        assert [page["page"] for page in report["by_page"]] == [1, 2]
    first, second = report["by_page"]
    assert first["words"] == len(ENGLISH.split())
    assert first["translated"] == 2
    assert second["left"] == {"not_language": 1}
    assert 0.9 <= first["smallest_scale"] <= first["median_scale"] <= 1


@pytest.mark.django_db(transaction=True)
def test_the_report_has_the_boxes_of_translated_blocks_and_other_answers_do_not(client: Client) -> None:
    job_id = started(client, pdf(ENGLISH), "book.pdf")
    tasks.work(job_id)

    boxes = client.get(f"/api/v1/jobs/{job_id}/report").json()["boxes"]
    row = client.get(f"/api/v1/jobs/{job_id}").json()
    segments = client.get(f"/api/v1/jobs/{job_id}/segments").json()["results"]

    assert [(each["unit"], each["page"]) for each in boxes] == [
        (unit, 1) for unit in dict.fromkeys(segment["unit"] for segment in segments)
    ]
    assert all(len(each[when]) == 4 for each in boxes for when in ("before", "after"))
    assert "boxes" not in row["report"]


@pytest.mark.django_db(transaction=True)
def test_the_report_has_no_boxes_once_the_segments_are_gone(client: Client) -> None:
    job_id = started(client, pdf(ENGLISH), "book.pdf")
    tasks.work(job_id)
    default_storage.delete(TranslationJob.objects.get(pk=job_id).segments_file)

    assert client.get(f"/api/v1/jobs/{job_id}/report").json()["boxes"] == []


def test_a_report_is_its_makers_alone(client: Client) -> None:
    assert Client().get(f"/api/v1/jobs/{started(client)}/report/").status_code == 404


def test_deleting_erases_the_row_and_the_files(client: Client) -> None:
    job = TranslationJob.objects.get(pk=started(client))
    response = client.delete(f"/api/v1/jobs/{job.pk}/")

    assert response.status_code == 204
    assert not TranslationJob.objects.exists()
    assert not default_storage.exists(job.source_file)
    assert client.get(f"/api/v1/status/{job.pk}").status_code == 404


def test_nobody_deletes_the_job_of_another(client: Client) -> None:
    job_id = started(client)

    assert Client().delete(f"/api/v1/jobs/{job_id}").status_code == 404
    assert signed_in("root", is_superuser=True).delete(f"/api/v1/jobs/{job_id}").status_code == 404
    assert TranslationJob.objects.exists()


def test_pages_of_other_sites_do_not_delete_in_a_browsers_name(client: Client) -> None:
    job_id = started(client)
    for headers in ({"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        assert client.delete(f"/api/v1/jobs/{job_id}", headers=headers).status_code == 403

    assert TranslationJob.objects.exists()


def test_a_signed_in_user_needs_the_token_of_the_site() -> None:
    job_id = started(ana := signed_in("ana"))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ana.cookies

    assert strict.delete(f"/api/v1/jobs/{job_id}").status_code == 403
    assert TranslationJob.objects.exists()


def test_the_root_lists_what_there_is(client: Client) -> None:
    answer = client.get("/api/v1/").json()

    assert answer["jobs"] == "http://testserver/api/v1/jobs"
    assert {"translate", "upload", "languages", "formats"} <= set(answer)


@pytest.mark.parametrize("path", ["", "jobs", "translate", "upload", "languages", "formats"])
def test_a_browser_can_look_around(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}", headers={"Accept": "text/html"})

    assert response["Content-Type"].startswith("text/html")


def test_the_schema_is_valid_and_generated_without_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(file))

    paths = json.loads(file.read_text())["paths"]
    assert {"/api/v1/translate", "/api/v1/status/{job_id}", "/api/v1/download/{job_id}"} <= set(paths)
    assert all(not path.endswith("/") for path in paths if path != "/api/v1/")


@pytest.mark.parametrize("slash", ["", "/"])
def test_schema_and_documentation_are_served_from_here(client: Client, slash: str) -> None:
    assert client.get(f"/api/v1/schema{slash}").status_code == 200
    page = client.get(f"/api/v1/docs{slash}").content.decode()
    assert "swagger-ui" in page
    assert "//cdn" not in page
    assert client.options(f"/api/v1/docs{slash}").status_code == 405


@pytest.mark.parametrize("job_id", ["nonsense", "00000000-0000-0000-0000-000000000001"])
def test_an_unknown_or_malformed_id_is_answered_as_json(client: Client, job_id: str) -> None:
    for response in (client.get(f"/api/v1/jobs/{job_id}"), client.delete(f"/api/v1/jobs/{job_id}/")):
        assert response.status_code == 404
        assert "detail" in response.json()
