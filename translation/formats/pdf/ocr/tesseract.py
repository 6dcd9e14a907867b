"""Running Tesseract, which recognises text in pictures, as a separate process, and parsing its output."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from xml.etree import ElementTree

from translation.formats.pdf.geometry import Box

PROGRAM = "tesseract"
# For one page. The densest pages take ten seconds on a slow core.
TIMEOUT_SECONDS = 120
# If the language is unknown, English and this many others are used. Each makes recognition slower.
MAX_OTHER_LANGUAGES = 3

# Have Tesseract write hOCR: HTML with the position of each word.
HOCR = "tessedit_create_hocr=1"
# Sauvola's method finds the threshold between ink and paper locally, so that text on a gradient is read.
SAUVOLA = "thresholding_method=2"

LINE_CLASSES = {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}
# A measure in a title of hOCR.
MEASURE = re.compile(r"(bbox|baseline|x_size|x_descenders|x_wconf|textangle) ([-\d. ]+)")

# Tesseract's names for the data of languages (BCP 47).
DATA = dict(
    re.findall(
        r"(\S+)=(\S+)",
        "ar=ara bg=bul bn=ben bs=bos ca=cat cs=ces da=dan de=deu el=ell en=eng es=spa et=est eu=eus fa=fas "
        "fi=fin fr=fra gl=glg gu=guj he=heb hi=hin hr=hrv hu=hun id=ind is=isl it=ita ja=jpn kn=kan ko=kor "
        "lt=lit lv=lav ml=mal mr=mar ms=msa mt=mlt nb=nor nl=nld nn=nor no=nor pl=pol pt=por ro=ron ru=rus "
        "sk=slk sl=slv sq=sqi sr=srp sv=swe ta=tam te=tel th=tha tr=tur uk=ukr ur=urd vi=vie zh=chi_sim "
        "zh-Hant=chi_tra zh-TW=chi_tra zh-HK=chi_tra",
    )
)


class RecognitionFailed(RuntimeError):
    """Tesseract stopped with an error, took too long, or wrote output that cannot be parsed."""


@dataclass(slots=True, frozen=True)
class RecognisedWord:
    """A word with its box in pixels. `confidence` is a percentage."""

    text: str
    box: Box
    confidence: int


@dataclass(slots=True)
class RecognisedLine:
    """A line, in pixels.

    At the left edge of the box, the baseline is `drop` below its lower edge. It falls by `slope` for each pixel to the
    right. `size` is the height of tall characters above the baseline.
    """

    box: Box
    slope: float
    drop: float
    size: float
    words: list[RecognisedWord] = field(default_factory=list)


@dataclass(slots=True)
class RecognisedPage:
    """The lines of text, the photos and the rules in a picture."""

    lines: list[RecognisedLine]
    photos: list[Box]
    rules: list[Box]

    @property
    def confidence(self) -> float:
        """The mean percentage over all characters, or 0 without any."""
        words = [word for line in self.lines for word in line.words]
        characters = sum(len(word.text) for word in words)
        return sum(len(word.text) * word.confidence for word in words) / characters if characters else 0.0


def find_tesseract() -> str | None:
    """Return the path of Tesseract, or None if it is not installed."""
    return shutil.which(PROGRAM)


def data_for(language: str | None) -> tuple[str, bool]:
    """Return the name of Tesseract's data for a language (BCP 47), and whether it is the language's own.

    Without a language or its data, the name combines English and a few other installed languages, such as
    "eng+deu+fra". The second value is True if no language was requested.
    """
    installed = _installed(find_tesseract() or PROGRAM)
    name = language and (DATA.get(language) or DATA.get(language.split("-")[0]))
    if name in installed:
        return str(name), True
    known = [name for name in ("eng", *sorted(installed)) if name in installed and name in DATA.values()]
    return "+".join(dict.fromkeys(known[: MAX_OTHER_LANGUAGES + 1])) or "eng", language is None


@cache
def _installed(path: str) -> frozenset[str]:
    return frozenset(_run([path, "--list-langs"], b"").split())


def recognise(picture: bytes, dpi: int, data: str) -> RecognisedPage:
    """Return the text of a picture, a PNM file with `dpi` pixels per inch. Raises RecognitionFailed."""
    command = [find_tesseract() or PROGRAM, "-", "-", "--dpi", str(dpi), "-l", data]
    return _parse(_run([*command, "-c", HOCR, "-c", SAUVOLA], picture))


def detect_rotation(picture: bytes, dpi: int) -> int:
    """Return the degrees by which a picture must be turned clockwise to make its text upright, or 0 if unclear."""
    try:
        output = _run([find_tesseract() or PROGRAM, "-", "-", "--dpi", str(dpi), "--psm", "0"], picture)
    except RecognitionFailed:
        # Tesseract stops with an error if there are too few characters, or no data for orientation.
        return 0
    match = re.search(r"Rotate: (\d+)", output)
    return int(match[1]) if match else 0


def _run(command: list[str], data: bytes) -> str:
    # A single thread, because more threads are slower for one page.
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    if "TESSDATA_PREFIX" in os.environ:
        environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    try:
        completed = subprocess.run(
            _dying_with_parent(command),
            input=data,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            env=environment,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise RecognitionFailed from error
    return completed.stdout.decode("utf-8", errors="replace")


def _dying_with_parent(command: list[str]) -> list[str]:
    """Return a command that is killed when this process ends, if util-linux is installed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--", *command] if setpriv else command


def _parse(hocr: str) -> RecognisedPage:
    try:
        root = ElementTree.fromstring(hocr)  # noqa: S314 - written by Tesseract, which escapes what it read
    except ElementTree.ParseError as error:
        raise RecognitionFailed from error
    page = RecognisedPage([], [], [])
    for element in root.iter():
        kind, measures = element.get("class", ""), _measures(element.get("title", ""))
        if kind in LINE_CLASSES and "textangle" not in measures and measures.get("x_size"):
            page.lines.append(_line(element, measures))
        elif kind in ("ocr_photo", "ocr_image"):
            page.photos.append(_box(measures))
        elif kind == "ocr_separator":
            page.rules.append(_box(measures))
    page.lines = [line for line in page.lines if line.words]
    return page


def _line(element: ElementTree.Element, measures: dict[str, list[float]]) -> RecognisedLine:
    slope, drop = measures.get("baseline", (0.0, 0.0))
    # For a line without descenders, their depth is a guess of Tesseract.
    size = measures["x_size"][0] - measures.get("x_descenders", [0.0])[0]
    return RecognisedLine(_box(measures), slope, drop, size, list(_words(element)))


def _words(line: ElementTree.Element) -> Iterator[RecognisedWord]:
    for element in line.iter():
        text = "".join(element.itertext()).strip()
        if element.get("class") == "ocrx_word" and text:
            measures = _measures(element.get("title", ""))
            yield RecognisedWord(text, _box(measures), int(measures.get("x_wconf", [0])[0]))


def _measures(title: str) -> dict[str, list[float]]:
    return {name: [float(number) for number in numbers.split()] for name, numbers in MEASURE.findall(title)}


def _box(measures: dict[str, list[float]]) -> Box:
    x0, y0, x1, y1 = measures["bbox"]
    return x0, y0, x1, y1
