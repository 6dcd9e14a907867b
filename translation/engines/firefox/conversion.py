"""Converting models into graphs for ONNX Runtime. The graphs are kept in a folder beside the files of the model.

A model that cannot be converted, or whose graphs translate differently, is left to fxtranslate. Its record says why.
"""

import json
import logging
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import Self

from rapidfuzz import fuzz

from translation.engines.firefox.batches import BatchTranslator
from translation.engines.firefox.decoding import Graphs
from translation.engines.firefox.folder import ModelFiles, broken, locked, model_files, sha256
from translation.engines.firefox.fxtranslate import FxTranslator
from translation.engines.firefox.marian import MarianModel, ModelUnsupported
from translation.exceptions import EngineFailed

logger = logging.getLogger(__name__)

RUNTIME_VERSION = version("onnxruntime")
RECORD = "record.json"
# How the names of folders with unfinished graphs begin.
DRAFT = ".onnx-"
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
    """What a conversion resulted in: graphs, or the reason why there are none.

    `files` has the SHA-256 sums of the graphs and of the model's files, by name. The record is out of date if one of
    them, the converter or ONNX Runtime changes.
    """

    reason: str
    files: Mapping[str, str]
    converter: int = CONVERTER_VERSION
    runtime: str = RUNTIME_VERSION

    @classmethod
    def create(cls, files: ModelFiles, graphs: Graphs, reason: str) -> Self:
        """Return the record of a conversion that has just ended. Raises OSError if a file is missing."""
        paths = [files.model, files.source_vocabulary, files.target_vocabulary, files.shortlist]
        if not reason:
            paths += [graphs.encoder, graphs.decoder]
        return cls(reason, {path.name: sha256(path) for path in paths if path})

    @classmethod
    def read(cls, files: ModelFiles) -> Self | None:
        """Return the record of a model. None if there is none, or it is out of date or damaged."""
        try:
            record = cls(**json.loads((graphs_folder(files) / RECORD).read_bytes()))
            return record if record == cls.create(files, _graphs_in(graphs_folder(files)), record.reason) else None
        except (OSError, ValueError, TypeError):
            return None


def load_model(files: ModelFiles) -> BatchTranslator | FxTranslator:
    """Load a model, after its conversion if necessary. Raises EngineFailed if the model is damaged."""
    with graphs_of(files) as graphs:
        try:
            return BatchTranslator(files, graphs) if graphs else FxTranslator(files)
        except ModelUnsupported as error:
            # These graphs could be loaded after the conversion, so something else is wrong, such as too little memory.
            raise EngineFailed from error


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
    try:
        record = ConversionRecord.read(model_files(folder))
    except EngineFailed:
        return "is incomplete"
    if record is None:
        return "is converted when it is first used"
    return f"runs in fxtranslate, because {record.reason}" if record.reason else "runs in ONNX Runtime"


@contextmanager
def graphs_of(files: ModelFiles) -> Iterator[Graphs | None]:
    """Yield the graphs of a model, or None if fxtranslate must run it. Convert the model first if necessary.

    If the graphs cannot be kept in the folder of the model, they exist only within this context.
    """
    with ExitStack() as stack:
        folder = graphs_folder(files)
        try:
            record = ConversionRecord.read(files) or _convert_and_keep(files)
        except OSError as error:
            logger.warning("The graphs of the model %s cannot be kept: %s.", files.name, error)
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            record = _convert(files, folder)
        yield None if record.reason else _graphs_in(folder)


def graphs_folder(files: ModelFiles) -> Path:
    return files.model.parent / "onnx"


def _graphs_in(folder: Path) -> Graphs:
    return Graphs(folder / "encoder.onnx", folder / "decoder.onnx")


def _convert_and_keep(files: ModelFiles) -> ConversionRecord:
    """Convert a model, and keep the graphs beside its files. Other processes wait meanwhile. Raises OSError."""
    folder, parent = graphs_folder(files), files.model.parent
    with locked(parent):
        if record := ConversionRecord.read(files):
            return record
        for abandoned in parent.glob(f"{DRAFT}*"):
            shutil.rmtree(abandoned)
        with tempfile.TemporaryDirectory(prefix=DRAFT, dir=parent) as drafts:
            draft = Path(drafts, "new")
            draft.mkdir()
            record = _convert(files, draft)
            with suppress(FileNotFoundError):
                folder.rename(Path(drafts, "old"))
            draft.rename(folder)
        return record


def _convert(files: ModelFiles, folder: Path) -> ConversionRecord:
    """Write the graphs of a model into a folder, with the record of the conversion."""
    graphs = _graphs_in(folder)
    try:
        expected = FxTranslator(files).translate(SENTENCES)
    except EngineFailed as error:
        raise broken(files.model.parent, "damaged") from error
    try:
        _write_graphs(MarianModel(files.model), graphs)
        reason = _find_difference(BatchTranslator(files, graphs).translate(SENTENCES), expected)
    except ModelUnsupported as error:
        reason = str(error)
    except EngineFailed as error:
        if error.permanent:
            raise
        reason = "ONNX Runtime cannot run its graphs"
    record = ConversionRecord.create(files, graphs, reason)
    (folder / RECORD).write_text(json.dumps(asdict(record), indent=2) + "\n")
    if reason:
        logger.warning("The model %s runs in fxtranslate, which is slower: %s.", files.name, reason)
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
