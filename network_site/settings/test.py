"""How the tests run: development settings made quick, with files in a place of their own."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .dev import *  # noqa: F403 - test is dev made quick

DEBUG = False
ROOT_URLCONF = "network_site.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="network-site-media-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
AUDIT_CHECKPOINTS = MEDIA_ROOT / "audit-checkpoints.jsonl"
WAGTAIL_AUTOSAVE_INTERVAL = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    QUICK = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    DATABASES["default"]["OPTIONS"]["init_command"] = QUICK  # noqa: F405
