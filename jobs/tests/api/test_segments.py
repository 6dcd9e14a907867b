"""The segments of a job through the API: listed, exported, corrected and imported."""

from typing import Any
from xml.etree import ElementTree

import pymupdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs.models import TranslationJob
from jobs.tasks import work
from jobs.testing.counting import CountingEngine
from jobs.testing.documents import ENGLISH, pdf, started
from jobs.testing.segments import correct, finished, segments_of, xliff_of
from translation.engines import ENGINES
from translation.exchange.xliff import CORE

pytestmark = pytest.mark.django_db(transaction=True)

SECOND_PAGE = "The river is 12 km long. In spring the water is high, and nobody crosses it."


def pages_of(client: Client, job_id: str) -> list[str]:
    with pymupdf.open(stream=client.get(f"/api/v1/download/{job_id}").getvalue()) as document:
        return [page.get_text() for page in document]


def test_the_segments_of_a_job_come_in_the_documents_order(client: Client) -> None:
    job_id = finished(client, pdf(ENGLISH, SECOND_PAGE), "book.pdf")
    rows = segments_of(client, job_id)

    assert [row["page"] for row in rows] == [1, 1, 1, 1, 2, 2]
    assert rows[0]["source"] == "The library keeps its old books in a cool room."
    assert rows[0]["target"].endswith(".")
    assert {row["origin"] for row in rows} == {"engine"}
    assert segments_of(client, job_id, "?page=2") == rows[4:]
    assert segments_of(client, job_id, "?origin=memory") == []
    assert segments_of(client, job_id, "?limit=2&offset=3") == rows[3:5]


def test_a_faulty_segment_is_found_by_its_fault(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stubborn(CountingEngine):
        def translate(self, texts: Any, source: str, target: str) -> list[str]:
            answers = zip(texts, super().translate(texts, source, target), strict=True)
            return [text if "river" in text else answer for text, answer in answers]

    monkeypatch.setitem(ENGINES, "stubborn", Stubborn)
    job_id = finished(client, f"{ENGLISH}\nThe river is quiet and nobody crosses it at night.\n", engine="stubborn")

    (row,) = segments_of(client, job_id, "?fault=untranslated")
    assert row["source"].startswith("The river")
    assert row["faults"][0]["code"] == "untranslated"
    assert row["faults"][0]["text"].endswith(".")
    assert segments_of(client, job_id, "?fault=any") == [row]
    report = client.get(f"/api/v1/jobs/{job_id}/report").json()
    assert report["checks"] == {"untranslated": 1}
    assert [(each["unit"], each["segment"]) for each in report["problems"]] == [(row["unit"], row["segment"])]
    assert client.get(f"/api/v1/jobs/{job_id}/segments?fault=ugly").status_code == 400


def test_segments_are_their_makers_alone_and_not_there_before_the_job_is_done(client: Client) -> None:
    job_id = started(client)
    paths = [f"/api/v1/jobs/{job_id}/{name}" for name in ("segments", "segments/", "segments.xlf", "segments.tmx")]

    assert {client.get(path).status_code for path in paths} == {409}
    assert {Client().get(path).status_code for path in paths} == {404}
    assert correct(Client(), job_id, "x").status_code == 404
    work(job_id)
    assert {client.get(path).status_code for path in paths} == {200}


def test_the_xliff_has_a_unit_a_block_and_a_segment_a_sentence(client: Client) -> None:
    job_id = finished(client, pdf(ENGLISH, SECOND_PAGE), "book.pdf")
    answer = client.get(f"/api/v1/jobs/{job_id}/segments.xlf")

    assert answer["Content-Type"] == "application/xliff+xml"
    assert 'filename="translated_book_pt.xlf"' in answer["Content-Disposition"]
    root = ElementTree.fromstring(answer.getvalue())
    assert root.tag == f"{{{CORE}}}xliff"
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "en", "pt")
    units = root.findall(f"{{{CORE}}}file/{{{CORE}}}unit")
    assert [len(unit.findall(f"{{{CORE}}}segment")) for unit in units] == [2, 2, 2]
    assert [unit.findtext(f"{{{CORE}}}notes/{{{CORE}}}note") for unit in units] == ["1", "1", "2"]


def test_a_corrected_segment_is_all_that_changes_and_the_engine_is_not_asked(client: Client, asked: list[str]) -> None:
    job_id = finished(client, pdf(ENGLISH, SECOND_PAGE), "book.pdf", engine="counting")
    target = segments_of(client, job_id, "?page=2")[0]["target"]
    before = pages_of(client, job_id)
    assert asked
    asked.clear()

    answer = correct(client, job_id, xliff_of(client, job_id).replace(target, "O rio tem 12 km."))
    assert answer.status_code == 202, answer.content
    again = answer.json()["job_id"]
    work(again)

    after = pages_of(client, again)
    assert asked == []
    assert after[0] == before[0]
    assert "O rio tem 12 km." in after[1]
    assert after[1] != before[1]
    origins = [row["origin"] for row in segments_of(client, again)]
    assert origins == ["engine"] * 4 + ["correction", "engine"]


