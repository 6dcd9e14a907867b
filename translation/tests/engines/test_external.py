"""The engines that are servers: what each must do when all is well, and when server, network or contract fail."""

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
from urllib3.util import retry

from translation.document import Span
from translation.engines import ENGINES
from translation.engines.base import Engine
from translation.engines.deepl import DeepLEngine
from translation.engines.external import ExternalEngine
from translation.engines.settings import EngineSettings
from translation.exceptions import EngineFailed, EngineUnavailable, UsageError
from translation.testing.contracts import EngineContract
from translation.testing.documents import ListedDocument, run
from translation.testing.servers import KEY, Answer, DeepL, LibreTranslate, OpenAI, TranslationServer, said

TEXTS = ["The house is big.", "My mother reads a book."]
LIMITS = {"timeout": "1", "patience": "3"}
NOW = 1_800_000_000  # seconds since 1970


class ServerContract(EngineContract):
    """Subclasses give the service, the options of the engine without its key, and the service's error messages."""

    service: type[TranslationServer]
    # How many requests the engine sends to learn its pairs.
    requests_for_pairs = 1
    options: dict[str, str] = {}
    no_quota = Answer({"error": "Quota exceeded"}, 456)
    invalid = Answer({"error": "The text is upside down"}, 400)

    server: TranslationServer
    engine: ExternalEngine

    @pytest.fixture(autouse=True)
    def waits(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        """The seconds that the engine waits between its requests. Nothing really waits, and the clock stands still."""
        waits: list[float] = []
        monkeypatch.setattr(retry, "time", SimpleNamespace(sleep=waits.append, time=lambda: NOW))
        return waits

    @pytest.fixture(autouse=True)
    def _serve(self) -> Iterator[None]:
        with self.service.running() as self.server:
            self.engine = self.make()
            yield

    def make(self, **changes: str) -> ExternalEngine:
        name = self.service.__name__.lower()
        options = {"address": self.server.address, "key": KEY} | self.options | LIMITS | changes
        engine = ENGINES[name].from_settings(EngineSettings(name, values=options))
        assert isinstance(engine, ExternalEngine)
        return engine

    def failure(self, *faults: Answer, engine: Engine | None = None) -> EngineFailed:
        """Return the error of a translation when the server answers like this."""
        self.server.faults += faults
        with pytest.raises(EngineFailed) as caught:
            (engine or self.engine).translate(TEXTS, *self.pair)
        return caught.value

    def recover(self, *faults: Answer) -> None:
        """Translate although the server answers like this at first."""
        self.server.faults += faults
        assert self.engine.translate(TEXTS, *self.pair) == [text.upper() for text in TEXTS]

    def test_it_sends_many_texts_in_few_requests(self) -> None:
        texts = [f"Sentence number {number}." for number in range(2 * self.engine.max_batch)]
        assert self.engine.translate(texts, *self.pair) == [text.upper() for text in texts]
        assert 2 <= len(self.server.asked) <= 4

    def test_a_text_that_is_longer_than_a_request_should_be_goes_by_itself(self) -> None:
        texts = ["First.", "long " * 3000, "Last."]
        assert self.engine.translate(texts, *self.pair) == [text.upper() for text in texts]
        assert len(self.server.asked) == 3

    def test_it_asks_for_its_pairs_once(self) -> None:
        for _ in range(3):
            assert self.engine.supports(*self.pair)
        assert len(self.server.requests) == self.requests_for_pairs

    def test_it_asks_for_its_pairs_again_after_a_while_and_does_without_an_answer(self) -> None:
        pairs = self.engine.pairs()
        self.engine.pairs_kept_seconds = 0.0
        before = len(self.server.requests)
        assert self.engine.pairs() == pairs
        assert len(self.server.requests) - before == self.requests_for_pairs
        self.server.shutdown()
        self.server.server_close()
        assert self.engine.pairs() == pairs

    def test_it_keeps_tags_around_their_words(self) -> None:
        assert self.engine.takes_tags
        text = 'The <g id="1">big</g> house &amp; garden<x id="2"/>'
        (answer,) = self.engine.translate_tagged([text], *self.pair)
        assert answer == 'THE <g id="1">BIG</g> HOUSE &amp; GARDEN<x id="2"/>'

    def test_it_waits_as_many_seconds_as_the_server_asks_for(self, waits: list[float]) -> None:
        self.recover(Answer(status=429, headers={"Retry-After": "1"}))
        assert waits == [1]

    def test_it_waits_until_the_date_that_the_server_names(self, waits: list[float]) -> None:
        date = format_datetime(datetime.fromtimestamp(NOW + 2, UTC), usegmt=True)
        self.recover(Answer(status=503, headers={"Retry-After": date}))
        assert waits == [2]

    def test_it_does_not_wait_an_hour(self, waits: list[float]) -> None:
        error = self.failure(Answer(status=429, headers={"Retry-After": "3600"}))
        assert isinstance(error, EngineUnavailable)
        assert str(error) == (
            f"The engine {self.engine.name} is overloaded, or takes no more requests from this server for now. "
            "Try again later."
        )
        assert len(self.server.asked) == 1
        assert waits == []

    def test_a_date_that_is_none_is_not_waited_for(self, waits: list[float]) -> None:
        self.recover(Answer(status=429, headers={"Retry-After": "soon"}))
        assert waits == []

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    def test_it_tries_again_when_the_server_is_broken(self, status: int) -> None:
        self.recover(Answer(b"<h1>Oops</h1>", status))
        assert len(self.server.asked) == 2

    def test_it_gives_up_when_the_server_stays_broken(self, waits: list[float]) -> None:
        error = self.failure(*[Answer(b"<h1>Oops</h1>", 500)] * 9)
        assert isinstance(error, EngineUnavailable)
        assert not error.permanent
        assert str(error) == (
            f"The server of the engine {self.engine.name} has an internal error (status 500). Try again later."
        )
        # At once and after two seconds; four more would be more than its patience.
        assert waits == [2]
        assert len(self.server.asked) == 3

    def test_it_tries_again_when_the_connection_breaks(self) -> None:
        self.recover(Answer(breaks=True))
        assert len(self.server.asked) == 2

    def test_it_gives_up_on_a_server_that_does_not_answer(self) -> None:
        error = self.failure(*[Answer(hangs=True)] * 9)
        assert isinstance(error, EngineUnavailable)
        assert str(error) == f"The server of the engine {self.engine.name} does not answer in time. Try again later."
        assert len(self.server.asked) == 2

    def test_it_says_when_nobody_listens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        assert self.engine.pairs()
        lost = self.make(address=f"http://127.0.0.1:{port}", patience="1")
        with pytest.raises(EngineUnavailable, match=r"cannot be reached\. Try again later, or choose another engine"):
            lost.translate(TEXTS, *self.pair)

    @pytest.mark.parametrize("address", ["translate.example.org", "ftp://127.0.0.1/", "http://"])
    def test_an_address_that_is_none_is_an_error_that_no_retry_helps(self, address: str) -> None:
        with pytest.raises(EngineFailed, match=r"address of the engine \w+ is not valid\. Ask the adm") as caught:
            self.make(address=address).translate(TEXTS, *self.pair)
        assert caught.value.permanent

    @pytest.mark.parametrize("body", [b"<html>Please sign in</html>", b'{"trans', {"answer": 42}, [], 3, None])
    def test_it_says_when_the_answer_is_something_else(self, body: object) -> None:
        error = self.failure(*[Answer(body)] * 9)
        assert not error.permanent
        assert "try again" in str(error).lower()

    def test_a_revoked_key_is_an_error_that_no_retry_helps(self) -> None:
        self.assert_key_is_refused(self.failure(Answer({"error": f"Revoked: {KEY}"}, 403)))

    def test_a_wrong_key_is_named_nowhere(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        wrong = "9876-secret-5432"
        error = self.failure(engine=self.make(key=wrong))
        self.assert_key_is_refused(error)
        assert wrong not in f"{error}{error!r}{caplog.text}"

    def assert_key_is_refused(self, error: EngineFailed) -> None:
        assert error.permanent
        assert str(error) == (
            f"The engine {self.engine.name} refuses the key. Ask the administrator to give this server a valid one."
        )
        assert len(self.server.asked) <= 1

    def test_a_used_up_quota_is_an_error_that_no_retry_helps(self) -> None:
        error = self.failure(*[self.no_quota] * 9)
        assert error.permanent
        assert str(error) == (
            f"The quota of the engine {self.engine.name} is used up. "
            "Ask the administrator to raise it, or choose another engine."
        )

    def test_a_refused_request_is_an_error_that_no_retry_helps(self) -> None:
        error = self.failure(self.invalid)
        assert error.permanent
        assert "(status 400: " in str(error)
        assert "upside down" in str(error)
        assert len(self.server.asked) == 1

    def test_without_what_it_needs_it_says_so(self) -> None:
        name = self.engine.name
        with pytest.raises(UsageError, match=rf"The engine {name} is not set up here: its \w+ is missing\. Ask the"):
            ENGINES[name].from_settings(EngineSettings(name, values={"key": ""}))

    def test_a_limit_that_is_no_number_is_refused(self) -> None:
        with pytest.raises(UsageError, match="The timeout of the engine"):
            self.make(timeout="a minute")

    def test_a_document_goes_through_it(self) -> None:
        document = ListedDocument([(Span("The house is big."),), (Span("See https://example.org today."),)])
        report = run(document, engine=self.engine)
        assert report.engine == self.engine.name
        assert document.targets[0] == (Span("THE HOUSE IS BIG."),)
        assert "https://example.org" in str(document.targets[1])

    def test_a_document_fails_with_the_words_of_the_engine(self) -> None:
        self.server.faults += [Answer(status=503, headers={"Retry-After": "3600"})] * 9
        document = ListedDocument([(Span(text),) for text in TEXTS])
        with pytest.raises(EngineUnavailable, match="is overloaded"):
            run(document, engine=self.engine)
        assert len(self.server.asked) == 1


class TestLibreTranslate(ServerContract):
    service = LibreTranslate

    def test_it_knows_only_languages_that_are_known_here(self) -> None:
        assert self.engine.pairs()["en"] == ("es", "pt", "zh-Hant")
        assert self.engine.translate(["House"], "en", "zh-Hant") == ["HOUSE"]
        assert self.server.asked[-1].data["target"] == "zt"

    def test_it_sends_no_key_where_there_is_none(self) -> None:
        self.failure(engine=self.make(key=""))
        assert "api_key" not in self.server.asked[0].data

    def test_an_answer_with_too_few_texts_concerns_these_texts_alone(self) -> None:
        error = self.failure(Answer({"translatedText": ["A CASA"]}))
        assert str(error) == ("The engine libretranslate translated 1 of 2 texts. Try again, or choose another engine.")
        assert not error.permanent
        assert not isinstance(error, EngineUnavailable)

    def test_after_such_an_answer_a_document_is_asked_for_text_by_text(self) -> None:
        self.server.faults.append(Answer({"translatedText": ["A CASA"]}))
        document = ListedDocument([(Span(text),) for text in TEXTS])
        run(document, engine=self.engine)
        assert [len(request.data["q"]) for request in self.server.asked] == [2, 1, 1]
        assert [document.targets[number] for number in (0, 1)] == [(Span(text.upper()),) for text in TEXTS]

    def test_it_follows_no_server_to_another_place(self) -> None:
        error = self.failure(Answer(status=301, headers={"Location": self.server.address + "/elsewhere"}))
        assert error.permanent
        assert "(status 301)" in str(error)
        assert "/elsewhere" not in [request.path for request in self.server.requests]


class TestDeepL(ServerContract):
    service = DeepL
    requests_for_pairs = 2
    invalid = Answer({"message": "The text is upside down"}, 400)

    def test_it_takes_a_variety_where_the_service_has_no_plain_language(self) -> None:
        assert self.engine.pairs()["de"] == ("en", "en-GB", "en-US", "pt", "pt-BR", "pt-PT")
        assert self.engine.translate(["Haus"], "de", "en") == ["HAUS"]
        assert self.server.asked[-1].data["target_lang"] == "EN-US"
        assert self.engine.translate(["Haus"], "de-AT", "pt-PT") == ["HAUS"]
        assert self.server.asked[-1].data["target_lang"] == "PT-PT"

    def test_it_asks_for_a_form_of_address_where_there_is_one(self) -> None:
        self.make(formality="more").translate(["You"], "en", "de")
        assert self.server.asked[-1].data["formality"] == "prefer_more"
        self.engine.translate(["You"], "en", "de")
        assert "formality" not in self.server.asked[-1].data

    def test_it_refuses_a_form_of_address_that_there_is_not(self) -> None:
        with pytest.raises(UsageError, match="one of: default, more, less"):
            self.make(formality="rude")

    def test_it_uses_the_glossary_of_the_pair(self) -> None:
        assert self.engine.takes_glossary
        engine = self.make(glossaries="en-de=first, en-pt=second")
        for target, glossary in (("de", "first"), ("pt-BR", "second")):
            engine.translate(["You"], "en", target)
            assert self.server.asked[-1].data["glossary_id"] == glossary
        engine.translate(["Du"], "de", "en")
        assert "glossary_id" not in self.server.asked[-1].data
        assert engine.revision("en", "de") != self.engine.revision("en", "de")

    def test_it_uses_one_glossary_for_all_pairs(self) -> None:
        engine = self.make(glossaries="all-of-them")
        engine.translate(["You"], "en", "de")
        assert self.server.asked[-1].data["glossary_id"] == "all-of-them"

    def test_an_answer_with_too_few_texts_concerns_these_texts_alone(self) -> None:
        one = {"detected_source_language": "EN", "text": "A CASA", "billed_characters": 1}
        error = self.failure(Answer({"translations": [one]}))
        assert str(error) == "The engine deepl translated 1 of 2 texts. Try again, or choose another engine."
        assert not isinstance(error, EngineUnavailable)

    def test_keys_of_the_free_service_go_there(self) -> None:
        addresses = {
            key: DeepLEngine.from_settings(EngineSettings("deepl", values={"key": key}))._client.server_url
            for key in ("abc:fx", "abc")
        }
        assert addresses == {"abc:fx": "https://api-free.deepl.com", "abc": "https://api.deepl.com"}


class TestOpenAI(ServerContract):
    service = OpenAI
    requests_for_pairs = 0
    options = {"model": "small"}
    no_quota = Answer({"error": {"message": "You exceeded your current quota.", "code": "insufficient_quota"}}, 429)
    invalid = Answer({"error": {"message": "The text is upside down"}}, 400)

    server: OpenAI

    def test_it_sends_the_neighbours_of_each_batch(self) -> None:
        texts = [f"Sentence {number}." for number in range(25)]
        self.engine.translate(texts, *self.pair)
        first, second = self.server.questions
        assert (first["before"], first["after"]) == ([], texts[20:22])
        assert (second["before"], second["after"]) == (texts[18:20], [])
        assert list(second["segments"].values()) == texts[20:]

    def test_it_names_the_languages_and_the_model(self) -> None:
        self.engine.translate(TEXTS, "en", "pt-BR")
        request = self.server.asked[0].data
        assert request["model"] == "small"
        assert "from English to Portuguese (Brazil)" in request["messages"][0]["content"]
        assert "temperature" not in request
        assert self.engine.revision("en", "pt") == "small"

    @pytest.mark.parametrize(
        "content",
        [
            {"0": "A CASA"},
            {"0": "A CASA", "1": ""},
            {"0": "A CASA", "1": None, "7": "NO MORE"},
            {"segments": {"0": "A CASA"}},
            '```json\n{"0": "A CASA"}\n```',
            'Here you are: {"0": "A CASA"} Anything else?',
        ],
    )
    def test_it_asks_again_for_what_is_missing(self, content: object) -> None:
        self.server.faults.append(said(content))
        assert self.engine.translate(TEXTS, *self.pair) == ["A CASA", TEXTS[1].upper()]
        assert self.server.questions[1] == {"before": TEXTS[:1], "segments": {"1": TEXTS[1]}, "after": []}

    @pytest.mark.parametrize("content", ["I cannot help with that.", '{"0": "A CA', ["A CASA"], None, "{}"])
    def test_it_asks_again_when_nothing_can_be_understood(self, content: object) -> None:
        self.recover(said(content))
        assert len(self.server.asked) == 2

    def test_what_stays_missing_is_empty(self) -> None:
        self.server.faults += [said({"0": "A CASA"})] * 2
        assert self.engine.translate(TEXTS, *self.pair) == ["A CASA", ""]

    def test_a_model_that_never_follows_its_instructions_is_an_error(self) -> None:
        error = self.failure(*[said("I cannot help with that.")] * 2)
        assert str(error) == (
            "The model small does not answer in the required form. Try again, or choose another engine."
        )
        assert not error.permanent

    def test_what_stays_missing_is_reported_and_left_as_it_was(self) -> None:
        self.server.faults += [said({"0": "A CASA"})] * 2 + [said("No.")] * 9
        document = ListedDocument([(Span(text),) for text in TEXTS])
        report = run(document, engine=self.engine)
        assert document.targets[1] == (Span(TEXTS[1]),)
        assert [problem.code for problem in report.problems] == ["untranslated"]

    @pytest.mark.parametrize(
        ("answers", "kind"), [("json_object", "json_object"), ("json_schema", "json_schema"), ("text", None)]
    )
    def test_it_asks_for_json_as_the_server_wants_it(self, answers: str, kind: str | None) -> None:
        self.make(answers=answers, temperature="0.5").translate(TEXTS, *self.pair)
        request = self.server.asked[-1].data
        assert request.get("response_format", {}).get("type") == kind
        assert request["temperature"] == 0.5

    def test_it_can_be_kept_to_some_languages(self) -> None:
        engine = self.make(languages="en, German,pt-BR")
        assert engine.pairs() == {"de": ("en", "pt-BR"), "en": ("de", "pt-BR"), "pt-BR": ("de", "en")}

    def test_it_refuses_a_form_of_answers_that_there_is_not(self) -> None:
        with pytest.raises(UsageError, match="one of: json_schema, json_object, text"):
            self.make(answers="verse")

    def test_an_unknown_model_is_an_error_with_the_words_of_the_server(self) -> None:
        error = self.failure(Answer({"error": {"message": "model 'small' not found"}}, 404))
        assert error.permanent
        assert "model 'small' not found" in str(error)
