"""The models as graphs in ONNX Runtime, compared with the same models in fxtranslate."""

import json
import multiprocessing
import random
import shutil
import struct
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
from rapidfuzz import fuzz

from translation.engines.firefox import conversion
from translation.engines.firefox.batches import BatchTranslator
from translation.engines.firefox.conversion import SENTENCES, ConversionRecord, graphs_folder, load_model
from translation.engines.firefox.decoding import Graphs
from translation.engines.firefox.engine import FirefoxEngine
from translation.engines.firefox.folder import (
    ModelFiles,
    ModelFolder,
    copy_model,
    embedded_models,
    locked,
    model_files,
    read_shortlist,
    read_vocabulary,
)
from translation.engines.firefox.fxtranslate import FxTranslator
from translation.engines.firefox.marian import MarianModel
from translation.engines.firefox.output_layer import EXCLUDED, OutputLayer
from translation.exceptions import EngineFailed
from translation.testing.expectations import expected_segments
from translation.testing.marian import Tensors, configure, copy_changed, deepen, pad_embeddings, split_vocabulary, widen

PAIRS = [("en", "pt"), ("pt", "en")]


@pytest.fixture
def model(tmp_path: Path) -> ModelFiles:
    """A copy of the embedded model, without graphs."""
    copy_model(embedded_models()["en", "pt"], tmp_path)
    return model_files(tmp_path)


def real_sentences(language: str) -> list[str]:
    return list(dict.fromkeys(segment.source for segment in expected_segments() if segment.source_language == language))


@pytest.mark.parametrize("pair", PAIRS)
def test_an_answer_does_not_depend_on_the_other_sentences(pair: tuple[str, str]) -> None:
    sentences = real_sentences(pair[0])[:150]
    engine = FirefoxEngine()
    together = dict(zip(sentences, engine.translate(sentences, *pair), strict=True))
    assert {sentence: engine.translate([sentence], *pair)[0] for sentence in sentences} == together
    random.Random(1).shuffle(sentences)
    for size in (2, 7, 40):
        for start in range(0, len(sentences), size):
            some = sentences[start : start + size]
            assert engine.translate(some, *pair) == [together[sentence] for sentence in some]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_embedded_models_run_in_onnx_runtime_and_translate_as_in_fxtranslate(pair: tuple[str, str]) -> None:
    sentences = real_sentences(pair[0])[:100]
    files = model_files(embedded_models()[pair])
    translator = load_model(files)
    assert isinstance(translator, BatchTranslator)
    assert similarity(translator.translate(sentences), FxTranslator(files).translate(sentences)) > 95


@pytest.mark.parametrize(
    "changes",
    [[widen], [widen, deepen], [widen, deepen, split_vocabulary], [pad_embeddings]],
    ids=["base", "deep", "two vocabularies", "padded"],
)
def test_other_models_of_the_family_translate_too(tmp_path: Path, changes: list[Callable[[Tensors], None]]) -> None:
    files = model_files(copy_changed(tmp_path / "en-pt", *changes))
    translator = load_model(files)
    assert isinstance(translator, BatchTranslator)
    answers = translator.translate(SENTENCES)
    assert answers[0] == "A casa é grande."
    assert similarity(answers, FxTranslator(files).translate(SENTENCES)) > 90


def test_a_model_that_replaces_another_is_converted_with_its_own_vocabulary(tmp_path: Path) -> None:
    for pair, answer in {("en", "pt"): "A casa é grande.", ("pt", "en"): "The house is big."}.items():
        with ModelFolder(tmp_path).placing([("en", "pt")]) as drafts:
            for file, name in zip(used_files(embedded_models()[pair]), ("model", "vocab", "lex"), strict=True):
                shutil.copyfile(file, drafts["en", "pt"] / name)
        translator = load_model(model_files(tmp_path / "en-pt"))
        assert isinstance(translator, BatchTranslator)
        assert translator.translate(["The house is big."]) == [answer]


def used_files(folder: Path) -> list[Path]:
    files = model_files(folder)
    return [file for file in (files.model, files.source_vocabulary, files.shortlist) if file]


def test_a_model_without_a_shortlist_translates_too(model: ModelFiles) -> None:
    assert model.shortlist
    model.shortlist.unlink()
    files = model_files(model.model.parent)
    translator = load_model(files)
    assert isinstance(translator, BatchTranslator)
    assert similarity(translator.translate(SENTENCES), FxTranslator(files).translate(SENTENCES)) > 95


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"transformer-preprocess": "n"}, "its transformer-preprocess is n"),
        ({"transformer-heads": "7"}, "its heads do not divide its width"),
        ({"enc-depth": "many"}, "its enc-depth is many"),
        ({"enc-depth": "9" * 5000}, "its enc-depth is 999"),
        ({"enc-depth": "2"}, "ONNX Runtime translates differently"),
    ],
)
def test_another_architecture_is_left_to_fxtranslate(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, settings: dict[str, str], reason: str
) -> None:
    # What fxtranslate does with such a model does not count here.
    files = model_files(copy_changed(tmp_path / "en-pt", configure(settings)))
    assert conversion.describe_runtime(tmp_path / "en-pt") == "is converted when it is first used"
    translator = load_model(files)
    assert isinstance(translator, FxTranslator)
    assert f"The model en-pt runs in fxtranslate, which is slower: {reason}" in caplog.text
    assert conversion.describe_runtime(tmp_path / "en-pt").startswith(f"runs in fxtranslate, because {reason}")
    assert conversion.runtime_of(files) == "fxtranslate"


