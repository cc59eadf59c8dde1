"""The numbers by which libraries know an edition, checked before they are printed for good."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BETWEEN = re.compile("[\\s\\u2010-\\u2015-]")  # spaces, hyphens and dashes
DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE | re.ASCII)


def isbn_of(written: str) -> str:
    """The number as it was written, when its last digit is right (ISO 2108, for ten and for thirteen digits).

    Raises ValidationError, in words for the editor.
    """
    signs = BETWEEN.sub("", written).upper()
    if re.fullmatch(r"97[89]\d{10}", signs, re.ASCII):
        sound = sum(int(sign) * (1, 3)[place % 2] for place, sign in enumerate(signs)) % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", signs, re.ASCII):
        values = [10 if sign == "X" else int(sign) for sign in signs]
        sound = sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0
    else:
        raise ValidationError(_("An ISBN has 13 digits, older ones 10. Copy it from whoever gave it to you."))
    if not sound:
        raise ValidationError(_("This is no ISBN: a digit is wrong or two are swapped."))
    return written


def doi_of(written: str) -> str:
    """The identifier alone, “10.1234/abc”, of one that was written with or without the address in front.

    Raises ValidationError, in words for the editor.
    """
    found = DOI.fullmatch(written)
    if not found:
        raise ValidationError(_("A DOI begins with 10. and has a slash, as 10.1234/abc."))
    return found[1]
