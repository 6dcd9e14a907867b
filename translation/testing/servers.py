"""Local servers that speak the documented protocols of translation services, and fail on request."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

from translation.testing.local_server import LocalServer

KEY = "0123-secret-4567"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a server. `hangs`: it sends nothing until the test ends. `breaks`: it closes the connection."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A request that a server received."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str

    @property
    def data(self) -> Any:
        return json.loads(self.body)


class TranslationServer(LocalServer):
    """Gives the answers of `faults` to its first requests for translations, then translates."""

    translate_path: str

    def __init__(self) -> None:
        self.handler = _ServerRequest
        super().__init__()
        self.faults: list[Answer] = []
        self.requests: list[Request] = []
        self.over = Event()

    def release(self) -> None:
        self.over.set()

    @property
    def asked(self) -> list[Request]:
        """Return the requests for translations."""
        return [request for request in self.requests if request.path == self.translate_path]

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        if request.path == self.translate_path and self.faults:
            return self.faults.pop(0)
        return self.work(request)

    def work(self, request: Request) -> Answer:
        raise NotImplementedError


class LibreTranslate(TranslationServer):
    """Follows the API description of LibreTranslate 1.6: a list in `q`, the key in the body, errors in `error`."""

    translate_path = "/translate"

    def work(self, request: Request) -> Answer:
        if request.path == "/languages":
            return Answer(
                [
                    {"code": "en", "name": "English", "targets": ["en", "es", "pt", "zt", "tlh"]},
                    {"code": "es", "name": "Spanish", "targets": ["en", "es", "pt"]},
                    {"code": "pt", "name": "Portuguese", "targets": ["en", "pt"]},
                ]
            )
        body = request.data
        if body.get("api_key") != KEY:
            return Answer({"error": f"Invalid API key {body.get('api_key')}"}, 403)
        if body["target"] not in {"en", "es", "pt", "zt"}:
            return Answer({"error": f"{body['target']} is not supported"}, 400)
        if body["format"] == "html":
            return Answer({"translatedText": [shout_around_tags(text) for text in body["q"]]})
        return Answer({"translatedText": [text.upper() for text in body["q"]]})


class DeepL(TranslationServer):
    """Follows the reference of DeepL's API, version 2."""

    translate_path = "/v2/translate"

    def work(self, request: Request) -> Answer:
        if request.headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            return Answer({"message": f"Forbidden: {request.headers.get('Authorization')}"}, 403)
        if request.path.startswith("/v2/languages"):
            codes = ["DE", "EN-GB", "EN-US", "PT-BR", "PT-PT"] if "target" in request.body else ["DE", "EN", "PT"]
            return Answer([{"language": code, "name": code, "supports_formality": code == "DE"} for code in codes])
        body = request.data
        if body["target_lang"] in {"EN", "PT"}:
            return Answer({"message": "Value for 'target_lang' not supported."}, 400)
        change = shout_around_tags if body.get("tag_handling") == "xml" else str.upper
        return Answer(
            {
                "translations": [
                    {
                        "detected_source_language": body["source_lang"],
                        "text": change(text),
                        "billed_characters": len(text),
                    }
                    for text in body["text"]
                ]
            }
        )


class OpenAI(TranslationServer):
    """Follows the reference of OpenAI's API: chat completions by a model that follows its instructions."""

    translate_path = "/v1/chat/completions"

    @property
    def address(self) -> str:
        return super().address + "/v1"

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Return what each request asked the model."""
        return [json.loads(request.data["messages"][-1]["content"]) for request in self.asked]

    def work(self, request: Request) -> Answer:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            message = f"Incorrect API key provided: {request.headers.get('Authorization')}."
            error = {"message": message, "type": "invalid_request_error", "param": None, "code": "invalid_api_key"}
            return Answer({"error": error}, 401)
        instructions, asked = (message["content"] for message in request.data["messages"])
        change = shout_around_tags if "XML" in instructions else str.upper
        return said({key: change(text) for key, text in json.loads(asked)["segments"].items()})


def said(content: Any) -> Answer:
    """Return a chat completion with this content: a text or JSON types."""
    text = content if isinstance(content, str) or content is None else json.dumps(content, ensure_ascii=False)
    message = {"role": "assistant", "content": text}
    return Answer(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1700000000,
            "model": "small",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    )


def shout_around_tags(text: str) -> str:
    """Return the text in capitals, with tags and entities unchanged. Bare angle brackets are the client's error."""
    pieces = re.split(r"(<[^<>]*>)", text)
    assert not any("<" in piece or ">" in piece for piece in pieces[::2])
    shouted = [html.escape(html.unescape(piece).upper(), quote=False) for piece in pieces[::2]]
    pieces[::2] = shouted
    return "".join(pieces)


class _ServerRequest(BaseHTTPRequestHandler):
    server: TranslationServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        request = Request(self.command, self.path, dict(self.headers), body)
        answer = self.server.answer(request)
        if answer.hangs:
            self.server.over.wait()
        if answer.hangs or answer.breaks:
            self.close_connection = True
            return
        content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(content)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