def test_a_model_that_onnx_runtime_refuses_is_left_to_fxtranslate(tmp_path: Path) -> None:
    def shorten_bias(tensors: Tensors) -> None:
        tensors["encoder_l1_self_bq"] = replace(tensors["encoder_l1_self_bq"], shape=(1, 10))

    folder = copy_changed(tmp_path / "en-pt", shorten_bias)
    assert isinstance(load_model(model_files(folder)), FxTranslator)
    assert conversion.describe_runtime(folder).endswith("ONNX Runtime cannot run its graphs")


def test_graphs_are_kept_and_made_again_when_something_has_changed(model: ModelFiles) -> None:
    def made() -> int:
        load_model(model)
        return (graphs_folder(model) / conversion.RECORD).stat().st_ino

    first = made()
    assert made() == first
    encoder = graphs_folder(model) / "encoder.onnx"
    encoder.write_bytes(encoder.read_bytes()[:-1])
    second = made()
    assert second != first
    (graphs_folder(model) / "decoder.onnx").unlink()
    third = made()
    assert third != second
    record = graphs_folder(model) / conversion.RECORD
    record.write_text(record.read_text().replace('"converter": 1', '"converter": 0'))
    assert made() != third
    assert sorted(path.name for path in graphs_folder(model).iterdir()) == [
        "decoder.onnx",
        "encoder.onnx",
        "record.json",
    ]


@pytest.mark.parametrize("content", ["[]", "5", '{"reason": "", "files": 5}', '{"reason": "", "files": {}}'])
def test_a_record_that_makes_no_sense_is_replaced(model: ModelFiles, content: str) -> None:
    record = graphs_folder(model) / conversion.RECORD
    record.parent.mkdir()
    record.write_text(content)
    assert isinstance(load_model(model), BatchTranslator)
    assert "encoder.onnx" in json.loads(record.read_text())["files"]


def test_a_model_whose_shortlist_is_replaced_is_converted_again(model: ModelFiles) -> None:
    assert isinstance(load_model(model), BatchTranslator)
    assert model.shortlist
    # The last entry is a subword that no vocabulary has.
    model.shortlist.write_bytes(model.shortlist.read_bytes()[:-4] + b"\xff" * 4)
    assert isinstance(load_model(model), FxTranslator)
    assert conversion.describe_runtime(model.model.parent).endswith("its vocabulary does not fit its shortlist")


def test_a_shortlist_with_more_frequent_subwords_than_there_are_is_refused(model: ModelFiles) -> None:
    assert model.shortlist
    data = bytearray(model.shortlist.read_bytes())
    struct.pack_into("<Q", data, 16, 1 << 63)
    model.shortlist.write_bytes(data)
    assert isinstance(load_model(model), FxTranslator)


def test_graphs_that_can_no_longer_be_loaded_fail_the_job(model: ModelFiles) -> None:
    load_model(model)
    folder = graphs_folder(model)
    graphs = Graphs(folder / "encoder.onnx", folder / "decoder.onnx")
    graphs.encoder.write_bytes(b"no graph")
    record = ConversionRecord.create(model, graphs, "")
    (folder / conversion.RECORD).write_text(json.dumps(asdict(record)))
    with pytest.raises(EngineFailed):
        load_model(model)


@pytest.mark.parametrize("target", ["missing", "file"])
def test_something_else_in_the_place_of_the_graphs_is_replaced(model: ModelFiles, target: str) -> None:
    (model.model.parent / "file").touch()
    graphs_folder(model).symlink_to(target)
    load_model(model)
    assert not graphs_folder(model).is_symlink()
    assert conversion.describe_runtime(model.model.parent) == "runs in ONNX Runtime"


def test_a_conversion_removes_what_a_killed_one_left(model: ModelFiles) -> None:
    abandoned = model.model.parent / ".onnx-abandoned" / "new"
    abandoned.mkdir(parents=True)
    (abandoned / "encoder.onnx").touch()
    load_model(model)
    assert not abandoned.parent.exists()


