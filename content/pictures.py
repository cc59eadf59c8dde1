"""How an uploaded picture becomes one that says nothing about who took it, where, or with what."""

import io
import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
MOST_BYTES = 20 * 1024 * 1024
KEPT_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def clean_picture(upload: File) -> ContentFile:
    """The same picture, drawn anew: orientation applied, colour profile kept, everything else left behind.

    Arguments: upload, an open file of at most MOST_BYTES bytes.
    Returns a file with a random name. JPEG, PNG and WebP stay what they are; GIF and AVIF become PNG and WebP, and
    of an animation the first picture is kept.
    Raises ValidationError, in words for the person who uploads, when the file is no picture, is damaged or too large.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(_("This picture is larger than 20 MB. Make it smaller and upload it again."))
    upload.seek(0)
    try:
        with Image.open(upload, formats=["JPEG", "PNG", "WEBP", "GIF", "AVIF"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(
                    _("This picture has more than 40 million pixels. Make it smaller and upload it again.")
                )
            kind = picture.format
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            return _drawn_anew(upright, kind, picture.info.get("icc_profile"))
    except ValidationError:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This file is damaged or is not a picture. Save it as JPEG, PNG or WebP and upload it again.")
        ) from error


def _drawn_anew(picture: Image.Image, kind: str | None, profile: bytes | None) -> ContentFile:
    target = {"GIF": "PNG", "AVIF": "WEBP"}.get(kind or "", kind or "")
    mode = "RGBA" if picture.has_transparency_data and target != "JPEG" else "RGB"
    if picture.mode == "CMYK":
        profile = None
    # A fresh canvas, so that nothing which Pillow carries along in `info` can be written out again.
    canvas = Image.new(mode, picture.size)
    canvas.paste(picture.convert(mode))
    options: dict[str, object] = {"quality": 88} if target != "PNG" else {"optimize": True}
    if profile:
        options["icc_profile"] = profile
    out = io.BytesIO()
    canvas.save(out, target, **options)
    return ContentFile(out.getvalue(), name=f"{random_name()}.{KEPT_FORMATS[target]}")


def random_name() -> str:
    """A file name that nobody can guess and that says nothing: 128 bits, safe in an address."""
    return secrets.token_urlsafe(16)
