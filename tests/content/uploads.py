"""Files as people upload them: with what cameras and office programs leave in them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from content.models import NetworkDocument, NetworkImage

CANARY = b"canary-4711"
GPS_TAG, ARTIST_TAG, ORIENTATION_TAG = 34853, 315, 274
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:li>' + CANARY + b"</rdf:li></x:xmpmeta>"


def an_upload(content: bytes, name: str = "IMG_2026_house_of_N.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_picture(kind: str = "JPEG", *, mode: str = "RGB", size: tuple[int, int] = (64, 48), **options) -> bytes:
    """A picture whose left half is red, encoded."""
    picture = Image.new(mode, size)
    if mode in ("RGB", "RGBA", "CMYK"):
        red = {"RGB": (255, 0, 0), "RGBA": (255, 0, 0, 255), "CMYK": (0, 255, 255, 0)}[mode]
        picture.paste(red, (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: a place, an author, a way to turn it."""
    data = Image.Exif()
    data[ORIENTATION_TAG] = orientation
    data[ARTIST_TAG] = CANARY.decode()
    place = data.get_ifd(GPS_TAG)
    place[1], place[2], place[3], place[4] = "N", (33.0, 30.0, 0.0), "E", (36.0, 18.0, 0.0)
    return data


def a_photo(kind: str = "JPEG", *, orientation: int = 6, size: tuple[int, int] = (64, 48)) -> bytes:
    """A picture with a place, an author, XMP, a comment, and words after its end."""
    options: dict = {"exif": exif(orientation)}
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"].add_text("Comment", CANARY.decode())
    else:
        options["xmp"] = XMP
    if kind == "JPEG":
        options["comment"] = CANARY
    return a_picture(kind, size=size, **options) + b"trailing " + CANARY


def a_network_image(title: str = "Lanterns", *, size: tuple[int, int] = (64, 48), **fields) -> NetworkImage:
    image = NetworkImage(title=title, file=an_upload(a_picture(size=size)), **fields)
    image.save()
    return image


def a_pdf(*words: str, change=None) -> bytes:
    """A PDF with these words, one page each; `change` gets the writer before it is written."""
    writer = PdfWriter()
    for text in words or ("Lanterns in every window",):
        _add_page(writer, text)
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _add_page(writer: PdfWriter, text: str) -> None:
    page = writer.add_blank_page(300, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 18 Tf 20 100 Td (" + text.encode("cp1252") + b") Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content)


def with_picture(writer: PdfWriter, data: bytes, size: tuple[int, int] = (64, 48), filters: str = "/DCTDecode") -> None:
    """Put an encoded picture into the resources of the last page."""
    stream = DecodedStreamObject()
    stream._data = data
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(size[0]),
            NameObject("/Height"): NumberObject(size[1]),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject(filters),
        }
    )
    resources = writer.pages[-1]["/Resources"]
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im1"): writer._add_object(stream)})


def a_document(title: str = "Letter", **fields) -> NetworkDocument:
    document = NetworkDocument(title=title, file=an_upload(a_pdf(), "Letter of N.pdf"), **fields)
    document.save()
    return document
