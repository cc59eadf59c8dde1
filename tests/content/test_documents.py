"""A PDF that was uploaded: what is left of it, and what is refused."""

import io
import random
import zlib

import pytest
from django.core.exceptions import ValidationError
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Link, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from content import documents
from content.documents import MOST_BYTES, clean_document
from tests.content.uploads import CANARY, a_pdf, a_photo, a_picture, an_upload, with_picture

WORD = CANARY.decode()
A_TALKING_JPEG2000 = a_picture("JPEG2000") + (len(CANARY) + 8).to_bytes(4, "big") + b"xml " + CANARY
METADATA_WORDS = (b"Exif", b"xmpmeta", b"/CreationDate", b"/PieceInfo")


def named(**keys):
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in keys.items()})


def words_inside(content: bytes) -> bytes:
    """Everything that the file says, packed or not."""
    reader = PdfReader(io.BytesIO(content))
    said = [content, repr(reader.trailer).encode()]
    for number in range(1, reader.trailer["/Size"]):
        thing = reader.get_object(number)
        said.append(repr(thing).encode())
        if hasattr(thing, "get_data"):
            said.append(thing._data)
            if thing.get("/Subtype") != "/Image":
                said.append(thing.get_data())
    return b"".join(said)


def an_xmp_stream(writer: PdfWriter):
    stream = DecodedStreamObject()
    stream.set_data(b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>")
    stream.update(named(Type=NameObject("/Metadata"), Subtype=NameObject("/XML")))
    return writer._add_object(stream)


def with_information(writer):
    writer.add_metadata({"/Author": WORD, "/Producer": WORD, "/CreationDate": "D:20260509120000"})
    writer.root_object[NameObject("/Metadata")] = an_xmp_stream(writer)
    writer.root_object[NameObject("/PieceInfo")] = named(Program=TextStringObject(WORD))
    page = writer.pages[0]
    page[NameObject("/Metadata")] = an_xmp_stream(writer)
    page[NameObject("/LastModified")] = TextStringObject(WORD)
    page[NameObject("/PieceInfo")] = named(Program=named(Private=TextStringObject(WORD)))
    page[NameObject("/Group")] = named(Deep=ArrayObject([named(ModDate=TextStringObject(WORD))]))


def with_notes(writer):
    writer.add_annotation(0, Text(rect=(10, 10, 40, 40), text="A question", title_bar=WORD))
    note = writer.pages[0]["/Annots"][0].get_object()
    note[NameObject("/T")] = TextStringObject(WORD)
    note[NameObject("/M")] = TextStringObject(WORD)
    note[NameObject("/NM")] = TextStringObject(WORD)
    note[NameObject("/CreationDate")] = TextStringObject(WORD)
    writer.add_annotation(0, Link(rect=(1, 1, 9, 9), url=f"file:///C:/Users/{WORD}/letter.doc"))
    writer.add_annotation(0, Link(rect=(1, 1, 9, 9), url="https://example.org/"))
    signature = named(Type=NameObject("/Sig"), Name=TextStringObject(WORD))
    field = named(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Widget"),
        T=TextStringObject("Field"),
        Rect=ArrayObject([NumberObject(1)] * 4),
        V=writer._add_object(signature),
    )
    writer.pages[0]["/Annots"].append(writer._add_object(field))


def with_a_view_at_the_start(writer):
    writer.root_object[NameObject("/OpenAction")] = ArrayObject(
        [writer.pages[0].indirect_reference, NameObject("/Fit")]
    )
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    writer.add_outline_item(title="Chapter", page_number=0)


def with_a_jump_at_the_start(writer):
    writer.root_object[NameObject("/OpenAction")] = named(
        S=NameObject("/GoTo"), D=ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
    )


@pytest.mark.parametrize(
    "change",
    [
        with_information,
        with_notes,
        lambda writer: with_picture(writer, a_photo("JPEG")),
        lambda writer: with_picture(writer, A_TALKING_JPEG2000, filters="/JPXDecode"),
        lambda writer: setattr(writer, "_ID", ArrayObject([TextStringObject(WORD)] * 2)),
    ],
)
def test_clean_document_leaves_nothing_but_the_text(change):
    dirty = a_pdf("Lanterns in every window", change=change)
    assert CANARY in words_inside(dirty)

    clean, text = clean_document(an_upload(dirty))
    content = clean.read()

    assert CANARY not in words_inside(content)
    assert [word for word in METADATA_WORDS if word in words_inside(content)] == []
    assert text == "Lanterns in every window"


def test_clean_document_keeps_what_reading_needs():
    clean, _text = clean_document(an_upload(a_pdf("One", "Two", change=with_a_view_at_the_start)))

    reader = PdfReader(io.BytesIO(clean.read()))
    assert len(reader.pages) == 2
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert [item["/Title"] for item in reader.outline] == ["Chapter"]
    assert "/OpenAction" not in reader.trailer["/Root"]
    assert reader.metadata is None or WORD not in str(reader.metadata)


def test_clean_document_keeps_links_out_and_drops_paths_of_the_writer():
    clean, _text = clean_document(an_upload(a_pdf(change=with_notes)))

    notes = [one.get_object() for one in PdfReader(io.BytesIO(clean.read())).pages[0]["/Annots"]]
    assert [note["/A"]["/URI"] for note in notes if "/A" in note] == ["", "https://example.org/"]
    assert [note["/Contents"] for note in notes if "/Contents" in note] == ["A question"]
    assert [note["/T"] for note in notes if "/T" in note] == ["Field"]


@pytest.mark.parametrize("filters", [("/DCTDecode",), ("/FlateDecode", "/DCTDecode")])
def test_clean_document_keeps_every_pixel_of_a_photo(filters):
    photo = a_photo("JPEG")

    def change(writer):
        with_picture(writer, photo)
        stream = writer.pages[0]["/Resources"]["/XObject"]["/Im1"].get_object()
        if len(filters) > 1:
            stream._data = zlib.compress(photo)
            stream[NameObject("/Filter")] = ArrayObject(NameObject(name) for name in filters)
            stream[NameObject("/DecodeParms")] = ArrayObject([named(), named()])

    clean, _text = clean_document(an_upload(a_pdf(change=change)))

    stream = PdfReader(io.BytesIO(clean.read())).pages[0]["/Resources"]["/XObject"]["/Im1"].get_object()
    assert CANARY not in stream._data
    assert stream["/Filter"] == "/DCTDecode"
    assert stream["/DecodeParms" if len(filters) > 1 else "/Filter"] == ({} if len(filters) > 1 else "/DCTDecode")


def test_clean_document_opens_without_its_jump():
    clean, _text = clean_document(an_upload(a_pdf(change=with_a_jump_at_the_start)))

    assert "/OpenAction" not in PdfReader(io.BytesIO(clean.read())).trailer["/Root"]


def test_clean_document_has_a_name_that_says_nothing():
    names = {clean_document(an_upload(a_pdf(), "Letter of N.pdf"))[0].name for _again in range(2)}

    assert len(names) == 2
    assert all(len(name) >= 26 and "Letter" not in name for name in names)


# -- Refused -------------------------------------------------------------------------------------------------------


def at_the_start(**action):
    def change(writer):
        writer.root_object[NameObject("/OpenAction")] = named(**action)

    return change


def with_script(writer):
    script = named(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    names = named(JavaScript=named(Names=ArrayObject([TextStringObject("a"), writer._add_object(script)])))
    writer.root_object[NameObject("/Names")] = names


def with_attachment(writer):
    writer.add_attachment("plan.txt", b"hidden")


def with_note(kind, **keys):
    def change(writer):
        place = ArrayObject([NumberObject(1)] * 4)
        note = named(Type=NameObject("/Annot"), Subtype=NameObject(kind), Rect=place, **keys)
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return change


def with_page_action(writer):
    writer.pages[0][NameObject("/AA")] = named(O=named(S=NameObject("/JavaScript"), JS=TextStringObject("1")))


def with_dynamic_form(writer):
    writer.root_object[NameObject("/AcroForm")] = named(XFA=TextStringObject("<xdp/>"))


def with_photo_in_the_text(writer):
    content = DecodedStreamObject()
    content.set_data(b"BI /W 1 /H 1 /F /DCT ID " + a_photo("JPEG") + b" EI")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)


def locked(writer):
    writer.encrypt("secret")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_pdf"),
        (b"PK\x03\x04 a text document", "no_pdf"),
        (b"<html>%PDF-1.4", "no_pdf"),
        (b"%PDF-1.4\nnothing at all", "damaged"),
        (a_pdf()[:300], "damaged"),
        (a_pdf(change=locked), "locked"),
        (a_pdf(change=with_script), "active"),
        (a_pdf(change=at_the_start(S=NameObject("/JavaScript"), JS=TextStringObject("1"))), "active"),
        (a_pdf(change=at_the_start(S=NameObject("/Launch"), F=TextStringObject("cmd.exe"))), "active"),
        (a_pdf(change=with_attachment), "active"),
        (a_pdf(change=with_note("/FileAttachment")), "active"),
        (a_pdf(change=with_note("/Link", A=named(S=NameObject("/Launch"), F=TextStringObject("x")))), "active"),
        (a_pdf(change=with_note("/Link", A=named(S=NameObject("/SubmitForm")))), "active"),
        (a_pdf(change=with_page_action), "active"),
        (a_pdf(change=with_dynamic_form), "active"),
        (a_pdf(change=with_photo_in_the_text), "damaged"),
        (a_pdf(change=lambda writer: with_picture(writer, b"no picture")), "damaged"),
        (b"%PDF-" + b"x" * MOST_BYTES, "too_large"),
    ],
)
def test_clean_document_refuses_with_words_for_the_person(content, code):
    with pytest.raises(ValidationError) as refused:
        clean_document(an_upload(content, "letter.pdf"))

    assert refused.value.code == code
    assert str(refused.value.message).endswith(".")


