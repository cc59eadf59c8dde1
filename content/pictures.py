"""How an uploaded picture becomes one that says nothing about who took it, where, or with what."""

import io
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image

from content.colour import anonymous_profile

MOST_PIXELS = 40_000_000
MOST_BYTES = 20 * 1024 * 1024
# The sizes in which a picture stands in a text, the widest first. Small on purpose: many readers pay by the megabyte.
READING_WIDTHS = (960, 480)
READING_SIZES = tuple(f"width-{width}|format-webp|webpquality-62" for width in READING_WIDTHS)
# What is kept for what comes in. Of an animation the first picture is kept.
KEPT_AS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG", "AVIF": "WEBP"}
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
OPTIONS: dict[str, dict[str, Any]] = {"JPEG": {"quality": 88}, "PNG": {"optimize": True}, "WEBP": {"quality": 88}}
# ISO/IEC 23008-12: how the files of phones begin.
PHONE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
# Exif 2.32, 4.6.4: what a camera says about how to turn its picture.
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

TOO_MANY_BYTES = _("This picture is larger than 20 MB. Make it smaller and upload it again.")
TOO_MANY_PIXELS = _("This picture has more than 40 million pixels. Make it smaller and upload it again.")
DRAWING = _("This is an SVG drawing. Export it as PNG and upload that.")
PHONE_FORMAT = _("This picture is in the HEIC format of a phone. Save it as JPEG and upload that.")
DAMAGED = _("This file is damaged or is not a picture. Save it as JPEG, PNG or WebP and upload it again.")


def clean_picture(upload: File) -> ContentFile:
    """The same picture, drawn anew: orientation applied, colour profile kept, everything else left behind.

    Arguments: upload, an open file. What it is called says nothing: only its content counts.
    Returns a file with a random name. JPEG, PNG and WebP stay what they are; GIF becomes PNG, and AVIF WebP.
    Raises ValidationError, in words for the person who uploads, when the file is no picture, is damaged or too large.
    Nothing is decoded before its size is known.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(TOO_MANY_BYTES, code="too_large")
    upload.seek(0)
    _refuse_by_sight(upload.read(512))
    upload.seek(0)
    try:
        with Image.open(upload, formats=list(KEPT_AS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(TOO_MANY_PIXELS, code="too_large")
            picture.load()
            return _drawn_anew(picture)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS, code="too_large") from error
    except Exception as error:  # whatever a decoder meets in a hostile file, it is the file that is wrong
        raise ValidationError(DAMAGED, code="damaged") from error


def _refuse_by_sight(start: bytes) -> None:
    if b"<svg" in start.lower() or start.lstrip().startswith(b"<?xml"):
        raise ValidationError(DRAWING, code="drawing")
    if start[4:8] == b"ftyp" and b"avif" not in start[8:64] and start[8:12] in PHONE_BRANDS:
        raise ValidationError(PHONE_FORMAT, code="phone")


def _drawn_anew(picture: Image.Image) -> ContentFile:
    target = KEPT_AS[picture.format or ""]
    turn, profile = TURNS.get(_orientation(picture)), anonymous_profile(picture.info.get("icc_profile"))
    drawn = _in_plain_colours(picture, target)
    # Pillow carries along in `info` what it found, and may write it out again.
    drawn.info = {}
    if turn is not None:
        drawn = drawn.transpose(turn)
    options = dict(OPTIONS[target])
    if profile:
        options["icc_profile"] = profile
    out = io.BytesIO()
    drawn.save(out, target, **options)
    return ContentFile(out.getvalue(), name=f"{random_name()}.{EXTENSIONS[target]}")


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # broken Exif is no reason to refuse a picture whose Exif is thrown away anyway
        return 1


def _in_plain_colours(picture: Image.Image, target: str) -> Image.Image:
    """A new picture in RGB, with transparency where there is some and the format can keep it."""
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: Pillow would cut them off at 255 instead of scaling them down.
        picture = picture.convert("I").point(lambda grey: grey / 256).convert("L")
    mode = "RGBA" if picture.has_transparency_data and target != "JPEG" else "RGB"
    return picture.convert(mode)


def random_name() -> str:
    """A file name that nobody can guess and that says nothing: 128 bits, safe in an address."""
    return secrets.token_urlsafe(16)