def test_a_round_trip_without_a_change_gives_the_same_document(client: Client, asked: list[str]) -> None:
    job_id = finished(client, pdf(ENGLISH, SECOND_PAGE), "book.pdf", engine="counting")
    asked.clear()
    again = correct(client, job_id, xliff_of(client, job_id)).json()["job_id"]
    work(again)

    assert asked == []
    assert pages_of(client, again) == pages_of(client, job_id)
    assert xliff_of(client, again) == xliff_of(client, job_id)


def test_what_a_person_approved_counts_as_corrected(client: Client) -> None:
    job_id = finished(client)
    approved = xliff_of(client, job_id).replace('state="translated"', 'state="final"', 1)
    again = correct(client, job_id, approved).json()["job_id"]
    work(again)

    assert [row["origin"] for row in segments_of(client, again)] == ["correction", "engine", "engine", "engine"]


def test_the_same_sentence_may_be_corrected_in_one_place_alone(client: Client) -> None:
    job_id = finished(client, "The sea is calm.\n\nThe wind is cold.\n\nThe sea is calm.\n")
    content = xliff_of(client, job_id)
    target = segments_of(client, job_id)[0]["target"]
    again = correct(client, job_id, content.replace(target, "Calmo vai o mar.", 1)).json()["job_id"]
    work(again)

    lines = client.get(f"/api/v1/download/{again}").getvalue().decode().splitlines()
    assert (lines[0], lines[4]) == ("Calmo vai o mar.", target)


HOSTILE = (
    ('<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>', "document type or entities"),
    ('<!DOCTYPE x SYSTEM "file:///etc/passwd">', "document type or entities"),
)


@pytest.mark.parametrize(("doctype", "message"), HOSTILE)
def test_hostile_xml_is_refused(client: Client, doctype: str, message: str) -> None:
    job_id = finished(client)
    content = xliff_of(client, job_id).replace("<xliff", f"{doctype}<xliff", 1)
    answer = correct(client, job_id, content)

    assert answer.status_code == 400
    assert message in answer.json()["detail"]
    assert TranslationJob.objects.count() == 1


def test_corrections_of_another_document_are_refused_with_the_unit(client: Client) -> None:
    job_id, other = finished(client), finished(client, "The sea is calm today.\n\nThe wind is cold.\n")
    answer = correct(client, job_id, xliff_of(client, other))

    assert answer.status_code == 400
    assert "unit u0" in answer.json()["detail"]
    assert set(default_storage.listdir("jobs")[0]) >= {job_id, other}
    assert TranslationJob.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace('trgLang="pt"', 'trgLang="de"'), "trgLang"),
        (lambda text: text.replace('unit id="u0"', 'unit id="u99"'), "unit u99"),
        (lambda text: text.replace('unit id="u0"', 'unit id="tu1"'), "“tu1”"),
        (lambda text: text.replace("<target>", '<target><ph id="c7" />', 1), "unit u0"),
        (lambda text: text.replace("<target>", "<target><evil />", 1), "“evil”"),
        (lambda text: text[:-20], "cannot be read as XLIFF"),
        (lambda _: " ", "cannot be read as XLIFF"),
        (lambda _: "<tmx/>", "not an XLIFF 2 file"),
    ],
)
def test_corrections_that_do_not_fit_say_where(client: Client, change: Any, message: str) -> None:
    job_id = finished(client)
    answer = correct(client, job_id, change(xliff_of(client, job_id)))

    assert answer.status_code == 400, answer.content
    assert message in answer.json()["detail"]


def test_the_page_offers_the_segments_and_takes_them_back(client: Client) -> None:
    job_id = finished(client)
    page = client.get(f"/jobs/{job_id}").content.decode()
    assert f"/api/v1/jobs/{job_id}/segments.xlf" in page
    assert f"/api/v1/jobs/{job_id}/segments.xlf" not in Client().get(f"/jobs/{job_id}").content.decode()

    file = SimpleUploadedFile("corrected.xlf", xliff_of(client, job_id).encode())
    answer = client.post(f"/jobs/{job_id}/corrections", {"file": file})
    assert answer.status_code == 302
    assert TranslationJob.objects.count() == 2
    broken = SimpleUploadedFile("corrected.xlf", b"<xliff>")
    answer = client.post(f"/jobs/{job_id}/corrections", {"file": broken})
    assert answer.status_code == 400
    assert b"XLIFF" in answer.content
