"""Converting models into graphs for ONNX Runtime. The graphs are kept in a folder beside the files of the model.

A model that cannot be converted, or whose graphs translate differently, is left to fxtranslate. Its record says why.
"""

import json
import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import Self

from rapidfuzz import fuzz

from translation.engines.firefox.batches import BatchTranslator
from translation.engines.firefox.decoding import Graphs
from translation.engines.firefox.folder import ModelFiles, model_files, sha256
from translation.engines.firefox.fxtranslate import FxTranslator
from translation.engines.firefox.marian import MarianModel, ModelUnsupported
from translation.exceptions import EngineFailed

logger = logging.getLogger(__name__)

RUNTIME_VERSION = version("onnxruntime")
RECORD = "record.json"
# Increase it when a change results in other graphs, or in other translations with the same graphs.
CONVERTER_VERSION = 1

# How similar the answers of the graphs and of fxtranslate to the sentences must be, on average and in percent. Right
# graphs reach 97. English serves for all models, because models into English return it unchanged.
MIN_SIMILARITY = 80
SENTENCES = (
    "The house is big.",
    "We met her in Vienna on 3 May 1998.",
    "Please send the signed form before Friday.",
    "Water boils at 100 °C.",
    "Table 2: Number of visitors",
    "He did not know what to say, so he said nothing.",
    "Settings",
    "The museum is open every day except Monday.",
    "Who wrote this letter?",
    "Prices rose by 4.5% last year, more than in any year before.",
)


@dataclass(frozen=True, slots=True)
class ConversionRecord:
    """What a conversion resulted in: the SHA-256 sums of the graphs, or the reason why there are none.

    It is out of date if the converter, ONNX Runtime or the model changes. `model` is the SHA-256 sum of its file.
    """

    model: str
    reason: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    converter: int = CONVERTER_VERSION
    runtime: str = RUNTIME_VERSION

    @classmethod
    def read(cls, files: ModelFiles) -> Self | None:
        """Return the record of a model. None if there is none that can be read."""
        try:
            return cls(**json.loads((graphs_folder(files) / RECORD).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def is_current(self, files: ModelFiles) -> bool:
        """Return whether the record is up to date, and its graphs are complete."""
        if (self.converter, self.runtime) != (CONVERTER_VERSION, RUNTIME_VERSION):
            return False
        digests = {graphs_folder(files) / name: digest for name, digest in self.files.items()}
        try:
            return all(sha256(path) == digest for path, digest in {**digests, files.model: self.model}.items())
        except OSError:
            return False


def load_model(files: ModelFiles) -> BatchTranslator | FxTranslator:
    """Load a model, after its conversion if necessary. Raises EngineFailed if the model is damaged."""
    with graphs_of(files) as graphs:
        return BatchTranslator(files, graphs) if graphs else FxTranslator(files)


def prepare(folder: Path) -> None:
    """Convert an installed model, if that is necessary."""
    with graphs_of(model_files(folder)):
        pass


def runtime_of(files: ModelFiles) -> str:
    """Return which program runs a model, in a version for each kind of translations."""
    with graphs_of(files) as graphs:
        return f"onnx{CONVERTER_VERSION}" if graphs else "fxtranslate"


def describe_runtime(folder: Path) -> str:
    """Return which program runs an installed model, as far as it is known."""
    files = model_files(folder)
    record = ConversionRecord.read(files)
    if record is None or not record.is_current(files):
        return "is converted when it is first used"
    return f"runs in fxtranslate, because {record.reason}" if record.reason else "runs in ONNX Runtime"


@contextmanager
def graphs_of(files: ModelFiles) -> Iterator[Graphs | None]:
    """Yield the graphs of a model, or None if fxtranslate must run it. Convert the model first if necessary.

    If the folder of the model cannot be written, the graphs exist only within this context.
    """
    record, folder = ConversionRecord.read(files), graphs_folder(files)
    if record and record.is_current(files):
        yield None if record.reason else _graphs_in(folder)
        return
    with _draft_folder(files) as draft:
        record = _convert(files, draft)
        if record.reason:
            logger.warning("The model %s runs in fxtranslate, which is slower: %s.", files.name, record.reason)
        # It fails where the folder cannot be written, and where another process has just kept the same graphs.
        with suppress(OSError):
            _replace(folder, draft)
        yield None if record.reason else _graphs_in(draft if draft.exists() else folder)


def graphs_folder(files: ModelFiles) -> Path:
    return files.model.parent / "onnx"


def _graphs_in(folder: Path) -> Graphs:
    return Graphs(folder / "encoder.onnx", folder / "decoder.onnx")


@contextmanager
def _draft_folder(files: ModelFiles) -> Iterator[Path]:
    """Yield an empty folder beside the files of a model, or elsewhere if that is impossible."""
    with ExitStack() as stack:
        try:
            parent = stack.enter_context(tempfile.TemporaryDirectory(prefix=".onnx-", dir=files.model.parent))
        except OSError as error:
            logger.warning("The graphs of the model %s cannot be kept: %s.", files.name, error)
            parent = stack.enter_context(tempfile.TemporaryDirectory())
        draft = Path(parent, "new")
        draft.mkdir()
        yield draft


def _replace(folder: Path, draft: Path) -> None:
    if folder.exists():
        folder.rename(draft.with_name("old"))
    draft.rename(folder)


def _convert(files: ModelFiles, folder: Path) -> ConversionRecord:
    """Write the graphs of a model into a folder, with the record of the conversion."""
    graphs = _graphs_in(folder)
    expected = FxTranslator(files).translate(SENTENCES)
    try:
        _write_graphs(MarianModel(files.model), graphs)
        reason = _find_difference(BatchTranslator(files, graphs).translate(SENTENCES), expected)
    except ModelUnsupported as error:
        reason = str(error)
    except EngineFailed as error:
        if error.permanent:
            raise
        reason = "ONNX Runtime cannot run its graphs"
    sums = {} if reason else {path.name: sha256(path) for path in (graphs.encoder, graphs.decoder)}
    record = ConversionRecord(sha256(files.model), reason, sums)
    (folder / RECORD).write_text(json.dumps(asdict(record), indent=2) + "\n")
    return record


def _write_graphs(model: MarianModel, graphs: Graphs) -> None:
    # These packages take 10 MB, and only a conversion needs them.
    import onnx

    from translation.engines.firefox.graphs import decoder_graph, encoder_graph

    onnx.save(encoder_graph(model), graphs.encoder)
    onnx.save(decoder_graph(model), graphs.decoder)


def _find_difference(answers: Sequence[str], expected: Sequence[str]) -> str:
    """Return how the answers of the graphs differ from those of fxtranslate, or an empty text."""
    similarity = fmean(fuzz.ratio(*pair) for pair in zip(answers, expected, strict=True))
    if similarity >= MIN_SIMILARITY:
        return ""
    return f"ONNX Runtime translates differently, with a similarity of {similarity:.0f} %"
