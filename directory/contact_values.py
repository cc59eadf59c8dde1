"""Which numbers and addresses can be listed: each kind of contact has a shape, and what does not fit is refused."""

import base64
import binascii
import hashlib
import re
from urllib.parse import urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from directory.models import ContactKind

ONION = re.compile(r"^(?:https?://)?((?:[a-z0-9-]+\.)*)([a-z2-7]{56})\.onion(/[^\s]*)?$", re.IGNORECASE)
FINGERPRINT = re.compile(r"^(?:[0-9A-F]{40}|[0-9A-F]{64})$")
HANDLE = re.compile(r"^@?[A-Za-z][A-Za-z0-9_]{2,31}(?:\.[0-9]{2,9})?$")
NUMBERED = (ContactKind.PHONE, ContactKind.WHATSAPP, ContactKind.SIGNAL, ContactKind.TELEGRAM)
SIGNAL_LINK = "https://signal.me/"
TELEGRAM_LINK = "https://t.me/"


def cleaned_value(kind: str, value: str, *, plain_reason: str = "") -> str:
    """The value as it is kept and listed.

    Arguments: kind, a ContactKind; value, as somebody wrote it; plain_reason, why a link is not https.
    Returns phones in E.164, onion addresses in lower case without a scheme, other things without outer space.
    Raises ValidationError, in words for the editor, when the value does not fit the kind.
    """
    value = value.strip()
    if kind in (ContactKind.PHONE, ContactKind.WHATSAPP):
        return cleaned_phone(value)
    if kind in (ContactKind.EMAIL, ContactKind.OPENPGP):
        validate_email(value)
        return value
    if kind in (ContactKind.FORM, ContactKind.WEBSITE):
        return cleaned_link(value, plain_reason=plain_reason)
    if kind == ContactKind.ONION:
        return cleaned_onion(value)
    if kind == ContactKind.SIGNAL:
        return _handle_or(value, SIGNAL_LINK)
    if kind == ContactKind.TELEGRAM:
        return _handle_or(value, TELEGRAM_LINK)
    if not value:
        raise ValidationError(_("Write the address."))
    return value


def cleaned_phone(value: str) -> str:
    """The number in E.164. Raises ValidationError when it has no country code or no such number can exist.

    “(0)” after a country code is the trunk prefix that people dial only inside the country; it is left out, except for
    Italy and the Vatican, where the zero is dialled from abroad as well.
    """
    written = re.sub(r"^\(\s*(\+\s*\d{1,3})\s*\)", r"\1", value.strip())
    if not written.startswith("+"):
        raise ValidationError(_("Begin with + and the code of the country."))
    if not written.startswith(("+39", "+379")):
        written = re.sub(r"^(\+\s*\d{1,3})\s*\(0\)", r"\1 ", written)
    if not re.fullmatch(r"\+[\d\s().\-/]+", written):
        raise ValidationError(_("Write only the number: digits, spaces and hyphens."))
    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("This is not a phone number.")) from error
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(_("No such number can exist in that country. Look at the digits again."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def cleaned_link(value: str, *, plain_reason: str = "") -> str:
    """The link. Raises ValidationError when it is not https, unless a reason for plain http is stated."""
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise ValidationError(_("This is not a link.")) from error
    if not value.isprintable():
        raise ValidationError(_("This link holds characters that cannot be seen. Type it anew."))
    if parts.scheme == "http" and not plain_reason.strip():
        raise ValidationError(_("The link must begin with https://, or you must say why it does not."))
    URLValidator(schemes=["http", "https"])(value)
    if parts.username or parts.password:
        raise ValidationError(_("Leave name and password out of the link."))
    return value


def cleaned_onion(value: str) -> str:
    """The onion address, version 3, with its checksum proved (Tor rendezvous specification, version 3, section 6).

    Raises ValidationError for older addresses, which no longer work, and for one that was mistyped.
    """
    match = ONION.match(value)
    if match is None:
        raise ValidationError(_("An onion address has 56 letters and digits before “.onion”."))
    before, name, path = match.groups()
    try:
        decoded = base64.b32decode(name.upper())
    except binascii.Error as error:
        raise ValidationError(_("This onion address is mistyped.")) from error
    key, checksum, version = decoded[:32], decoded[32:34], decoded[34:]
    if version != b"\x03" or hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2] != checksum:
        raise ValidationError(_("This onion address is mistyped."))
    return f"{before.lower()}{name.lower()}.onion{path or ''}"


def cleaned_fingerprint(kind: str, value: str) -> str:
    """An OpenPGP fingerprint in capitals without spaces; empty for other kinds of contact.

    Raises ValidationError when an OpenPGP contact has none, or one that is not 40 or 64 hexadecimal digits.
    """
    if kind != ContactKind.OPENPGP:
        return ""
    digits = re.sub(r"[\s:]", "", value).upper()
    if not FINGERPRINT.match(digits):
        raise ValidationError(_("An OpenPGP fingerprint has 40 or 64 digits and letters from A to F."))
    return digits


def _handle_or(value: str, link: str) -> str:
    if value.startswith(link):
        return cleaned_link(value)
    if value.startswith(("+", "(")):
        return cleaned_phone(value)
    if HANDLE.match(value):
        return value
    raise ValidationError(_("Write a number with the code of the country, a user name, or a link."))


# -- How they are shown --------------------------------------------------------------------------------------------


def shown_value(kind: str, value: str) -> str:
    """The value as people read it: phones in groups, everything else as it is."""
    if value.startswith("+") and kind in NUMBERED:
        number = phonenumbers.parse(value, None)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return value


def link_of(kind: str, value: str) -> str:
    """Where a click on the value leads; empty for what cannot be opened without another service learning of it."""
    if kind == ContactKind.PHONE:
        return f"tel:{value}"
    if kind in (ContactKind.EMAIL, ContactKind.OPENPGP):
        return f"mailto:{value}"
    if kind == ContactKind.ONION:
        return f"http://{value}"
    return value if value.startswith(("https://", "http://")) else ""


def fingerprint_lines(fingerprint: str) -> list[str]:
    """A fingerprint in groups of four, on lines of half its groups, as people compare it."""
    groups = [fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4)]
    half = len(groups) // 2
    return [" ".join(groups[:half]), " ".join(groups[half:])] if groups else []