def test_a_folder_that_cannot_be_written_is_no_obstacle(model: ModelFiles, caplog: pytest.LogCaptureFixture) -> None:
    with model.model.open("rb") as opened:
        # Not even the superuser can write into this folder.
        elsewhere = replace(model, model=Path(f"/proc/self/fd/{opened.fileno()}"))
        translator = load_model(elsewhere)
    assert isinstance(translator, BatchTranslator)
    assert translator.translate(["The house is big."]) == ["A casa é grande."]
    assert "The graphs of the model fd cannot be kept" in caplog.text


def test_two_processes_convert_a_model_at_the_same_time(model: ModelFiles) -> None:
    graphs_folder(model).mkdir()
    (graphs_folder(model) / "of an older version").touch()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        answers = pool.map(translate_in_process, [model] * 2, chunksize=1)
    assert answers == [["A casa é grande."]] * 2
    assert {path.name for path in model.model.parent.iterdir() if path.is_dir()} == {"onnx"}


def test_a_conversion_waits_for_that_of_another_process(model: ModelFiles) -> None:
    waiting = threading.Thread(target=conversion.prepare, args=(model.model.parent,))
    with locked(model.model.parent):
        waiting.start()
        waiting.join(2)
        assert waiting.is_alive()
        assert not graphs_folder(model).exists()
    waiting.join()
    assert graphs_folder(model).exists()


def translate_in_process(files: ModelFiles) -> list[str]:
    return load_model(files).translate(["The house is big."])


@pytest.mark.parametrize("size", [0, 10, 5_000, 1_000_000])
def test_a_model_that_is_cut_off_says_how_to_install_it(model: ModelFiles, size: int) -> None:
    model.model.write_bytes(model.model.read_bytes()[:size])
    with pytest.raises(EngineFailed, match="is damaged"):
        load_model(model)


def test_a_model_that_stops_fxtranslate_says_how_to_install_it(tmp_path: Path) -> None:
    files = model_files(copy_changed(tmp_path / "en-pt", configure({"dim-emb": "128"})))
    with pytest.raises(EngineFailed, match="is damaged"):
        load_model(files)


@pytest.mark.parametrize("kind", ["source_vocabulary", "shortlist"])
def test_another_damaged_file_says_how_to_install_the_model(model: ModelFiles, kind: str) -> None:
    path: Path = getattr(model, kind)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(EngineFailed, match="is damaged"):
        load_model(model)


@pytest.mark.parametrize("text", ["ﷺ" * 600, "a" * 600, "word " * 120, "\x00\ud7ff\ufffe", "🙂" * 300])
def test_texts_that_no_model_expects_end(text: str) -> None:
    (answer,) = FirefoxEngine().translate([text], "en", "pt")
    assert len(answer) < 6 * len(text) + 100


def test_each_part_of_a_text_with_many_subwords_is_translated() -> None:
    (answer,) = load_model(model_files(embedded_models()["en", "pt"])).translate(["1 " * 600 + "2 " * 600])
    assert "1 1 1" in answer
    assert "2 2 2" in answer


def test_a_text_that_repeats_itself_ends_at_its_own_limit() -> None:
    files = model_files(embedded_models()["en", "pt"])
    vocabulary = read_vocabulary(files.source_vocabulary)
    texts = ["a" * length for length in range(270, 301, 3)]
    answers = FirefoxEngine().translate(texts, "en", "pt")
    for text, answer in zip(texts, answers, strict=True):
        # The end of the text counts as a subword, too.
        assert len(vocabulary.encode(answer)) <= 2 * (len(vocabulary.encode(text)) + 1) + 4
    assert [FirefoxEngine().translate([text], "en", "pt")[0] for text in texts] == answers


def test_a_sentence_may_contain_its_own_subwords_but_none_for_unknown_characters() -> None:
    files = model_files(embedded_models()["en", "pt"])
    vocabulary = read_vocabulary(files.target_vocabulary)
    layer = OutputLayer(MarianModel(files.model), read_shortlist(files), vocabulary)
    rare, other = len(vocabulary) - 1, len(vocabulary) - 2
    choices = layer.choices_for([np.array([rare]), np.array([other])])
    assert {rare, other} < set(choices.subwords.tolist())
    is_rare, is_other = choices.subwords == rare, choices.subwords == other
    scores = np.array([is_rare + 2 * is_other, 2 * is_rare + is_other], np.float32)
    assert choices.best(scores).tolist() == [rare, other]
    assert choices.bias[choices.subwords == vocabulary.unknown].tolist() == [EXCLUDED]


def test_nothing_and_spaces_stay_nothing() -> None:
    assert FirefoxEngine().translate(["", "  ", "The house is big."], "en", "pt") == ["", "", "A casa é grande."]
    assert FirefoxEngine().translate([], "en", "pt") == []


def similarity(answers: list[str], expected: list[str]) -> float:
    return fmean(fuzz.ratio(*pair) for pair in zip(answers, expected, strict=True))
