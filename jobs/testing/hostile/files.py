"""Files that are not PDFs although their name says so, and encrypted PDFs."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator

import pymupdf

from jobs.testing.hostile.raw import one_page

CIPHERS = {
    "RC4 of 40 bits": pymupdf.mupdf.PDF_ENCRYPT_RC4_40,
    "RC4 of 128 bits": pymupdf.mupdf.PDF_ENCRYPT_RC4_128,
    "AES of 128 bits": pymupdf.mupdf.PDF_ENCRYPT_AES_128,
    "AES of 256 bits": pymupdf.mupdf.PDF_ENCRYPT_AES_256,
}


def wrong_types() -> Iterator[tuple[str, bytes]]:
    """Yield files that have no PDF in them."""
    yield "a page of the web", b"<!DOCTYPE html><html><script>alert(1)</script><p>Hello</p></html>"
    yield "an archive", archive({"a.txt": b"Hello"})
    yield "a document of Word", archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
    yield "an archive that grows", archive({"a.txt": bytes(10_000_000)})
    yield "a picture", bytes(pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 9, 9)).tobytes("png"))
    yield "a photograph", bytes(pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 9, 9)).tobytes("jpeg"))
    yield "a drawing", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield "a book", archive({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<container/>"})
    yield "a program of Windows", b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + bytes(4_000)
    yield "a program of Linux", b"\x7fELF\2\1\1" + bytes(4_000)
    yield "a script of the shell", b"#!/bin/sh\nrm -rf /\n"
    yield "a text", b"A text of several words, and nothing more.\n"
    yield "a page for a printer", b"%!PS-Adobe-3.0\n(%pipe%id) (w) file\nshowpage\n"
    yield "rich text", rb"{\rtf1\ansi Hello}"
    yield "a packed file", gzip.compress(b"Hello" * 1_000)
    yield "a tape", tape()
    yield "one byte", b"%"
    yield "zeros", bytes(100_000)
    yield "a PDF that begins late", b"% more\n" * 300 + one_page()


def nothing() -> Iterator[tuple[str, bytes]]:
    yield "no bytes", b""
    yield "blanks", b" \n\t" * 1_000


def beginnings() -> Iterator[tuple[str, bytes]]:
    """Yield files that begin like a PDF and continue as something else."""
    yield "a beginning alone", b"%PDF-1.7\n"
    yield "a beginning and a page of the web", b"%PDF-1.7\n<html><script>alert(1)</script></html>"
    yield "a beginning and an archive", b"%PDF-1.7\n" + archive({"a.txt": b"Hello"})
    yield "a beginning and zeros", b"%PDF-1.7\n" + bytes(100_000)
    yield "a beginning and its own end", b"%PDF-1.7\nstartxref\n0\n%%EOF"


def sound() -> Iterator[tuple[str, bytes]]:
    """Yield PDFs with something else around them."""
    yield "a page of the web before it", b"<html><!--" + one_page() + b"--></html>"
    yield "an archive after it", one_page() + archive({"a.txt": b"Hello"})
    yield "a version that does not exist", one_page().replace(b"%PDF-1.7", b"%PDF-99.9")


def locked(password: str) -> Iterator[tuple[str, bytes]]:
    for name, cipher in CIPHERS.items():
        with pymupdf.open("pdf", one_page()) as document:
            yield name, bytes(document.tobytes(encryption=cipher, user_pw=password, owner_pw="owner"))
    yield "an unheard cipher", one_page(trailer=b"/Encrypt<</Filter/Unheard/V 9/R 9/O(x)/U(y)/P -1>>")


def archive(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return target.getvalue()


def tape() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return target.getvalue()
