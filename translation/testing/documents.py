"""Documents that tests hand to the pipeline."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from translation.document import Block, Content, DocumentInfo, Outcome, Span, plain_text
from translation.engines import create_engine
from translation.engines.base import Engine
from translation.formats.base import Document, Progress, ReadOptions, WriteOptions
from translation.options import Options
from translation.pipeline import Report, translate_document
from translation.resources import NO_RESOURCES, Resources


class ListedDocument(Document):
    """A document of blocks alone. The written blocks stay in `targets`."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self.contents = contents
        self.targets: dict[int, Content] = {}
        self.info = DocumentInfo("pdf", 1, " ".join(map(plain_text, contents)))

    def read(self, options: ReadOptions) -> Iterator[Block]:
        for number, content in enumerate(self.contents):
            yield Block(number, content, page=0)

    def write(
        self, targets: Iterable[tuple[int, Content]], options: WriteOptions, output: Path, progress: Progress
    ) -> Outcome:
        self.targets = dict(targets)
        progress(1.0)
        return Outcome()


def run(
    document: Document,
    source: str = "en",
    target: str = "pt",
    engine: Engine | None = None,
    progress: Callable[[int], None] = lambda _: None,
    resources: Resources = NO_RESOURCES,
) -> Report:
    """Send a document through the pipeline."""
    with TemporaryDirectory() as folder:
        output = Path(folder, "output")
        chosen = engine or firefox()
        return translate_document(document, chosen, source, target, output, Options(), progress, resources)


def firefox() -> Engine:
    """Return the real engine with its embedded models."""
    return create_engine("firefox")


def pseudo() -> Engine:
    """Return the engine that accents characters."""
    return create_engine("pseudo")


def translated_content(content: Content, source: str = "en", target: str = "pt") -> Content:
    """Translate the content of one block with the real engine."""
    document = ListedDocument([content])
    run(document, source, target)
    return document.targets[0]


def translated(text: str, source: str = "en", target: str = "pt") -> str:
    """Translate the text of one block with the real engine.

    Another block follows, because a document without language is refused.
    """
    document = ListedDocument([(Span(text),), (Span("The house is big."),)])
    run(document, source, target)
    return plain_text(document.targets.get(0, (Span(text),)))
