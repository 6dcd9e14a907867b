"""Tesseract, the program that reads letters in pictures: found, started as a process of its own, understood."""

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
# Seconds for one page; the densest take ten on a slow core.
TIME_LIMIT = 120
# Each language more makes reading slower; so many are tried where the document's own is not known.
MOST_LANGUAGES = 3

# Ink is told from paper part by part of the picture, so that letters on a ground that fades are seen.
SAUVOLA = "thresholding_method=2"

LINES = {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}
MEASURE = re.compile(r"(bbox|baseline|x_size|x_descenders|x_wconf|textangle) ([-\d. ]+)")

# Languages (BCP 47) by the names that Tesseract gives its data.
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
    """Tesseract stopped with an error, took too long, or wrote what cannot be understood."""


@dataclass(slots=True, frozen=True)
class RecognisedWord:
    """A word in pixels of the picture; `confidence` is a percentage."""

    text: str
    box: Box
    confidence: int


@dataclass(slots=True)
class RecognisedLine:
    """A line in pixels. The baseline leaves the lower left corner of the box by `drop`, and falls by `slope`.

    `size` is the height of tall letters above it.
    """

    box: Box
    slope: float
    drop: float
    size: float
    words: list[RecognisedWord] = field(default_factory=list)


@dataclass(slots=True)
class RecognisedPage:
    """What was read in a picture: lines of text, pictures in it, and rules."""

    lines: list[RecognisedLine]
    photos: list[Box]
    rules: list[Box]

    @property
    def confidence(self) -> float:
        """The mean percentage over all letters; 0 without any."""
        words = [word for line in self.lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        return sum(len(word.text) * word.confidence for word in words) / letters if letters else 0.0


def program() -> str | None:
    """Where Tesseract is installed, if it is."""
    return shutil.which(PROGRAM)


def data_for(language: str | None) -> tuple[str, bool]:
    """The data to read a language with, as Tesseract wants it named, and whether that is the language's own.

    Without a language it is English and a few others of those that are installed.
    """
    installed = _installed(program() or PROGRAM)
    wanted = language and (DATA.get(language) or DATA.get(language.split("-")[0]))
    if wanted in installed:
        return str(wanted), True
    known = [name for name in ("eng", *sorted(installed)) if name in installed and name in DATA.values()]
    return "+".join(dict.fromkeys(known[: MOST_LANGUAGES + 1])) or "eng", language is None


@cache
def _installed(path: str) -> frozenset[str]:
    return frozenset(_run([path, "--list-langs"], b"").split())


def recognise(picture: bytes, resolution: int, data: str) -> RecognisedPage:
    """Read the letters of a picture (a PNM file) of so many dots an inch. Raises RecognitionFailed."""
    command = [program() or PROGRAM, "-", "-", "--dpi", str(resolution), "-l", data, "-c", "tessedit_create_hocr=1"]
    return _understood(_run([*command, "-c", SAUVOLA], picture))


def rotation(picture: bytes, resolution: int) -> int:
    """By how many degrees clockwise a picture has to be turned to have its text upright; 0 when that is not clear."""
    try:
        found = _run([program() or PROGRAM, "-", "-", "--dpi", str(resolution), "--psm", "0"], picture)
    except RecognitionFailed:
        # With too few letters, or without its data for orientation, it says so and stops.
        return 0
    match = re.search(r"Rotate: (\d+)", found)
    return int(match[1]) if match else 0


def _run(command: list[str], data: bytes) -> str:
    # One page keeps one core busy: its own threads only get in each other's way.
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    if "TESSDATA_PREFIX" in os.environ:
        environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    try:
        done = subprocess.run(
            _bound_to_us(command), input=data, capture_output=True, timeout=TIME_LIMIT, env=environment, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise RecognitionFailed from error
    return done.stdout.decode("utf-8", errors="replace")


def _bound_to_us(command: list[str]) -> list[str]:
    """The command such that it dies with this process, where util-linux is at hand."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--", *command] if setpriv else command


def _understood(hocr: str) -> RecognisedPage:
    try:
        root = ElementTree.fromstring(hocr)  # noqa: S314 - written by Tesseract, which escapes what it read
    except ElementTree.ParseError as error:
        raise RecognitionFailed from error
    seen = RecognisedPage([], [], [])
    for element in root.iter():
        kind, measures = element.get("class", ""), _measures(element.get("title", ""))
        if kind in LINES and "textangle" not in measures and measures.get("x_size"):
            seen.lines.append(_line(element, measures))
        elif kind in ("ocr_photo", "ocr_image"):
            seen.photos.append(_box(measures))
        elif kind == "ocr_separator":
            seen.rules.append(_box(measures))
    seen.lines = [line for line in seen.lines if line.words]
    return seen


def _line(element: ElementTree.Element, measures: dict[str, list[float]]) -> RecognisedLine:
    slope, drop = measures.get("baseline", (0.0, 0.0))
    # The depth of hanging letters is a guess where a line has none.
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
