"""What one document may cost. Beyond it the work ends with an error that says so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, seconds and counts; `docs/operations.md` tells what each is measured by.

    `page_seconds` and `cpu_seconds` are of processor time, `silence_seconds` and `wall_seconds` of waiting: for a
    word of the reader, and for all that it does.
    """

    memory_bytes: int = 2_000_000_000
    output_bytes: int = 1_000_000_000
    answer_bytes: int = 256_000_000
    processes: int = 16
    open_files: int = 64
    page_seconds: int = 60
    cpu_seconds: int = 3_600
    silence_seconds: float = 300.0
    wall_seconds: float = 7_200.0
    pages: int = 2_000
    page_points: int = 14_400
    page_characters: int = 200_000
    page_words: int = 50_000
    characters: int = 10_000_000
    words: int = 2_000_000
    pixels: int = 200_000_000


USUAL_LIMITS = Limits()
