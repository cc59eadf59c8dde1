"""How an uploaded file becomes one that is safe to keep: type by content, metadata gone, active parts refused."""

import io
import time

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject

from content.pdf_parts import ActivePartError, scrub
from content.pictures import random_name

MOST_BYTES = 30 * 1024 * 1024
MOST_PAGES = 2_000
MOST_TEXT = 400_000
# Seconds for reading the text out. What was read by then is searched; the rest of the file is only kept.
MOST_SECONDS = 20
# What of the catalogue is about reading the pages (ISO 32000-2, 7.7.2); everything else in it is left behind.
CATALOGUE_KEPT = frozenset(
    {
        "/Type",
        "/Version",
        "/Pages",
        "/PageLabels",
        "/Names",
        "/Dests",
        "/ViewerPreferences",
        "/PageLayout",
        "/PageMode",
        "/Outlines",
        "/Lang",
        "/MarkInfo",
        "/StructTreeRoot",
        "/OCProperties",
    }
)

TOO_LARGE = _("This file is larger than 30 MB. Make it smaller and upload it again.")
TOO_LONG = _("This PDF has more than 2,000 pages. Split it and upload the parts.")
NO_PDF = _("This is not a PDF file. Save it as PDF and upload it again.")
LOCKED = _("This PDF is locked with a password. Save it without one and upload it again.")
ACTIVE = _("This PDF holds scripts, actions or attachments. Print it to a new PDF and upload that one.")
DAMAGED = _("This PDF is damaged. Save it again as PDF and upload the new file.")


class _OutOfTimeError(Exception):
    """Reading the text of a file took too long."""


def clean_document(upload: File) -> tuple[ContentFile, str]:
    """A PDF without metadata, and its text.

    Arguments: upload, an open file. What it is called says nothing: only its content counts.
    Returns the file to keep, with a random name, and its plain text of at most MOST_TEXT characters.
    Raises ValidationError, in words for the person who uploads, when the file is no PDF, is locked or damaged, too
    large, or holds scripts, actions or attachments.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(TOO_LARGE, code="too_large")
    upload.seek(0)
    if not upload.read(5) == b"%PDF-":
        raise ValidationError(NO_PDF, code="no_pdf")
    upload.seek(0)
    try:
        content = _rewritten(_opened(upload))
        checked = _opened(io.BytesIO(content))
        if scrub(checked.root_object):
            raise ValueError("something was left after cleaning")
        return ContentFile(content, name=f"{random_name()}.pdf"), _text(checked)
    except ValidationError:
        raise
    except ActivePartError as error:
        raise ValidationError(ACTIVE, code="active") from error
    except Exception as error:  # whatever a parser meets in a hostile file, it is the file that is wrong
        raise ValidationError(DAMAGED, code="damaged") from error


def _opened(file: File | io.BytesIO) -> PdfReader:
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        raise ValidationError(LOCKED, code="locked")
    if len(reader.pages) > MOST_PAGES:
        raise ValidationError(TOO_LONG, code="too_long")
    return reader


def _rewritten(reader: PdfReader) -> bytes:
    """The file written anew from what its catalogue leads to, so that nothing comes along that nothing leads to."""
    root = reader.root_object
    _drop_opening_view(root)
    scrub(root)
    for key in root.keys() - CATALOGUE_KEPT:
        del root[key]
    writer = PdfWriter()
    writer.clone_reader_document_root(reader)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _drop_opening_view(root: DictionaryObject) -> None:
    """Forget on which page the file opens: harmless, common, and the only thing an open action may be here."""
    named = root.get("/OpenAction")
    action = named.get_object() if named is not None else None
    if isinstance(action, ArrayObject) or (isinstance(action, DictionaryObject) and action.get("/S") == "/GoTo"):
        del root["/OpenAction"]


# -- Words ---------------------------------------------------------------------------------------------------------


def _text(reader: PdfReader) -> str:
    end, parts, length = time.monotonic() + MOST_SECONDS, [], 0
    for page in reader.pages:
        try:
            text = _text_of_page(page, end)
        except _OutOfTimeError:
            break
        except Exception:  # a page whose text cannot be read is still a page; it is only not found by its words
            text = ""
        parts.append(text)
        length += len(text)
        if length > MOST_TEXT:
            break
    return "\n".join(parts)[:MOST_TEXT].replace("\x00", "").strip()


def _text_of_page(page: PageObject, end: float) -> str:
    def stop_in_time(*_operation: object) -> None:
        if time.monotonic() > end:
            raise _OutOfTimeError

    stop_in_time()
    return page.extract_text(visitor_operand_before=stop_in_time) or ""
