"""Files that say a word inside, and how the words of any file are read: whatever it is packed in."""

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

IN_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
DEEP = 4  # how many wrappings are taken off
# All that they begin with: what is drawn by lot, as tokens are, begins with two given bytes now and then.
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")
SQUEEZED = b"\x1f\x8b\x08"


def a_pdf_saying(word: str) -> bytes:
    """A document of one page with this word on it and in its description."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=300, height=100)
    stream = StreamObject()
    stream._data = f"BT /F1 12 Tf 10 50 Td ({word}) Tj ET".encode()
    described = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(name): NameObject(value) for name, value in described.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_zip_saying(word: str, *, name: str = "01-chapter.md") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f"# Chapter\n\n{word}\n")
    return out.getvalue()


def unpacked(content: bytes, deep: int = DEEP) -> Iterator[bytes]:
    """These bytes, and everything that is packed into them: archives and the books and tables that are archives,
    documents, what was squeezed, and what is written in base64. Names of files and descriptions count as well."""
    yield content
    if not deep or not content:
        return
    for inner in (*_archived(content), *_in_document(content), *_squeezed(content), *_in_base64(content)):
        yield from unpacked(inner, deep - 1)


def _archived(content: bytes) -> Iterator[bytes]:
    if not content.startswith(ARCHIVES):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for each in archive.infolist():
            yield each.filename.encode()
            yield each.comment
            yield archive.read(each)
        yield archive.comment


def _in_document(content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"%PDF"):
        return
    try:
        reader = PdfReader(io.BytesIO(content))
        yield "\n".join(page.extract_text() for page in reader.pages).encode()
        yield str(reader.metadata).encode()
    except PyPdfError:
        yield b""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            continue


def _squeezed(content: bytes) -> Iterator[bytes]:
    if content.startswith(SQUEEZED):
        yield gzip.decompress(content)


def _in_base64(content: bytes) -> Iterator[bytes]:
    for run in IN_BASE64.findall(content):
        try:
            yield base64.b64decode(run + b"=" * (-len(run) % 4), altchars=b"-_" if b"-" in run or b"_" in run else None)
        except ValueError:
            continue