def test_clean_document_refuses_more_pages_than_anybody_reads(monkeypatch):
    monkeypatch.setattr(documents, "MOST_PAGES", 1)

    with pytest.raises(ValidationError) as refused:
        clean_document(an_upload(a_pdf("One", "Two")))

    assert refused.value.code == "too_long"


def test_clean_document_refuses_more_objects_than_any_text_has(monkeypatch):
    monkeypatch.setattr("content.pdf_parts.MOST_OBJECTS", 2)

    with pytest.raises(ValidationError) as refused:
        clean_document(an_upload(a_pdf()))

    assert refused.value.code == "damaged"


def test_clean_document_of_a_mangled_file_is_clean_or_refused():
    draw = random.Random(4711)  # noqa: S311 - it spoils files, and guards nothing
    original = a_pdf("Lanterns", change=with_information)
    for _round in range(60):
        mangled = bytearray(original)
        for _byte in range(8):
            mangled[draw.randrange(9, len(mangled))] = draw.randrange(256)
        try:
            clean, _text = clean_document(an_upload(bytes(mangled)))
        except ValidationError:
            continue
        assert CANARY not in clean.read()


# -- Words ---------------------------------------------------------------------------------------------------------


def test_text_ends_at_its_limit(monkeypatch):
    monkeypatch.setattr(documents, "MOST_TEXT", 5)

    assert clean_document(an_upload(a_pdf("One", "Two", "Three")))[1] == "One\nT"


def test_text_ends_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(documents, "MOST_SECONDS", -1)

    clean, text = clean_document(an_upload(a_pdf("One")))

    assert text == ""
    assert clean.size > 0


def test_text_of_a_page_that_cannot_be_read_is_empty(monkeypatch):
    def fail(*_arguments, **_options):
        raise RecursionError

    monkeypatch.setattr(PageObject, "extract_text", fail)

    clean, text = clean_document(an_upload(a_pdf("One", "Two")))

    assert text == ""
    assert clean.size > 0
