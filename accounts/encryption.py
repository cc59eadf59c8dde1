"""How secrets are kept at rest: encrypted with a key that is not in the database."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def _box() -> MultiFernet:
    """The keys of FIELD_ENCRYPTION_KEY, comma-separated, newest first: the first encrypts, all decrypt."""
    try:
        return MultiFernet([Fernet(key.strip()) for key in settings.FIELD_ENCRYPTION_KEY.split(",")])
    except ValueError as error:
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEY must be 32 url-safe base64-encoded bytes.") from error


def encrypt(text: str) -> str:
    """The text as a token that is safe to store."""
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text that was encrypted. Raises ValueError when the token was not made with a known key."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ValueError("This was not encrypted with a known key.") from error
