"""What is refused of where files are stored, before the site starts: a back-end that would hand out by itself what only
some may see."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, InvalidStorageError, storages

PRIVATE, PUBLIC = "default", "staticfiles"
SECRETS = frozenset({"access_key", "secret_key", "security_token", "account_key", "sas_token", "connection_string"})


def check_storages(**_kwargs: Any) -> list[CheckMessage]:
    """Everything that is wrong with the two places for files."""
    named = settings.STORAGES
    options = named[PRIVATE].get("OPTIONS", {})
    found: list[CheckMessage] = []
    if named[PRIVATE] == named.get(PUBLIC):
        found.append(Error("Private and public files are stored in one place. Give each its own.", id="content.E001"))
    if (
        options.get("querystring_auth") is False
        or "public" in str(options.get("default_acl") or "")
        or options.get("custom_domain")
    ):
        found.append(Error("PRIVATE_STORAGE would hand out files to whoever has an address.", id="content.E002"))
    if SECRETS & set(options):
        words = (
            "PRIVATE_STORAGE names a secret. Give it in the environment, as its library reads it there: options are "
        )
        found.append(Error(words + "written into the queue of tasks whenever a file is deleted.", id="content.E003"))
    return found + _of_accelerated_redirects()


def _of_accelerated_redirects() -> list[CheckMessage]:
    if not settings.MEDIA_ACCEL_PREFIX:
        return []
    try:
        is_local = isinstance(storages[PRIVATE], FileSystemStorage)
    except InvalidStorageError:
        is_local = False
    if is_local:
        return []
    return [Error("MEDIA_ACCEL_PREFIX is for files on this machine; PRIVATE_STORAGE is elsewhere.", id="content.E004")]
