"""How an uploaded file becomes one that is safe to keep: type by content, metadata gone, active parts refused."""

import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from content.pictures import random_name

MOST_BYTES = 30 * 1024 * 1024
MOST_TEXT = 400_000
# What makes a PDF do something, or carries something else: PDF 2.0 (ISO 32000-2), 7.11.4, 12.6 and 14.
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/EmbeddedFiles", "/EmbeddedFile",
                         "/RichMedia", "/XFA", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR"})
METADATA_KEYS = frozenset({"/Metadata", "/PieceInfo", "/LastModified"})


def clean_document(upload: File) -> tuple[ContentFile, str]:
    """A PDF without metadata, and its text.

    Arguments: upload, an open file of at most MOST_BYTES bytes.
    Returns the file to keep, with a random name, and its plain text of at most MOST_TEXT characters.
    Raises ValidationError, in words for the person who uploads, when the file is no PDF, is locked or damaged, too
    large, or holds scripts, actions or attachments.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This file is larger than 30 MB. Make it smaller and upload it again."))
    upload.seek(0)
    if not upload.read(5) == b"%PDF-":
        raise ValidationError(_("This is not a PDF file. Save it as PDF and upload it again."))
    upload.seek(0)
    try:
        reader = PdfReader(upload, strict=False)
        if reader.is_encrypted:
            raise ValidationError(_("This PDF is locked with a password. Save it without one and upload it again."))
        text = "\n".join(page.extract_text() or "" for page in reader.pages)[:MOST_TEXT]
        return _rewritten(reader), text.replace("\x00", "")
    except ValidationError:
        raise
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise ValidationError(_("This PDF is damaged. Save it again as PDF and upload the new file.")) from error


def _rewritten(reader: PdfReader) -> ContentFile:
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    writer.metadata = None
    for number in range(1, len(writer._objects) + 1):
        _scrub(writer.get_object(number))
    out = io.BytesIO()
    writer.write(out)
    return ContentFile(out.getvalue(), name=f"files/{random_name()}.pdf")


def _scrub(thing: object) -> None:
    """Take metadata out of one object and refuse it when it is active; nested direct objects included."""
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        if isinstance(current, IndirectObject):
            continue
        if isinstance(current, ArrayObject):
            waiting.extend(current)
        elif isinstance(current, DictionaryObject):
            if ACTIVE_KEYS & current.keys() or current.get("/S") in ACTIVE_KEYS:
                raise ValidationError(
                    _("This PDF holds scripts, actions or attachments. Print it to a new PDF and upload that one.")
                )
            for key in METADATA_KEYS & current.keys():
                del current[key]
            waiting.extend(current.values())
