import pytest

from translation.languages.detection import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The old man went down to the river to wash his clothes.", "en"),
        ("O velho desceu até o rio para lavar as suas roupas.", "pt"),
        ("Der alte Mann ging zum Fluss hinunter, um seine Kleider zu waschen.", "de"),
        ("Le vieil homme descendit à la rivière pour laver ses vêtements.", "fr"),
        ("Старик спустился к реке, чтобы постирать свою одежду.", "ru"),
        ("老人下到河边洗衣服。", "zh"),
    ],
)
def test_the_language_of_a_sentence_is_detected(text: str, language: str) -> None:
    detection = detect(text)
    assert detection.language == language
    assert detection.confidence > 0.5


@pytest.mark.parametrize("text", ["", "12 345.6", "---", "Knuth"])
def test_an_unclear_text_has_no_language(text: str) -> None:
    assert detect(text).language is None
